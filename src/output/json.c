/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/json.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "base/text.h"
#include "model/capability.h"

#define FORMAT_VERSION 1
#define TOOL "vfio-cfgtool " VERSION

#define PRETTY (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)
#define PLAIN (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

/* Adding is the only thing done here to fresh objects, so keys are new and constant. */
#define ADD_FLAGS (JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT)

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	json_object_object_add_ex(object, key, value, ADD_FLAGS);
}

static struct json_object *array(size_t room)
{
	return json_object_new_array_ext(room > 0 ? (int)room : 1);
}

/* NULL and "" are null. */
static struct json_object *string(const char *text)
{
	char clean[512];

	if (text == NULL || text[0] == '\0')
		return NULL;
	return json_object_new_string(text_utf8(text, clean, sizeof(clean)));
}

/* A number of hexadecimal digits; a negative value is null. */
static struct json_object *hex(int value, int digits)
{
	char text[16];

	if (value < 0)
		return NULL;
	snprintf(text, sizeof(text), "%0*x", digits, (unsigned int)value);
	return json_object_new_string(text);
}

/* A negative value is null. */
static struct json_object *number(int value)
{
	return value < 0 ? NULL : json_object_new_int(value);
}

static struct json_object *fault(const struct fault *error)
{
	struct json_object *object;

	if (error->code == FAULT_NONE)
		return NULL;
	object = json_object_new_object();
	add(object, "code", string(fault_code_name(error->code)));
	add(object, "message", string(error->message));
	add(object, "hint", string(error->hint));
	return object;
}

static struct json_object *rules_object(const struct rules *rules)
{
	struct json_object *object, *switches;
	char text[32];

	if (rules == NULL)
		return NULL;
	object = json_object_new_object();
	switches = array(RULES_SWITCHES);
	for (int i = 0; i < RULES_SWITCHES; i++)
		if (rules->value[i] != 0)
			json_object_array_add(switches, string(rules_switch_text(
				rules, (enum rules_switch)i, text, sizeof(text))));
	add(object, "name", string(rules->name));
	add(object, "switches", switches);
	add(object, "basis", string(rules_basis_name(rules->basis)));
	return object;
}

static struct json_object *holder(const struct holder *held_by)
{
	struct json_object *object;

	if (held_by->pid == 0)
		return NULL;
	object = json_object_new_object();
	add(object, "pid", number((int)held_by->pid));
	add(object, "command", string(held_by->command));
	return object;
}

static struct json_object *warnings(const struct report *report)
{
	struct json_object *list = array(report->warnings);

	for (size_t i = 0; i < report->warnings; i++) {
		struct json_object *object = json_object_new_object();

		add(object, "code", string(report->warning[i].code));
		add(object, "offset", number(report->warning[i].offset));
		add(object, "message", string(report->warning[i].message));
		json_object_array_add(list, object);
	}
	return list;
}

/* What every command says of a device. */
static void add_device(struct json_object *object, const struct report *report)
{
	const struct device *device = report->device;
	bool reached = device->space.size != 0;
	char address[ADDRESS_TEXT_SIZE];

	add(object, "address", string(address_format(&device->address, address)));
	add(object, "vendor", hex(device->vendor, 4));
	add(object, "device", hex(device->product, 4));
	add(object, "class", hex(device->class, 6));
	add(object, "revision", hex(device->revision, 2));
	add(object, "name", string(device->name));
	add(object, "driver", string(device->driver));
	add(object, "iommu_group", number(device->iommu_group));
	add(object, "is_vf", json_object_new_boolean(device->is_vf));
	add(object, "source", reached ? string(report_source_name(device->source)) : NULL);
	add(object, "source_reason", string(device->source_reason));
	add(object, "view", reached ? string(report_view_name(device->space.view)) : NULL);
	add(object, "held_by", holder(&device->held_by));
	add(object, "overlay", string(report->overlay));
	add(object, "rules", rules_object(report->rules));
	add(object, "size", reached ? number(device->space.size) : NULL);
	add(object, "error", fault(&report->error));
	add(object, "warnings", warnings(report));
}

/* Two digits a byte, byte 0 first. */
static struct json_object *whole_space(const uint8_t *bytes, unsigned int size)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * SPACE_SIZE_EXTENDED];

	for (unsigned int i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 0xf];
	}
	return json_object_new_string_len(text, (int)(2 * size));
}

static struct json_object *range_object(const struct map_range *range)
{
	const struct map_owner *owner = range->owner;
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	bool capability = extended || owner->kind == KIND_CAPABILITY;
	struct json_object *object = json_object_new_object();
	char name[CAPABILITY_NAME_SIZE];

