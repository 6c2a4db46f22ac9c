/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A map with the kernel's own values instead of the predicted ones. */
#include "model/vfio/map.h"

#include <string.h>

#include "base/macros.h"

/* An owner for bytes from `start` on, made from the kernel's value alone. */
static struct map_owner owner_by_value(uint16_t start, uint8_t value, bool placeholder)
{
	struct map_owner owner = { .kind = KIND_EXTENDED, .start = start, .value = value };

	if (placeholder)
		owner.kind = KIND_PLACEHOLDER;
	else if (value == MAP_RAW)
		owner.kind = KIND_RAW;
	else if (value == MAP_VIRTUAL)
		owner.kind = KIND_VIRTUAL;
	else if (start < SPACE_SIZE && value == MAP_HEADER)
		owner.kind = KIND_HEADER;
	else if (start < SPACE_SIZE)
		owner.kind = KIND_CAPABILITY;
	if (owner.kind != KIND_HEADER && owner.kind != KIND_RAW && owner.kind != KIND_VIRTUAL)
		owner.id = value;
	return owner;
}

/* The index of an owner for a run; OWNER_RAW if there is no more room. */
static uint16_t owner_for(struct map *map, uint16_t start, uint8_t value, bool placeholder)
{
	static const uint16_t fixed[MAP_KINDS] = {
		[KIND_HEADER] = OWNER_HEADER,
		[KIND_RAW] = OWNER_RAW,
		[KIND_VIRTUAL] = OWNER_VIRTUAL,
	};
	struct map_owner owner = owner_by_value(start, value, placeholder);

	if (owner.kind == KIND_HEADER || owner.kind == KIND_RAW || owner.kind == KIND_VIRTUAL)
		return fixed[owner.kind];
	if (map->owners == ARRAY_LENGTH(map->owner))
		return OWNER_RAW;
	map->owner[map->owners] = owner;
	return map->owners++;
}

/* Removes a warning. Returns whether there was one. */
static bool forget_warning(struct map *map, enum map_warning_code code)
{
	unsigned int kept = 0;
	bool found = false;

	for (unsigned int i = 0; i < map->warnings; i++) {
		if (map->warning[i].code == code)
			found = true;
		else
			map->warning[kept++] = map->warning[i];
	}
	map->warnings = (uint16_t)kept;
	return found;
}

void map_take_kernel(struct map *map, const uint8_t *values)
{
	/* the kernel knows what the user view does not show */
	bool unknown = forget_warning(map, WARNING_PLACEHOLDER_UNKNOWN);
	uint16_t index = OWNER_RAW;

	forget_warning(map, WARNING_VENDOR_UNKNOWN);
	memset(map->undefined, 0, sizeof(map->undefined));
	map->state = MAP_BUILT;
	map->failure = FAILURE_NONE;
	for (unsigned int offset = 0; offset < map->size; offset++) {
		struct map_owner *owner = &map->owner[map->owner_of[offset]];
		bool goes_on = offset > 0 && map->owner_of[offset - 1] == index &&
			       values[offset] == values[offset - 1];

		if (values[offset] == map->value[offset])
			continue;
		map->value[offset] = values[offset];
		if (owner->kind == KIND_PLACEHOLDER && map->view == VIEW_USER) {
			/* its ID could not be seen */
			owner->id = owner->value = values[offset];
			continue;
		}
		if (!goes_on)
			index = owner_for(map, (uint16_t)offset, values[offset],
					  unknown && offset == SPACE_SIZE);
		map->owner_of[offset] = index;
		map->owner[index].length++;
	}
}
