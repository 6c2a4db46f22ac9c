/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/table.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "model/vfio/capability.h"
#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/table_columns.h"
#include "output/text_chains.h"

/* Longer than any cell, with all of it escaped. */
#define CELL 8192

void table_unref(struct libscols_table **table)
{
	if (*table != NULL)
		scols_unref_table(*table);
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
							columns->flags) != NULL;
	if (whole)
		return table;
	memory_failed();
	scols_unref_table(table);
	return NULL;
}

struct libscols_line *table_line(struct libscols_table *table, struct libscols_line *parent)
{
	return memory_checked(scols_table_new_line(table, parent));
}

void table_cell(struct libscols_line *line, size_t column, const char *text)
{
	char clean[CELL];

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
	[RANGE_SIZE] = { "BYTES", SCOLS_FL_RIGHT },
	[RANGE_KIND] = { "KIND", 0 },
	[RANGE_ID] = { "ID", SCOLS_FL_RIGHT },
	[RANGE_NAME] = { "NAME", 0 },
	[RANGE_TITLE] = { "DESCRIPTION", 0 },
	[RANGE_CONTENT] = { "CONTENT", 0 },
	{ NULL, 0 },
};

/* The same, and who answers a guest's reads. */
static const struct column guest_range_columns[] = {
	[RANGE_BYTES] = { "RANGE", 0 },
	[RANGE_SIZE] = { "BYTES", SCOLS_FL_RIGHT },
	[RANGE_KIND] = { "KIND", 0 },
	[RANGE_ID] = { "ID", SCOLS_FL_RIGHT },
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
	[HIDDEN_ID] = { "ID", SCOLS_FL_RIGHT },
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
	{ "BYTES", SCOLS_FL_RIGHT },
	{ NULL, 0 },
};

static int print_free(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, free_columns);
	unsigned int start = 0, length;

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
	if (scols_table_get_nlines(table) > 0)
		return table_print(table);
	print_line("no free run of that size");
	return 0;
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

/* From table_verify_begin() to table_verify_end(); one is printed at a time. */
static struct libscols_table *list;

enum { VERIFY_ADDRESS, VERIFY_RESULT, VERIFY_COMPARED, VERIFY_DIFFERENT, VERIFY_RULES };

static const struct column verify_columns[] = {
	[VERIFY_ADDRESS] = { "ADDRESS", 0 },
	[VERIFY_RESULT] = { "RESULT", 0 },
	[VERIFY_COMPARED] = { "COMPARED", SCOLS_FL_RIGHT },
	[VERIFY_DIFFERENT] = { "DIFFERENT", SCOLS_FL_RIGHT },
	[VERIFY_RULES] = { "RULES", 0 },
	{ NULL, 0 },
};

enum { DIFFERENCE_ADDRESS, DIFFERENCE_RANGE, DIFFERENCE_PART, DIFFERENCE_KERNEL,
       DIFFERENCE_RULES, DIFFERENCE_SWITCH };

static const struct column difference_columns[] = {
	[DIFFERENCE_ADDRESS] = { "ADDRESS", 0 },
	[DIFFERENCE_RANGE] = { "RANGE", 0 },
	[DIFFERENCE_PART] = { "PART", 0 },
	[DIFFERENCE_KERNEL] = { "KERNEL", 0 },
	[DIFFERENCE_RULES] = { "RULES", 0 },
	[DIFFERENCE_SWITCH] = { "SWITCH", 0 },
	{ NULL, 0 },
};

static struct libscols_table *difference_list;	/* as list */

int table_verify_begin(const struct report_run *run)
{
	list = table_new(run, verify_columns);
	difference_list = table_new(run, difference_columns);
	return list != NULL && difference_list != NULL ? 0 : -ENOMEM;
}

/* The first bytes of a side of a difference; "none" where that side has no map. */
static const char *side_text(const uint8_t *bytes, const struct difference *difference,
			     char *text, size_t size)
{
	unsigned int width = verify_width(difference->part);
	unsigned int length = (difference->end - difference->start + 1U) * width;
	size_t used = 0;

	if (bytes == NULL)
		return "none";
	for (unsigned int i = 0; i < length && i < 16; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%02x", i > 0 ? " " : "",
					 bytes[difference->start * width + i]);
	if (length > 16)
		snprintf(text + used, size - used, " ...");
	return text;
}

static int add_difference(const struct report *report, const struct difference *difference)
{
	const struct verification *verification = report->verification;
	struct libscols_line *line = table_line(difference_list, NULL);
	char text[64];

	if (line == NULL)
		return -ENOMEM;
	table_cell(line, DIFFERENCE_ADDRESS,
		   address_format(&report->device->address, text));
	snprintf(text, sizeof(text), "%03x-%03x", difference->start, difference->end);
	table_cell(line, DIFFERENCE_RANGE, text);
	table_cell(line, DIFFERENCE_PART, verified_part_name(difference->part));
	table_cell(line, DIFFERENCE_KERNEL,
		   side_text(verify_kernel_bytes(verification, difference->part),
			     difference, text, sizeof(text)));
	table_cell(line, DIFFERENCE_RULES,
		   side_text(verify_rules_bytes(verification, difference->part),
			     difference, text, sizeof(text)));
	table_cell(line, DIFFERENCE_SWITCH, difference->explained_by < 0 ? "-" :
		   rules_setting_name(difference->explained_by, text));
	return 0;
}

int table_verify_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct verification *verification = report->verification;
	struct libscols_line *line = table_line(list, NULL);
	char text[RULES_NAME_SIZE + 32];
	int error = 0;

	(void)run;
	(void)first;
	if (line == NULL)
		return -ENOMEM;
	table_cell(line, VERIFY_ADDRESS, address_format(&report->device->address, text));
	table_cell(line, VERIFY_RESULT, report_verdict(report));
	if (verification == NULL)
		return 0;
	snprintf(text, sizeof(text), "%u", verification->compared);
	table_cell(line, VERIFY_COMPARED, text);
	snprintf(text, sizeof(text), "%u", verification->different);
	table_cell(line, VERIFY_DIFFERENT, text);
	snprintf(text, sizeof(text), "%s (%s)", report->rules->name,
		 rules_basis_name(report->rules->basis));
	table_cell(line, VERIFY_RULES, text);
	for (unsigned int i = 0; i < verification->differences && error == 0; i++)
		error = add_difference(report, &verification->difference[i]);
	return error;
}

int table_verify_end(const struct report_run *run)
{
	int error = table_print(list);

	(void)run;
	if (error == 0 && scols_table_get_nlines(difference_list) > 0) {
		print_end();
		error = table_print(difference_list);
	}
	table_unref(&difference_list);
	table_unref(&list);
	list = difference_list = NULL;
	return error;
}

const char *table_version(void)
{
	const char *version = NULL;

	scols_get_library_version(&version);
	return version;
}
