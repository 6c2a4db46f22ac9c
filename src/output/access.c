/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The output of read and write. Scripts parse its lines: read prints what setpci prints, the
 * value alone, and for a RANGE "40: 00". With several devices each line begins with the
 * device's address.
 */
#include <inttypes.h>

#include "base/bits.h"
#include "format/json.h"
#include "format/print.h"
#include "output/hex.h"

static void set_bits(struct value *value, const struct access_record *access, uint32_t bits)
{
	value_hex(value, bits, 2U * access->place.width);
}

static void set_known(struct value *value, const struct access_record *access,
		      const struct known_value *known)
{
	value_known(value, known, access->place.width);
}

GETTER(name, struct access_record, value_register(value, it->place.known))
GETTER(view, struct access_record, value_text(value, report_view_name(it->view)))
GETTER(value, struct access_record, set_known(value, it, &it->value))

static const struct field read_fields[] = {
	{ "offset", MEMBER(struct access_record, place.offset) },
	{ "width", MEMBER(struct access_record, place.width) },
	{ "name", .get = get_name },
	{ "view", .get = get_view },
	{ "value", .get = get_value },
	{ "predicted", MEMBER(struct access_record, predicted) },
	{ NULL },
};

static void get_effects(struct value *value, const void *record)
{
	const struct access_record *access = record;
	struct json_object *list = json_array(1);

	for (int effect = 0; effect < EFFECTS; effect++)
		if (access->effect[effect] != 0)
			json_append(list, json_string(effect_name((enum effect)effect)));
	value_json(value, list);
}

static void get_force(struct value *value, const void *record)
{
	const struct access_record *access = record;
	struct json_object *list = json_array(1);

	for (int danger = 0; danger < WRITE_DANGERS; danger++)
		if (access->danger[danger] != 0)
			json_append(list, json_string(
				write_danger_name((enum write_danger)danger)));
	value_json(value, list);
}

GETTER(written, struct access_record, set_known(value, it, &it->written))
GETTER(mask, struct access_record, set_bits(value, it, it->request.mask))
GETTER(user_before, struct access_record, set_known(value, it, &it->user_before))
GETTER(user_after, struct access_record, set_known(value, it, &it->user_after))
GETTER(hardware_before, struct access_record, set_known(value, it, &it->hardware_before))
GETTER(hardware_after, struct access_record, set_known(value, it, &it->hardware_after))
GETTER(hardware_closed, struct access_record, set_known(value, it, &it->hardware_closed))
GETTER(closed, struct access_record, value_text(value, access_fate_name(it->fate)))
GETTER(dropped, struct access_record, set_bits(value, it, it->dropped))
GETTER(not_kept, struct access_record, set_bits(value, it, it->not_kept))
GETTER(contradicted, struct access_record, set_bits(value, it, it->contradicted))

static const struct field write_fields[] = {
	{ "offset", MEMBER(struct access_record, place.offset) },
	{ "width", MEMBER(struct access_record, place.width) },
	{ "name", .get = get_name },
	{ "written", .get = get_written },
	{ "mask", .get = get_mask },
	{ "user_before", .get = get_user_before },
	{ "user_after", .get = get_user_after },
	{ "hardware_before", .get = get_hardware_before },
	{ "hardware_after", .get = get_hardware_after },
	{ "hardware_closed", .get = get_hardware_closed },
	{ "closed", .get = get_closed },
	{ "predicted", MEMBER(struct access_record, predicted) },
	{ "undefined", MEMBER(struct access_record, undefined) },
	{ "dropped", .get = get_dropped },
	{ "not_kept", .get = get_not_kept },
	{ "contradicted", .get = get_contradicted },
	{ "effects", .get = get_effects },
	{ "force", .get = get_force },
	{ NULL },
};

static const struct field wait_fields[] = {
	{ "milliseconds", MEMBER(struct access_record, milliseconds) },
	{ NULL },
};

/* The steps of `write`, in order. Each kind has its own keys. */
static const struct {
	const char *name;
	const struct field *fields;
} operations[] = {
	[ACCESS_READ] = { "read", read_fields },
	[ACCESS_RANGE] = { "read", read_fields },
	[ACCESS_WRITE] = { "write", write_fields },
	[ACCESS_WAIT] = { "wait", wait_fields },
};

static void get_operations(struct value *value, const void *record)
{
	const struct report *report = record;
	struct json_object *list;

	if (report->accesses == NULL)
		return;
	list = json_array(report->access_count);
	for (size_t i = 0; i < report->access_count; i++) {
		const struct access_record *access = &report->accesses[i];
		struct json_object *object = json_new();

		json_add(object, "operation", json_string(operations[access->kind].name));
		json_add_record(object, operations[access->kind].fields, access);
		json_append(list, object);
	}
	value_json(value, list);
}

static void get_values(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->accesses != NULL)
		value_records(value, RECORDS(report->accesses, report->access_count));
}

static void get_dry_run(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->accesses != NULL)
		value_flag(value, report->dry_run);
}

static const struct field read_report_fields[] = {
	{ "values", .get = get_values, .fields = read_fields },
	{ NULL },
};

