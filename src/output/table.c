/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/table.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "base/memory.h"
#include "base/text.h"
#include "model/vfio/capability.h"
#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/text_chains.h"

/* Longer than any cell, with all of it escaped. */
#define CELL_SIZE 8192

/* More than any table has. */
#define COLUMNS 16

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

enum { RANGE_BYTES, RANGE_SIZE, RANGE_KIND, RANGE_ID, RANGE_NAME, RANGE_TITLE, RANGE_CONTENT,
       RANGE_GUEST };

static const struct column range_columns[] = {
	[RANGE_BYTES] = { "RANGE", 0 },
	[RANGE_SIZE] = { "BYTES", COLUMN_RIGHT },
	[RANGE_KIND] = { "KIND", 0 },
	[RANGE_ID] = { "ID", COLUMN_RIGHT },
	[RANGE_NAME] = { "NAME", 0 },
	[RANGE_TITLE] = { "DESCRIPTION", 0 },
	[RANGE_CONTENT] = { "CONTENT", 0 },
	{ NULL, 0 },
};

/* The same, and who answers a guest's reads. */
static const struct column guest_range_columns[] = {
	[RANGE_BYTES] = { "RANGE", 0 },
	[RANGE_SIZE] = { "BYTES", COLUMN_RIGHT },
	[RANGE_KIND] = { "KIND", 0 },
	[RANGE_ID] = { "ID", COLUMN_RIGHT },
	[RANGE_NAME] = { "NAME", 0 },
	[RANGE_TITLE] = { "DESCRIPTION", 0 },
	[RANGE_CONTENT] = { "CONTENT", 0 },
	[RANGE_GUEST] = { "GUEST", 0 },
	{ NULL, 0 },
};

static void fill_capability(struct libscols_line *line, const struct map_owner *owner)
{
	bool extended = owner->kind != KIND_CAPABILITY;
	char text[CAPABILITY_NAME_SIZE];

	table_cell(line, RANGE_NAME, capability_name(extended, owner->id, text));
	table_cell(line, RANGE_TITLE, capability_title(extended, owner->id));
	snprintf(text, sizeof(text), extended ? "%04x" : "%02x", owner->id);
	table_cell(line, RANGE_ID, text);
}

static const char *const kind_titles[MAP_KINDS] = {
	[KIND_HEADER] = "Standard header",
	[KIND_RAW] = "Straight to the hardware",
	[KIND_VIRTUAL] = "OpRegion pointer",
};

static int add_range(struct libscols_table *table, const struct report_run *run,
		     const struct report *report, const struct map_range *range)
{
	struct libscols_line *line = table_line(table, NULL);
	const struct map_owner *owner = range->owner;
	char text[32];

	if (line == NULL)
		return -ENOMEM;
	snprintf(text, sizeof(text), "%03x-%03x", range->start, range->end);
	table_cell(line, RANGE_BYTES, text);
	snprintf(text, sizeof(text), "%u", range->end - range->start + 1U);
	table_cell(line, RANGE_SIZE, text);
	snprintf(text, sizeof(text), "%s%s", map_kind_name(owner->kind),
		 owner->inferred ? " (inferred)" : "");
	table_cell(line, RANGE_KIND, text);
	table_cell(line, RANGE_CONTENT, map_content_name(range->content));
	if (report->guest != NULL)
		table_cell(line, RANGE_GUEST, guest_answer_name(
			guest_answers(report->guest, range->start, range->end)));
	if (kind_titles[owner->kind] != NULL)
		table_cell(line, RANGE_TITLE, kind_titles[owner->kind]);
	else
		fill_capability(line, owner);
	if (run->color)
		table_color(line, palette_kind(owner->kind, false));
	return 0;
}

static int print_ranges(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, report->guest != NULL
		? guest_range_columns : range_columns);
	unsigned int start = 0;

	if (table == NULL)
		return -ENOMEM;
	while (start < report->map->size) {
		struct map_range range = map_range_at(report->map, &report->device->space,
						      (uint16_t)start);
		int error = add_range(table, run, report, &range);

		if (error != 0)
			return error;
		start = range.end + 1U;
	}
	return table_print(table);
}

enum { HIDDEN_AT, HIDDEN_ID, HIDDEN_NAME, HIDDEN_TITLE, HIDDEN_REASON };

static const struct column hidden_columns[] = {
	[HIDDEN_AT] = { "HIDDEN", 0 },
	[HIDDEN_ID] = { "ID", COLUMN_RIGHT },
	[HIDDEN_NAME] = { "NAME", 0 },
	[HIDDEN_TITLE] = { "DESCRIPTION", 0 },
	[HIDDEN_REASON] = { "REASON", 0 },
	{ NULL, 0 },
};

static int print_hidden(const struct report_run *run, const struct map *map)
{
	CLEANUP_TABLE struct libscols_table *table = NULL;

	if (map->hiddens == 0)
		return 0;
	table = table_new(run, hidden_columns);
	if (table == NULL)
		return -ENOMEM;
	print_end();
	for (unsigned int i = 0; i < map->hiddens; i++) {
		const struct map_hidden *entry = &map->hidden[i];
		struct libscols_line *line = table_line(table, NULL);
		char text[CAPABILITY_NAME_SIZE];

		if (line == NULL)
			return -ENOMEM;
		snprintf(text, sizeof(text), "%03x", entry->offset);
		table_cell(line, HIDDEN_AT, text);
		snprintf(text, sizeof(text), entry->extended ? "%04x" : "%02x", entry->id);
		table_cell(line, HIDDEN_ID, text);
		table_cell(line, HIDDEN_NAME,
			   capability_name(entry->extended, entry->id, text));
		table_cell(line, HIDDEN_TITLE, capability_title(entry->extended, entry->id));
		table_cell(line, HIDDEN_REASON, map_hidden_reason_name(entry->reason));
	}
	return table_print(table);
}

static const struct column free_columns[] = {
	{ "FREE", 0 },
	{ "BYTES", COLUMN_RIGHT },
	{ NULL, 0 },
};

static int print_free(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, free_columns);
	unsigned int start = 0, length;
	int error;

	if (table == NULL)
		return -ENOMEM;
	while ((length = report_free_run(report, run->free_size, &start)) != 0) {
		struct libscols_line *line = table_line(table, NULL);
		char text[32];

		if (line == NULL)
			return -ENOMEM;
		snprintf(text, sizeof(text), "%03x-%03x", start, start + length - 1);
		table_cell(line, 0, text);
		snprintf(text, sizeof(text), "%u", length);
		table_cell(line, 1, text);
		start += length;
	}
	if (table_is_empty(table)) {
		print_line("no free run of that size");
		return 0;
	}
	error = table_print(table);
	if (error == 0 && start > SPACE_SIZE)
		print_line("QEMU takes 8 bytes for a PASID capability of its own: "
			   "x-vpasid-cap-offset=0x100 or higher");
	return error;
}

int table_map_device(const struct report_run *run, const struct report *report, bool first)
{
	bool built = report->map->state == MAP_BUILT;
	int error = 0;

	if (!first)
		print_end();
	heading_print(run, report);
	print_end();
	if (built && run->chains) {
		text_chains_print(report);
	} else if (built) {
		error = run->free_size != 0 ? print_free(run, report) : print_ranges(run, report);
		if (error == 0 && run->free_size == 0)
			error = print_hidden(run, report->map);
		print_end();
	}
	footing_print(run, report);
	return error;
}

const char *table_version(void)
{
	const char *version = NULL;

	scols_get_library_version(&version);
	return version;
}
