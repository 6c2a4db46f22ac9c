/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A trace for programs: an object an access (jsonl), or an object a register (rows); and the
 * use of a device, by register. trace_line.c has the lines for people.
 */
#include "output/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/error_text.h"
#include "format/json.h"
#include "format/print.h"
#include "format/table.h"

/* A part above this number is left out: a copy of so many registers has its bytes instead. */
#define PARTS_SHOWN 64

static void set_time(struct value *value, const struct trace_event *event, uint64_t time)
{
	if (time != 0)
		value_number(value, (int64_t)time + event->clock);
}

static bool has_returned(const struct trace_event *event)
{
	return (event->record->flags & TRACE_NO_RETURN) == 0;
}

GETTER(time, struct trace_event, set_time(value, it, it->record->entered))
GETTER(returned, struct trace_event, set_time(value, it, it->record->returned))
GETTER(pid, struct trace_event, value_size(value, it->record->thread >> 32))
GETTER(tid, struct trace_event, value_size(value, it->record->thread & UINT32_MAX))
GETTER(thread, struct trace_event, value_text(value, it->record->comm))
GETTER(address, struct trace_event,
       if (it->device != NULL)
	       value_address(value, &it->device->address))
GETTER(access, struct trace_event, value_text(value, it->record->write != 0 ? "write" : "read"))

/* The keys before an access and before each of its registers: time, process, device. */
static const struct field who_fields[] = {
	{ "time", .get = get_time },
	{ "returned", .get = get_returned },
	{ "pid", .get = get_pid },
	{ "tid", .get = get_tid },
	{ "process", MEMBER(struct trace_event, process) },
	{ "thread", .get = get_thread },
	{ "guest", MEMBER(struct trace_event, guest) },
	{ "cgroup", MEMBER(struct trace_event, cgroup) },
	{ "address", .get = get_address },
	{ "access", .get = get_access },
	{ NULL },
};

/* A register of an access. */
struct part {
	const struct trace_event *event;
	struct trace_part part;
};

static void set_bits(struct value *value, const struct part *of, bool known, uint32_t bits)
{
	if (known)
		value_hex(value, bits, 2U * of->part.width);
}

/* Whether the record has the way of a write's bits. */
static bool is_divided(const struct part *of)
{
	return of->event->record->write != 0 && of->event->values && of->part.value_known &&
	       !of->part.bits.undefined;
}

static void set_seen(struct value *value, const struct part *of)
{
	const struct trace_event *event = of->event;
	uint32_t seen;

	if (event->usage != NULL && event->values &&
	    trace_usage_seen(event->usage, of->part.offset, of->part.width, &seen))
		set_bits(value, of, true, seen);
}

static struct json_object *effects(const struct trace_part *part)
{
	struct json_object *list = json_array(1);

	for (unsigned int i = 0; i < EFFECTS; i++)
		if (part->effect[i] != 0)
			json_append(list, json_string(effect_name((enum effect)i)));
	return list;
}

static void set_name(struct value *value, const struct trace_part *part)
{
	char name[TRACE_PART_NAME_SIZE];

	value_text(value, trace_part_name(part, name));
}

GETTER(name, struct part, set_name(value, &it->part))
GETTER(hidden, struct part, value_flag(value, it->part.known != NULL && it->part.known->hidden))
GETTER(value, struct part,
       set_bits(value, it, it->part.value_known && it->event->values, it->part.value))
GETTER(read_virtual, struct part,
       set_bits(value, it, !it->part.bits.undefined, it->part.bits.read_virtual))
GETTER(to_device, struct part, set_bits(value, it, is_divided(it), trace_to_device(&it->part)))
GETTER(to_copy, struct part, set_bits(value, it, is_divided(it), trace_to_copy(&it->part)))
GETTER(dropped, struct part, set_bits(value, it, is_divided(it), trace_dropped(&it->part)))
GETTER(copy_before, struct part,
       set_bits(value, it, it->part.copy_known && it->event->values, it->part.copy_before))
GETTER(copy_after, struct part,
       set_bits(value, it, it->part.copy_known && it->event->values, it->part.copy_after))
