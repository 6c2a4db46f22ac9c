/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The output of verify for a device: the verdict, and each difference between rules and
 * kernel.
 */
#include <errno.h>

#include "base/memory.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/prometheus.h"
#include "format/table.h"

/* A difference, and its verification. */
struct row {
	const struct report *report;
	const struct difference *difference;
};

/* The most bytes of a side of a difference in a table. */
#define SHOWN 16

static const uint8_t *kernel_bytes(const struct row *row)
{
	return verify_kernel_bytes(row->report->verification, row->difference->part);
}

static const uint8_t *rules_bytes(const struct row *row)
{
	return verify_rules_bytes(row->report->verification, row->difference->part);
}

/* A side has no bytes if it has no map. */
static void set_bytes(struct value *value, const struct row *row, const uint8_t *bytes)
{
	const struct difference *difference = row->difference;
	unsigned int width = verify_width(difference->part);

	if (bytes != NULL)
		value_bytes(value, bytes + difference->start * width,
			    (difference->end - difference->start + 1U) * width);
}

/* The first bytes of a side: "00 01 02", with "..." for the others. */
static void set_cell(struct value *value, const struct row *row, const uint8_t *bytes)
{
	const struct difference *difference = row->difference;
	unsigned int width = verify_width(difference->part);
	unsigned int length = (difference->end - difference->start + 1U) * width;
	char text[3 * SHOWN + 8];
	size_t used = 0;

	if (bytes == NULL)
		return;
	for (unsigned int i = 0; i < length && i < SHOWN; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%02x",
					 i > 0 ? " " : "", bytes[difference->start * width + i]);
	value_format(value, "%s%s", text, length > SHOWN ? " ..." : "");
}

GETTER(kernel, struct row, set_bytes(value, it, kernel_bytes(it)))
GETTER(kernel_cell, struct row, set_cell(value, it, kernel_bytes(it)))
GETTER(rules, struct row, set_bytes(value, it, rules_bytes(it)))
GETTER(rules_cell, struct row, set_cell(value, it, rules_bytes(it)))

/* NULL unless both the kernel and the rules open the device. */
static const struct verification *opened(const struct report *report)
{
	return report->verification != NULL && report->verification->rules_open
	       ? report->verification : NULL;
}

static void get_switch(struct value *value, const void *record)
{
	const struct row *row = record;
	char setting[RULES_LENGTH_TEXT_SIZE];

	if (row->difference->explained_by >= 0)
		value_text(value, rules_setting_name(row->difference->explained_by, setting));
}

GETTER(address, struct row, value_address(value, &it->report->device->address))
GETTER(start, struct row, value_size(value, it->difference->start))
GETTER(end, struct row, value_size(value, it->difference->end))
GETTER(range, struct row, value_range(value, it->difference->start, it->difference->end))
GETTER(what, struct row, value_text(value, verified_part_name(it->difference->part)))

static const struct field difference_fields[] = {
	{ "address", .get = get_address, CELL(1, "ADDRESS") },
	{ "start", .get = get_start },
	{ "end", .get = get_end },
	{ "range", .get = get_range, CELL(2, "RANGE") },
	{ "what", .get = get_what, COLUMN(3, "PART") },
	{ "kernel", .get = get_kernel },
	{ "kernel_cell", .get = get_kernel_cell, CELL(4, "KERNEL"), .absent = "none" },
	{ "rules", .get = get_rules },
	{ "rules_cell", .get = get_rules_cell, CELL(5, "RULES"), .absent = "none" },
	{ "switch", .get = get_switch, COLUMN(6, "SWITCH"), .absent = "-" },
	{ NULL },
};

static void get_differences(struct value *value, const void *record)
{
	const struct report *report = record;
	const struct verification *verification = report->verification;
	struct json_object *list;

	if (verification == NULL)
		return;
	list = json_array(verification->differences);
	for (unsigned int i = 0; i < verification->differences; i++) {
		const struct row row = { report, &verification->difference[i] };

		json_append(list, json_record(difference_fields, &row));
	}
	value_json(value, list);
}

