/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A policy file, as check reads it. */
#ifndef VFIO_CFGTOOL_OUTPUT_POLICY_FILE_H
#define VFIO_CFGTOOL_OUTPUT_POLICY_FILE_H

#include "output/report.h"

/* One policy; of several devices each begins with `format`. */
int policy_file_device(const struct report_run *run, const struct report *report, bool first);

#endif
