/* SPDX-License-Identifier: GPL-2.0-or-later */
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

/* Adding is the only thing done here to fresh objects, so keys are new. */
#define ADD_NEW JSON_C_OBJECT_ADD_KEY_IS_NEW

/* What could not be made for want of memory is remembered: nothing is printed then. */
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

struct json_object *json_hex(int64_t value, int digits)
{
	char text[24];

	if (value < 0)
		return NULL;
	snprintf(text, sizeof(text), "%0*" PRIx64, digits, (uint64_t)value);
	return json_string(text);
}

struct json_object *json_number(int value)
{
	return value < 0 ? NULL : made(json_object_new_int(value));
}

struct json_object *json_size(uint64_t value)
{
	return made(json_object_new_uint64(value));
}

struct json_object *json_signed(int64_t value)
{
	return made(json_object_new_int64(value));
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

struct json_object *json_fault(const struct fault *error)
{
	struct json_object *object;

	if (error->code == FAULT_NONE)
		return NULL;
	object = json_new();
	json_add(object, "code", json_string(fault_code_name(error->code)));
	json_add(object, "message", json_string(error->message));
	json_add(object, "hint", json_string(error->hint));
	return object;
}

/* Of each switch, and of the lengths of capabilities. */
static struct json_object *switches_basis(const struct rules *rules)
{
	struct json_object *object = json_object_new_object();

	for (int i = 0; i < RULES_SWITCHES; i++)
		json_add(object, rules_switch_infos[i].name,
			 json_string(rules_basis_name(rules_switch_basis(rules, i))));
	json_add(object, "lengths",
		 json_string(rules_basis_name(rules_switch_basis(rules, RULES_SWITCHES))));
	return object;
}

struct json_object *json_rules_object(const struct rules *rules)
{
	struct json_object *object, *switches;
	char text[RULES_LENGTH_TEXT_SIZE];

	if (rules == NULL)
		return NULL;
	object = json_new();
	switches = json_array(RULES_SWITCHES);
	for (int i = 0; i < RULES_SWITCHES; i++)
		if (rules->value[i] != 0)
			json_append(switches, json_string(rules_switch_text(
				rules, (enum rules_switch)i, text, sizeof(text))));
	for (unsigned int i = 0; i < rules->lengths; i++)
		json_object_array_add(switches, json_string(rules_length_text(&rules->length[i],
									      text)));
	json_add(object, "name", json_string(rules->name));
	json_add(object, "switches", switches);
	json_add(object, "basis", json_string(rules_basis_name(rules->basis)));
	json_add(object, "switches_basis", switches_basis(rules));
	return object;
}

/* Parts of the placement that were not said are named in `assumed`. */
static struct json_object *vmm_object(const struct vmm_rules *vmm)
{
	const struct { const char *name; bool is; } assumed[] = {
		{ "version", vmm != NULL && vmm->version_assumed },
		{ "machine", vmm != NULL && vmm->machine_assumed },
		{ "bus", vmm != NULL && vmm->bus_assumed },
	};
	struct json_object *object, *switches, *unsaid;

	if (vmm == NULL)
		return NULL;
	object = json_new();
	switches = json_array(VMM_SWITCHES);
	unsaid = json_array(ARRAY_LENGTH(assumed));
	for (int i = 0; i < VMM_SWITCHES; i++)
		if (vmm->value[i])
			json_append(switches, json_string(vmm_switch_infos[i].name));
	for (size_t i = 0; i < ARRAY_LENGTH(assumed); i++)
		if (assumed[i].is)
			json_append(unsaid, json_string(assumed[i].name));
	json_add(object, "name", json_string(vmm->name));
	json_add(object, "machine", json_string(vmm_machine_name(vmm->machine)));
	json_add(object, "bus", json_string(vmm_bus_name(vmm->bus)));
	json_add(object, "assumed", unsaid);
	json_add(object, "switches", switches);
	json_add(object, "basis", json_string(vmm_basis_name(vmm)));
	return object;
}

struct json_object *json_holder(const struct holder *held_by)
{
	struct json_object *object;

