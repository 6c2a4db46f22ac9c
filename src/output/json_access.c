/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What read and write say of a device. */
#include "output/json.h"

static struct json_object *bits(uint32_t value, const struct register_place *place)
{
	return json_hex(value, 2 * place->width);
}

static struct json_object *known(const struct known_value *value,
				 const struct register_place *place)
{
	return value->known ? bits(value->value, place) : NULL;
}

static void add_place(struct json_object *object, const struct register_place *place)
{
	char name[REGISTER_NAME_SIZE];

	json_add(object, "offset", json_number(place->offset));
	json_add(object, "width", json_number(place->width));
	json_add(object, "name", place->known == NULL
		 ? NULL : json_string(register_name(place->known, name)));
}

static void add_value(struct json_object *object, const struct access_record *access)
{
	add_place(object, &access->place);
	json_add(object, "view", json_string(report_view_name(access->view)));
	json_add(object, "value", known(&access->value, &access->place));
	json_add(object, "predicted", json_flag(access->predicted));
}

void json_add_read(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	struct json_object *list = NULL;

	(void)run;
	if (report->accesses != NULL)
		list = json_array(report->access_count);
	for (size_t i = 0; i < report->access_count; i++) {
		struct json_object *value = json_new();

		add_value(value, &report->accesses[i]);
		json_append(list, value);
	}
	json_add(object, "values", list);
}

static struct json_object *effects(const struct access_record *access)
{
	struct json_object *list = json_array(1);

	for (int effect = 0; effect < EFFECTS; effect++)
		if (access->effect[effect] != 0)
			json_append(list, json_string(effect_name((enum effect)effect)));
	return list;
}

static struct json_object *dangers(const struct access_record *access)
{
	struct json_object *list = json_array(1);

	for (int danger = 0; danger < WRITE_DANGERS; danger++)
		if (access->danger[danger] != 0)
			json_append(list, json_string(
				write_danger_name((enum write_danger)danger)));
	return list;
}

static void add_write(struct json_object *object, const struct access_record *access)
{
	const struct register_place *place = &access->place;

	add_place(object, place);
	json_add(object, "written", known(&access->written, place));
	json_add(object, "mask", bits(access->request.mask, place));
	json_add(object, "user_before", known(&access->user_before, place));
	json_add(object, "user_after", known(&access->user_after, place));
	json_add(object, "hardware_before", known(&access->hardware_before, place));
	json_add(object, "hardware_after", known(&access->hardware_after, place));
	json_add(object, "hardware_closed", known(&access->hardware_closed, place));
	json_add(object, "closed", json_string(access_fate_name(access->fate)));
	json_add(object, "predicted", json_flag(access->predicted));
	json_add(object, "undefined", json_flag(access->undefined));
	json_add(object, "dropped", bits(access->dropped, place));
	json_add(object, "not_kept", bits(access->not_kept, place));
	json_add(object, "contradicted", bits(access->contradicted, place));
	json_add(object, "effects", effects(access));
	json_add(object, "force", dangers(access));
}

static struct json_object *operation(const struct access_record *access)
{
	struct json_object *object = json_new();

	switch (access->kind) {
	case ACCESS_WAIT:
		json_add(object, "operation", json_string("wait"));
		json_add(object, "milliseconds", json_number((int)access->milliseconds));
		break;
	case ACCESS_WRITE:
		json_add(object, "operation", json_string("write"));
		add_write(object, access);
		break;
	case ACCESS_READ:
	case ACCESS_RANGE:
		json_add(object, "operation", json_string("read"));
		add_value(object, access);
		break;
	}
	return object;
}

void json_add_write(struct json_object *object, const struct report_run *run,
		    const struct report *report)
{
	struct json_object *list = NULL;

	(void)run;
	if (report->accesses != NULL)
		list = json_array(report->access_count);
	for (size_t i = 0; i < report->access_count; i++)
		json_append(list, operation(&report->accesses[i]));
	json_add(object, "dry_run", report->accesses == NULL
		 ? NULL : json_flag(report->dry_run));
	json_add(object, "operations", list);
}
