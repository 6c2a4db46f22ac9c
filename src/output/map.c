/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of map for a device: ranges, hidden capabilities, free runs, and chains. */
#include <errno.h>
#include <string.h>

#include "format/heading.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/table.h"
#include "model/vfio/capability.h"
#include "output/grid.h"
#include "output/hex.h"
#include "output/svg.h"

/* Bytes of a PASID capability (PCI Express 6.2, 7.8.8). */
#define VPASID_SIZE 8

/* A range and its device. */
struct row {
	const struct report *report;
	const struct map_owner *owner;
	struct map_range range;
};

static bool is_extended(const struct row *row)
{
	return row->owner->kind == KIND_EXTENDED || row->owner->kind == KIND_PLACEHOLDER;
}

static bool is_capability(const struct row *row)
{
	return is_extended(row) || row->owner->kind == KIND_CAPABILITY;
}

static void set_name(struct value *value, bool extended, uint16_t id)
{
	char text[CAPABILITY_NAME_SIZE];

	value_text(value, capability_name(extended, id, text));
}

static void get_name(struct value *value, const void *record)
{
	const struct row *row = record;

	if (is_capability(row))
		set_name(value, is_extended(row), row->owner->id);
}

static void get_id_cell(struct value *value, const void *record)
{
	const struct row *row = record;

	if (is_capability(row))
		value_hex(value, row->owner->id, is_extended(row) ? 4 : 2);
}

static void get_title(struct value *value, const void *record)
{
	static const char *const titles[MAP_KINDS] = {
		[KIND_HEADER] = "Standard header",
		[KIND_RAW] = "Straight to the hardware",
		[KIND_VIRTUAL] = "OpRegion pointer",
	};
	const struct row *row = record;

	if (is_capability(row))
		value_text(value, capability_title(is_extended(row), row->owner->id));
	else
		value_text(value, titles[row->owner->kind]);
}

static void get_guest(struct value *value, const void *record)
{
	const struct row *row = record;

	if (row->report->guest != NULL)
		value_text(value, guest_answer_name(guest_answers(
			row->report->guest, row->range.start, row->range.end)));
}

GETTER(bytes, struct row, value_range(value, it->range.start, it->range.end))
GETTER(size, struct row, value_number(value, it->range.end - it->range.start + 1))
GETTER(kind, struct row, value_text(value, map_kind_name(it->owner->kind)))
GETTER(kind_cell, struct row,
       value_format(value, "%s%s", map_kind_name(it->owner->kind),
		    it->owner->inferred ? " (inferred)" : ""))
GETTER(value, struct row, value_number(value, it->owner->value))
GETTER(id, struct row, value_number(value, is_capability(it) ? it->owner->id : -1))
GETTER(instance, struct row, value_number(value, is_capability(it) ? it->owner->start : -1))
GETTER(version, struct row, value_number(value, is_extended(it) ? it->owner->version : -1))
GETTER(inferred, struct row, value_flag(value, it->owner->inferred))
GETTER(content, struct row, value_text(value, map_content_name(it->range.content)))

static const struct field range_fields[] = {
	{ "bytes", .get = get_bytes, CELL(1, "RANGE") },
	{ "start", MEMBER(struct row, range.start) },
	{ "end", MEMBER(struct row, range.end) },
	{ "size", .get = get_size, COLUMN(2, "BYTES"), .flags = COLUMN_RIGHT },
	{ "kind", .get = get_kind },
	{ "kind_cell", .get = get_kind_cell, CELL(3, "KIND") },
	{ "value", .get = get_value },
	{ "id", .get = get_id },
	{ "id_cell", .get = get_id_cell, CELL(4, "ID"), .flags = COLUMN_RIGHT },
	{ "name", .get = get_name, COLUMN(5, "NAME"), .flags = COLUMN_CUT },
	{ "title", .get = get_title, CELL(6, "DESCRIPTION") },
	{ "instance", .get = get_instance },
	{ "version", .get = get_version },
	{ "inferred", .get = get_inferred },
	{ "content", .get = get_content, COLUMN(7, "CONTENT") },
	{ "guest", .get = get_guest, COLUMN(8, "GUEST"), .extra = true },
	{ NULL },
};

/* Finds the range that starts at an offset. Returns the start of the next one. */
static unsigned int find_row(const struct report *report, unsigned int start, struct row *row)
{
	row->report = report;
	row->range = map_range_at(report->map, &report->device->space, (uint16_t)start);
	row->owner = row->range.owner;
	return row->range.end + 1U;
}

GETTER(hidden_at, struct map_hidden, value_hex(value, it->offset, 3))
GETTER(hidden_id, struct map_hidden, value_hex(value, it->id, it->extended ? 4 : 2))
GETTER(hidden_name, struct map_hidden, set_name(value, it->extended, it->id))
GETTER(hidden_title, struct map_hidden,
       value_text(value, capability_title(it->extended, it->id)))