/* The runs of unknown bytes in the predicted virtual copy. */
static void get_virtual_copy_unknown(struct value *value, const void *record)
{
	const struct verification *verification = opened(record);
	bool unknown[SPACE_SIZE_EXTENDED];

	if (verification == NULL)
		return;
	for (unsigned int offset = 0; offset < verification->size; offset++)
		unknown[offset] = !space_is_known(&verification->rules_virtual_copy, offset);
	value_json(value, json_runs(unknown, verification->size));
}

static const char *verdict(const struct report *report)
{
	return report->verification != NULL ? verify_verdict(report->verification)
					    : fault_code_name(report->error.code);
}

#define IF_VERIFIED(set) if (it->verification != NULL) set
#define IF_OPENED(set) if (opened(it) != NULL) set

GETTER(device, struct report, value_address(value, &it->device->address))
GETTER(verdict, struct report, value_text(value, verdict(it)))
GETTER(compared, struct report, IF_VERIFIED(value_size(value, it->verification->compared)))
GETTER(different, struct report, IF_VERIFIED(value_size(value, it->verification->different)))
GETTER(policy_compared, struct report,
       IF_VERIFIED(value_flag(value, it->verification->policy_compared)))
GETTER(explained_by, struct report,
       IF_VERIFIED(value_text(value, it->verification->explained
				     ? it->verification->explanation.name : NULL)))
GETTER(rules_name, struct report,
       IF_VERIFIED(value_format(value, "%s (%s)", it->rules->name,
				rules_basis_name(it->rules->basis))))
GETTER(map, struct report,
       IF_OPENED(value_bytes(value, it->verification->rules_map, it->verification->size)))
GETTER(virtual_copy, struct report,
       IF_OPENED(value_bytes(value, it->verification->rules_virtual_copy.byte,
			     it->verification->size)))

static const struct field verify_fields[] = {
	{ "address", .get = get_device, CELL(1, "ADDRESS") },
	{ "verdict", .get = get_verdict, COLUMN(2, "RESULT") },
	{ "compared", .get = get_compared, COLUMN(3, "COMPARED"), .flags = COLUMN_RIGHT },
	{ "different", .get = get_different, COLUMN(4, "DIFFERENT"), .flags = COLUMN_RIGHT },
	{ "differences", .get = get_differences, .fields = difference_fields },
	{ "explained_by", .get = get_explained_by },
	{ "policy_compared", .get = get_policy_compared },
	{ "rules", .get = get_rules_name, CELL(5, "RULES") },
	{ "map", .get = get_map },
	{ "virtual_copy", .get = get_virtual_copy },
	{ "virtual_copy_unknown", .get = get_virtual_copy_unknown, .fields = json_run_fields },
	{ NULL },
};

/* The two tables grow until the end, so that their columns fit. */
struct tables {
	struct libscols_table *devices, *differences;
};

static int table_begin(struct report_run *run)
{
	struct tables *tables = memory_take_zeroed(1, sizeof(*tables));

	if (tables == NULL)
		return -ENOMEM;
	tables->devices = table_of(run, verify_fields);
	tables->differences = table_of(run, difference_fields);
	run->state = tables;
	return 0;
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct verification *verification = report->verification;
	struct tables *tables = run->state;
	struct libscols_line *line;

	(void)first;
	line = table_record(tables->devices, verify_fields, report);
	if (line == NULL)
		return -ENOMEM;
	if (run->color)
		table_color(line, verification != NULL && verification->different == 0
					  ? PALETTE_GOOD : PALETTE_WARNING);
	for (unsigned int i = 0; verification != NULL && i < verification->differences; i++) {
		const struct row row = { report, &verification->difference[i] };

		if (table_record(tables->differences, difference_fields, &row) == NULL)
			return -ENOMEM;
	}
	return 0;
}

static int table_end(struct report_run *run)
{
	struct tables *tables = run->state;
	int error = table_print(tables->devices);

	if (error == 0 && !table_is_empty(tables->differences)) {
		print_end();
		error = table_print(tables->differences);
	}
	table_unref(&tables->differences);
	table_unref(&tables->devices);
	free(tables);
	return error;
}

const struct renderer verify_renderers[] = {
	TABLE_FORMATS(TABLES(verify_fields, difference_fields), .failures = true,
		      .begin = table_begin, .device = table_device, .end = table_end),
	JSON_FIELDS(verify_fields),
	PROMETHEUS(prometheus_device),
	{ .format = NULL },
};
