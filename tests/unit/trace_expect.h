/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of accesses, and their device. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_TRACE_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_TRACE_EXPECT_H

#include "test.h"

#include <string.h>

#include "map_expect.h"
#include "model/trace/usage.h"

/* The prediction of a space; valid until the next call. */
static inline const struct prediction *predict(const struct space_builder *builder,
					       const char *release)
{
	static struct prediction prediction;
	struct rules rules = rules_of(release);

	prediction_build(&builder->space, &rules, &no_facts, &prediction);
	assert_true(prediction_opens(&prediction));
	return &prediction;
}

/* A device with PM at 40 and PCI Express at 50. */
static inline struct space_builder trace_device(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	add_standard(&builder, 0x40, 0x01);
	add_express(&builder, 0x50, 0x0002);
	return builder;
}

/* A complete access; `value` has the bytes, the lowest first. */
static inline struct trace_record access_of(bool write, unsigned int offset, unsigned int count,
					    uint64_t value)
{
	struct trace_record record = {
		.entered = 1000, .returned = 2000, .count = count, .write = write,
		.position = (7ULL << 40) | offset, .result = count, .thread = 71ULL << 32 | 72,
		.name = "0000:01:00.0",
	};

	for (unsigned int i = 0; i < count && i < 8; i++) {
		record.data[i] = (uint8_t)(value >> (8 * i));
		record.start[i] = write ? record.data[i] : 0;
	}
	return record;
}

#endif