	add(object, "start", number(range->start));
	add(object, "end", number(range->end));
	add(object, "size", number(range->end - range->start + 1));
	add(object, "kind", string(map_kind_name(owner->kind)));
	add(object, "value", number(owner->value));
	add(object, "id", capability ? number(owner->id) : NULL);
	add(object, "name", capability ? string(capability_name(extended, owner->id, name)) : NULL);
	add(object, "instance", capability ? number(owner->start) : NULL);
	add(object, "version", extended ? number(owner->version) : NULL);
	add(object, "inferred", json_object_new_boolean(owner->inferred));
	add(object, "content", string(map_content_name(range->content)));
	return object;
}

static struct json_object *ranges(const struct report *report)
{
	struct json_object *list = array(32);
	unsigned int start = 0;

	while (start < report->map->size) {
		struct map_range range = map_range_at(report->map, &report->device->space,
						      (uint16_t)start);

		json_object_array_add(list, range_object(&range));
		start = range.end + 1U;
	}
	return list;
}

static struct json_object *hidden(const struct map *map)
{
	struct json_object *list = array(map->hiddens);
	char name[CAPABILITY_NAME_SIZE];

	for (unsigned int i = 0; i < map->hiddens; i++) {
		const struct map_hidden *entry = &map->hidden[i];
		struct json_object *object = json_object_new_object();

		add(object, "offset", number(entry->offset));
		add(object, "extended", json_object_new_boolean(entry->extended));
		add(object, "id", number(entry->id));
		add(object, "name", string(capability_name(entry->extended, entry->id, name)));
		add(object, "reason", string(map_hidden_reason_name(entry->reason)));
		json_object_array_add(list, object);
	}
	return list;
}

static struct json_object *totals(const struct map *map)
{
	struct json_object *object = json_object_new_object();
	unsigned int bytes[MAP_KINDS];

	map_totals(map, bytes);
	for (int kind = 0; kind < MAP_KINDS; kind++)
		add(object, map_kind_name((enum map_kind)kind), number((int)bytes[kind]));
	return object;
}

static struct json_object *free_runs(const struct report *report, unsigned int size)
{
	struct json_object *list = array(8);
	unsigned int start = 0, length;

	while ((length = report_free_run(report, size, &start)) != 0) {
		struct json_object *object = json_object_new_object();

		add(object, "start", number((int)start));
		add(object, "end", number((int)(start + length - 1)));
		add(object, "size", number((int)length));
		json_object_array_add(list, object);
		start += length;
	}
	return list;
}

static void add_map(struct json_object *object, const struct report_run *run,
		    const struct report *report)
{
	const struct map *map = report->map;
	bool built = map != NULL && map->state == MAP_BUILT;

	add(object, "map", built ? whole_space(map->value, map->size) : NULL);
	add(object, "ranges", built ? ranges(report) : NULL);
	add(object, "hidden", built ? hidden(map) : NULL);
	add(object, "totals", built ? totals(map) : NULL);
	add(object, "free", built && run->free_size != 0 ? free_runs(report, run->free_size) : NULL);
}

static struct json_object *bytes_between(const uint8_t *bytes, const struct difference *difference)
{
	if (bytes == NULL)
		return NULL;
	return whole_space(bytes + difference->start, difference->end - difference->start + 1U);
}

static struct json_object *differences(const struct verification *verification)
{
	struct json_object *list = array(verification->differences);

	for (unsigned int i = 0; i < verification->differences; i++) {
		const struct difference *difference = &verification->difference[i];
		const uint8_t *kernel = verify_kernel_bytes(verification, difference->part);
		const uint8_t *rules = verify_rules_bytes(verification, difference->part);
		struct json_object *object = json_object_new_object();

		add(object, "start", number(difference->start));
		add(object, "end", number(difference->end));
		add(object, "what", string(verified_part_name(difference->part)));
		add(object, "kernel", bytes_between(kernel, difference));
		add(object, "rules", bytes_between(rules, difference));
		add(object, "switch", difference->explained_by < 0 ? NULL :
		    string(rules_switch_infos[difference->explained_by].name));
		json_object_array_add(list, object);
	}
	return list;
}

/* The runs of bytes that are not known. */
static struct json_object *unknown_runs(const struct config_space *space, unsigned int size)
{
	struct json_object *list = array(4);
	unsigned int start = 0;

	for (unsigned int offset = 0; offset <= size; offset++) {
		struct json_object *object;

		if (offset < size && !space_is_known(space, offset))
			continue;
		if (offset > start) {
			object = json_object_new_object();
			add(object, "start", number((int)start));
			add(object, "end", number((int)offset - 1));
			json_object_array_add(list, object);
		}
		start = offset + 1;
	}
	return list;
}

