/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/macros.h"
#include "base/memory.h"
#include "format/json.h"
#include "format/json_write.h"

#define FORMAT_VERSION 1
#define TOOL "vfio-cfgtool " VERSION

/* New objects only: each key is new. */
#define ADD_NEW JSON_C_OBJECT_ADD_KEY_IS_NEW

/* Remembers that memory was short. Nothing is then printed. */
static struct json_object *made(struct json_object *value)
{
	if (value == NULL)
		memory_failed();
	return value;
}

struct json_object *json_new(void)
{
	return made(json_object_new_object());
}

struct json_object *json_array(size_t room)
{
	return made(json_object_new_array_ext(room > 0 ? (int)room : 1));
}

void json_free(struct json_object *object)
{
	json_object_put(object);
}

static void add(struct json_object *object, const char *key, struct json_object *value,
		unsigned int flags)
{
	if (object != NULL && json_object_object_add_ex(object, key, value, flags) == 0)
		return;
	memory_failed();
	json_object_put(value);
}

void json_add(struct json_object *object, const char *key, struct json_object *value)
{
	add(object, key, value, ADD_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT);
}

void json_add_copied(struct json_object *object, const char *key, struct json_object *value)
{
	add(object, key, value, ADD_NEW);
}

void json_append(struct json_object *array, struct json_object *value)
{
	if (array != NULL && json_object_array_add(array, value) == 0)
		return;
	memory_failed();
	json_object_put(value);
}

struct json_object *json_string(const char *text)
{
	return text != NULL && text[0] != '\0' ? made(json_object_new_string(text)) : NULL;
}

struct json_object *json_number(int value)
{
	return value < 0 ? NULL : made(json_object_new_int(value));
}

struct json_object *json_size(uint64_t value)
{
	return made(json_object_new_uint64(value));
}

struct json_object *json_decimal(const char *text)
{
	if (strchr(text, '.') == NULL)
		return json_size(strtoull(text, NULL, 10));
	return made(json_object_new_double_s(strtod(text, NULL), text));
}

struct json_object *json_flag(bool value)
{
	return made(json_object_new_boolean(value));
}

struct json_object *json_records(const struct field *fields, struct records records)
{
	_Alignas(max_align_t) char row[RECORD_SIZE];
	struct json_object *list = json_array(records.count);

	for (size_t i = 0; i < records.count; i++) {
		const void *record = record_at(&records, i, row);

		if (record != NULL)
			json_append(list, json_record(fields, record));
	}
	return list;
}

static struct json_object *value_object(const struct field *field, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NONE:
		break;
	case VALUE_TEXT:
		return json_string(value->text);
	case VALUE_NUMBER:
		return json_size(value->number);
	case VALUE_FLAG:
		return json_flag(value->number != 0);
	case VALUE_RECORD:
		return json_record(field->fields, value->records.first);
	case VALUE_RECORDS:
		return json_records(field->fields, value->records);
	case VALUE_JSON:
		return value->json;
	}
	return NULL;
}

struct json_object *json_field(const struct field *field, const void *record)
{
	struct value value;

	field_get(field, record, &value);
	return value_object(field, &value);
}

void json_add_field(struct json_object *object, const struct field *field, const void *record)
{
	json_add(object, field->key, json_field(field, record));
}

void json_add_record(struct json_object *object, const struct field *fields, const void *record)
{
	for (; fields->key != NULL; fields++)
		if (!fields->derived)
			json_add_field(object, fields, record);
}

struct json_object *json_record(const struct field *fields, const void *record)
{
	struct json_object *object = json_new();

	json_add_record(object, fields, record);
	return object;
}

void json_add_run(struct json_object *object, const struct report_run *run)
{
	json_add(object, "format", json_number(FORMAT_VERSION));
	json_add(object, "tool", json_string(TOOL));
	json_add(object, "command", json_string(run->command));
	json_add(object, "host", json_string(run->host));
	json_add(object, "kernel", json_string(run->kernel));
}

int json_print(struct json_object *object, bool line)
{
	struct json_text text = { .bytes = NULL };

	json_text_value(&text, object, line ? -1 : 0);
	json_text_add(&text, "\n");
	json_object_put(object);
	return json_text_print(&text);
}

/* Leaves the envelope's list open. */
int json_begin(struct report_run *run)
{
	struct json_object *object = json_new();
	struct json_text text = { .bytes = NULL };

	json_add_run(object, run);
	json_text_add(&text, "{");
	json_text_members(&text, object, 1);
	json_text_add(&text, ",\n  \"devices\": [");
	json_object_put(object);
	return json_text_print(&text);
}

int json_end(struct report_run *run)
{
	(void)run;
	fputs("\n  ]\n}\n", stdout);
	return 0;
}

/*
 * Prints the common fields of a device, and those of this command; with or without members
 * before.
 */
static void put_device(struct json_text *text, const struct report_run *run,
		       const struct report *report, bool first, int level)
{
	json_text_fields(text, json_device_fields, report, first, json_level_below(level));
	json_text_fields(text, run->renderer->fields, report, false, json_level_below(level));
	json_text_indent(text, level);
	json_text_add(text, "}");
}

int json_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_text text = { .bytes = NULL };

	json_text_add(&text, first ? "\n{" : ",\n{");
	put_device(&text, run, report, true, 0);
	return json_text_print(&text);
}

static void put_line(struct json_text *text, const struct report_run *run,
		     const struct report *report)
{
	struct json_object *object = json_new();

	json_add_run(object, run);
	json_text_add(text, "{");
	json_text_members(text, object, -1);
	json_object_put(object);
	put_device(text, run, report, false, -1);
	json_text_add(text, "\n");
}

int jsonl_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_text text = { .bytes = NULL };

	(void)first;
	put_line(&text, run, report);
	return json_text_print(&text);
}

int json_embed(const struct report_run *run, const struct report *report)
{
	struct json_text text = { .bytes = NULL };

	put_line(&text, run, report);
	json_text_embed(&text);
	return json_text_print(&text);
}

int json_call_error(const char *command, const char *code, const char *message, bool line)
{
	const struct report_run run = { .command = command };
	struct json_object *object = json_new(), *error = json_new();

	json_add_run(object, &run);
	json_add(error, "code", json_string(code));
	json_add(error, "message", json_string(message));
	json_add(object, "error", error);
	return json_print(object, line);
}

const char *json_version(void)
{
	return json_c_version();
}

struct run_of_bytes {
	unsigned int start, end;
};

const struct field json_run_fields[] = {
	{ "start", MEMBER(struct run_of_bytes, start) },
	{ "end", MEMBER(struct run_of_bytes, end) },
	{ NULL },
};

/* The first byte from `offset` on whose mark is this; `size` if there is none. */
static unsigned int find_mark(const bool *marks, unsigned int size, unsigned int offset, bool mark)
{
	const bool *found = memchr(marks + offset, mark, (size - offset) * sizeof(*marks));

	return found != NULL ? (unsigned int)(found - marks) : size;
}

struct json_object *json_runs(const bool *marks, unsigned int size)
{
	struct json_object *list = json_array(1);

	for (unsigned int start = find_mark(marks, size, 0, true), end; start < size;
	     start = find_mark(marks, size, end, true)) {
		end = find_mark(marks, size, start, false);
		json_append(list, json_record(json_run_fields,
					      &(struct run_of_bytes){ start, end - 1 }));
	}
	return list;
}