GETTER(hidden_reason, struct map_hidden, value_text(value, map_hidden_reason_name(it->reason)))

static const struct field hidden_fields[] = {
	{ "at", .get = get_hidden_at, CELL(1, "HIDDEN") },
	{ "offset", MEMBER(struct map_hidden, offset) },
	{ "extended", MEMBER(struct map_hidden, extended) },
	{ "id", MEMBER(struct map_hidden, id) },
	{ "id_cell", .get = get_hidden_id, CELL(2, "ID"), .flags = COLUMN_RIGHT },
	{ "name", .get = get_hidden_name, COLUMN(3, "NAME"), .flags = COLUMN_CUT },
	{ "title", .get = get_hidden_title, CELL(4, "DESCRIPTION") },
	{ "reason", .get = get_hidden_reason, COLUMN(5, "REASON") },
	{ NULL },
};

struct free_run {
	unsigned int start, size;
};

GETTER(free_bytes, struct free_run, value_range(value, it->start, it->start + it->size - 1))
GETTER(free_end, struct free_run, value_size(value, it->start + it->size - 1))

static const struct field free_fields[] = {
	{ "bytes", .get = get_free_bytes, CELL(1, "FREE") },
	{ "start", MEMBER(struct free_run, start) },
	{ "end", .get = get_free_end },
	{ "size", MEMBER(struct free_run, size), COLUMN(2, "BYTES"), .flags = COLUMN_RIGHT },
	{ NULL },
};

/*
 * Finds the next free run after *run, which starts as zeros. False if there is none; start is
 * then the space's end.
 */
static bool next_free_run(const struct report *report, struct free_run *run)
{
	run->start += run->size;
	run->size = map_free_run(report->map, &report->device->space, report->free_size,
				 &run->start);
	return run->size != 0;
}

struct totals {
	unsigned int of[MAP_KINDS];
};

static const struct field total_fields[] = {
	{ "header", MEMBER(struct totals, of[KIND_HEADER]) },
	{ "capability", MEMBER(struct totals, of[KIND_CAPABILITY]) },
	{ "extended", MEMBER(struct totals, of[KIND_EXTENDED]) },
	{ "placeholder", MEMBER(struct totals, of[KIND_PLACEHOLDER]) },
	{ "raw", MEMBER(struct totals, of[KIND_RAW]) },
	{ "virtual", MEMBER(struct totals, of[KIND_VIRTUAL]) },
	{ NULL },
};

/* A capability of the chains. */
struct link {
	const struct chains *chains;
	const struct chain_entry *entry;
	bool taken_out;
};

static void get_hardware(struct value *value, const void *record)
{
	const struct link *link = record;

	if (link->chains->hardware_known)
		value_flag(value, link->entry->in[CHAIN_HARDWARE]);
}

static void get_taken_out_by(struct value *value, const void *record)
{
	const struct link *link = record;

	if (link->taken_out)
		value_text(value, chain_taker_name(link->entry->taken_out_by));
}

static void get_readable(struct value *value, const void *record)
{
	const struct link *link = record;

	if (link->taken_out)
		value_flag(value, link->entry->readable);
}

static void get_writes_reach_vfio(struct value *value, const void *record)
{
	const struct link *link = record;

	if (link->taken_out)
		value_flag(value, link->entry->reaches_vfio);
}

GETTER(link_offset, struct link, value_number(value, it->entry->start))
GETTER(link_extended, struct link, value_flag(value, it->entry->extended))
GETTER(link_id, struct link, value_number(value, it->entry->id))
GETTER(link_name, struct link, set_name(value, it->entry->extended, it->entry->id))
GETTER(link_vfio, struct link, value_flag(value, it->entry->in[CHAIN_VFIO]))
GETTER(link_guest, struct link, value_flag(value, it->entry->in[CHAIN_GUEST]))

static const struct field link_fields[] = {
	{ "offset", .get = get_link_offset },
	{ "extended", .get = get_link_extended },
	{ "id", .get = get_link_id },
	{ "name", .get = get_link_name },
	{ "hardware", .get = get_hardware },
	{ "vfio", .get = get_link_vfio },
	{ "guest", .get = get_link_guest },
	{ "taken_out_by", .get = get_taken_out_by },
	{ "readable", .get = get_readable },
	{ "writes_reach_vfio", .get = get_writes_reach_vfio },
	{ NULL },
};

