/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What restore says of a device. */
#include "output/json.h"

static struct json_object *known(const struct known_value *value, unsigned int width)
{
	return value->known ? json_hex(value->value, 2 * (int)width) : NULL;
}

static struct json_object *name_of(const struct device_register *device_register)
{
	char name[REGISTER_NAME_SIZE];

	return device_register != NULL ? json_string(register_name(device_register, name)) : NULL;
}

static struct json_object *journal(const struct restore_result *restore)
{
	struct json_object *object;
	char time[REPORT_TIME_SIZE];

	if (!restore->read)
		return NULL;
	object = json_new();
	json_add(object, "command", json_string(restore->command));
	json_add(object, "pid", json_number((int)restore->pid));
	json_add(object, "started", json_string(report_time(restore->started, time)));
	json_add(object, "writes", json_number((int)restore->writes));
	json_add(object, "pending", json_number((int)restore->pending));
	return object;
}

static struct json_object *mismatches(const struct restore_result *restore)
{
	struct json_object *list = json_array(restore->mismatches);

	for (size_t i = 0; i < restore->mismatches; i++) {
		struct json_object *object = json_new();

		json_add(object, "fact", json_string(restore->mismatch[i].fact));
		json_add(object, "journal", json_string(restore->mismatch[i].journal));
		json_add(object, "now", json_string(restore->mismatch[i].now));
		json_append(list, object);
	}
	return list;
}

static struct json_object *registers(const struct restore_result *restore)
{
	struct json_object *list = json_array(restore->restored_count);

	for (size_t i = 0; i < restore->restored_count; i++) {
		const struct restored_register *restored = &restore->restored[i];
		const unsigned int width = restored->place.width;
		struct json_object *object = json_new();

		json_add(object, "offset", json_number(restored->place.offset));
		json_add(object, "width", json_number((int)width));
		json_add(object, "name", name_of(restored->place.known));
		json_add(object, "before", json_hex(restored->before, 2 * (int)width));
		json_add(object, "written", json_flag(restored->written));
		json_add(object, "user", known(&restored->user, width));
		json_add(object, "hardware", known(&restored->hardware, width));
		json_append(list, object);
	}
	return list;
}

static struct json_object *differences(const struct restore_result *restore)
{
	struct json_object *list = json_array(restore->difference_count);

	for (size_t i = 0; i < restore->difference_count; i++) {
		const struct byte_difference *difference = &restore->differences[i];
		struct json_object *object = json_new();

		json_add(object, "view", json_string(report_view_name(difference->view)));
		json_add(object, "offset", json_number(difference->offset));
		json_add(object, "name", name_of(difference->in));
		json_add(object, "was", json_hex(difference->was, 2));
		json_add(object, "is", difference->unread ? NULL : json_hex(difference->is, 2));
		json_append(list, object);
	}
	return list;
}

void json_add_restore(struct json_object *object, const struct report_run *run,
		      const struct report *report)
{
	const struct restore_result *restore = report->restore;

	(void)run;
	json_add(object, "state", json_string(restore_state_name(restore->state)));
	json_add(object, "journal", journal(restore));
	json_add(object, "mismatches", mismatches(restore));
	json_add(object, "registers", registers(restore));
	json_add(object, "differences", differences(restore));
}
