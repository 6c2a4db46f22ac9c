/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of policy for a device: a row for each register, and for the bytes between them. */
#include <errno.h>

#include "format/heading.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/table.h"
#include "model/vfio/capability.h"
#include "output/policy_file.h"

/* A register, or a run of bytes outside registers with one owner and one policy. */
struct row {
	const struct report *report;
	const struct report_register *shown;	/* NULL: a run, from start to last */
	unsigned int start, last;
	struct policy_bits bits;
};

static bool has_effect(const struct register_place *place, const struct policy_effect *effect)
{
	return policy_effect_is_in(effect, place->offset, place->width);
}

/* The names of the effects of a write of the register. */
static void get_effects(struct value *value, const void *record)
{
	const struct row *row = record;
	const struct policy *policy = row->report->policy;
	struct json_object *list = json_array(1);

	for (unsigned int i = 0; i < policy->effects; i++)
		if (has_effect(&row->shown->place, &policy->effect[i]))
			json_append(list, json_string(effect_name(policy->effect[i].effect)));
	value_json(value, list);
}

static void get_effects_cell(struct value *value, const void *record)
{
	const struct row *row = record;
	const struct policy *policy = row->report->policy;
	char text[200] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < policy->effects && row->shown != NULL; i++)
		if (has_effect(&row->shown->place, &policy->effect[i]) && used < sizeof(text))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
						 used > 0 ? " " : "",
						 effect_name(policy->effect[i].effect));
	value_text(value, text);
}

static bool is_hidden(const struct row *row)
{
	return row->shown != NULL && row->shown->place.known != NULL &&
	       row->shown->place.known->hidden;
}

static void get_place(struct value *value, const void *record)
{
	const struct row *row = record;

	if (row->shown != NULL)
		value_format(value, "%03x.%c", row->shown->place.offset,
			     register_width_letter(row->shown->place.width));
	else
		value_range(value, row->start, row->last);
}

/* The owner of bytes outside registers: "raw", or the capability's name. */
static const char *owner_name(const struct map_owner *owner, char text[CAPABILITY_NAME_SIZE])
{
	if (owner->kind == KIND_CAPABILITY)
		return capability_name(false, owner->id, text);
	if (owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER)
		return capability_name(true, owner->id, text);
	return map_kind_name(owner->kind);
}

static void get_title(struct value *value, const void *record)
{
	const struct row *row = record;
	const struct map *map = row->report->map;
	char name[REGISTER_NAME_SIZE], owner[CAPABILITY_NAME_SIZE];

	if (row->shown == NULL)
		value_format(value, "(%s, bytes)",
			     owner_name(&map->owner[map->owner_of[row->start]], owner));
	else
		value_format(value, "%s%s%s", row->shown->place.known != NULL
			     ? register_name(row->shown->place.known, name) : "",
			     is_hidden(row) ? " (hidden)" : "",
			     row->shown->overlaid ? " (overlay)" : "");
}

/* A run has no value; "?" is an unknown one. */
static void get_user_cell(struct value *value, const void *record)
{
	const struct report_register *shown = ((const struct row *)record)->shown;

	if (shown != NULL) {
		value_text(value, "?");
		value_known(value, &shown->user, shown->place.width);
	}
}

static void get_hardware_cell(struct value *value, const void *record)
{
	const struct report_register *shown = ((const struct row *)record)->shown;

	if (shown != NULL) {
		value_text(value, "?");
		value_known(value, &shown->hardware, shown->place.width);
	}
}

static unsigned int digits(const struct row *row)
{
	return row->shown != NULL ? 2U * row->shown->place.width : 2;
}

static void set_mask(struct value *value, const struct row *row, uint32_t mask)
{
	if (mask == 0)
		value_text(value, "-");
	else
		value_hex(value, mask, digits(row));
}

static void get_read_cell(struct value *value, const void *record)
{
	const struct row *row = record;

	if (row->bits.undefined)
		value_text(value, "undefined");
	else
		set_mask(value, row, row->bits.read_virtual);
}

static void get_write_cell(struct value *value, const void *record)
{
	const struct row *row = record;

	if (!row->bits.undefined)
		set_mask(value, row, row->bits.write);
}

static void get_write_virtual_cell(struct value *value, const void *record)
{
	const struct row *row = record;

	if (!row->bits.undefined)
		set_mask(value, row, row->bits.write_virtual);
}

static void get_guest(struct value *value, const void *record)
{
	const struct row *row = record;
	const struct register_place *place = &row->shown->place;
	struct known_value known;

	if (row->report->guest == NULL)
		return;
	known = space_value(&row->report->guest->space, place->offset, place->width);
	value_known(value, &known, place->width);
}

#define IF_GUEST(guest, set) if ((guest) != NULL) set
#define GUEST_MASK(mask) \
	IF_GUEST(it->report->guest, value_mask(value, it->report->guest->mask, &it->shown->place))