static const struct field write_report_fields[] = {
	{ "dry_run", .get = get_dry_run },
	{ "operations", .get = get_operations, .fields = write_fields },
	{ NULL },
};

/* Prints the start of a line. */
static void begin_line(const struct report_run *run, const struct report *report)
{
	char address[ADDRESS_TEXT_SIZE];

	if (run->several)
		print_part("%s ", address_format(&report->device->address, address));
}

static int text_read(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	for (size_t i = 0; i < report->access_count; i++) {
		const struct access_record *access = &report->accesses[i];

		begin_line(run, report);
		if (access->kind == ACCESS_RANGE)
			print_part("%02x: ", access->place.offset);
		print_line("%0*" PRIx32, 2 * access->place.width, access->value.value);
	}
	return 0;
}

/* "0c.b CACHE_LINE_SIZE"; "40.l -" for bytes without a name. */
static void print_place(const struct register_place *place)
{
	char name[REGISTER_NAME_SIZE];

	print_part("%02x.%c %s", place->offset, register_width_letter(place->width),
		   place->known != NULL ? register_name(place->known, name) : "-");
}

static void print_value(const char *before, const struct known_value *value, unsigned int width)
{
	if (value->known)
		print_part("%s%0*" PRIx32, before, 2 * (int)width, value->value);
	else
		print_part("%s?", before);
}

static void print_write(const struct access_record *access)
{
	unsigned int width = access->place.width;
	uint32_t all = bits_all(width);

	print_place(&access->place);
	print_value(" ", &access->written, width);
	if (access->request.mask != all)
		print_part(" mask %0*" PRIx32, 2 * (int)width, access->request.mask);
	print_value(" user ", &access->user_before, width);
	print_value(" -> ", &access->user_after, width);
	print_value(" hardware ", &access->hardware_before, width);
	print_value(" -> ", &access->hardware_after, width);
	print_end();
}

/* "  label: bits 0003" */
static void begin_bits(const struct report_run *run, const struct report *report,
		       const char *label, uint32_t bits, unsigned int width)
{
	begin_line(run, report);
	print_part("  %s: bits %0*" PRIx32, label, 2 * (int)width, bits);
}

static void print_dropped(const struct report_run *run, const struct report *report,
			  const struct access_record *access)
{
	for (unsigned int i = 0; i < access->droppers; i++) {
		begin_bits(run, report, "dropped", access->dropper[i].bits, access->place.width);
		print_line(" (%s)", access->dropper[i].function);
	}
}

/* Prints the other effects of a write, what it did not do, and what it needs. */
static void print_notes(const struct report_run *run, const struct report *report,
			const struct access_record *access)
{
	unsigned int width = access->place.width;

	print_dropped(run, report, access);
	if (access->undefined) {
		begin_line(run, report);
		print_line("  undefined: the kernel reads past the end of its own table");
	}
	for (int effect = 0; effect < EFFECTS; effect++) {
		if (access->effect[effect] == 0)
			continue;
		begin_bits(run, report, "effect", access->effect[effect], width);
		print_line(": %s", effect_name((enum effect)effect));
	}
	if (access->not_kept != 0) {
		begin_bits(run, report, "not kept", access->not_kept, width);
		print_line(": they went to the device, which did not take them");
	}
	if (access->contradicted != 0) {
		begin_bits(run, report, "contradiction", access->contradicted, width);
		print_line(": they are not as the policy says");
	}
	for (int danger = 0; danger < WRITE_DANGERS && report->dry_run; danger++) {
		if (access->danger[danger] == 0)
			continue;
		begin_bits(run, report, "needs --force", access->danger[danger], width);
		print_line(": %s", write_danger_text((enum write_danger)danger));
	}
}

static void print_access(const struct report_run *run, const struct report *report,
			 const struct access_record *access)
{
	begin_line(run, report);
	if (report->dry_run)
		print_part("would ");
	switch (access->kind) {
	case ACCESS_WAIT:
		print_line("wait %u", access->milliseconds);
		break;
	case ACCESS_WRITE:
		print_part("write ");
		print_write(access);
		print_notes(run, report, access);
		break;
	case ACCESS_READ:
	case ACCESS_RANGE:
		print_part("read ");
		print_place(&access->place);
		print_value(" ", &access->value, access->place.width);
		print_end();
		break;
	}
}

static int text_write(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	for (size_t i = 0; i < report->access_count; i++)
		print_access(run, report, &report->accesses[i]);
	for (size_t i = 0; i < report->access_count; i++) {
		const struct access_record *access = &report->accesses[i];

		if (!access->is_last || access->fate == FATE_UNKNOWN)
			continue;
		begin_line(run, report);
		print_part("closed ");
		print_place(&access->place);
		print_value(" hardware ", &access->hardware_closed, access->place.width);
		print_line(" %s", access_fate_name(access->fate));
	}
	return 0;
}

const struct renderer read_renderers[] = {
	{ .format = "text", .device = text_read },
	JSON_FIELDS(read_report_fields),
	{ .format = "hex", .device = hex_read_device },
	{ .format = NULL },
};

const struct renderer write_renderers[] = {
	{ .format = "text", .wraps = true, .device = text_write },
	JSON_FIELDS(write_report_fields),
	{ .format = NULL },
};
