/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text: what explain says, the lines of read and write, and captures. */
#ifndef VFIO_CFGTOOL_OUTPUT_TEXT_H
#define VFIO_CFGTOOL_OUTPUT_TEXT_H

#include "output/report.h"

int text_read_device(const struct report_run *run, const struct report *report, bool first);
int text_write_device(const struct report_run *run, const struct report *report, bool first);
int text_explain_device(const struct report_run *run, const struct report *report, bool first);

/* The guest's side of a register; nothing where the report has none. */
void text_explain_guest(const struct report *report, const struct explanation *explanation);

/* What lspci -F reads; of a capture with the facts beside. */
int text_capture_device(const struct report_run *run, const struct report *report, bool first);

#endif
