/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "output/print.h"
#include "output/table.h"

/* Bytes of a run that are shown. */
#define SHOWN 16

enum { COLUMN_PART, COLUMN_RANGE, COLUMN_NAME, COLUMN_A, COLUMN_B, COLUMN_FIELDS };

static const struct column diff_columns[] = {
	[COLUMN_PART] = { "PART", 0 },
	[COLUMN_RANGE] = { "RANGE", 0 },
	[COLUMN_NAME] = { "NAME", 0 },
	[COLUMN_A] = { "A", 0 },
	[COLUMN_B] = { "B", 0 },
	[COLUMN_FIELDS] = { "FIELDS", 0 },
	{ NULL, 0 },
};

static void print_side(const char *letter, const struct report_side *side)
{
	char address[ADDRESS_TEXT_SIZE];

	print_part("%s  ", letter);
	if (side->file != NULL)
		print_part("%s ", side->file);
	print_line("%s [%04x:%04x], %s view, rules %s (%s)",
		   address_format(&side->device->address, address),
		   (unsigned int)side->device->vendor & 0xffff,
		   (unsigned int)side->device->product & 0xffff, report_view_name(side->view),
		   side->side.prediction->rules.name,
		   rules_basis_name(side->side.prediction->rules.basis));
}

/* The names of the fields that differ, behind each other. */
static void fields_text(const struct report_diff *report, const struct diff_entry *entry,
			char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	if (entry->part != DIFF_BYTES || entry->known == NULL ||
	    entry->known->type->fields == NULL)
		return;
	for (const struct register_field *field = entry->known->type->fields;
	     field->name != NULL && used < size; field++)
		if (report_field_differs(report, entry, field))
			used += (size_t)snprintf(text + used, size - used, "%s%s",
						 used > 0 ? " " : "", field->name);
}

static int add_entry(struct libscols_table *table, const struct report_diff *report,
		     const struct diff_entry *entry)
{
	struct libscols_line *line = table_line(table, NULL);
	char text[REPORT_SIDE_SIZE];

	if (line == NULL)
		return -ENOMEM;
	table_cell(line, COLUMN_PART, diff_part_name(entry->part));
	snprintf(text, sizeof(text), "%03x-%03x", entry->start, entry->end);
	table_cell(line, COLUMN_RANGE, text);
	table_cell(line, COLUMN_NAME, entry->name[0] != '\0' ? entry->name : "-");
	report_side_text(&report->a, entry, SHOWN, text);
	table_cell(line, COLUMN_A, text[0] != '\0' ? text : "none");
	report_side_text(&report->b, entry, SHOWN, text);
	table_cell(line, COLUMN_B, text[0] != '\0' ? text : "none");
	fields_text(report, entry, text, sizeof(text));
	table_cell(line, COLUMN_FIELDS, text);
	return 0;
}

int table_diff_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct report_diff *diff = report->diff;
	CLEANUP_TABLE struct libscols_table *table = NULL;
	int error = 0;

	/* as diff(1): where nothing differs nothing is said */
	if (diff == NULL || diff_is_empty(diff->diff))
		return 0;
	table = table_new(run, diff_columns);
	if (table == NULL)
		return -ENOMEM;
	for (int part = 0; part < DIFF_PARTS; part++)
		for (unsigned int i = 0; i < diff->diff->entries[part] && error == 0; i++)
			error = add_entry(table, diff, &diff->diff->entry[part][i]);
	if (error != 0)
		return error;
	if (!first)
		print_end();
	print_side("A", &diff->a);
	print_side("B", &diff->b);
	return table_print(table);
}
