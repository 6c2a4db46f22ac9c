/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/trace/needs.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/macros.h"

#define SECOND UINT64_C(1000000000)

static uint32_t gather(const uint8_t *bytes, unsigned int offset, unsigned int width)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < width; i++)
		value |= (uint32_t)bytes[offset + i] << (8 * i);
	return value;
}

/* Writes the rules of a written place: the bits that took effect, and the dropped ones. */
static void need_write(const struct trace_usage *usage, const struct trace_part *place,
		       const char *name, const struct policy_sink *sink)
{
	uint32_t device = gather(usage->to_device, place->offset, place->width);
	uint32_t copy = gather(usage->to_copy, place->offset, place->width);
	uint32_t dropped = gather(usage->dropped, place->offset, place->width);
	int digits = 2 * place->width;

	if ((device | copy) != 0)
		sink_rule(sink, "need write %s %0*" PRIx32 " write_virtual=%0*" PRIx32, name, digits,
			  device | copy, digits, copy);
	if (dropped != 0)
		sink_comment(sink, "%s: the kernel dropped bits %0*" PRIx32, name, digits, dropped);
}

static bool was_read(const struct trace_usage *usage, const struct trace_part *place)
{
	for (unsigned int i = 0; i < place->width; i++)
		if ((usage->read[(place->offset + i) / 8] >> (place->offset + i) % 8 & 1) != 0)
			return true;
	return false;
}

static void need_read(const struct trace_part *place, const char *name,
		      const struct policy_sink *sink)
{
	if (!place->bits.undefined)
		sink_rule(sink, "need read %s read_virtual=%0*" PRIx32, name, 2 * place->width,
			  place->bits.read_virtual);
}

/*
 * Finds the place at an offset: a register, or the bytes outside registers that were used at
 * once. A register of a hidden capability gets its offset as name, because nobody finds it in
 * the chain.
 */
static void find_place(const struct trace_usage *usage, const struct prediction *prediction,
		       unsigned int offset, struct trace_part *place)
{
	unsigned int width = usage->at[offset].width;

	*place = (struct trace_part){ .offset = (uint16_t)offset };
	place->known = registers_around(&prediction->registers, offset);
	if (place->known != NULL && place->known->offset == offset)
		width = place->known->type->width;
	place->width = (uint8_t)(width == 0 ? 1 : width);
	if (place->known != NULL && place->known->hidden)
		place->known = NULL;
	place->bits = policy_bytes(&prediction->policy, offset, place->width);
}

static void head(const struct trace_usage *usage, const struct device *device,
		 const struct policy_sink *sink)
{
	uint64_t spent = usage->last - usage->first;

	sink_comment(sink, "rests on %" PRIu64 " accesses in %" PRIu64 ".%" PRIu64 " seconds",
		     usage->accesses, spent / SECOND, spent % SECOND / (SECOND / 10));
	sink_comment(sink, "not seen, unless it happened in this time: reset, error recovery, suspend");
	if (usage->failed != 0)
		sink_comment(sink, "%" PRIu64 " accesses failed", usage->failed);
	if (device->vendor >= 0 && device->product >= 0)
		sink_rule(sink, "device %04x:%04x", (unsigned int)device->vendor,
			  (unsigned int)device->product);
}

void trace_needs(const struct trace_usage *usage, const struct prediction *prediction,
		 const struct device *device, const struct policy_sink *sink)
{
	unsigned int offset = 0;

	head(usage, device, sink);
	while (offset < prediction->map.size) {
		char name[TRACE_PART_NAME_SIZE];
		struct trace_part place;

		find_place(usage, prediction, offset, &place);
		trace_part_name(&place, name);
		need_write(usage, &place, name, sink);
		if (was_read(usage, &place))
			need_read(&place, name, sink);
		offset += place.width;
	}
}
