/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/table.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <libsmartcols/libsmartcols.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/columns.h"
#include "format/palette.h"
#include "format/print.h"

/* More bytes than the longest escaped cell. */
#define CELL_SIZE 8192

/* More than any table has. */
#define COLUMNS 24

/* The text between two columns. */
#define SEPARATOR "  "

/* The least width of a column: with words, and with a name to cut. */
#define NARROW_WORDS 16
#define NARROW_NAME 10

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
			     const struct field *chosen[COLUMNS], size_t *shown)
{
	*shown = columns_choose(run->columns, fields, chosen, COLUMNS);
	if (run->sort == NULL || *shown == 0 || *shown == COLUMNS)
		return *shown;
	for (size_t i = 0; i < *shown; i++)
		if (columns_is_named(run->sort, strlen(run->sort), chosen[i]->heading))
			return *shown;
	return *shown + columns_choose(run->sort, fields, &chosen[*shown], 1);
}

/* The number of columns without one that only sorts. */
static size_t shown_columns(struct libscols_table *table)
{
	size_t count = scols_table_get_ncols(table);

	return count > 0 && scols_column_is_hidden(scols_table_get_column(table, count - 1))
	       ? count - 1 : count;
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
	const struct field *chosen[COLUMNS];
	size_t shown, count = choose_columns(run, fields, chosen, &shown);
	bool whole;

	form.run = *run;
	if (table == NULL)
		return NULL;
	whole = scols_table_set_column_separator(table, SEPARATOR) == 0;
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
	const struct field *chosen[COLUMNS];
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

/* Counts the characters of a text; its bytes if it is invalid in the locale's encoding. */
static size_t text_width(const char *text)
{
	size_t width = mbstowcs(NULL, text, 0);

	return width != (size_t)-1 ? width : strlen(text);
}

static const char *cell_text(struct libscols_table *table, size_t line, size_t column)
{
	const char *text = scols_line_get_column_data(
		scols_table_get_line(table, line), scols_table_get_column(table, column));

	return text != NULL ? text : "";
}

static size_t column_width(struct libscols_table *table, size_t column)
{
	size_t most = text_width(heading_of(table, column));

	for (size_t line = 0; line < scols_table_get_nlines(table); line++) {
		size_t width = text_width(cell_text(table, line, column));

		most = width > most ? width : most;
	}
	return most;
}

/*
 * Replaces blanks by line ends so that each line has at most `width` characters, if the words
 * allow.
 */
static void wrap_text(char *text, size_t width)
{
	char *start = text, *blank = NULL;

	for (char *at = text; *at != '\0'; at++) {
		size_t used;

		if (*at == ' ')
			blank = at;
		used = (size_t)(at - start) + 1;
		if (used <= width || blank == NULL || blank < start)
			continue;
		*blank = '\n';
		start = blank + 1;
		blank = NULL;
	}
}

/* Cuts a text to `width` characters, the last of them "~". */
static void cut_text(char *text, size_t width)
{
	char *at = text;

	for (size_t count = 1; count < width && *at != '\0'; count++)
		at += mblen(at, MB_CUR_MAX) > 0 ? mblen(at, MB_CUR_MAX) : 1;
	if (text_width(at) > 1)
		snprintf(at, 2, "~");
}

static void narrow_column(struct libscols_table *table, size_t column, size_t width, bool cut)
{
	struct libscols_column *own = scols_table_get_column(table, column);
	bool whole = true;

	if (!cut)
		whole = scols_column_set_flags(own, scols_column_get_flags(own) | SCOLS_FL_WRAP) == 0 &&
			scols_column_set_wrapfunc(own, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL) == 0;
	for (size_t line = 0; line < scols_table_get_nlines(table) && whole; line++) {
		const char *text = cell_text(table, line, column);
		CLEANUP_FREE char *copy = text_width(text) > width ? memory_copy(text) : NULL;

		if (copy == NULL)
			continue;
		if (cut)
			cut_text(copy, width);
		else
			wrap_text(copy, width);
		whole = scols_line_set_data(scols_table_get_line(table, line), column, copy) == 0;
	}
	if (!whole)
		memory_failed();
}

/* Narrows columns that may be cut, then those with several words, until all fit. */
static void fit_columns(struct libscols_table *table)
{
	size_t count = shown_columns(table), total = 0, widths[COLUMNS];

	for (size_t column = 0; column < count; column++) {
		widths[column] = column_width(table, column);
		total += widths[column] + (column > 0 ? strlen(SEPARATOR) : 0);
	}
	for (int cut = 1; cut >= 0; cut--)
		for (size_t column = count; column-- > 0 && total > form.run.width;) {
			size_t excess = total - form.run.width, width = widths[column];
			size_t least = cut ? NARROW_NAME : NARROW_WORDS;

			if (scols_column_is_trunc(scols_table_get_column(table, column)) != cut ||
			    width <= least)
				continue;
			width = width > excess + least ? width - excess : least;
			narrow_column(table, column, width, cut);
			total -= widths[column] - width;
		}
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
	for (size_t i = 0; i < shown_columns(table) && used < sizeof(heading); i++)
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
	for (size_t i = 0; i < shown_columns(table); i++) {
		const char *text = scols_line_get_column_data(line, scols_table_get_column(table, i));

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
	if (form.run.width != 0 && !form.run.tsv && !form.run.groups)
		fit_columns(table);
	if (form.run.tsv)
		print_tabs(table);
	else if (scols_table_get_ncols(table) > 0 && !memory_has_failed())
		error = scols_print_table(table);
	memory_leave_library();
	return memory_has_failed() ? -ENOMEM : error;
}

const char *table_version(void)
{
	const char *version = NULL;

	scols_get_library_version(&version);
	return version;
}
