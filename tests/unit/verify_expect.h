// SPDX-License-Identifier: GPL-2.0-or-later
/* The memory of a kernel, and its comparison with the rules. */
#ifndef VERIFY_EXPECT_H
#define VERIFY_EXPECT_H

#include <string.h>

#include "map_expect.h"
#include "model/vfio/capability.h"
#include "model/verdict/verify.h"
#include "model/vfio/virtual_copy.h"

#define DVSEC 0x23

/* The value of memory that the kernel never wrote. */
#define JUNK 0xa5

static struct map map;
static struct verification result;

/* The memory of a kernel of that release after it opened the device. */
static inline struct kernel_copy kernel_with(const struct space_builder *builder, const char *release,
				      const struct device_facts *facts)
{
	struct rules rules = rules_of(release);
	struct kernel_copy kernel = { .size = builder->space.size, .pristine = true };
	struct config_space copy;

	map_build(&builder->space, &rules, facts, &map);
	assert_int_equal(map.state, MAP_BUILT);
	virtual_copy_build(&builder->space, &rules, facts, &map, &copy);
	memcpy(kernel.map, map.value, sizeof(kernel.map));
	for (unsigned int i = 0; i < kernel.size; i++)
		kernel.virtual_copy[i] = space_is_known(&copy, i) ? copy.byte[i] : JUNK;
	return kernel;
}

static inline struct kernel_copy kernel_of(const struct space_builder *builder, const char *release)
{
	return kernel_with(builder, release, &no_facts);
}

static inline void judge_with(const struct space_builder *builder, const char *release,
			      const struct device_facts *facts, const struct kernel_copy *kernel)
{
	static struct prediction prediction;
	const struct rules rules = rules_of(release);
	const struct kernel_evidence evidence = {
		.copy = kernel, .pristine = kernel != NULL && kernel->pristine,
	};

	memset(&result, JUNK, sizeof(result));
	prediction_build(&builder->space, &rules, facts, &prediction);
	verify(&prediction, &evidence, &result);
}

static inline void judge(const struct space_builder *builder, const char *release,
		  const struct kernel_copy *kernel)
{
	judge_with(builder, release, &no_facts, kernel);
}

static inline void assert_difference(unsigned int number, enum verified_part part, unsigned int start,
			      unsigned int end, int explained_by)
{
	const struct difference *difference = &result.difference[number];

	assert_true(number < result.differences);
	assert_string_equal(verified_part_name(difference->part), verified_part_name(part));
	assert_int_equal(difference->start, start);
	assert_int_equal(difference->end, end);
	assert_int_equal(difference->explained_by, explained_by);
}

/* Some rules explain all of it; these are their name. */
static inline void assert_explained(const char *name)
{
	assert_false(verify_agrees(&result));
	assert_true(result.explained);
	assert_string_equal(result.explanation.name, name);
}

static inline void assert_unexplained(void)
{
	assert_false(verify_agrees(&result));
	assert_false(result.explained);
}

/* Only this switch explains what the kernel holds. */
static inline void assert_one_switch(const struct space_builder *builder,
			      const struct device_facts *facts, const char *kernel_has,
			      const char *tried, int which, const char *name)
{
	struct kernel_copy kernel = kernel_with(builder, kernel_has, facts);

	judge_with(builder, tried, facts, &kernel);
	assert_explained(name);
	for (unsigned int i = 0; i < result.differences; i++)
		assert_int_equal(result.difference[i].explained_by, which);
	judge_with(builder, name, facts, &kernel);
	assert_true(verify_agrees(&result));
}

/* PCI Express, power management that can signal, and a DVSEC behind a serial number. */
static inline struct space_builder device(void)
{
	struct space_builder builder = builder_start_express();

	put32(&builder, 0x00, 0x10d38086);
	put8(&builder, 0x3d, 1);
	add_standard(&builder, 0x90, 0x01);
	put16(&builder, 0x92, 0xc803);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x140, DVSEC);
	put32(&builder, 0x144, 0x01001234);
	return builder;
}

/* An Intel display with an OpRegion. */
static inline struct space_builder display(unsigned int class)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, class);
	put32(&builder, 0xfc, 0x7b000018);
	return builder;
}

#endif
