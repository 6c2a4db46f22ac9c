/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What map says of a device. */
#include "output/json.h"

#include "model/vfio/capability.h"

static struct json_object *range_object(const struct report *report, const struct map_range *range)
{
	const struct map_owner *owner = range->owner;
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	bool capability = extended || owner->kind == KIND_CAPABILITY;
	struct json_object *object = json_new();
	char name[CAPABILITY_NAME_SIZE];

	json_add(object, "start", json_number(range->start));
	json_add(object, "end", json_number(range->end));
	json_add(object, "size", json_number(range->end - range->start + 1));
	json_add(object, "kind", json_string(map_kind_name(owner->kind)));
	json_add(object, "value", json_number(owner->value));
	json_add(object, "id", capability ? json_number(owner->id) : NULL);
	json_add(object, "name", capability ? json_string(capability_name(extended, owner->id, name)) : NULL);
	json_add(object, "instance", capability ? json_number(owner->start) : NULL);
	json_add(object, "version", extended ? json_number(owner->version) : NULL);
	json_add(object, "inferred", json_flag(owner->inferred));
	json_add(object, "content", json_string(map_content_name(range->content)));
	json_add(object, "guest", report->guest == NULL ? NULL : json_string(guest_answer_name(
		guest_answers(report->guest, range->start, range->end))));
	return object;
}

static struct json_object *ranges(const struct report *report)
{
	struct json_object *list = json_array(32);
	unsigned int start = 0;

	while (start < report->map->size) {
		struct map_range range = map_range_at(report->map, &report->device->space,
						      (uint16_t)start);

		json_append(list, range_object(report, &range));
		start = range.end + 1U;
	}
	return list;
}

static struct json_object *hidden(const struct map *map)
{
	struct json_object *list = json_array(map->hiddens);
	char name[CAPABILITY_NAME_SIZE];

	for (unsigned int i = 0; i < map->hiddens; i++) {
		const struct map_hidden *entry = &map->hidden[i];
		struct json_object *object = json_new();

		json_add(object, "offset", json_number(entry->offset));
		json_add(object, "extended", json_flag(entry->extended));
		json_add(object, "id", json_number(entry->id));
		json_add(object, "name", json_string(capability_name(entry->extended, entry->id, name)));
		json_add(object, "reason", json_string(map_hidden_reason_name(entry->reason)));
		json_append(list, object);
	}
	return list;
}

static struct json_object *totals(const struct map *map)
{
	struct json_object *object = json_new();
	unsigned int bytes[MAP_KINDS];

	map_totals(map, bytes);
	for (int kind = 0; kind < MAP_KINDS; kind++)
		json_add(object, map_kind_name((enum map_kind)kind), json_number((int)bytes[kind]));
	return object;
}

static struct json_object *free_runs(const struct report *report, unsigned int size)
{
	struct json_object *list = json_array(8);
	unsigned int start = 0, length;

	while ((length = report_free_run(report, size, &start)) != 0) {
		struct json_object *object = json_new();

		json_add(object, "start", json_number((int)start));
		json_add(object, "end", json_number((int)(start + length - 1)));
		json_add(object, "size", json_number((int)length));
		json_append(list, object);
		start += length;
	}
	return list;
}

void json_add_map(struct json_object *object, const struct report_run *run,
		  const struct report *report)
{
	const struct map *map = report->map;
	bool built = map != NULL && map->state == MAP_BUILT;

	json_add(object, "map", built ? json_bytes(map->value, map->size) : NULL);
	json_add(object, "ranges", built ? ranges(report) : NULL);
	json_add(object, "hidden", built ? hidden(map) : NULL);
	json_add(object, "totals", built ? totals(map) : NULL);
	json_add(object, "chains", json_chains(report));
	json_add(object, "free", built && run->free_size != 0 ? free_runs(report, run->free_size) : NULL);
}
