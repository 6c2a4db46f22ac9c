/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prediction that a probe of a device uses. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_PROBE_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_PROBE_EXPECT_H

#include "user_view_expect.h"

#include "model/verdict/probe_write.h"

/* Valid until the next call. */
static inline struct prediction *predicted(const struct space_builder *builder)
{
	return view(builder, NEWEST).prediction;
}

/* The register that starts at an offset, or so many bytes. */
static inline struct probe_place place_at(const struct prediction *prediction,
					  unsigned int offset, unsigned int width)
{
	struct probe_place place = {
		.place = { .offset = (uint16_t)offset, .width = (uint8_t)width },
	};

	place.place.known = registers_at(&prediction->registers, offset);
	return place;
}

#endif