GETTER(offset, struct row, value_number(value, it->shown->place.offset))
GETTER(width, struct row, value_number(value, it->shown->place.width))
GETTER(name, struct row, value_register(value, it->shown->place.known))
GETTER(capability, struct row, value_capability(value, it->shown->place.known))
GETTER(hidden, struct row, value_flag(value, is_hidden(it)))
GETTER(user, struct row, value_known(value, &it->shown->user, it->shown->place.width))
GETTER(hardware, struct row, value_known(value, &it->shown->hardware, it->shown->place.width))
GETTER(read_virtual, struct row, value_hex(value, it->bits.read_virtual, digits(it)))
GETTER(write, struct row, value_hex(value, it->bits.write, digits(it)))
GETTER(write_virtual, struct row, value_hex(value, it->bits.write_virtual, digits(it)))
GETTER(overlay, struct row, value_flag(value, it->shown->overlaid))
GETTER(guest_read_vmm, struct row, GUEST_MASK(read_vmm))
GETTER(guest_write_vmm, struct row, GUEST_MASK(write_vmm))
GETTER(guest_write_vfio, struct row, GUEST_MASK(write_vfio))

static const struct field register_fields[] = {
	{ "place", .get = get_place, CELL(1, "OFFSET") },
	{ "title", .get = get_title, CELL(2, "REGISTER") },
	{ "offset", .get = get_offset },
	{ "width", .get = get_width },
	{ "name", .get = get_name },
	{ "capability", .get = get_capability },
	{ "hidden", .get = get_hidden },
	{ "user", .get = get_user },
	{ "user_cell", .get = get_user_cell, CELL(3, "USER") },
	{ "hardware", .get = get_hardware },
	{ "hardware_cell", .get = get_hardware_cell, CELL(4, "HARDWARE") },
	{ "read_virtual", .get = get_read_virtual },
	{ "read_cell", .get = get_read_cell, CELL(5, "READ VIRTUAL") },
	{ "write", .get = get_write },
	{ "write_cell", .get = get_write_cell, CELL(6, "WRITE") },
	{ "write_virtual", .get = get_write_virtual },
	{ "write_virtual_cell", .get = get_write_virtual_cell, CELL(7, "WRITE VIRTUAL") },
	{ "effects", .get = get_effects },
	{ "effects_cell", .get = get_effects_cell, CELL(8, "EFFECTS") },
	{ "overlay", .get = get_overlay },
	{ "guest", .get = get_guest },
	{ "guest_read_vmm", .get = get_guest_read_vmm },
	{ "guest_write_vmm", .get = get_guest_write_vmm },
	{ "guest_write_vfio", .get = get_guest_write_vfio },
	{ NULL },
};

static struct row row_of(const struct report *report, const struct report_register *shown)
{
	return (struct row){ .report = report, .shown = shown, .bits = shown->bits };
}

GETTER(effect_mask, struct policy_effect, value_hex(value, it->mask, 2U * it->width))
GETTER(effect, struct policy_effect, value_text(value, effect_name(it->effect)))

static const struct field effect_fields[] = {
	{ "offset", MEMBER(struct policy_effect, offset) },
	{ "width", MEMBER(struct policy_effect, width) },
	{ "mask", .get = get_effect_mask },
	{ "effect", .get = get_effect },
	{ NULL },
};

GETTER(guest_effect_mask, struct guest_effect_place, value_hex(value, it->mask, 2U * it->width))
GETTER(guest_effect, struct guest_effect_place, value_text(value, guest_effect_name(it->effect)))

static const struct field guest_effect_fields[] = {
	{ "offset", MEMBER(struct guest_effect_place, offset) },
	{ "width", MEMBER(struct guest_effect_place, width) },
	{ "mask", .get = get_guest_effect_mask },
	{ "effect", .get = get_guest_effect },
	{ NULL },
};

/* The runs of bytes whose policy is undefined. */
static void get_undefined(struct value *value, const void *record)
{
	const struct policy *policy = ((const struct report *)record)->policy;

	if (policy != NULL)
		value_json(value, json_runs(policy->undefined, policy->size));
}

static const void *make_register(const void *from, size_t number, void *row)
{
	const struct report *report = from;

	*(struct row *)row = row_of(report, &report->shown[number]);
	return row;
}
_Static_assert(sizeof(struct row) <= RECORD_SIZE, "a row fits");

static void get_registers(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->policy != NULL)
		value_records(value, FOUND_RECORDS(report, report->shown_count, make_register));
}

#define POLICY_BYTES(mask) \
	if (it->policy != NULL) value_bytes(value, it->policy->mask, it->policy->size)
#define GUEST_BYTES(mask) IF_GUEST(it->guest, value_bytes(value, it->guest->mask, it->guest->size))

GETTER(all_read_virtual, struct report, POLICY_BYTES(read_virtual))
GETTER(all_write, struct report, POLICY_BYTES(write))
GETTER(all_write_virtual, struct report, POLICY_BYTES(write_virtual))
GETTER(all_effects, struct report,
       if (it->policy != NULL)
	       value_records(value, RECORDS(it->policy->effect, it->policy->effects)))
