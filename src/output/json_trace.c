/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace as JSON: an object an access (jsonl), or an object a register (rows). */
#include <errno.h>
#include <string.h>

#include "output/json.h"
#include "output/trace.h"

/* More parts are left out: a copy of so many registers is told by its bytes. */
#define PARTS_SHOWN 64

static struct json_object *time_of(const struct trace_event *event, uint64_t time)
{
	return time == 0 ? NULL : json_signed((int64_t)time + event->clock);
}

/* "EFAULT" */
static struct json_object *error_of(const struct trace_record *record)
{
	if ((record->flags & TRACE_NO_RETURN) != 0 || record->result >= 0)
		return NULL;
	return json_string(strerrorname_np((int)-record->result));
}

static void add_who(struct json_object *object, const struct trace_event *event)
{
	const struct trace_record *record = event->record;
	char address[ADDRESS_TEXT_SIZE];

	json_add(object, "time", time_of(event, record->entered));
	json_add(object, "returned", time_of(event, record->returned));
	json_add(object, "pid", json_signed((int64_t)(record->thread >> 32)));
	json_add(object, "tid", json_signed((int64_t)(record->thread & UINT32_MAX)));
	json_add(object, "process", json_string(event->process));
	json_add(object, "thread", json_string(record->comm));
	json_add(object, "guest", json_string(event->guest));
	json_add(object, "cgroup", json_string(event->cgroup));
	json_add(object, "address", event->device == NULL ? NULL
		 : json_string(address_format(&event->device->address, address)));
	json_add(object, "access", json_string(record->write != 0 ? "write" : "read"));
}

static struct json_object *value(bool known, uint32_t bits, unsigned int width)
{
	return known ? json_hex((int64_t)bits, (int)(2 * width)) : NULL;
}

static struct json_object *effects(const struct trace_part *part)
{
	struct json_object *list = json_array(1);

	for (unsigned int i = 0; i < EFFECTS; i++)
		if (part->effect[i] != 0)
			json_append(list, json_string(effect_name((enum effect)i)));
	return list;
}

static void add_part(struct json_object *object, const struct trace_event *event,
		     const struct trace_part *part)
{
	bool write = event->record->write != 0, defined = !part->bits.undefined;
	bool shown = part->value_known && event->values;
	char name[TRACE_PART_NAME_SIZE];
	uint32_t seen = 0;
	bool was_seen = event->usage != NULL && event->values &&
			trace_usage_seen(event->usage, part->offset, part->width, &seen);

	json_add(object, "offset", json_number(part->offset));
	json_add(object, "width", json_number(part->width));
	json_add(object, "name", json_string(trace_part_name(part, name)));
	json_add(object, "hidden", json_flag(part->known != NULL &&
							   part->known->hidden));
	json_add(object, "value", value(shown, part->value, part->width));
	json_add(object, "read_virtual", value(defined, part->bits.read_virtual, part->width));
	json_add(object, "to_device", value(write && shown && defined, trace_to_device(part),
					    part->width));
	json_add(object, "to_copy", value(write && shown && defined, trace_to_copy(part),
					  part->width));
	json_add(object, "dropped", value(write && shown && defined, trace_dropped(part),
					  part->width));
	json_add(object, "copy_before", value(part->copy_known && event->values,
					      part->copy_before, part->width));
	json_add(object, "copy_after", value(part->copy_known && event->values,
					     part->copy_after, part->width));
	json_add(object, "seen", value(was_seen, seen, part->width));
	json_add(object, "effects", effects(part));
}

static struct json_object *parts(const struct trace_event *event)
{
	struct json_object *list = json_array(4);
	struct trace_walk walk;
	struct trace_part part;
	size_t count = 0;

	trace_walk_begin(&walk, event->prediction, event->record);
	while (trace_walk_next(&walk, &part)) {
		struct json_object *object;

		if (count++ == PARTS_SHOWN) {
			json_free(list);
			return NULL;
		}
		object = json_new();
		add_part(object, event, &part);
		json_append(list, object);
	}
	return list;
}

/* The bytes that the record has: all of a read, of a write at least the first ones. */
static struct json_object *data(const struct trace_event *event)
{
	const struct trace_record *record = event->record;

	if (!event->values || !trace_is_done(record) || (record->flags & TRACE_NO_DATA) != 0)
		return NULL;
	return json_bytes(record->data, (unsigned int)record->result < sizeof(record->data)
			  ? (unsigned int)record->result : sizeof(record->data));
}

int trace_print_json(const struct report_run *run, const struct trace_event *event)
{
	const struct trace_record *record = event->record;
	bool returned = (record->flags & TRACE_NO_RETURN) == 0;
	struct json_object *object = json_new();

	json_add_run(object, run);
	add_who(object, event);
	json_add(object, "offset", json_signed((int64_t)(record->position &
								   TRACE_OFFSET_MASK)));
	json_add(object, "count", json_signed((int64_t)record->count));
	json_add(object, "result", returned && record->result >= 0
		 ? json_signed(record->result) : NULL);
	json_add(object, "error", error_of(record));
	json_add(object, "return_seen", json_flag(returned));
	json_add(object, "data", data(event));
	json_add(object, "driver_changes", json_string(event->driver_changes));
	json_add(object, "denied_by", event->denied_by != NULL
		 ? json_number((int)event->denied_by->line) : NULL);
	json_add(object, "parts", event->prediction != NULL ? parts(event) : NULL);
	return json_print(object, true);
}

int trace_print_rows(const struct trace_event *event)
{
	struct trace_walk walk;
	struct trace_part part;
	int error = 0;

	if (event->prediction == NULL)
		return 0;
	trace_walk_begin(&walk, event->prediction, event->record);
	while (error == 0 && trace_walk_next(&walk, &part)) {
		struct json_object *object = json_new();

		add_who(object, event);
		add_part(object, event, &part);
		error = json_print(object, true);
	}
	return error;
}

int trace_print_end(const struct report_run *run, const struct trace_end *end)
{
	struct json_object *object = json_new();
	struct json_object *counts = json_new();

	json_add(counts, "entries", json_signed((int64_t)end->counts.entries));
	json_add(counts, "events", json_signed((int64_t)end->counts.sent));
	json_add(counts, "lost", json_signed((int64_t)end->counts.lost));
	json_add(counts, "without_return",
		 json_signed((int64_t)(end->counts.unreturned + end->counts.unnoted)));
	json_add(counts, "in_flight", json_signed((int64_t)end->pending));
	json_add(counts, "reattached", json_signed((int64_t)end->reattached));
	json_add_run(object, run);
	json_add(object, "counts", counts);
	return json_print(object, true);
}
