/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of tables share: libsmartcols with our conventions. For output/table*.c only. */
#ifndef VFIO_CFGTOOL_OUTPUT_TABLE_COLUMNS_H
#define VFIO_CFGTOOL_OUTPUT_TABLE_COLUMNS_H

#include <libsmartcols/libsmartcols.h>

#include "output/table.h"

#define CLEANUP_TABLE __attribute__((cleanup(table_unref)))

struct column {
	const char *name;
	int flags;		/* of libsmartcols */
};

/* A table with these columns (a row without name ends them), or NULL. */
struct libscols_table *table_new(const struct report_run *run, const struct column *columns);

/*
 * A line below another of a tree (NULL: none); NULL where memory is short. Its cells
 * are escaped here. What fails is remembered: table_print() then prints nothing.
 */
struct libscols_line *table_line(struct libscols_table *table, struct libscols_line *parent);
void table_cell(struct libscols_line *line, size_t column, const char *text);
void table_color(struct libscols_line *line, const char *color);

/* Prints the table. Returns 0 or -errno. */
int table_print(struct libscols_table *table);

void table_unref(struct libscols_table **table);

#endif
