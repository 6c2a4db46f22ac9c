/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * TAP 13: test points, and below a failed one a block of YAML with details. Strings may come
 * from anywhere: they are escaped here.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_TAP_H
#define VFIO_CFGTOOL_OUTPUT_TAP_H

#include <stdbool.h>

#include "format/record.h"
#include "format/report.h"

/* Print the version, and at the end the plan. */
int tap_begin(struct report_run *run);
int tap_end(struct report_run *run);

/* Prints the next test point; the text is one line. */
void tap_point(const struct report_run *run, bool ok, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* Prints a point that was not tested. */
void tap_skip(const struct report_run *run, const char *why, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* Prints a point that fails because the command cannot do its work on the device. */
void tap_fault(const struct report_run *run, const struct report *report, const char *what);

/* Prints a line for people. */
void tap_comment(const char *format, ...) PRINTF_FORMAT(1, 2);

/* The block below a point: scalars, and lists of maps. */
void tap_yaml_begin(void);
void tap_yaml(const char *key, const char *format, ...) PRINTF_FORMAT(2, 3);
void tap_yaml_list(const char *key);
void tap_yaml_item(bool first, const char *key, const char *format, ...) PRINTF_FORMAT(3, 4);
void tap_yaml_end(void);

/*
 * Prints fields of a record in the block, in the order of the keys, which NULL ends. Leaves
 * out unknown values. The second function prints them as an item of a list.
 */
void tap_record(const struct field *fields, const void *record, const char *const *keys);
void tap_item(const struct field *fields, const void *record, const char *const *keys);

#endif
