/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text for people: what explain says; and the lines of read and write. */
#ifndef VFIO_CFGTOOL_OUTPUT_TEXT_H
#define VFIO_CFGTOOL_OUTPUT_TEXT_H

#include "output/report.h"

int text_read_device(const struct report_run *run, const struct report *report, bool first);
int text_write_device(const struct report_run *run, const struct report *report, bool first);
int text_restore_device(const struct report_run *run, const struct report *report, bool first);
int text_explain_device(const struct report_run *run, const struct report *report, bool first);

#endif
