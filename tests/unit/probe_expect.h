/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a device is probed by, from its bytes. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_PROBE_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_PROBE_EXPECT_H

#include "user_view_expect.h"

#include "model/verdict/probe_write.h"

/* Good until the next one is viewed. */
static inline struct probe_source source_with(const struct space_builder *builder,
					      const struct device_facts *facts)
{
	static struct registers registers;
	struct viewed viewed = view_with(builder, NEWEST, facts);

	registers_find(viewed.judged.map, &builder->space, &registers);
	return (struct probe_source) {
		viewed.judged.map, viewed.judged.policy, &registers, viewed.view, facts,
	};
}

static inline struct probe_source source_of(const struct space_builder *builder)
{
	return source_with(builder, &no_facts);
}

/* The register that starts at an offset, or so many bytes. */
static inline struct probe_place place_at(const struct probe_source *source,
					  unsigned int offset, unsigned int width)
{
	struct probe_place place = {
		.place = { .offset = (uint16_t)offset, .width = (uint8_t)width },
	};

	place.place.known = registers_at(source->registers, offset);
	return place;
}

#endif
