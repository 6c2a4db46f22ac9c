/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/table.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/columns.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/table_fit.h"

/* More bytes than the longest escaped cell. */
#define CELL_SIZE 8192

/* What holds of all tables of a run, and the heading that a table with tabs began with. */
static struct {
	struct report_run run;
	char address[ADDRESS_TEXT_SIZE];	/* of the device at hand; "": none */
	char heading[512];
} form;

void table_unref(struct libscols_table **table)
{
	if (*table != NULL)
		scols_unref_table(*table);
}

/*
 * Chooses the columns to show and, behind them, the column to sort by if it is none of them.
 * Returns the number of all; *shown: of those to show.
 */
static size_t choose_columns(const struct report_run *run, const struct field *fields,
			     const struct field *chosen[TABLE_COLUMNS], size_t *shown)
{
	*shown = columns_choose(run->columns, fields, chosen, TABLE_COLUMNS);
	if (run->sort == NULL || *shown == 0 || *shown == TABLE_COLUMNS)
		return *shown;
	for (size_t i = 0; i < *shown; i++)
		if (columns_is_named(run->sort, strlen(run->sort), chosen[i]->heading))
			return *shown;
	return *shown + columns_choose(run->sort, fields, &chosen[*shown], 1);
}

static int library_flags(unsigned int flags)
{
	return (flags & COLUMN_RIGHT ? SCOLS_FL_RIGHT : 0) |
	       (flags & COLUMN_TREE ? SCOLS_FL_TREE : 0) |
	       (flags & COLUMN_CUT ? SCOLS_FL_TRUNC : 0);
}

static bool add_column(struct libscols_table *table, const char *heading, int flags)
{
	struct libscols_column *column = scols_table_new_column(table, heading, 0, flags);

	return column != NULL &&
	       scols_cell_set_color(scols_column_get_header(column), PALETTE_BOLD) == 0;
}

struct libscols_table *table_of(const struct report_run *run, const struct field *fields)
{
	struct libscols_table *table = memory_checked(scols_new_table());
	const struct field *chosen[TABLE_COLUMNS];
	size_t shown, count = choose_columns(run, fields, chosen, &shown);
	bool whole;

	form.run = *run;
	if (table == NULL)
		return NULL;
	whole = scols_table_set_column_separator(table, TABLE_SEPARATOR) == 0;
	scols_table_enable_noheadings(table, run->no_headings);
	scols_table_enable_colors(table, run->color);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	scols_table_enable_noencoding(table, true);	/* table_cell() escapes the text */
	scols_table_enable_minout(table, true);		/* no blanks at the end of a line */
	for (size_t i = 0; i < count && whole; i++)
		whole = add_column(table, chosen[i]->heading,
				   i >= shown ? SCOLS_FL_HIDDEN
				   : library_flags(run->groups && i == 0 ? COLUMN_TREE
									 : chosen[i]->flags));
	if (whole)
		return table;
	memory_failed();
	scols_unref_table(table);
	return NULL;
}

void table_fill(struct libscols_line *line, const struct field *fields, const void *record)
{
	const struct field *chosen[TABLE_COLUMNS];
	size_t shown, count = choose_columns(&form.run, fields, chosen, &shown);
	struct value value;

	for (size_t i = 0; i < count; i++) {
		field_get(chosen[i], record, &value);
		if (value.text[0] != '\0')
			table_cell(line, i, value.text);
		else if (chosen[i]->absent != NULL)
			table_cell(line, i, chosen[i]->absent);
	}
}

struct libscols_line *table_record(struct libscols_table *table, const struct field *fields,
				   const void *record)
{
	struct libscols_line *line = table_line(table, NULL);

	if (line != NULL)
		table_fill(line, fields, record);
	return line;
}

int table_records(const struct report_run *run, const struct field *fields,
		  struct records records)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, fields);

	const char *record = records.first;

	for (size_t i = 0; i < records.count && table != NULL; i++)
		if (table_record(table, fields, record + i * records.size) == NULL)
			return -ENOMEM;
	return table != NULL ? table_print(table) : -ENOMEM;
}

bool table_is_empty(const struct libscols_table *table)
{
	return scols_table_get_nlines(table) == 0;
}

struct libscols_line *table_line(struct libscols_table *table, struct libscols_line *parent)
{
	return memory_checked(scols_table_new_line(table, parent));
}

