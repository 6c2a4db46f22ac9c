/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* -o rows: an object a line for each register, finding, result or access of a device. */
#include <errno.h>
#include <json-c/json.h>

#include "format/json.h"

/* The fields of json and jsonl that each row has about its device. */
static const char *const device_keys[] = {
	"address", "vendor", "device", "class", "revision", "driver", "file", "error",
};

/* The keys of a row without values. */
static struct json_object *empty_row(const struct field *fields)
{
	struct json_object *row = json_new();

	for (; fields->key != NULL; fields++)
		if (!fields->derived)
			json_add(row, fields->key, NULL);
	return row;
}

/*
 * Prints the device, then the row. A key of both is the row's: in check, `file` is a policy
 * file, and the device's file is `dump`.
 */
static int print_row(const struct report_run *run, const struct report *report,
		     struct json_object *row)
{
	struct json_object *line;

	if (row == NULL)
		return -ENOMEM;		/* memory was short */
	line = json_new();
	json_add(line, "command", json_string(run->command));
	json_add(line, "host", json_string(run->host));
	for (size_t i = 0; i < ARRAY_LENGTH(device_keys); i++)
		if (!json_object_object_get_ex(row, device_keys[i], NULL))
			json_add_field(line, field_find(json_device_fields, device_keys[i]), report);
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
	if (list == NULL)
		list = json_array(1);
	if (list == NULL)
		return -ENOMEM;
	if (json_object_array_length(list) == 0 && report->error.code != FAULT_NONE)
		json_append(list, empty_row(field->fields));
	count = json_object_array_length(list);
	for (size_t i = 0; i < count && error == 0; i++)
		error = print_row(run, report, json_object_array_get_idx(list, i));
	json_free(list);
	return error;
}