static void add_verify(struct json_object *object, const struct report *report)
{
	const struct verification *verification = report->verification;
	bool compared = verification != NULL && verification->rules_open;

	add(object, "verdict", string(report_verdict(report)));
	add(object, "compared", verification == NULL ? NULL : number((int)verification->compared));
	add(object, "different", verification == NULL ? NULL : number((int)verification->different));
	add(object, "differences", verification == NULL ? NULL : differences(verification));
	add(object, "explained_by", verification == NULL || !verification->explained ? NULL :
	    string(verification->explanation.name));
	add(object, "map", !compared ? NULL :
	    whole_space(verification->rules_map, verification->size));
	add(object, "virtual_copy", !compared ? NULL :
	    whole_space(verification->rules_virtual_copy.byte, verification->size));
	add(object, "virtual_copy_unknown", !compared ? NULL :
	    unknown_runs(&verification->rules_virtual_copy, verification->size));
}

static void add_list(struct json_object *object, const struct report *report)
{
	add(object, "node", string(report->node));
	add(object, "mappable", report->mappable == KNOWN_NOT ? NULL :
	    json_object_new_boolean(report->mappable == KNOWN_YES));
}

static void add_run(struct json_object *object, const struct report_run *run)
{
	add(object, "format", number(FORMAT_VERSION));
	add(object, "tool", string(TOOL));
	add(object, "command", string(run->command));
	add(object, "host", string(run->host));
	add(object, "kernel", string(run->kernel));
}

static int print(struct json_object *object, int flags, const char *after)
{
	size_t length;
	const char *text = json_object_to_json_string_length(object, flags, &length);

	if (text != NULL) {
		fwrite(text, 1, length, stdout);
		fputs(after, stdout);
	}
	json_object_put(object);
	return text != NULL ? 0 : -ENOMEM;
}

/* The envelope is printed with an empty list, and the list is left open. */
int json_begin(const struct report_run *run)
{
	struct json_object *object = json_object_new_object();
	const char *text;

	add_run(object, run);
	text = json_object_to_json_string_ext(object, PRETTY);
	if (text != NULL)
		printf("%.*s,\n  \"devices\": [", (int)strlen(text) - 2, text);
	json_object_put(object);
	return text != NULL ? 0 : -ENOMEM;
}

int json_end(const struct report_run *run)
{
	(void)run;
	fputs("\n  ]\n}\n", stdout);
	return 0;
}

int json_map_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	add_device(object, report);
	add_map(object, run, report);
	fputs(first ? "\n" : ",\n", stdout);
	return print(object, PRETTY, "");
}

int json_list_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	(void)run;
	add_device(object, report);
	add_list(object, report);
	fputs(first ? "\n" : ",\n", stdout);
	return print(object, PRETTY, "");
}

int jsonl_map_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	(void)first;
	add_run(object, run);
	add_device(object, report);
	add_map(object, run, report);
	return print(object, PLAIN, "\n");
}

int jsonl_list_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	(void)first;
	add_run(object, run);
	add_device(object, report);
	add_list(object, report);
	return print(object, PLAIN, "\n");
}

int json_verify_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	(void)run;
	add_device(object, report);
	add_verify(object, report);
	fputs(first ? "\n" : ",\n", stdout);
	return print(object, PRETTY, "");
}

int jsonl_verify_device(const struct report_run *run, const struct report *report, bool first)
{
	struct json_object *object = json_object_new_object();

	(void)first;
	add_run(object, run);
	add_device(object, report);
	add_verify(object, report);
	return print(object, PLAIN, "\n");
}

static struct json_object *steps_of(enum rules_switch which)
{
	struct json_object *list = array(4);
	size_t count;
	const struct rules_step *steps = rules_steps(&count);

	for (size_t i = 0; i < count; i++) {
		struct json_object *object;
		char release[24];

		if (steps[i].which != which)
			continue;
		snprintf(release, sizeof(release), "%u.%u.%u", steps[i].release.major,
			 steps[i].release.minor, steps[i].release.patch);
		if (steps[i].release.patch == 0)
			*strrchr(release, '.') = '\0';
		object = json_object_new_object();
		add(object, "release", string(release));
		add(object, "stable", json_object_new_boolean(steps[i].release.patch != 0));
		add(object, "value", number(steps[i].value));
		add(object, "confirmed", json_object_new_boolean(steps[i].confirmed));
		json_object_array_add(list, object);
	}
	return list;
}

int json_rules(const struct report_run *run, const struct rules *running, bool line)
{
	struct json_object *object = json_object_new_object();
	struct json_object *switches = array(RULES_SWITCHES);

	for (int i = 0; i < RULES_SWITCHES; i++) {
		struct json_object *entry = json_object_new_object();

		add(entry, "name", string(rules_switch_infos[i].name));
		add(entry, "value", number(running->value[i]));
		add(entry, "steps", steps_of((enum rules_switch)i));
		add(entry, "function", string(rules_switch_infos[i].function));
		add(entry, "effect", string(rules_switch_infos[i].effect));
		json_object_array_add(switches, entry);
	}
	add_run(object, run);
	add(object, "rules", rules_object(running));
	add(object, "note", string(running->note));
	add(object, "switches", switches);
	return print(object, line ? PLAIN : PRETTY, "\n");
}

const char *json_version(void)
{
	return json_c_version();
}
