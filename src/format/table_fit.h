/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A table that is wider than the terminal. Columns are made narrower: names are cut, headings
 * and texts are wrapped between words. If that does not do, the last column stands below each
 * line, and if that does not do either, each line becomes a paragraph.
 */
#ifndef VFIO_CFGTOOL_FORMAT_TABLE_FIT_H
#define VFIO_CFGTOOL_FORMAT_TABLE_FIT_H

#include <stddef.h>

#include "format/report.h"

/* More than any table has. */
#define TABLE_COLUMNS 24

/* Between two columns. */
#define TABLE_SEPARATOR "  "

struct libscols_table;

/* The number of columns without one that only sorts. */
size_t table_shown(struct libscols_table *table);

/* Prints a table in run->width columns. Returns 0 or -errno. */
int table_fit_print(struct libscols_table *table, const struct report_run *run);

#endif
