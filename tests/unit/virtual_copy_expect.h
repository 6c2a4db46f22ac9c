/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the virtual copy of a space under a release's rules, and asserts its bytes. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_VIRTUAL_COPY_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_VIRTUAL_COPY_EXPECT_H

#include "map_expect.h"

#include <stdlib.h>

#include "model/vfio/virtual_copy.h"

/* The copy under a release's rules and facts; good until the next call. */
static inline const struct config_space *copy_with(const struct space_builder *builder,
						   const char *release,
						   struct device_facts facts)
{
	static struct config_space copy;
	struct rules rules = rules_of(release);

	virtual_copy_build(&builder->space, &rules, &facts,
			   build_with(builder, release, &facts), &copy);
	assert_int_equal(copy.size, builder->space.size);
	return &copy;
}

static inline const struct config_space *copy_of(const struct space_builder *builder,
						 const char *release)
{
	return copy_with(builder, release, no_facts);
}

/* The bytes from `offset` on have these values: two digits each, or "--" for unknown. */
static inline void assert_copy(const struct config_space *copy, unsigned int offset,
			       const char *expected)
{
	for (const char *place = expected; *place != '\0'; offset++) {
		bool known = place[0] != '-';
		unsigned long value = known ? strtoul(place, NULL, 16) : 0;

		if (space_is_known(copy, offset) != known)
			fail_msg("%x is %sknown", offset, known ? "not " : "");
		if (known && space_byte(copy, offset) != value)
			fail_msg("%x is %02x, not %02lx", offset, space_byte(copy, offset), value);
		place += place[2] == ' ' ? 3 : 2;
	}
}

static inline void assert_unknown(const struct config_space *copy, unsigned int first,
				  unsigned int last)
{
	for (unsigned int offset = first; offset <= last; offset++)
		if (space_is_known(copy, offset))
			fail_msg("%x is known", offset);
}

#endif
