/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/lint_search.h"

#include <stdio.h>
#include <string.h>

bool lint_is_extended(const struct map_visit *visit)
{
	return visit->kind != KIND_CAPABILITY;
}

bool lint_is_shown(const struct map_visit *visit)
{
	return visit->length != 0 && visit->kind != KIND_PLACEHOLDER;
}

const struct map_visit *lint_visit_at(const struct map *map, unsigned int start)
{
	for (unsigned int i = 0; i < map->visits; i++)
		if (map->visit[i].start == start)
			return &map->visit[i];
	return NULL;
}

static bool same_id(const struct map_visit *a, const struct map_visit *b)
{
	return a->id == b->id && lint_is_extended(a) == lint_is_extended(b);
}

/* "CAP_PM", or "CAP_VNDR@1" if the chains have several. */
static void name_capability(const struct lint_search *search, const struct map_visit *visit,
			    char text[LINT_CAPABILITY_SIZE])
{
	const struct map *map = &search->prediction->map;
	unsigned int instance = 0, count = 0;
	char name[CAPABILITY_NAME_SIZE];
	bool noted = false;

	for (unsigned int i = 0; i < map->visits; i++) {
		if (!search->is_first[i] || !same_id(&map->visit[i], visit))
			continue;
		if (map->visit[i].start == visit->start) {
			instance = count;
			noted = true;
		}
		count++;
	}
	if (!noted)
		instance = count++;
	capability_name(lint_is_extended(visit), visit->id, name);
	if (count > 1)
		snprintf(text, LINT_CAPABILITY_SIZE, "%s@%u", name, instance);
	else
		snprintf(text, LINT_CAPABILITY_SIZE, "%s", name);
}

struct lint_finding *lint_found(const struct lint_search *search, enum lint_code code,
				  struct lint_place place)
{
	struct lint *lint = search->lint;
	const struct map *map = &search->prediction->map;
	struct lint_finding *finding = &lint->finding[lint->findings];
	unsigned int last = code == LINT_NOT_IN_DUMP ? SPACE_SIZE_EXTENDED - 1U : map->size - 1U;

	if (lint->findings == LINT_FINDINGS) {
		lint->cut = true;
		return NULL;
	}
	lint->findings++;
	*finding = (struct lint_finding) {
		.code = code,
		.severity = lint_info(code)->severity,
		.start = (uint16_t)(place.start > last ? last : place.start),
		.end = (uint16_t)(place.end > last ? last : place.end),
	};
	if (finding->end < finding->start)
		finding->end = finding->start;
	if (place.visit != NULL)
		name_capability(search, place.visit, finding->capability);
	return finding;
}

void lint_add_detail(struct lint_finding *finding, const char *word)
{
	size_t used, room;

	if (finding == NULL)
		return;
	used = strlen(finding->detail);
	room = sizeof(finding->detail) - used;
	if (used > 3 && strcmp(finding->detail + used - 3, "...") == 0)
		return;
	if (strlen(word) + 8 < room)
		snprintf(finding->detail + used, room, "%s%s", used > 0 ? ", " : "", word);
	else
		snprintf(finding->detail + used, room, ", ...");
}

struct lint_place lint_whole(const struct map_visit *visit)
{
	unsigned int header = lint_is_extended(visit) ? 4 : 2;
	unsigned int length = lint_is_shown(visit) ? visit->length : header;

	return (struct lint_place) { visit->start, visit->start + length - 1U, visit };
}

struct lint_place lint_capability(const struct lint_search *search, unsigned int start)
{
	const struct map_visit *visit = lint_visit_at(&search->prediction->map, start);

	if (visit == NULL)
		return (struct lint_place) { start, start, NULL };
	return lint_whole(visit);
}

bool lint_all_ones(const struct config_space *space)
{
	for (unsigned int offset = SPACE_SIZE; offset < space->size; offset++)
		if (!space_is_known(space, offset) || space_byte(space, offset) != 0xff)
			return false;
	return space->size > SPACE_SIZE;
}
