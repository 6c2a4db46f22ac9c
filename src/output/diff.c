/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of diff for two sides. */
#include <errno.h>

#include "base/bits.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/heading.h"
#include "format/print.h"
#include "format/table.h"

/* The most bytes of a run in a table. */
#define SHOWN 16

/* A difference, and its sides. */
struct row {
	const struct report_diff *diff;
	const struct diff_entry *entry;
};

/* Bytes from start on; `backwards` begins with the last, for a register's digits. */
static void print_hex(const uint8_t *bytes, unsigned int count, bool backwards, char *text)
{
	for (unsigned int i = 0; i < count; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[backwards ? count - 1 - i : i]);
}

/* As many bytes of an array as the side has and the caller wants. */
static void set_bytes(struct value *value, const struct config_space *space,
		      const struct diff_entry *entry, unsigned int most)
{
	unsigned int end = entry->end < space->size ? entry->end + 1U : space->size;
	unsigned int count = end > entry->start ? end - entry->start : 0;
	bool cut = entry->known == NULL && count > most;

	value_text(value, "");
	if (cut)
		count = most;
	print_hex(space->byte + entry->start, count, entry->known != NULL, value->text);
	if (cut)
		snprintf(value->text + 2 * count, 4, "...");
}

/* A run has one value, unless only one side has its bytes. */
static void set_map(struct value *value, const struct map *map, const struct diff_entry *entry)
{
	if (map->state != MAP_BUILT)
		value_text(value, "init-fails");
	else if (entry->start < map->size && entry->name[0] == '\0' && entry->start == 0)
		value_text(value, "opens");
	else if (entry->start < map->size)
		value_hex(value, map->value[entry->start], 2);
}

static void set_masks(struct value *value, const struct policy *policy,
		      const struct diff_entry *entry)
{
	unsigned int width = entry->known != NULL ? entry->known->type->width : 1;
	struct policy_bits bits = policy_bytes(policy, entry->start, width);
	uint32_t effects = diff_effects(policy, entry->start, entry->end);
	char text[512];
	size_t used = 0;

	if (bits.undefined) {
		value_text(value, "undefined");
		return;
	}
	text[0] = '\0';
	for (int effect = 0; effect < EFFECTS && entry->known != NULL; effect++)
		if (effects >> effect & 1)
			used += (size_t)snprintf(text + used, sizeof(text) - used, " %s",
						 effect_name((enum effect)effect));
	value_format(value, "%0*x %0*x %0*x%s", 2 * (int)width, bits.read_virtual, 2 * (int)width,
		     bits.write, 2 * (int)width, bits.write_virtual, text);
}

/*
 * Formats one side of an entry: for bytes and masks a register's digits, the most significant
 * first, else the bytes in order; for the map its values. At most `most` bytes of a run, with
 * "..." for the others. "" if the side has none.
 */
static void set_side(struct value *value, const struct report_side *side,
		     const struct diff_entry *entry, unsigned int most)
{
	const struct prediction *prediction = side->side.prediction;

	switch (entry->part) {
	case DIFF_BYTES:
		set_bytes(value, side->side.space, entry, most);
		break;
	case DIFF_MAP:
		set_map(value, &prediction->map, entry);
		break;
	case DIFF_POLICY:
	case DIFF_PARTS:
		set_masks(value, &prediction->policy, entry);
		break;
	}
}

static uint32_t value_of(const struct diff_side *side, const struct diff_entry *entry)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < entry->known->type->width; i++)
		value |= (uint32_t)space_byte(side->space, entry->start + i) << (8 * i);
	return value;
}

/* Whether a field of an entry's register differs. */
static bool field_differs(const struct row *row, const struct register_field *field)
{
	uint32_t mask = bits_from(field->msb, field->lsb) & row->entry->mask;

	return ((value_of(&row->diff->a.side, row->entry) ^
		 value_of(&row->diff->b.side, row->entry)) & mask) != 0;
}

/* The next field that differs, from `field` on, or NULL. */
static const struct register_field *next_field(const struct row *row,
					       const struct register_field *field)
{
	while (field != NULL && field->name != NULL && !field_differs(row, field))
		field++;
	return field != NULL && field->name != NULL ? field : NULL;
}

