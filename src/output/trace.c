/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace for programs, an object an access (jsonl) or an object a register (rows); and
 * what was used of a device, by register. The lines for people are in trace_line.c.
 */
#include "output/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/error_text.h"
#include "format/json.h"
#include "format/print.h"
#include "format/table.h"

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
	return json_string(error_name((int)-record->result));
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

#define SECOND UINT64_C(1000000000)

enum {
	COLUMN_REGISTER,
	COLUMN_READS,
	COLUMN_WRITES,
	COLUMN_WRITERS,
	COLUMN_VALUES,
	COLUMN_DROPPED,
	COLUMN_FIRST,
	COLUMN_LAST,
};

static const struct column summary_columns[] = {
	[COLUMN_REGISTER] = { "REGISTER", 0 },
	[COLUMN_READS] = { "READS", COLUMN_RIGHT },
	[COLUMN_WRITES] = { "WRITES", COLUMN_RIGHT },
	[COLUMN_WRITERS] = { "WRITERS", 0 },
	[COLUMN_VALUES] = { "VALUES", 0 },
	[COLUMN_DROPPED] = { "DROPPED", 0 },
	[COLUMN_FIRST] = { "FIRST", COLUMN_RIGHT },
	[COLUMN_LAST] = { "LAST", COLUMN_RIGHT },
	{ NULL, 0 },
};

/* Written values, or process IDs (digits 0); "..." where there were more than are kept. */
static void list_text(const uint32_t *list, unsigned int count, unsigned int most, int digits,
		      char text[64])
{
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < count && i < most && used < 48; i++)
		used += (size_t)(digits == 0
			? snprintf(text + used, 64 - used, "%s%" PRIu32, i > 0 ? " " : "", list[i])
			: snprintf(text + used, 64 - used, "%s%0*" PRIx32, i > 0 ? " " : "", digits,
				   list[i]));
	if (count > most)
		snprintf(text + used, 64 - used, " ...");
}

/* Seconds since the first access of the device. */
static const char *time_text(uint64_t time, uint64_t start, char text[64])
{
	uint64_t spent = time - start;

	snprintf(text, 64, "%" PRIu64 ".%03" PRIu64, spent / SECOND, spent % SECOND / 1000000);
	return text;
}

static int add_row(struct libscols_table *table, const struct trace_usage *usage,
		   const struct trace_count *count, const char *name)
{
	struct libscols_line *line = table_line(table, NULL);
	int digits = 2 * (count->width & 7);
	char text[64];

	if (line == NULL)
		return -ENOMEM;
	table_cell(line, COLUMN_REGISTER, name);
	snprintf(text, sizeof(text), "%" PRIu64, count->reads);
	table_cell(line, COLUMN_READS, text);
	snprintf(text, sizeof(text), "%" PRIu64, count->writes);
	table_cell(line, COLUMN_WRITES, text);
	list_text(count->writer, count->writers, TRACE_WRITERS, 0, text);
	table_cell(line, COLUMN_WRITERS, text);
	list_text(count->value, count->values, TRACE_VALUES, digits, text);
	table_cell(line, COLUMN_VALUES, text);
	if (count->dropped != 0) {
		snprintf(text, sizeof(text), "%0*" PRIx32, digits, count->dropped);
		table_cell(line, COLUMN_DROPPED, text);
	}
	table_cell(line, COLUMN_FIRST, time_text(count->first, usage->first, text));
	table_cell(line, COLUMN_LAST, time_text(count->last, usage->first, text));
	return 0;
}

static int add_rows(struct libscols_table *table, const struct prediction *prediction,
		    const struct trace_usage *usage)
{
	int error = 0;

	for (unsigned int offset = 0; offset < prediction->map.size && error == 0; offset++) {
		struct trace_part part = {
			.offset = (uint16_t)offset, .width = usage->at[offset].width,
			.known = registers_around(&prediction->registers, offset),
		};
		char name[TRACE_PART_NAME_SIZE];

		if (part.width != 0)
			error = add_row(table, usage, &usage->at[offset],
					trace_part_name(&part, name));
	}
	return error;
}

int trace_print_summary(const struct report_run *run, const struct device *device,
			const struct prediction *prediction, const struct trace_usage *usage)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, summary_columns);
	char address[ADDRESS_TEXT_SIZE];
	struct trace_total total;
	int error;

	if (table == NULL)
		return -ENOMEM;
	error = add_rows(table, prediction, usage);
	if (error != 0)
		return error;
	print_part("%s: %" PRIu64 " accesses", address_format(&device->address, address),
		   usage->accesses);
	if (usage->failed != 0)
		print_part(", %" PRIu64 " of them failed", usage->failed);
	if (usage->bulk != 0)
		print_part(", %" PRIu64 " in bulk, which are not listed", usage->bulk);
	print_end();
	error = table_print(table);
	trace_usage_total(usage, prediction, &total);
	print_line("permitted %u raw bytes and %u registers; used %u raw bytes and %u registers",
		   total.raw_permitted, total.registers_permitted, total.raw_used,
		   total.registers_used);
	return error;
}
