/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the map of a space under a release's rules, and asserts its content. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_MAP_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_MAP_EXPECT_H

#include "test.h"

#include "map_complaint.h"
#include "space_builder.h"

#define NEWEST "7.3.4"

/* No given facts: everything follows from the bytes. */
static const struct device_facts no_facts = DEVICE_FACTS_DEFAULT;

static inline struct rules rules_of(const char *text)
{
	struct rules rules;
	char why[512];

	if (!rules_parse(text, NULL, &rules, why, sizeof(why)))
		fail_msg("%s", why);
	return rules;
}

/* The map under a release's rules and facts; good until the next call. */
static inline const struct map *build_with(const struct space_builder *builder,
					   const char *release, const struct device_facts *facts)
{
	static struct map map;
	struct rules rules = rules_of(release);
	const char *complaint;

	map_build(&builder->space, &rules, facts, &map);
	complaint = map_complaint(&map, &builder->space);
	if (complaint != NULL)
		fail_msg("%s", complaint);
	return &map;
}

static inline const struct map *build(const struct space_builder *builder, const char *release)
{
	return build_with(builder, release, &no_facts);
}

static inline const struct map_owner *owner_at(const struct map *map, unsigned int offset)
{
	return &map->owner[map->owner_of[offset]];
}

/* All bytes from first to last, both included, have this value. */
static inline void assert_values(const struct map *map, unsigned int first,
				 unsigned int last, unsigned int value)
{
	assert_int_equal(map->state, MAP_BUILT);
	for (unsigned int offset = first; offset <= last; offset++)
		if (map->value[offset] != value)
			fail_msg("%x holds %02x, not %02x", offset, map->value[offset], value);
}

static inline const struct map_hidden *hidden_at(const struct map *map, unsigned int offset)
{
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset == offset)
			return &map->hidden[i];
	return NULL;
}

static inline void assert_hidden(const struct map *map, unsigned int offset, unsigned int id,
				 enum hidden_reason reason)
{
	const struct map_hidden *hidden = hidden_at(map, offset);

	assert_non_null(hidden);
	assert_int_equal(hidden->id, id);
	assert_int_equal(hidden->extended, offset >= SPACE_SIZE);
	assert_string_equal(map_hidden_reason_name(hidden->reason),
			    map_hidden_reason_name(reason));
}

static inline bool has_warning(const struct map *map, enum map_warning_code code,
			       unsigned int offset)
{
	for (unsigned int i = 0; i < map->warnings; i++)
		if (map->warning[i].code == code && map->warning[i].offset == offset)
			return true;
	return false;
}

static inline void assert_fails(const struct map *map, enum map_failure failure,
				unsigned int offset, unsigned int start)
{
	assert_int_equal(map->state, MAP_INIT_FAILS);
	assert_string_equal(map_failure_text(map->failure), map_failure_text(failure));
	assert_int_equal(map->failure_offset, offset);
	assert_int_equal(map->failure_start, start);
}

#endif