static void get_chains(struct value *value, const void *record)
{
	const struct chains *chains = ((const struct report *)record)->chains;
	struct json_object *list;

	if (chains == NULL)
		return;
	list = json_array(chains->count);
	for (unsigned int i = 0; i < chains->count; i++) {
		const struct chain_entry *entry = &chains->entry[i];
		const struct link link = { chains, entry, entry->taken_out_by != CHAIN_HARDWARE };

		json_append(list, json_record(link_fields, &link));
	}
	value_json(value, list);
}

static bool is_built(const struct report *report)
{
	return report->map != NULL && report->map->state == MAP_BUILT;
}

static void get_map(struct value *value, const void *record)
{
	const struct report *report = record;

	if (is_built(report))
		value_bytes(value, report->map->value, report->map->size);
}

static void get_ranges(struct value *value, const void *record)
{
	const struct report *report = record;
	struct json_object *list;
	struct row row;

	if (!is_built(report))
		return;
	list = json_array(32);
	for (unsigned int start = 0; start < report->map->size;) {
		start = find_row(report, start, &row);
		json_append(list, json_record(range_fields, &row));
	}
	value_json(value, list);
}

static void get_hidden(struct value *value, const void *record)
{
	const struct report *report = record;

	if (is_built(report))
		value_records(value, RECORDS(report->map->hidden, report->map->hiddens));
}

static void get_totals(struct value *value, const void *record)
{
	const struct report *report = record;
	struct totals totals;

	if (!is_built(report))
		return;
	map_totals(report->map, totals.of);
	value_json(value, json_record(total_fields, &totals));
}

static void get_free(struct value *value, const void *record)
{
	const struct report *report = record;
	struct free_run run = { 0, 0 };
	struct json_object *list;

	if (!is_built(report) || report->free_size == 0)
		return;
	list = json_array(8);
	while (next_free_run(report, &run))
		json_append(list, json_record(free_fields, &run));
	value_json(value, list);
}

GETTER(fingerprint, struct report, value_text(value, report_fingerprint(it)))

static const struct field map_fields[] = {
	{ "map", .get = get_map },
	{ "ranges", .get = get_ranges, .fields = range_fields },
	{ "hidden", .get = get_hidden, .fields = hidden_fields },
	{ "totals", .get = get_totals, .fields = total_fields },
	{ "chains", .get = get_chains, .fields = link_fields },
	{ "free", .get = get_free, .fields = free_fields },
	{ "fingerprint", .get = get_fingerprint },
	{ NULL },
};

static int print_hidden(const struct report_run *run, const struct map *map)
{
	if (map->hiddens == 0)
		return 0;
	print_end();
	return table_records(run, hidden_fields, RECORDS(map->hidden, map->hiddens));
}

/* The guest has a column only if there is one. */
static int print_ranges(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = NULL;
	struct field fields[ARRAY_LENGTH(range_fields)];
	unsigned int start = 0;
	struct row row;

	memcpy(fields, range_fields, sizeof(fields));
	for (size_t i = 0; i < ARRAY_LENGTH(fields); i++) {
		if (fields[i].extra && report->guest == NULL)
			fields[i].heading = NULL;
		fields[i].extra = false;
	}
	table = table_of(run, fields);
	if (table == NULL)
		return -ENOMEM;
	while (start < report->map->size) {
		struct libscols_line *line;

		start = find_row(report, start, &row);
		line = table_record(table, fields, &row);
		if (line == NULL)
			return -ENOMEM;
		if (run->color)
			table_color(line, palette_kind(row.owner->kind, false));
	}
	return table_print(table);
}

/* The property that takes such a place: the VMM's, or QEMU's if none was named. */
static void print_free_use(const struct vmm_rules *vmm, unsigned int place)
{
	const char *property = vmm == NULL ? "x-vpasid-cap-offset"
					   : vmm_property_name(vmm, PROPERTY_VPASID_OFFSET);

	if (property != NULL)
		print_line("%s takes %u bytes for a PASID capability of its own: %s=0x%x",
			   vmm == NULL ? "QEMU" : vmm->name, VPASID_SIZE, property, place);
}

static int print_free(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, free_fields);
	struct free_run found = { 0, 0 };
	unsigned int place = 0;	/* the first in extended space for VPASID_SIZE bytes; 0: none */
	int error;

	if (table == NULL)
		return -ENOMEM;
	while (next_free_run(report, &found)) {
		if (place == 0 && found.start >= SPACE_SIZE && found.size >= VPASID_SIZE)
			place = found.start;
		if (table_record(table, free_fields, &found) == NULL)
			return -ENOMEM;
	}
	if (table_is_empty(table)) {
		print_line("no free run of that size");
		return 0;
	}
	error = table_print(table);
	if (error == 0 && place != 0)
		print_free_use(report->vmm, place);
	return error;
}

/* The most capabilities in a row; the others follow below. */
#define A_ROW 5