static const struct register_field *first_field(const struct row *row)
{
	const struct diff_entry *entry = row->entry;

	return entry->part == DIFF_BYTES && entry->known != NULL
	       ? next_field(row, entry->known->type->fields) : NULL;
}

static void get_fields(struct value *value, const void *record)
{
	struct json_object *list = json_array(4);

	for (const struct register_field *field = first_field(record); field != NULL;
	     field = next_field(record, field + 1))
		json_append(list, json_string(field->name));
	value_json(value, list);
}

/* The names of the fields that differ, separated by blanks. */
static void get_fields_cell(struct value *value, const void *record)
{
	char text[1024] = "";
	size_t used = 0;

	for (const struct register_field *field = first_field(record);
	     field != NULL && used < sizeof(text); field = next_field(record, field + 1))
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
					 used > 0 ? " " : "", field->name);
	value_text(value, text);
}

GETTER(part, struct row, value_text(value, diff_part_name(it->entry->part)))
GETTER(start, struct row, value_size(value, it->entry->start))
GETTER(end, struct row, value_size(value, it->entry->end))
GETTER(range, struct row, value_range(value, it->entry->start, it->entry->end))
GETTER(name, struct row, value_text(value, it->entry->name))
GETTER(a, struct row, set_side(value, &it->diff->a, it->entry, SPACE_SIZE_EXTENDED))
GETTER(a_cell, struct row, set_side(value, &it->diff->a, it->entry, SHOWN))
GETTER(b, struct row, set_side(value, &it->diff->b, it->entry, SPACE_SIZE_EXTENDED))
GETTER(b_cell, struct row, set_side(value, &it->diff->b, it->entry, SHOWN))

static const struct field entry_fields[] = {
	{ "part", .get = get_part, CELL(1, "PART") },
	{ "start", .get = get_start },
	{ "end", .get = get_end },
	{ "range", .get = get_range, CELL(2, "RANGE") },
	{ "name", .get = get_name, COLUMN(3, "NAME"), .absent = "-", .flags = COLUMN_CUT },
	{ "a", .get = get_a },
	{ "a_cell", .get = get_a_cell, CELL(4, "A"), .absent = "none" },
	{ "b", .get = get_b },
	{ "b_cell", .get = get_b_cell, CELL(5, "B"), .absent = "none" },
	{ "fields", .get = get_fields },
	{ "fields_cell", .get = get_fields_cell, CELL(6, "FIELDS") },
	{ NULL },
};

GETTER(side_address, struct report_side, value_address(value, &it->device->address))
GETTER(side_view, struct report_side, value_text(value, report_view_name(it->view)))
GETTER(side_rules, struct report_side,
       value_record(value, &it->side.prediction->rules))

static const struct field side_fields[] = {
	{ "file", MEMBER(struct report_side, file) },
	{ "address", .get = get_side_address },
	{ "view", .get = get_side_view },
	{ "rules", .get = get_side_rules, .fields = json_rules_fields },
	{ NULL },
};

static void set_entries(struct value *value, const struct report_diff *report, enum diff_part part)
{
	struct json_object *list;

	if (report == NULL || !report->wanted[part])
		return;
	list = json_array(report->diff->entries[part]);
	for (unsigned int i = 0; i < report->diff->entries[part]; i++) {
		const struct row row = { report, &report->diff->entry[part][i] };

		json_append(list, json_record(entry_fields, &row));
	}
	value_json(value, list);
}

GETTER(side_a, struct report, value_record(value, it->diff != NULL ? &it->diff->a : NULL))
GETTER(side_b, struct report, value_record(value, it->diff != NULL ? &it->diff->b : NULL))
GETTER(bytes, struct report, set_entries(value, it->diff, DIFF_BYTES))
GETTER(map, struct report, set_entries(value, it->diff, DIFF_MAP))
GETTER(policy, struct report, set_entries(value, it->diff, DIFF_POLICY))

/* The registers that always differ in a guest's own bytes; null if no side is a guest's. */
static void get_left_out(struct value *value, const void *record)
{
	const struct report_diff *report = ((const struct report *)record)->diff;
	struct json_object *list;
	char name[REGISTER_NAME_SIZE];

	if (report == NULL || report->guest == NULL)
		return;
	list = json_array(report->diff->left_outs);
	for (unsigned int i = 0; i < report->diff->left_outs && i < DIFF_LEFT_OUT; i++)
		json_append(list, json_string(register_name(report->diff->left_out[i], name)));
	value_json(value, list);
}

