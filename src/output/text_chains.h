/* SPDX-License-Identifier: GPL-2.0-or-later */
/* map --chains: the chains of hardware, VFIO and guest one above the other, as text. */
#ifndef VFIO_CFGTOOL_OUTPUT_TEXT_CHAINS_H
#define VFIO_CFGTOOL_OUTPUT_TEXT_CHAINS_H

#include "output/report.h"

/* Prints the chains of a report that has them, and what was taken out of them. */
void text_chains_print(const struct report *report);

#endif
