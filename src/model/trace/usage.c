/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/trace/usage.h"

static bool has_bit(const uint8_t *bits, unsigned int number)
{
	return (bits[number / 8] >> number % 8 & 1) != 0;
}

static void set_bit(uint8_t *bits, unsigned int number)
{
	bits[number / 8] |= (uint8_t)(1U << number % 8);
}

bool trace_usage_seen(const struct trace_usage *usage, unsigned int offset, unsigned int width,
		      uint32_t *value)
{
	*value = 0;
	for (unsigned int i = 0; i < width; i++) {
		if (!has_bit(usage->seen_known, offset + i))
			return false;
		*value |= (uint32_t)usage->seen[offset + i] << (8 * i);
	}
	return true;
}

static void keep_distinct(uint32_t *list, unsigned int *count, unsigned int most, uint32_t value)
{
	for (unsigned int i = 0; i < *count && i < most; i++)
		if (list[i] == value)
			return;
	if (*count < most)
		list[*count] = value;
	if (*count <= most)
		++*count;
}

static void count_part(struct trace_count *count, const struct trace_part *part,
		       const struct trace_record *record)
{
	if (count->width == 0)
		count->first = record->entered;
	count->last = record->entered;
	if (part->width > count->width)
		count->width = part->width;
	if (record->write == 0) {
		count->reads++;
		return;
	}
	count->writes++;
	keep_distinct(count->writer, &count->writers, TRACE_WRITERS,
		      (uint32_t)(record->thread >> 32));
	if (!part->value_known)
		return;
	count->dropped |= trace_dropped(part);
	keep_distinct(count->value, &count->values, TRACE_VALUES, part->value);
}

/* Marks the bits that a write set, and those that it cleared as far as that was seen. */
static void mark_written(struct trace_usage *usage, const struct trace_part *part)
{
	for (unsigned int i = 0; i < part->width; i++) {
		unsigned int at = part->offset + i;
		uint8_t used = (uint8_t)(part->value >> (8 * i));
		uint8_t write = (uint8_t)(part->bits.write >> (8 * i));
		uint8_t virtual = (uint8_t)(part->bits.write_virtual >> (8 * i));

		if (has_bit(usage->seen_known, at))
			used |= usage->seen[at];
		if (part->copy_known)
			used |= (uint8_t)(part->copy_before >> (8 * i)) & virtual;
		usage->to_device[at] |= used & write & (uint8_t)~virtual;
		usage->to_copy[at] |= used & virtual;
		usage->dropped[at] |= (uint8_t)(trace_dropped(part) >> (8 * i));
	}
}

/* Notes the value of a read, and of a write only what takes effect. */
static void note_seen(struct trace_usage *usage, const struct trace_part *part, bool write)
{
	for (unsigned int i = 0; i < part->width; i++) {
		unsigned int at = part->offset + i;
		uint8_t mask = (uint8_t)(part->bits.write >> (8 * i));
		uint8_t value = (uint8_t)(part->value >> (8 * i));

		if (write && mask != 0xff && !has_bit(usage->seen_known, at))
			continue;
		if (write)
			value = (value & mask) | (usage->seen[at] & (uint8_t)~mask);
		usage->seen[at] = value;
		set_bit(usage->seen_known, at);
	}
}

/*
 * Notes the bytes of a read in bulk. No register of it counts as used, so none is looked for:
 * a copy of all of the space has more than a thousand.
 */
static void note_bulk_read(struct trace_usage *usage, unsigned int size,
			   const struct trace_record *record)
{
	uint64_t offset = record->position & TRACE_OFFSET_MASK;

	if (!trace_is_done(record) || (record->flags & TRACE_NO_DATA) != 0)
		return;
	for (uint64_t i = 0; i < (uint64_t)record->result && offset + i < size; i++) {
		usage->seen[offset + i] = record->data[i];
		set_bit(usage->seen_known, (unsigned int)(offset + i));
	}
}

static void add_part(struct trace_usage *usage, const struct trace_part *part,
		     const struct trace_record *record)
{
	bool bulk = record->count > TRACE_BULK;

	if (!bulk)
		count_part(&usage->at[part->offset], part, record);
	if (record->write == 0)
		for (unsigned int i = 0; i < part->width; i++)
			set_bit(usage->read, part->offset + i);
	if (!part->value_known)
		return;
	if (record->write != 0)
		mark_written(usage, part);
	note_seen(usage, part, record->write != 0);
}

void trace_usage_add(struct trace_usage *usage, const struct prediction *prediction,
		     const struct trace_record *record)
{
	struct trace_walk walk;
	struct trace_part part;

	if (usage->accesses++ == 0)
		usage->first = record->entered;
	usage->last = record->entered;
	if ((record->flags & TRACE_NO_RETURN) == 0 && record->result < 0) {
		usage->failed++;
		return;
	}
	usage->bulk += record->count > TRACE_BULK;
	if (record->write == 0 && record->count > TRACE_BULK) {
		note_bulk_read(usage, prediction->map.size, record);
		return;
	}
	trace_walk_begin(&walk, prediction, record);
	while (trace_walk_next(&walk, &part))
		add_part(usage, &part, record);
}

static bool was_written(const struct trace_usage *usage, unsigned int offset)
{
	return (usage->to_device[offset] | usage->to_copy[offset]) != 0;
}

void trace_usage_total(const struct trace_usage *usage, const struct prediction *prediction,
		       struct trace_total *total)
{
	const struct policy *policy = &prediction->policy;
	const struct registers *registers = &prediction->registers;

	*total = (struct trace_total){ 0 };
	for (unsigned int offset = 0; offset < prediction->map.size; offset++)
		if (prediction->map.owner_of[offset] == OWNER_RAW && policy->write[offset] != 0) {
			total->raw_permitted++;
			total->raw_used += was_written(usage, offset);
		}
	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *entry = &registers->list[i];
		bool permitted = false, used = false;

		for (unsigned int j = 0; j < entry->type->width; j++) {
			permitted = permitted || policy->write[entry->offset + j] != 0;
			used = used || was_written(usage, entry->offset + j);
		}
		total->registers_permitted += permitted;
		total->registers_used += used;
	}
}
