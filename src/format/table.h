/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Tables for people. Only table.c knows libsmartcols. */
#ifndef VFIO_CFGTOOL_OUTPUT_TABLE_H
#define VFIO_CFGTOOL_OUTPUT_TABLE_H

#include "format/record.h"
#include "format/report.h"

#define CLEANUP_TABLE __attribute__((cleanup(table_unref)))

/* The table formats of a command with these columns (field tables, NULL at the end). */
#define TABLE_FORMATS(columns, ...)							\
	{ .format = "table", .wraps = true, .tables = (columns), __VA_ARGS__ },		\
	{ .format = "tsv", .tables = (columns), __VA_ARGS__ }

#define TABLES(...) ((const struct field *const[]) { __VA_ARGS__, NULL })

struct libscols_line;
struct libscols_table;

/* Makes a table with the columns of these fields that the run shows; NULL if memory is short. */
struct libscols_table *table_of(const struct report_run *run, const struct field *fields);

/*
 * Adds a line below another of a tree (NULL: none). NULL if memory is short. Its cells are
 * escaped here. A failure is remembered: table_print() then prints nothing.
 */
struct libscols_line *table_line(struct libscols_table *table, struct libscols_line *parent);
void table_cell(struct libscols_line *line, size_t column, const char *text);
void table_color(struct libscols_line *line, const char *color);

/* Adds a line with the columns of a record. Returns it, or NULL if memory is short. */
struct libscols_line *table_record(struct libscols_table *table, const struct field *fields,
				   const void *record);

/* Fills the cells of a line in the same way. */
void table_fill(struct libscols_line *line, const struct field *fields, const void *record);

/* Prints a table with a line for each record. Returns 0 or -errno. */
int table_records(const struct report_run *run, const struct field *fields,
		  struct records records);

/* Sets the device of the next tables, for tables with tabs; NULL: none. */
void table_subject(const struct device *device);

bool table_is_empty(const struct libscols_table *table);

/* Prints the table. Returns 0 or -errno. */
int table_print(struct libscols_table *table);

void table_unref(struct libscols_table **table);

/* The version of libsmartcols, for --version. */
const char *table_version(void);

#endif
