/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the registers of a space under a release's rules, and asserts which exist. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_REGISTER_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_REGISTER_EXPECT_H

#include "map_expect.h"

#include <string.h>

#include "base/macros.h"
#include "model/registers/registers.h"

/* A device with its registers; valid until the next call. */
struct found {
	const struct map *map;
	const struct registers *registers;
};

static inline bool is_raw(const struct map *map, unsigned int offset)
{
	return map->owner_of[offset] == OWNER_RAW;
}

/* Invariants of each register of any device: its name leads back to it. */
static inline void check_found(const struct found *found)
{
	int last = -1;

	for (size_t i = 0; i < found->registers->count; i++) {
		const struct device_register *entry = &found->registers->list[i];
		struct register_reference reference;
		char name[REGISTER_NAME_SIZE], why[256];
		struct register_place place;

		register_name(entry, name);
		if (entry->offset <= last || entry->offset % entry->type->width != 0 ||
		    entry->offset + entry->type->width > found->map->size || entry->type->alias)
			fail_msg("%s at %x cannot be", name, entry->offset);
		last = entry->offset;
		if (entry->hidden && !is_raw(found->map, entry->offset))
			fail_msg("%s at %x is hidden, but its bytes are not raw", name, last);
		if (!register_parse(name, &reference, why, sizeof(why)) ||
		    !register_resolve(&reference, found->map, found->registers, &place, why,
				      sizeof(why)))
			fail_msg("%s: %s", name, why);
		if (place.offset != entry->offset || place.width != entry->type->width ||
		    place.known != entry)
			fail_msg("%s leads to %x, not to %x", name, place.offset, entry->offset);
	}
}

static inline struct found find(const struct space_builder *builder, const char *release)
{
	static struct registers registers;
	struct found found = { build(builder, release), &registers };

	registers_find(found.map, &builder->space, &registers);
	check_found(&found);
	return found;
}

/* The register at an offset has this width and name. */
static inline const struct device_register *assert_register(const struct found *found,
							    unsigned int offset,
							    unsigned int width, const char *name)
{
	const struct device_register *entry = registers_at(found->registers, offset);
	char text[REGISTER_NAME_SIZE];

	if (entry == NULL)
		fail_msg("no %s at %x", name, offset);
	assert_string_equal(register_name(entry, text), name);
	assert_int_equal(entry->type->width, width);
	return entry;
}

static inline void assert_no_register(const struct found *found, unsigned int offset)
{
	const struct device_register *entry = registers_at(found->registers, offset);
	char text[REGISTER_NAME_SIZE];

	if (entry != NULL)
		fail_msg("%x is %s", offset, register_name(entry, text));
}

/* No register starts from first to last, both included. */
static inline void assert_no_registers(const struct found *found, unsigned int first,
				       unsigned int last)
{
	for (unsigned int offset = first; offset <= last; offset++)
		assert_no_register(found, offset);
}

#endif
