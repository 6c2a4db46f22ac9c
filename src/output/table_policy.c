/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "model/vfio/capability.h"
#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/table.h"

enum {
	COLUMN_OFFSET, COLUMN_REGISTER, COLUMN_USER, COLUMN_HARDWARE, COLUMN_READ, COLUMN_WRITE,
	COLUMN_WRITE_VIRTUAL, COLUMN_EFFECTS,
};

static const struct column policy_columns[] = {
	[COLUMN_OFFSET] = { "OFFSET", 0 },
	[COLUMN_REGISTER] = { "REGISTER", 0 },
	[COLUMN_USER] = { "USER", 0 },
	[COLUMN_HARDWARE] = { "HARDWARE", 0 },
	[COLUMN_READ] = { "READ VIRTUAL", 0 },
	[COLUMN_WRITE] = { "WRITE", 0 },
	[COLUMN_WRITE_VIRTUAL] = { "WRITE VIRTUAL", 0 },
	[COLUMN_EFFECTS] = { "EFFECTS", 0 },
	{ NULL, 0 },
};

static void set_bits(struct libscols_line *line, size_t column, uint32_t bits, unsigned int width)
{
	char text[16];

	snprintf(text, sizeof(text), "%0*x", 2 * (int)width, bits);
	table_cell(line, column, bits == 0 ? "-" : text);
}

static void set_value(struct libscols_line *line, size_t column, bool known, uint32_t value,
		      unsigned int width)
{
	char text[16];

	snprintf(text, sizeof(text), "%0*x", 2 * (int)width, value);
	table_cell(line, column, known ? text : "?");
}

static void set_effects(struct libscols_line *line, const struct policy *policy,
			const struct register_place *place)
{
	char text[200] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < policy->effects; i++)
		if (report_has_effect(place, &policy->effect[i]) && used < sizeof(text))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
						 used > 0 ? " " : "",
						 effect_name(policy->effect[i].effect));
	table_cell(line, COLUMN_EFFECTS, text);
}

static void set_policy(struct libscols_line *line, const struct policy_bits *bits,
		       unsigned int width)
{
	if (bits->undefined) {
		table_cell(line, COLUMN_READ, "undefined");
		return;
	}
	set_bits(line, COLUMN_READ, bits->read_virtual, width);
	set_bits(line, COLUMN_WRITE, bits->write, width);
	set_bits(line, COLUMN_WRITE_VIRTUAL, bits->write_virtual, width);
}

static int add_register(struct libscols_table *table, const struct report_run *run,
			const struct report *report, const struct report_register *shown)
{
	struct libscols_line *line = table_line(table, NULL);
	const struct register_place *place = &shown->place;
	bool hidden = place->known != NULL && place->known->hidden;
	char text[64], name[REGISTER_NAME_SIZE];

	if (line == NULL)
		return -ENOMEM;
	snprintf(text, sizeof(text), "%03x.%c", place->offset, register_width_letter(place->width));
	table_cell(line, COLUMN_OFFSET, text);
	snprintf(text, sizeof(text), "%s%s%s",
		 place->known != NULL ? register_name(place->known, name) : "",
		 hidden ? " (hidden)" : "", shown->overlaid ? " (overlay)" : "");
	table_cell(line, COLUMN_REGISTER, text);
	set_value(line, COLUMN_USER, shown->user.known, shown->user.value, place->width);
	set_value(line, COLUMN_HARDWARE, shown->hardware.known, shown->hardware.value,
		  place->width);
	set_policy(line, &shown->bits, place->width);
	set_effects(line, report->policy, place);
	if (run->color && hidden)
		table_color(line, palette_kind(KIND_RAW, false));
	return 0;
}

/* The name of who has bytes that are no register: "raw", or the capability's. */
static const char *owner_name(const struct map_owner *owner, char text[CAPABILITY_NAME_SIZE])
{
	if (owner->kind == KIND_CAPABILITY)
		return capability_name(false, owner->id, text);
	if (owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER)
		return capability_name(true, owner->id, text);
	return map_kind_name(owner->kind);
}

/* The bytes from one register to the next, in runs of one owner and one policy. */
static int add_rest(struct libscols_table *table, const struct report *report,
		    unsigned int start, unsigned int end)
{
	while (start < end) {
		struct policy_bits bits = policy_bytes(report->policy, start, 1);
		uint16_t owner = report->map->owner_of[start];
		unsigned int last = start;
		struct libscols_line *line;
		char text[CAPABILITY_NAME_SIZE + 16], name[CAPABILITY_NAME_SIZE];

		while (last + 1 < end && report->map->owner_of[last + 1] == owner) {
			struct policy_bits next = policy_bytes(report->policy, last + 1, 1);

			if (next.read_virtual != bits.read_virtual || next.write != bits.write ||
			    next.write_virtual != bits.write_virtual ||
			    next.undefined != bits.undefined)
				break;
			last++;
		}
		line = table_line(table, NULL);
		if (line == NULL)
			return -ENOMEM;
		snprintf(text, sizeof(text), "%03x-%03x", start, last);
		table_cell(line, COLUMN_OFFSET, text);
		snprintf(text, sizeof(text), "(%s, bytes)",
			 owner_name(&report->map->owner[owner], name));
		table_cell(line, COLUMN_REGISTER, text);
		set_policy(line, &bits, 1);
		start = last + 1;
	}
	return 0;
}

static int add_all(struct libscols_table *table, const struct report_run *run,
		   const struct report *report)
{
	unsigned int done = 0;

	for (size_t i = 0; i < report->shown_count; i++) {
		const struct report_register *shown = &report->shown[i];
		int error = 0;

		if (!report->shown_part && shown->place.offset > done)
			error = add_rest(table, report, done, shown->place.offset);
		if (error == 0)
			error = add_register(table, run, report, shown);
		if (error != 0)
			return error;
		if (shown->place.offset + shown->place.width > (int)done)
			done = shown->place.offset + shown->place.width + 0U;
	}
	return report->shown_part ? 0 : add_rest(table, report, done, report->policy->size);
}

int table_policy_device(const struct report_run *run, const struct report *report, bool first)
{
	CLEANUP_TABLE struct libscols_table *table = NULL;
	int error;

	if (!first)
		print_end();
	heading_print(run, report);
	if (report->policy != NULL) {
		table = table_new(run, policy_columns);
		error = table == NULL ? -ENOMEM : add_all(table, run, report);
		if (error == 0 && table_is_empty(table))
			print_line("  no such register");
		else if (error == 0)
			error = table_print(table);
		if (error != 0)
			return error;
	}
	footing_print(run, report);
	return 0;
}