GETTER(seen, struct part, set_seen(value, it))
GETTER(effects, struct part, value_json(value, effects(&it->part)))

static const struct field part_fields[] = {
	{ "offset", MEMBER(struct part, part.offset) },
	{ "width", MEMBER(struct part, part.width) },
	{ "name", .get = get_name },
	{ "hidden", .get = get_hidden },
	{ "value", .get = get_value },
	{ "read_virtual", .get = get_read_virtual },
	{ "to_device", .get = get_to_device },
	{ "to_copy", .get = get_to_copy },
	{ "dropped", .get = get_dropped },
	{ "copy_before", .get = get_copy_before },
	{ "copy_after", .get = get_copy_after },
	{ "seen", .get = get_seen },
	{ "effects", .get = get_effects },
	{ NULL },
};

/* NULL: not judged, or too many */
static struct json_object *parts(const struct trace_event *event)
{
	struct part part = { .event = event };
	struct json_object *list;
	struct trace_walk walk;
	size_t count = 0;

	if (event->prediction == NULL)
		return NULL;
	list = json_array(4);
	trace_walk_begin(&walk, event->prediction, event->record);
	while (trace_walk_next(&walk, &part.part)) {
		if (count++ == PARTS_SHOWN) {
			json_free(list);
			return NULL;
		}
		json_append(list, json_record(part_fields, &part));
	}
	return list;
}

/* The bytes in the record: all of a read; of a write at least the first ones. */
static void set_data(struct value *value, const struct trace_event *event)
{
	const struct trace_record *record = event->record;

	if (!event->values || !trace_is_done(record) || (record->flags & TRACE_NO_DATA) != 0)
		return;
	value_bytes(value, record->data, (unsigned int)record->result < sizeof(record->data)
		    ? (unsigned int)record->result : sizeof(record->data));
}

GETTER(offset, struct trace_event, value_size(value, it->record->position & TRACE_OFFSET_MASK))
GETTER(count, struct trace_event, value_size(value, it->record->count))
GETTER(result, struct trace_event,
       value_number(value, has_returned(it) ? (int64_t)it->record->result : -1))
/* "EFAULT" */
GETTER(error, struct trace_event,
       if (has_returned(it) && it->record->result < 0)
	       value_text(value, error_name((int)-it->record->result)))
GETTER(return_seen, struct trace_event, value_flag(value, has_returned(it)))
GETTER(data, struct trace_event, set_data(value, it))
GETTER(denied_by, struct trace_event,
       if (it->denied_by != NULL)
	       value_size(value, it->denied_by->line))
GETTER(parts, struct trace_event, value_json(value, parts(it)))

static const struct field access_fields[] = {
	{ "offset", .get = get_offset },
	{ "count", .get = get_count },
	{ "result", .get = get_result },
	{ "error", .get = get_error },
	{ "return_seen", .get = get_return_seen },
	{ "data", .get = get_data },
	{ "driver_changes", MEMBER(struct trace_event, driver_changes) },
	{ "denied_by", .get = get_denied_by },
	{ "parts", .get = get_parts },
	{ NULL },
};

int trace_print_json(const struct report_run *run, const struct trace_event *event)
{
	struct json_object *object = json_new();

	json_add_run(object, run);
	json_add_record(object, who_fields, event);
	json_add_record(object, access_fields, event);
	return json_print(object, true);
}

int trace_print_rows(const struct trace_event *event)
{
	struct part part = { .event = event };
	struct trace_walk walk;
	int error = 0;

	if (event->prediction == NULL)
		return 0;
	trace_walk_begin(&walk, event->prediction, event->record);
	while (error == 0 && trace_walk_next(&walk, &part.part)) {
		struct json_object *object = json_new();

		json_add_record(object, who_fields, event);
		json_add_record(object, part_fields, &part);
		error = json_print(object, true);
	}
	return error;
}

GETTER(without_return, struct trace_end,
       value_size(value, it->counts.unreturned + it->counts.unnoted))

