/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/trace/access.h"

#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "model/verdict/write_plan.h"

/* Bytes of the virtual copy, and of a write's value at entry, in a record. */
#define WINDOW 8

static unsigned int start_of(const struct trace_record *record)
{
	uint64_t offset = record->position & TRACE_OFFSET_MASK;

	return offset < SPACE_SIZE_EXTENDED ? (unsigned int)offset : SPACE_SIZE_EXTENDED;
}

bool trace_is_done(const struct trace_record *record)
{
	return (record->flags & TRACE_NO_RETURN) == 0 && record->result > 0;
}

void trace_walk_begin(struct trace_walk *walk, const struct prediction *prediction,
		      const struct trace_record *record)
{
	uint64_t bytes = trace_is_done(record) ? (uint64_t)record->result : record->count;
	unsigned int size = prediction->map.size;

	memset(walk, 0, sizeof(*walk));
	walk->prediction = prediction;
	walk->record = record;
	walk->offset = start_of(record);
	walk->end = bytes < size ? walk->offset + (unsigned int)bytes : size;
	if (walk->end > size)
		walk->end = size;
	walk->chunk_end = walk->offset;
}

/* Finds byte `index` of the access. False if it was not seen. */
static bool find_byte(const struct trace_record *record, unsigned int index, uint8_t *byte)
{
	bool start = record->write != 0 && index < WINDOW && (record->flags & TRACE_NO_START) == 0;

	if ((record->flags & TRACE_NO_RETURN) == 0 && record->result < 0)
		return false;
	if (start && index < record->count) {
		*byte = record->start[index];
		return true;
	}
	if (!trace_is_done(record) || (record->flags & TRACE_NO_DATA) != 0 ||
	    (uint64_t)index >= (uint64_t)record->result || index >= sizeof(record->data))
		return false;
	*byte = record->data[index];
	return true;
}

static bool find_value(const struct trace_record *record, unsigned int offset,
		       unsigned int width, uint32_t *value)
{
	*value = 0;
	for (unsigned int i = 0; i < width; i++) {
		uint8_t byte;

		if (!find_byte(record, offset + i - start_of(record), &byte))
			return false;
		*value |= (uint32_t)byte << (8 * i);
	}
	return true;
}

/* Takes the record's virtual copy around the first byte. */
static void find_copy(const struct trace_record *record, struct trace_part *part)
{
	unsigned int start = start_of(record), window = start & ~(WINDOW - 1U);

	if ((record->flags & TRACE_NO_RETURN) != 0 || part->offset < window ||
	    part->offset + part->width > window + WINDOW)
		return;
	part->copy_known = true;
	for (unsigned int i = 0; i < part->width; i++) {
		part->copy_before |= (uint32_t)record->before[part->offset - window + i] << (8 * i);
		part->copy_after |= (uint32_t)record->after[part->offset - window + i] << (8 * i);
	}
}

/* Takes the chunk at walk->offset, which vfio_pci_config_rw() accesses at once. */
static void take_chunk(struct trace_walk *walk)
{
	const struct prediction *prediction = walk->prediction;
	unsigned int width = policy_chunk(&prediction->map, walk->offset,
					  walk->end - walk->offset);
	struct write_request request = {
		.offset = (uint16_t)walk->offset, .width = (uint8_t)width,
		.mask = bits_all(width),
	};
	struct write_judgement judgement;

	walk->chunk = walk->offset;
	walk->chunk_end = walk->offset + width;
	walk->bits = policy_access(&prediction->policy, walk->offset, width);
	memset(walk->effect, 0, sizeof(walk->effect));
	if (walk->record->write == 0)
		return;
	find_value(walk->record, walk->offset, width, &request.value);
	write_judge(prediction, &request, false, 0, &judgement);
	memcpy(walk->effect, judgement.effect, sizeof(walk->effect));
}

/* The end of a part: that of its register, or the start of the next. */
static unsigned int part_end(const struct trace_walk *walk, const struct device_register *known)
{
	const struct registers *registers = &walk->prediction->registers;
	unsigned int end = walk->offset + 1;

	if (known != NULL) {
		end = known->offset + known->type->width;
		return end < walk->chunk_end ? end : walk->chunk_end;
	}
	while (end < walk->chunk_end && registers_around(registers, end) == NULL)
		end++;
	return end;
}

static unsigned int aligned_width(unsigned int offset, unsigned int bytes)
{
	if (bytes >= 4 && offset % 4 == 0)
		return 4;
	return bytes >= 2 && offset % 2 == 0 ? 2 : 1;
}

bool trace_walk_next(struct trace_walk *walk, struct trace_part *part)
{
	unsigned int shift;
	uint32_t all;

	if (walk->offset >= walk->end)
		return false;
	if (walk->offset >= walk->chunk_end)
		take_chunk(walk);
	memset(part, 0, sizeof(*part));
	part->offset = (uint16_t)walk->offset;
	part->known = registers_around(&walk->prediction->registers, walk->offset);
	part->width = (uint8_t)aligned_width(walk->offset,
					     part_end(walk, part->known) - walk->offset);
	shift = 8 * (walk->offset - walk->chunk);
	all = bits_all(part->width);
	part->bits.undefined = walk->bits.undefined;
	part->bits.read_virtual = walk->bits.read_virtual >> shift & all;
	part->bits.write = walk->bits.write >> shift & all;
	part->bits.write_virtual = walk->bits.write_virtual >> shift & all;
	for (unsigned int i = 0; i < EFFECTS; i++)
		part->effect[i] = walk->effect[i] >> shift & all;
	part->value_known = find_value(walk->record, part->offset, part->width, &part->value);
	find_copy(walk->record, part);
	walk->offset += part->width;
	return true;
}

uint32_t trace_to_device(const struct trace_part *part)
{
	return part->value & part->bits.write & ~part->bits.write_virtual;
}

uint32_t trace_to_copy(const struct trace_part *part)
{
	return part->value & part->bits.write_virtual;
}

uint32_t trace_dropped(const struct trace_part *part)
{
	return part->bits.undefined ? 0 : part->value & ~part->bits.write;
}

const char *trace_part_name(const struct trace_part *part, char text[TRACE_PART_NAME_SIZE])
{
	char name[REGISTER_NAME_SIZE], added[8] = "";
	size_t length;

	if (part->known == NULL) {
		snprintf(text, TRACE_PART_NAME_SIZE, "%02x.%c", part->offset,
			 register_width_letter(part->width));
		return text;
	}
	register_name(part->known, name);
	length = strcspn(name, "@");
	if (part->offset != part->known->offset)
		snprintf(added, sizeof(added), "+%x", part->offset - part->known->offset);
	snprintf(text, TRACE_PART_NAME_SIZE, "%.*s%s.%c%s", (int)length, name, added,
		 register_width_letter(part->width), name + length);
	return text;
}