/* "100 ECAP_SRIOV" */
#define ENTRY_SIZE (CAPABILITY_NAME_SIZE + 8)

static const char *entry_text(const struct chain_entry *entry, char text[ENTRY_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	snprintf(text, ENTRY_SIZE, "%02x %s", entry->start,
		 capability_name(entry->extended, entry->id, name));
	return text;
}

static bool is_known(const struct chains *chains, enum chain_layer layer)
{
	return layer != CHAIN_HARDWARE || chains->hardware_known;
}

/* Formats some capabilities of one layer; "-" for one that it does not show. */
static void print_layer(const struct chains *chains, enum chain_layer layer,
			const struct chain_entry *const *entries, unsigned int count)
{
	char text[ENTRY_SIZE];

	print_part("  %-8s", chain_layer_name(layer));
	for (unsigned int i = 0; i < count; i++) {
		int width = (int)strlen(entry_text(entries[i], text));

		print_part("  %-*s", i + 1 < count ? width : 0,
		       !is_known(chains, layer) ? "?" : entries[i]->in[layer] ? text : "-");
	}
	if (chains->cut[layer])
		print_part("  ...");
	print_end();
}

/* The columns that a row takes. */
static size_t row_width(const struct chain_entry *const *entries, unsigned int count)
{
	char text[ENTRY_SIZE];
	size_t width = strlen("  hardware");

	for (unsigned int i = 0; i < count; i++)
		width += 2 + strlen(entry_text(entries[i], text));
	return width;
}

/* Takes the capabilities of the next row: A_ROW, or as many as fit. Returns how many. */
static unsigned int take_row(const struct report_run *run, const struct chains *chains,
			     bool extended, unsigned int *next, const struct chain_entry **row)
{
	unsigned int start = *next, count = chains_row(chains, extended, next, row, A_ROW);

	while (run->width != 0 && count > 1 && row_width(row, count) > run->width) {
		*next = start;
		count = chains_row(chains, extended, next, row, count - 1);
	}
	return count;
}

/* Prints the standard or the extended capabilities, row by row. */
static void print_chains(const struct report_run *run, const struct report *report, bool extended)
{
	const struct chains *chains = report->chains;
	const struct chain_entry *row[A_ROW];
	unsigned int count, next = 0;
	bool any = false;

	while ((count = take_row(run, chains, extended, &next, row)) > 0) {
		if (!any)
			print_line(extended ? "extended capabilities" : "standard capabilities");
		else
			print_end();
		any = true;
		for (int layer = 0; layer < CHAIN_LAYERS; layer++)
			if (layer != CHAIN_GUEST || report->guest != NULL)
				print_layer(chains, (enum chain_layer)layer, row, count);
	}
	if (any)
		print_end();
}

static void print_taken_out(const struct report *report)
{
	const struct chains *chains = report->chains;
	const char *reader = report->guest != NULL ? "a guest" : "a user";
	bool any = false;

	for (unsigned int i = 0; i < chains->count; i++) {
		const struct chain_entry *entry = &chains->entry[i];
		char text[ENTRY_SIZE];

		if (entry->taken_out_by == CHAIN_HARDWARE)
			continue;
		if (!any)
			print_line("taken out");
		any = true;
		print_line("  %-20s by %s: %s %s its body, and writes of it %s VFIO",
		       entry_text(entry, text), entry->taken_out_by == CHAIN_GUEST
		       ? report->vmm->name : "vfio-pci", reader,
		       entry->readable ? "still reads" : "does not read",
		       entry->reaches_vfio ? "reach" : "do not reach");
	}
	if (any)
		print_end();
}

static void print_all_chains(const struct report_run *run, const struct report *report)
{
	print_chains(run, report, false);
	print_chains(run, report, true);
	print_taken_out(report);
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct map *map = report->map;
	bool built = map->state == MAP_BUILT;
	int error = 0;

	if (!first)
		print_end();
	heading_print(run, report);
	print_end();
	if (built && run->chains) {
		print_all_chains(run, report);
	} else if (built) {
		error = report->free_size != 0 ? print_free(run, report)
					       : print_ranges(run, report);
		if (error == 0 && report->free_size == 0)
			error = print_hidden(run, map);
		print_end();
	}
	footing_print(run, report);
	return error;
}

const struct renderer map_renderers[] = {
	TABLE_FORMATS(TABLES(range_fields, hidden_fields, free_fields), .device = table_device),
	{ .format = "grid", .wraps = true, .device = grid_map_device },
	{ .format = "hex", .failures = true, .device = hex_map_device },
	{ .format = "svg", .alone = true, .device = svg_map_device },
	JSON_FIELDS(map_fields),
	{ .format = NULL },
};