/* Lists where those entries of bytes start that no guest's write makes. */
static void get_not_by_guest(struct value *value, const void *record)
{
	const struct report_diff *report = ((const struct report *)record)->diff;
	struct json_object *list;

	if (report == NULL || report->guest == NULL)
		return;
	list = json_array(report->diff->entries[DIFF_BYTES]);
	for (unsigned int i = 0; i < report->diff->entries[DIFF_BYTES]; i++)
		if (report->diff->entry[DIFF_BYTES][i].not_by_guest)
			json_append(list, json_size(report->diff->entry[DIFF_BYTES][i].start));
	value_json(value, list);
}

static const struct field diff_fields[] = {
	{ "a", .get = get_side_a, .fields = side_fields },
	{ "b", .get = get_side_b, .fields = side_fields },
	{ "bytes", .get = get_bytes, .fields = entry_fields },
	{ "map", .get = get_map, .fields = entry_fields },
	{ "policy", .get = get_policy, .fields = entry_fields },
	{ "left_out", .get = get_left_out },
	{ "not_by_guest", .get = get_not_by_guest },
	{ NULL },
};

static void print_side(const char *letter, const struct report_side *side)
{
	char address[ADDRESS_TEXT_SIZE];

	print_part("%s  ", letter);
	if (side->file != NULL)
		print_part("%s ", side->file);
	print_line("%s [%04x:%04x], %s view%s, rules %s (%s)",
		   address_format(&side->device->address, address),
		   (unsigned int)side->device->vendor & 0xffff,
		   (unsigned int)side->device->product & 0xffff, report_view_name(side->view),
		   side->read_there ? ", as it read it" : "",
		   side->side.prediction->rules.name,
		   rules_basis_name(side->side.prediction->rules.basis));
}

/* Says who may have changed a guest's own bytes. */
static void print_cause(const struct report_diff *report)
{
	const struct diff *diff = report->diff;
	unsigned int others = 0;

	for (unsigned int i = 0; i < diff->entries[DIFF_BYTES]; i++)
		others += diff->entry[DIFF_BYTES][i].not_by_guest;
	if (others == 0) {
		print_line("what is left is the guest's own doing: its writes change each of these bits");
		return;
	}
	print_part("%u of %u are not the guest's own doing, as its writes do not change them:", others,
		   diff->entries[DIFF_BYTES]);
	for (unsigned int i = 0; i < diff->entries[DIFF_BYTES]; i++)
		if (diff->entry[DIFF_BYTES][i].not_by_guest)
			print_part(" %03x", diff->entry[DIFF_BYTES][i].start);
	print_end();
	print_line("see whether --vmm is its VMM, with this version, placement and properties");
}

static const char *const part_color[DIFF_PARTS] = {
	[DIFF_BYTES] = PALETTE_VALUE, [DIFF_MAP] = PALETTE_WARNING, [DIFF_POLICY] = PALETTE_NOTE,
};

/* Like diff(1), prints nothing if nothing differs. */
static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct report_diff *diff = report->diff;
	CLEANUP_TABLE struct libscols_table *table = NULL;
	int error;

	if (diff == NULL || diff_is_empty(diff->diff))
		return 0;
	table = table_of(run, entry_fields);
	for (int part = 0; part < DIFF_PARTS && table != NULL; part++)
		for (unsigned int i = 0; i < diff->diff->entries[part]; i++) {
			const struct row row = { diff, &diff->diff->entry[part][i] };

			struct libscols_line *line = table_record(table, entry_fields, &row);

			if (line == NULL)
				return -ENOMEM;
			if (run->color)
				table_color(line, part_color[part]);
		}
	if (table == NULL)
		return -ENOMEM;
	if (!first)
		print_end();
	print_side("A", &diff->a);
	print_side("B", &diff->b);
	heading_guest(report);
	error = table_print(table);
	if (error == 0 && diff->guest != NULL)
		print_cause(diff);
	return error;
}

const struct renderer diff_renderers[] = {
	TABLE_FORMATS(TABLES(entry_fields), .device = table_device),
	JSON_FIELDS(diff_fields),
	{ .format = NULL },
};
