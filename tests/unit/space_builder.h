/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configuration spaces for tests: starts as zeros without capabilities, and
 * each capability that is added is linked behind the one before.
 */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_SPACE_BUILDER_H
#define VFIO_CFGTOOL_TESTS_UNIT_SPACE_BUILDER_H

#include "base/space.h"

struct space_builder {
	struct config_space space;
	uint16_t pointer;	/* the byte that takes the next standard capability's offset */
	uint16_t last;		/* the last extended capability; 0: none */
};

static inline void put8(struct space_builder *builder, unsigned int offset, unsigned int value)
{
	space_set(&builder->space, (uint16_t)offset, (uint8_t)value);
}

static inline void put16(struct space_builder *builder, unsigned int offset, unsigned int value)
{
	put8(builder, offset, value & 0xff);
	put8(builder, offset + 1, value >> 8 & 0xff);
}

static inline void put32(struct space_builder *builder, unsigned int offset, uint32_t value)
{
	put16(builder, offset, value & 0xffff);
	put16(builder, offset + 2, value >> 16);
}

/* An empty device of size bytes, all of them read. */
static inline struct space_builder builder_start(uint16_t size)
{
	struct space_builder builder = { .pointer = 0x34 };

	space_clear(&builder.space, size, VIEW_HARDWARE);
	for (unsigned int offset = 0; offset < size; offset++)
		put8(&builder, offset, 0);
	return builder;
}

/* Adds a standard capability's two header bytes at an offset. */
static inline void add_standard(struct space_builder *builder, unsigned int offset,
				unsigned int id)
{
	put16(builder, 0x06, 0x10);
	put8(builder, builder->pointer, offset);
	put8(builder, offset, id);
	put8(builder, offset + 1, 0);
	builder->pointer = (uint16_t)(offset + 1);
}

/* Adds a PCI Express capability with these flags: version 3:0, type 7:4. */
static inline void add_express(struct space_builder *builder, unsigned int offset,
			       unsigned int flags)
{
	add_standard(builder, offset, 0x10);
	put16(builder, offset + 2, flags);
}

/* Adds an extended capability's header, version 1; the first one belongs at 100. */
static inline void add_extended(struct space_builder *builder, unsigned int offset,
				unsigned int id)
{
	if (builder->last != 0)
		put16(builder, builder->last + 2U, offset << 4 | 1);
	put16(builder, offset, id);
	put16(builder, offset + 2, 1);
	builder->last = (uint16_t)offset;
}

/* A device of 1000 bytes with a PCI Express capability, version 2, at 40. */
static inline struct space_builder builder_start_express(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	add_express(&builder, 0x40, 0x0002);
	return builder;
}

#endif
