/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * TAP 13: a test point each, and below a failed one a block of YAML that says
 * more. Strings may come from anywhere: they are escaped here.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_TAP_H
#define VFIO_CFGTOOL_OUTPUT_TAP_H

#include <stdbool.h>

#include "format/record.h"
#include "format/report.h"

/* The version, and (at the end, when all points are there) the plan. */
int tap_begin(struct report_run *run);
int tap_end(struct report_run *run);

/* The next test point; the text is one line. */
void tap_point(const struct report_run *run, bool ok, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* The same of what is not tested. */
void tap_skip(const struct report_run *run, const char *why, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* A point that fails: what the command would do with the device cannot be done. */
void tap_fault(const struct report_run *run, const struct report *report, const char *what);

/* A line for people. */
void tap_comment(const char *format, ...) PRINTF_FORMAT(1, 2);

/* The block below a point: scalars, and lists of maps. */
void tap_yaml_begin(void);
void tap_yaml(const char *key, const char *format, ...) PRINTF_FORMAT(2, 3);
void tap_yaml_list(const char *key);
void tap_yaml_item(bool first, const char *key, const char *format, ...) PRINTF_FORMAT(3, 4);
void tap_yaml_end(void);

/*
 * Fields of a record in the block, in the order of the keys, of which NULL is the last. Those
 * that are not known are left out. The second does so as an item of a list.
 */
void tap_record(const struct field *fields, const void *record, const char *const *keys);
void tap_item(const struct field *fields, const void *record, const char *const *keys);

#endif