GETTER(all_guest_read_vmm, struct report, GUEST_BYTES(read_vmm))
GETTER(all_guest_write_vmm, struct report, GUEST_BYTES(write_vmm))
GETTER(all_guest_write_vfio, struct report, GUEST_BYTES(write_vfio))
GETTER(guest_effects, struct report,
       IF_GUEST(it->guest, value_records(value, RECORDS(it->guest->effect, it->guest->effects))))

GETTER(fingerprint, struct report, value_text(value, report_fingerprint(it)))

static const struct field policy_fields[] = {
	{ "read_virtual", .get = get_all_read_virtual },
	{ "write", .get = get_all_write },
	{ "write_virtual", .get = get_all_write_virtual },
	{ "effects", .get = get_all_effects, .fields = effect_fields },
	{ "undefined", .get = get_undefined, .fields = json_run_fields },
	{ "registers", .get = get_registers, .fields = register_fields, .rows = true },
	{ "guest_read_vmm", .get = get_all_guest_read_vmm },
	{ "guest_write_vmm", .get = get_all_guest_write_vmm },
	{ "guest_write_vfio", .get = get_all_guest_write_vfio },
	{ "guest_effects", .get = get_guest_effects, .fields = guest_effect_fields },
	{ "fingerprint", .get = get_fingerprint },
	{ NULL },
};

static int add_register(struct libscols_table *table, const struct report_run *run,
			const struct report *report, const struct report_register *shown)
{
	const struct row row = row_of(report, shown);
	struct libscols_line *line = table_record(table, register_fields, &row);

	if (line == NULL)
		return -ENOMEM;
	if (run->color && is_hidden(&row))
		table_color(line, palette_kind(KIND_RAW, false));
	return 0;
}

/* Whether a byte has the same policy as the bytes before it. */
static bool is_same(const struct policy_bits *bits, const struct policy *policy,
		    unsigned int offset)
{
	struct policy_bits next = policy_bytes(policy, offset, 1);

	return next.read_virtual == bits->read_virtual && next.write == bits->write &&
	       next.write_virtual == bits->write_virtual && next.undefined == bits->undefined;
}

/* The end of a run of bytes that a RANGE asked for and that are no register; else its start. */
static size_t run_end(const struct report *report, size_t first)
{
	const struct report_register *shown = &report->shown[first];
	size_t last = first;

	while (shown->place.known == NULL && shown->place.width_implied &&
	       last + 1 < report->shown_count && shown[last + 1 - first].place.known == NULL &&
	       shown[last + 1 - first].place.width_implied &&
	       shown[last + 1 - first].place.offset == shown->place.offset + last + 1 - first)
		last++;
	return last;
}

/* Prints the bytes between two registers, in runs of one owner and one policy. */
static int add_rest(struct libscols_table *table, const struct report *report,
		    unsigned int start, unsigned int end)
{
	const uint16_t *owner_of = report->map->owner_of;
	struct row row = { .report = report };

	for (; start < end; start = row.last + 1) {
		row.start = row.last = start;
		row.bits = policy_bytes(report->policy, start, 1);
		while (row.last + 1 < end && owner_of[row.last + 1] == owner_of[start] &&
		       is_same(&row.bits, report->policy, row.last + 1))
			row.last++;
		if (table_record(table, register_fields, &row) == NULL)
			return -ENOMEM;
	}
	return 0;
}

static int add_all(struct libscols_table *table, const struct report_run *run,
		   const struct report *report)
{
	unsigned int done = 0;

	for (size_t i = 0; i < report->shown_count; i++) {
		const struct report_register *shown = &report->shown[i];
		size_t last = run_end(report, i);
		int error = 0;

		if (!report->shown_part && shown->place.offset > done)
			error = add_rest(table, report, done, shown->place.offset);
		if (error == 0 && last > i)
			error = add_rest(table, report, shown->place.offset,
					 report->shown[last].place.offset + 1U);
		else if (error == 0)
			error = add_register(table, run, report, shown);
		i = last;
		if (error != 0)
			return error;
		if (shown->place.offset + shown->place.width > (int)done)
			done = shown->place.offset + shown->place.width + 0U;
	}
	return report->shown_part ? 0 : add_rest(table, report, done, report->policy->size);
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	CLEANUP_TABLE struct libscols_table *table = NULL;
	int error;

	if (!first)
		print_end();
	heading_print(run, report);
	if (report->policy != NULL) {
		table = table_of(run, register_fields);
		error = table == NULL ? -ENOMEM : add_all(table, run, report);
		if (error == 0 && table_is_empty(table))
			print_line("  none of its registers");
		else if (error == 0)
			error = table_print(table);
		if (error != 0)
			return error;
	}
	footing_print(run, report);
	return 0;
}

const struct renderer policy_renderers[] = {
	TABLE_FORMATS(TABLES(register_fields), .device = table_device),
	JSON_FIELDS(policy_fields),
	JSON_ROWS(policy_fields),
	{ .format = "policy", .failures = true,
	  .begin = policy_file_begin, .device = policy_file_device, .end = policy_file_end },
	{ .format = NULL },
};
