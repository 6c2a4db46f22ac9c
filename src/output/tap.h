/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TAP 13: a test point each, and below a failed one a block of YAML that says
 * more. Strings may come from anywhere: they are escaped here.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_TAP_H
#define VFIO_CFGTOOL_OUTPUT_TAP_H

#include <stdbool.h>

#include "output/report.h"

/* The version, and (at the end, when all points are there) the plan. */
int tap_begin(const struct report_run *run);
int tap_end(const struct report_run *run);

/* The next test point; the text is one line. */
void tap_point(bool ok, const char *format, ...) PRINTF_FORMAT(2, 3);

/* The same of what is not tested. */
void tap_skip(const char *why, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A line for people. */
void tap_comment(const char *format, ...) PRINTF_FORMAT(1, 2);

/* The block below a point: scalars, and lists of maps. */
void tap_yaml_begin(void);
void tap_yaml(const char *key, const char *format, ...) PRINTF_FORMAT(2, 3);
void tap_yaml_list(const char *key);
void tap_yaml_item(bool first, const char *key, const char *format, ...) PRINTF_FORMAT(3, 4);
void tap_yaml_end(void);

/* A point a rule; or one for a device that cannot be judged. */
int tap_check_device(const struct report_run *run, const struct report *report, bool first);

/* A point a device; it fails with findings at --fail. */
int tap_lint_device(const struct report_run *run, const struct report *report, bool first);

/* A point a place. */
int tap_probe_device(const struct report_run *run, const struct report *report, bool first);

#endif
