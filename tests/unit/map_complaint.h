/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invariants of the map of any bytes, for unit tests and fuzzers. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_MAP_COMPLAINT_H
#define VFIO_CFGTOOL_TESTS_UNIT_MAP_COMPLAINT_H

#include <string.h>

#include "base/macros.h"
#include "model/vfio/map.h"

/* Ranges cover the space without gap or overlap and are maximal; *totals counts them. */
static inline const char *ranges_complaint(const struct map *map,
					   const struct config_space *space,
					   unsigned int totals[MAP_KINDS])
{
	const struct map_owner *before = NULL;
	unsigned int start = 0;

	while (start < map->size) {
		struct map_range range = map_range_at(map, space, (uint16_t)start);

		if (range.start != start || range.end < start || range.end >= map->size)
			return "a range does not begin where the one before ends";
		if (range.owner == before)
			return "a range is not maximal";
		for (unsigned int offset = start; offset <= range.end; offset++)
			if (map->value[offset] != range.owner->value)
				return "a byte's value is not its owner's";
		totals[range.owner->kind] += range.end - range.start + 1U;
		before = range.owner;
		start = range.end + 1U;
	}
	return start == map->size ? NULL : "the ranges reach past the end";
}

static inline const char *counts_complaint(const struct map *map)
{
	if (map->owners < OWNER_FIRST || map->owners > ARRAY_LENGTH(map->owner))
		return "the number of owners is out of bounds";
	if (map->hiddens > ARRAY_LENGTH(map->hidden))
		return "the number of hidden capabilities is out of bounds";
	if (map->warnings > ARRAY_LENGTH(map->warning))
		return "the number of warnings is out of bounds";
	for (unsigned int offset = 0; offset < map->size; offset++)
		if (map->owner_of[offset] >= map->owners)
			return "a byte has no owner";
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset >= SPACE_SIZE_EXTENDED)
			return "a hidden capability lies past configuration space";
	for (unsigned int i = 0; i < map->warnings; i++)
		if (map_warning_name(map->warning[i].code) == NULL)
			return "a warning has no name";
	return NULL;
}

/* Returns NULL, or what is wrong with the map of that space. */
static inline const char *map_complaint(const struct map *map, const struct config_space *space)
{
	unsigned int counted[MAP_KINDS] = { 0 }, totals[MAP_KINDS], sum = 0;
	const char *complaint = counts_complaint(map);

	if (complaint != NULL)
		return complaint;
	if ((map->state == MAP_SHORT || map->part) != (space->read < SPACE_SIZE))
		return "short is not what is short";
	if ((map->state == MAP_INIT_FAILS) != (map->failure != FAILURE_NONE))
		return "a failure without a reason, or a reason without a failure";
	if (map->state != MAP_BUILT)
		return NULL;
	complaint = ranges_complaint(map, space, counted);
	if (complaint != NULL)
		return complaint;
	map_totals(map, totals);
	for (int kind = 0; kind < MAP_KINDS; kind++)
		sum += totals[kind];
	if (memcmp(totals, counted, sizeof(totals)) != 0)
		return "the totals are not those of the ranges";
	return sum == map->size ? NULL : "the totals do not sum to the size";
}

#endif
