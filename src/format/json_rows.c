/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -o rows: an object a line for each register, finding, result or access of a device. */
#include <errno.h>

#include <json-c/json.h>

#include "format/json.h"

GETTER(address, struct report, value_address(value, &it->device->address))
GETTER(vendor, struct report, value_hex(value, it->device->vendor, 4))
GETTER(product, struct report, value_hex(value, it->device->product, 4))
GETTER(class, struct report, value_hex(value, it->device->class, 6))
GETTER(revision, struct report, value_hex(value, it->device->revision, 2))
GETTER(driver, struct report, value_text(value, it->device->driver))
GETTER(file, struct report, value_text(value, it->device->file))
GETTER(error, struct report, value_json(value, json_fault(&it->error)))

/* What each row says of its device, as json and jsonl say it. */
static const struct field device_fields[] = {
	{ "address", .get = get_address },
	{ "vendor", .get = get_vendor },
	{ "device", .get = get_product },
	{ "class", .get = get_class },
	{ "revision", .get = get_revision },
	{ "driver", .get = get_driver },
	{ "file", .get = get_file },
	{ "error", .get = get_error },
	{ NULL },
};

/* The keys of a row of which nothing is known. */
static struct json_object *empty_row(const struct field *fields)
{
	struct json_object *row = json_new();

	for (; fields->key != NULL; fields++)
		if (!fields->derived)
			json_add(row, fields->key, NULL);
	return row;
}

/*
 * The device, then the row. A key that both have is the row's: `file` of check is a policy
 * file, and that of the device is `dump` there.
 */
static int print_row(const struct report_run *run, const struct report *report,
		     struct json_object *row)
{
	struct json_object *line = json_new();

	json_add(line, "command", json_string(run->command));
	json_add(line, "host", json_string(run->host));
	for (const struct field *field = device_fields; field->key != NULL; field++)
		if (!json_object_object_get_ex(row, field->key, NULL))
			json_add_field(line, field, report);
	if (json_object_object_get_ex(row, "file", NULL))
		json_add(line, "dump", json_string(report->device->file));
	json_object_object_foreach(row, key, member)
		json_add_copied(line, key, json_object_get(member));
	return json_print(line, true);
}

int json_rows_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct field *field = run->renderer->fields;
	struct json_object *list;
	size_t count;
	int error = 0;

	(void)first;
	while (!field->rows)
		field++;
	list = json_field(field, report);
	count = list != NULL ? json_object_array_length(list) : 0;
	if (count == 0 && report->error.code != FAULT_NONE) {
		list = list != NULL ? list : json_array(1);
		json_append(list, empty_row(field->fields));
		count = 1;
	}
	for (size_t i = 0; i < count && error == 0; i++)
		error = print_row(run, report, json_object_array_get_idx(list, i));
	json_free(list);
	return error;
}
