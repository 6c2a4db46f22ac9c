/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/walk.h"

void walk_warn(struct map *map, enum map_warning_code code, uint16_t offset)
{
	for (unsigned int i = 0; i < map->warnings; i++)
		if (map->warning[i].code == code && map->warning[i].offset == offset)
			return;
	if (map->warnings == MAP_WARNINGS) {
		map->warnings_cut = true;
		return;
	}
	map->warning[map->warnings].code = code;
	map->warning[map->warnings].offset = offset;
	map->warnings++;
}

void walk_fail(struct walk *walk, enum map_failure failure, unsigned int offset)
{
	struct map *map = walk->map;

	if (map->state != MAP_BUILT)
		return;
	map->state = MAP_INIT_FAILS;
	map->failure = failure;
	map->failure_offset = (uint16_t)offset;
	map->failure_start = walk->start;
}

bool walk_failed(const struct walk *walk)
{
	return walk->map->state != MAP_BUILT;
}

uint32_t walk_read(struct walk *walk, unsigned int offset, unsigned int width)
{
	const struct config_space *space = walk->space;
	uint32_t value = 0;

	if (offset % width != 0) {
		walk_fail(walk, FAILURE_UNALIGNED, offset);
		return 0;
	}
	if (offset + width > SPACE_SIZE_EXTENDED) {
		walk_fail(walk, FAILURE_PAST_END, offset);
		return 0;
	}
	for (unsigned int i = 0; i < width; i++) {
		if (!space_is_known(space, offset + i) && space->excerpt)
			walk->blind = true;
		else if (!space_is_known(space, offset + i))
			walk_warn(walk->map, WARNING_UNREAD, (uint16_t)(offset + i));
		value |= (uint32_t)space_byte(space, offset + i) << (8 * i);
	}
	return value;
}

bool walk_was_blind(struct walk *walk)
{
	bool blind = walk->blind;

	walk->blind = false;
	return blind;
}

bool walk_rule(const struct walk *walk, enum rules_switch which)
{
	return walk->rules->value[which] != 0;
}