	if (held_by->pid == 0)
		return NULL;
	object = json_new();
	json_add(object, "pid", json_number((int)held_by->pid));
	json_add(object, "command", json_string(held_by->command));
	return object;
}

static struct json_object *warnings(const struct report *report)
{
	struct json_object *list = json_array(report->warnings);

	for (size_t i = 0; i < report->warnings; i++) {
		struct json_object *object = json_new();

		json_add(object, "code", json_string(report->warning[i].code));
		json_add(object, "offset", json_number(report->warning[i].offset));
		json_add(object, "message", json_string(report->warning[i].message));
		json_append(list, object);
	}
	return list;
}

/* What every command says of a device. */
static void add_device(struct json_object *object, const struct report *report)
{
	const struct device *device = report->device;
	bool reached = device->space.size != 0;
	bool opened = report->info != NULL && report->info->opened;
	char address[ADDRESS_TEXT_SIZE];

	json_add(object, "address", json_string(address_format(&device->address, address)));
	json_add(object, "vendor", json_hex(device->vendor, 4));
	json_add(object, "device", json_hex(device->product, 4));
	json_add(object, "class", json_hex(device->class, 6));
	json_add(object, "revision", json_hex(device->revision, 2));
	json_add(object, "name", json_string(device->name));
	json_add(object, "driver", json_string(device->driver));
	json_add(object, "iommu_group", json_number(device->iommu_group));
	json_add(object, "is_vf", json_flag(device->is_vf));
	json_add(object, "source", reached || opened ? json_string(report_source_name(device->source)) : NULL);
	json_add(object, "source_reason", json_string(device->source_reason));
	json_add(object, "view", reached ? json_string(report_view_name(device->space.view)) : NULL);
	json_add(object, "held_by", json_holder(&device->held_by));
	json_add(object, "overlay", json_string(report->overlay));
	json_add(object, "file", device->file != NULL ? json_string(device->file) : NULL);
	json_add(object, "rules", json_rules_object(report->rules));
	json_add(object, "vmm", vmm_object(report->vmm));
	json_add(object, "size", reached ? json_number(device->space.size) : NULL);
	json_add(object, "error", json_fault(&report->error));
	json_add(object, "warnings", warnings(report));
}

struct json_object *json_bytes(const uint8_t *bytes, unsigned int size)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * SPACE_SIZE_EXTENDED];

	for (unsigned int i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 0xf];
	}
	return made(json_object_new_string_len(text, (int)(2 * size)));
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

/* The envelope's list is left open. */
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

/* Adds what the command says of a device to its head, which ends here. */
static void put_device(struct json_text *text, struct json_object *head,
		       const struct report_run *run, const struct report *report, int level)
{
	json_text_add(text, "{");
	json_text_members(text, head, json_level_below(level));
	json_text_fields(text, run->renderer->fields, report, json_level_below(level));
	json_text_indent(text, level);
	json_text_add(text, "}");
	json_object_put(head);
}

int json_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *head = json_new();
	struct json_text text = { .bytes = NULL };

	add_device(head, report);
	json_text_add(&text, first ? "\n" : ",\n");
	put_device(&text, head, run, report, 0);
	return json_text_print(&text);
}

int jsonl_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *head = json_new();
	struct json_text text = { .bytes = NULL };

	(void)first;
	json_add_run(head, run);
	add_device(head, report);
	put_device(&text, head, run, report, -1);
	json_text_add(&text, "\n");
	return json_text_print(&text);
}

int json_usage_error(const char *command, const char *message, bool line)
{
	const struct report_run run = { .command = command };
	struct json_object *object = json_new(), *error = json_new();

	json_add_run(object, &run);
	json_add(error, "code", json_string("usage"));
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

struct json_object *json_runs(bool (*has)(const void *context, unsigned int offset),
			      const void *context, unsigned int size)
{
	struct json_object *list = json_array(1);
	struct run_of_bytes run = { 0, 0 };

	for (unsigned int offset = 0; offset <= size; offset++) {
		if (offset < size && has(context, offset))
			continue;
		run.end = offset - 1;
		if (offset > run.start)
			json_append(list, json_record(json_run_fields, &run));
		run.start = offset + 1;
	}
	return list;
}
