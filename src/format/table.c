/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/table.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "base/memory.h"
#include "base/text.h"

/* Longer than any cell, with all of it escaped. */
#define CELL_SIZE 8192

/* More than any table has. */
#define COLUMNS 24

void table_unref(struct libscols_table **table)
{
	if (*table != NULL)
		scols_unref_table(*table);
}

static int library_flags(unsigned int flags)
{
	return (flags & COLUMN_RIGHT ? SCOLS_FL_RIGHT : 0) |
	       (flags & COLUMN_TREE ? SCOLS_FL_TREE : 0);
}

struct libscols_table *table_new(const struct report_run *run, const struct column *columns)
{
	struct libscols_table *table = memory_checked(scols_new_table());
	bool whole;

	if (table == NULL)
		return NULL;
	whole = scols_table_set_column_separator(table, "  ") == 0;
	scols_table_enable_colors(table, run->color);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	scols_table_enable_noencoding(table, true);	/* table_cell() has done it */
	scols_table_enable_minout(table, true);		/* no blanks at the end of a line */
	for (; columns->name != NULL; columns++)
		whole = whole && scols_table_new_column(table, columns->name, 0,
							library_flags(columns->flags)) != NULL;
	if (whole)
		return table;
	memory_failed();
	scols_unref_table(table);
	return NULL;
}

/* The columns of the rows that have one, in the order of their numbers. */
static size_t sort_columns(const struct field *fields, const struct field *sorted[COLUMNS])
{
	size_t count = 0;

	for (; fields->key != NULL; fields++) {
		size_t at = count;

		if (fields->heading == NULL)
			continue;
		assert(count < COLUMNS);
		for (; at > 0 && sorted[at - 1]->column > fields->column; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = fields;
		count++;
	}
	return count;
}

struct libscols_table *table_of(const struct report_run *run, const struct field *fields)
{
	const struct field *sorted[COLUMNS];
	struct column columns[COLUMNS + 1] = { { NULL, 0 } };
	size_t count = sort_columns(fields, sorted);

	for (size_t i = 0; i < count; i++)
		columns[i] = (struct column){ sorted[i]->heading,
					      sorted[i]->flags };
	return table_new(run, columns);
}

void table_fill(struct libscols_line *line, const struct field *fields, const void *record)
{
	const struct field *sorted[COLUMNS];
	size_t count = sort_columns(fields, sorted);
	struct value value;

	for (size_t i = 0; i < count; i++) {
		field_get(sorted[i], record, &value);
		if (value.text[0] != '\0')
			table_cell(line, i, value.text);
		else if (sorted[i]->absent != NULL)
			table_cell(line, i, sorted[i]->absent);
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

int table_print(struct libscols_table *table)
{
	int error = -ENOMEM;

	if (memory_has_failed())
		return error;
	memory_enter_library();
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