void table_cell(struct libscols_line *line, size_t column, const char *text)
{
	char clean[CELL_SIZE];

	if (scols_line_set_data(line, column, text_printable(text, clean, sizeof(clean))) != 0)
		memory_failed();
}

void table_color(struct libscols_line *line, const char *color)
{
	if (scols_line_set_color(line, color) != 0)
		memory_failed();
}

void table_subject(const struct device *device)
{
	form.address[0] = '\0';
	if (device != NULL)
		address_format(&device->address, form.address);
}

static const char *heading_of(struct libscols_table *table, size_t column)
{
	return scols_cell_get_data(
		scols_column_get_header(scols_table_get_column(table, column)));
}

/* Compares decimal numbers without leading zeros: a longer one is greater. */
static bool is_number(const char *text)
{
	return text[0] != '\0' && (text[0] != '0' || text[1] == '\0') &&
	       text[strspn(text, "0123456789")] == '\0';
}

static int compare_cells(struct libscols_cell *a, struct libscols_cell *b, void *data)
{
	const char *first = scols_cell_get_data(a), *second = scols_cell_get_data(b);

	(void)data;
	first = first != NULL ? first : "";
	second = second != NULL ? second : "";
	if (is_number(first) && is_number(second) && strlen(first) != strlen(second))
		return strlen(first) < strlen(second) ? -1 : 1;
	return strcmp(first, second);
}

static void sort_lines(struct libscols_table *table)
{
	for (size_t column = 0; column < scols_table_get_ncols(table); column++) {
		struct libscols_column *own = scols_table_get_column(table, column);

		if (!columns_is_named(form.run.sort, strlen(form.run.sort),
				      heading_of(table, column)))
			continue;
		scols_column_set_cmpfunc(own, compare_cells, NULL);
		scols_sort_table(table, own);
		return;
	}
}

/* Whether no column has the address, so that it comes first. */
static bool lacks_address(struct libscols_table *table)
{
	return form.address[0] != '\0' && scols_table_get_ncols(table) > 0 &&
	       strcmp(heading_of(table, 0), "ADDRESS") != 0;
}

/* Prints the heading unless the table before had the same. */
static void print_tab_heading(struct libscols_table *table)
{
	char heading[sizeof(form.heading)] = "";
	size_t used = 0;

	if (lacks_address(table))
		used = (size_t)snprintf(heading, sizeof(heading), "ADDRESS\t");
	for (size_t i = 0; i < table_shown(table) && used < sizeof(heading); i++)
		used += (size_t)snprintf(heading + used, sizeof(heading) - used, "%s%s",
					 i > 0 ? "\t" : "", heading_of(table, i));
	if (form.run.no_headings || strcmp(heading, form.heading) == 0)
		return;
	if (form.heading[0] != '\0')
		print_end();
	memcpy(form.heading, heading, sizeof(heading));
	print_lines(heading);
	print_end();
}

static void print_tab_line(struct libscols_table *table, struct libscols_line *line)
{
	if (lacks_address(table)) {
		print_part("%s", form.address);
		print_tab();
	}
	for (size_t i = 0; i < table_shown(table); i++) {
		/* scols_line_get_column_data() is there from libsmartcols 2.38 on only */
		const char *text = scols_cell_get_data(scols_line_get_cell(line, i));

		if (i > 0)
			print_tab();
		if (text != NULL)
			print_part("%s", text);
	}
	print_end();
}

/* Prints the lines in the sorted order. */
static void print_tabs(struct libscols_table *table)
{
	struct libscols_iter *place = memory_checked(scols_new_iter(SCOLS_ITER_FORWARD));
	struct libscols_line *line;

	if (place == NULL)
		return;
	print_mute(false);
	if (scols_table_get_ncols(table) > 0)
		print_tab_heading(table);
	while (scols_table_next_line(table, place, &line) == 0)
		print_tab_line(table, line);
	print_mute(true);
	scols_free_iter(place);
}

int table_print(struct libscols_table *table)
{
	int error = 0;

	if (memory_has_failed())
		return -ENOMEM;
	memory_enter_library();
	if (form.run.sort != NULL)
		sort_lines(table);
	if (form.run.tsv)
		print_tabs(table);
	else if (scols_table_get_ncols(table) > 0)
		error = form.run.width != 0 ? table_fit_print(table, &form.run)
					    : scols_print_table(table);
	memory_leave_library();
	return memory_has_failed() ? -ENOMEM : error;
}

const char *table_version(void)
{
	const char *version = NULL;

	scols_get_library_version(&version);
	return version;
}
