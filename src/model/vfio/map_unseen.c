/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/map_unseen.h"

/* The size of the device's configuration space, as far as the excerpt shows. */
static unsigned int end_of(const struct map *map)
{
	return map->extended_unseen ? SPACE_SIZE_EXTENDED : map->size;
}

static void warn_of_run(struct map *map, unsigned int start, unsigned int end)
{
	if (map->warnings == MAP_WARNINGS) {
		map->warnings_cut = true;
		return;
	}
	map->warning[map->warnings++] = (struct map_warning) {
		.code = WARNING_NOT_IN_DUMP,
		.offset = (uint16_t)start,
		.end = (uint16_t)end,
	};
}

static void warn_of_runs(const struct config_space *space, struct map *map)
{
	for (unsigned int offset = 0; offset < end_of(map); offset++) {
		unsigned int start = offset;

		while (offset < end_of(map) && !space_is_known(space, offset))
			offset++;
		if (offset > start)
			warn_of_run(map, start, offset - 1);
	}
}

void map_find_unseen(const struct config_space *space, struct map *map)
{
	unsigned int from = map->standard_unseen ? 0 : SPACE_SIZE;
	unsigned int to = map->extended_unseen ? SPACE_SIZE_EXTENDED : SPACE_SIZE;

	warn_of_runs(space, map);
	for (unsigned int offset = from; offset < to; offset++)
		if (offset >= map->size || map->owner_of[offset] == OWNER_RAW)
			map->unseen[offset / 64] |= UINT64_C(1) << offset % 64;
}
