/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the policy of a space under a release's rules, and asserts its bits and effects. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_POLICY_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_POLICY_EXPECT_H

#include "map_expect.h"

#include <string.h>

#include "model/vfio/permissions.h"
#include "model/vfio/policy.h"

/* The prediction of one device; valid until the next call. */
struct judged {
	const struct map *map;
	const struct policy *policy;
};

static inline struct judged judge_with(const struct space_builder *builder, const char *release,
				       const struct device_facts *facts)
{
	static struct permissions permissions;
	static struct policy policy;
	struct judged judged = { build_with(builder, release, facts), &policy };
	struct rules rules = rules_of(release);

	assert_int_equal(judged.map->state, MAP_BUILT);
	permissions_predict(&rules, &permissions);
	policy_build(judged.map, &builder->space, &permissions, NULL, &policy);
	assert_int_equal(policy.size, builder->space.size);
	return judged;
}

static inline struct judged judge(const struct space_builder *builder, const char *release)
{
	return judge_with(builder, release, &no_facts);
}

/* The three masks of a register's bytes, one by one. */
static inline void assert_bits(const struct judged *judged, unsigned int offset,
			       unsigned int width, uint32_t read_virtual, uint32_t write,
			       uint32_t write_virtual)
{
	struct policy_bits bits = policy_bytes(judged->policy, offset, width);

	if (bits.undefined)
		fail_msg("%x is undefined", offset);
	if (bits.read_virtual != read_virtual || bits.write != write ||
	    bits.write_virtual != write_virtual)
		fail_msg("%x: %x %x %x, not %x %x %x", offset, bits.read_virtual, bits.write,
			 bits.write_virtual, read_virtual, write, write_virtual);
}

/* The same of each byte from first to last, both included. */
static inline void assert_bytes(const struct judged *judged, unsigned int first,
				unsigned int last, uint32_t read_virtual, uint32_t write,
				uint32_t write_virtual)
{
	for (unsigned int offset = first; offset <= last; offset++)
		assert_bits(judged, offset, 1, read_virtual, write, write_virtual);
}

/* Exactly the bytes from first to last, both included, are undefined; first > last: none. */
static inline void assert_undefined(const struct judged *judged, unsigned int first,
				    unsigned int last)
{
	for (unsigned int offset = 0; offset < judged->policy->size; offset++) {
		bool ought = offset >= first && offset <= last;

		if (judged->policy->undefined[offset] != ought)
			fail_msg("%x is %sundefined", offset, ought ? "not " : "");
		if ((judged->policy->place[offset].permission == NULL) != ought)
			fail_msg("%x is %sjudged", offset, ought ? "" : "not ");
		if (ought && (judged->policy->read_virtual[offset] ||
			      judged->policy->write[offset] ||
			      judged->policy->write_virtual[offset]))
			fail_msg("%x is undefined, and has bits", offset);
	}
}

/* The effects of registers that start from first to last, as "OFFSET.WIDTH MASK NAME;...". */
static inline void assert_effects(const struct judged *judged, unsigned int first,
				  unsigned int last, const char *expected)
{
	char text[1000] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < judged->policy->effects; i++) {
		const struct policy_effect *effect = &judged->policy->effect[i];

		if (effect->offset < first || effect->offset > last || used >= sizeof(text))
			continue;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%x.%d %x %s",
					 used > 0 ? "; " : "", effect->offset, effect->width,
					 effect->mask, effect_name(effect->effect));
	}
	assert_string_equal(text, expected);
}

/* One access that the kernel does not divide has these bits. */
static inline void assert_access(const struct judged *judged, unsigned int offset,
				 unsigned int width, uint32_t read_virtual, uint32_t write,
				 uint32_t write_virtual)
{
	struct policy_bits bits = policy_access(judged->policy, offset, width);

	assert_int_equal(policy_chunk(judged->map, offset, width), width);
	if (bits.undefined)
		fail_msg("%x of %u bytes is undefined", offset, width);
	if (bits.read_virtual != read_virtual || bits.write != write ||
	    bits.write_virtual != write_virtual)
		fail_msg("%x of %u bytes: %x %x %x, not %x %x %x", offset, width,
			 bits.read_virtual, bits.write, bits.write_virtual, read_virtual, write,
			 write_virtual);
}

#endif