static const struct field count_fields[] = {
	{ "entries", MEMBER(struct trace_end, counts.entries) },
	{ "events", MEMBER(struct trace_end, counts.sent) },
	{ "lost", MEMBER(struct trace_end, counts.lost) },
	{ "without_return", .get = get_without_return },
	{ "in_flight", MEMBER(struct trace_end, pending) },
	{ "reattached", MEMBER(struct trace_end, reattached) },
	{ NULL },
};

GETTER(counts, struct trace_end, value_record(value, it))

static const struct field end_fields[] = {
	{ "counts", .get = get_counts, .fields = count_fields },
	{ NULL },
};

int trace_print_end(const struct report_run *run, const struct trace_end *end)
{
	struct json_object *object = json_new();

	json_add_run(object, run);
	json_add_record(object, end_fields, end);
	return json_print(object, true);
}

#define SECOND UINT64_C(1000000000)

/* A register that was used. */
struct used {
	const struct trace_usage *usage;
	const struct trace_count *count;
	char name[TRACE_PART_NAME_SIZE];
};

/* Written values, or process IDs (digits 0); "..." if there were more than are kept. */
static void set_list(struct value *value, const uint32_t *list, unsigned int count, int digits)
{
	unsigned int kept = count < TRACE_VALUES ? count : TRACE_VALUES;
	char text[64] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < kept && used < 48; i++)
		used += (size_t)(digits == 0
			? snprintf(text + used, 64 - used, "%s%" PRIu32, i > 0 ? " " : "", list[i])
			: snprintf(text + used, 64 - used, "%s%0*" PRIx32, i > 0 ? " " : "", digits,
				   list[i]));
	value_format(value, "%s%s", text, count > kept ? " ..." : "");
}

_Static_assert(TRACE_VALUES == TRACE_WRITERS, "as many of each are kept");

/* Seconds since the first access of the device. */
static void set_seconds(struct value *value, uint64_t time, uint64_t start)
{
	uint64_t spent = time - start;

	value_format(value, "%" PRIu64 ".%03" PRIu64, spent / SECOND, spent % SECOND / 1000000);
}

GETTER(reads, struct used, value_size(value, it->count->reads))
GETTER(writes, struct used, value_size(value, it->count->writes))
GETTER(writers, struct used, set_list(value, it->count->writer, it->count->writers, 0))
GETTER(values, struct used,
       set_list(value, it->count->value, it->count->values, 2 * (it->count->width & 7)))
GETTER(lost, struct used,
       if (it->count->dropped != 0)
	       value_hex(value, it->count->dropped, 2U * (it->count->width & 7)))
GETTER(first, struct used, set_seconds(value, it->count->first, it->usage->first))
GETTER(last, struct used, set_seconds(value, it->count->last, it->usage->first))

static const struct field used_fields[] = {
	{ "register", MEMBER(struct used, name), CELL(0, "REGISTER") },
	{ "reads", .get = get_reads, CELL(1, "READS"), .flags = COLUMN_RIGHT },
	{ "writes", .get = get_writes, CELL(2, "WRITES"), .flags = COLUMN_RIGHT },
	{ "writers", .get = get_writers, CELL(3, "WRITERS") },
	{ "values", .get = get_values, CELL(4, "VALUES") },
	{ "dropped", .get = get_lost, CELL(5, "DROPPED") },
	{ "first", .get = get_first, CELL(6, "FIRST"), .flags = COLUMN_RIGHT },
	{ "last", .get = get_last, CELL(7, "LAST"), .flags = COLUMN_RIGHT },
	{ NULL },
};

static int add_rows(struct libscols_table *table, const struct prediction *prediction,
		    const struct trace_usage *usage)
{
	for (unsigned int offset = 0; offset < prediction->map.size; offset++) {
		struct used used = { .usage = usage, .count = &usage->at[offset] };
		struct trace_part part = {
			.offset = (uint16_t)offset, .width = usage->at[offset].width,
			.known = registers_around(&prediction->registers, offset),
		};

		if (part.width == 0)
			continue;
		trace_part_name(&part, used.name);
		if (table_record(table, used_fields, &used) == NULL)
			return -ENOMEM;
	}
	return 0;
}

int trace_print_summary(const struct report_run *run, const struct device *device,
			const struct prediction *prediction, const struct trace_usage *usage)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, used_fields);
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
