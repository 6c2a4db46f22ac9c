/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/registers.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/registers/conditions.h"
#include "model/registers/tables.h"

#define VISITS (MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS)

/* Which number of its ID a visit's capability has in the chain. */
struct numbering {
	uint16_t instance;
	bool several;
	uint16_t before;	/* 1 + an earlier visit with the same low byte of its ID; 0: none */
};

/* The registers of one device in the making. */
struct search {
	const struct map *map;
	const struct config_space *space;
	struct registers *registers;
	uint32_t device;	/* conditions that hold everywhere */
	uint16_t starts;
	uint16_t start[VISITS];	/* of capabilities, ascending */
	uint16_t visit_at[SPACE_SIZE_EXTENDED];	/* 1 + the first visit of what starts there */
	struct numbering numbering[VISITS];
	uint16_t newest[2][0x100];	/* 1 + the newest visit of a chain, by the ID's low byte */
};

/* The header or a capability while its registers are listed. */
struct place {
	struct device_register common;	/* what all its registers have in common */
	unsigned int limit;		/* raw bytes after it end here at the latest */
	bool shown;			/* has bytes of its own in the map */
	uint8_t variant;
	uint32_t conditions;
	unsigned int repeats;
};

/* Numbers a visit: one more than the one before it that has its ID. */
static void number_visit(struct search *search, unsigned int index)
{
	const struct map_visit *visit = &search->map->visit[index];
	uint16_t *newest = &search->newest[visit->kind == KIND_CAPABILITY][visit->id & 0xff];
	struct numbering *numbering = &search->numbering[index];
	unsigned int before = *newest;

	while (before != 0 && search->map->visit[before - 1].id != visit->id)
		before = search->numbering[before - 1].before;
	if (before != 0) {
		numbering->instance = (uint16_t)(search->numbering[before - 1].instance + 1);
		numbering->several = search->numbering[before - 1].several = true;
	}
	numbering->before = *newest;
	*newest = (uint16_t)(index + 1);
}

/* Finds out where capabilities start. A loop comes by twice: the first visit counts. */
static void collect_starts(struct search *search)
{
	const struct map *map = search->map;

	for (unsigned int i = 0; i < map->visits; i++) {
		if (search->visit_at[map->visit[i].start] != 0)
			continue;
		search->visit_at[map->visit[i].start] = (uint16_t)(i + 1);
		number_visit(search, i);
	}
	for (unsigned int start = 0; start < map->size; start++)
		if (search->visit_at[start] != 0)
			search->start[search->starts++] = (uint16_t)start;
}

/* Whether the bytes are no capability's: raw, or VFIO's own. */
static bool all_free(const struct map *map, unsigned int offset, unsigned int width)
{
	for (unsigned int i = 0; i < width; i++)
		if (map->owner_of[offset + i] != OWNER_RAW &&
		    map->owner_of[offset + i] != OWNER_VIRTUAL)
			return false;
	return true;
}

static bool all_raw(const struct map *map, unsigned int offset, unsigned int width)
{
	for (unsigned int i = 0; i < width; i++)
		if (map->owner_of[offset + i] != OWNER_RAW)
			return false;
	return true;
}

/* Whether a byte is the header's or this capability's own. */
static bool owns(const struct map *map, const struct place *place, unsigned int offset)
{
	unsigned int index = map->owner_of[offset];

	if (place->common.capability == 0)
		return index == OWNER_HEADER;
	return index >= OWNER_FIRST && map->owner[index].start == place->common.capability;
}

/* How many registers start below an offset. */
static size_t count_below(const struct registers *registers, unsigned int offset)
{
	size_t low = 0, high = registers->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (registers->list[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Puts a register in its place in the list; nearly always that is the end. */
static void list_register(struct registers *registers, const struct device_register *entry)
{
	size_t at = registers->count;

	if (at > 0 && registers->list[at - 1].offset >= entry->offset)
		at = count_below(registers, entry->offset);
	if (at < registers->count && registers->list[at].offset == entry->offset)
		return;
	memmove(&registers->list[at + 1], &registers->list[at],
		(registers->count - at) * sizeof(registers->list[0]));
	registers->list[at] = *entry;
	registers->count++;
}

/* Lists one repeat of a register, if it is there. */
static void try_register(struct search *search, const struct place *place,
			 const struct register_type *type, unsigned int repeat)
{
	unsigned int offset = place->common.capability + type->offset + repeat * type->stride;
	struct device_register entry = place->common;

	if (offset + type->width > search->map->size || offset % type->width != 0)
		return;
	if (!(place->shown && owns(search->map, place, offset)) &&
	    !(offset + type->width <= place->limit && all_raw(search->map, offset, type->width)))
		return;
	entry.type = type;
	entry.offset = (uint16_t)offset;
	entry.repeat = (uint16_t)repeat;
	list_register(search->registers, &entry);
}

static void try_types(struct search *search, const struct place *place,
		      const struct register_type *types, size_t count)
{
	unsigned int room = search->map->size - place->common.capability;

	for (size_t i = 0; i < count; i++) {
		const struct register_type *type = &types[i];
		unsigned int repeats = type->stride != 0 ? place->repeats : 1;

		if (type->alias || (type->only_if & ~place->conditions) != 0 ||
		    (type->unless & place->conditions) != 0 ||
		    (type->variant != VARIANT_ANY && type->variant != place->variant))
			continue;
		for (unsigned int j = 0; j < repeats && j * type->stride < room; j++)
			try_register(search, place, type, j);
	}
}

static void search_header(struct search *search)
{
	struct place place = {
		.limit = search->starts > 0 ? search->start[0] : SPACE_SIZE,
		.shown = true,
		.conditions = search->device,
	};
	size_t count;
	const struct register_type *types = register_types_header(&count);

	try_types(search, &place, types, count);
}

/* The registers of integrated graphics where no capability lies. */
static void search_igd(struct search *search)
{
	size_t count;
	const struct register_type *types = register_types_igd(&count);

	for (size_t i = 0; i < count; i++) {
		struct device_register entry = { .type = &types[i], .offset = types[i].offset };

		if ((types[i].only_if & ~search->device) == 0 &&
		    all_free(search->map, types[i].offset, types[i].width))
			list_register(search->registers, &entry);
	}
}

/* Of a placeholder whose ID is not known. */
static const struct register_type unknown_types[] = { EXTENDED_HEADER };

/* The placeholder's dword is shown; the rest of its capability is hidden. */
static void search_placeholder(struct search *search, const struct place *place,
			       const struct register_type *types)
{
	struct place shown = *place;

	shown.common.hidden = false;
	shown.shown = true;
	shown.limit = 0;
	try_types(search, &shown, types != NULL ? types : unknown_types, 1);
}

/* What starts at number `at` of the places where a capability starts. */
static void search_capability(struct search *search, unsigned int at)
{
	const struct map *map = search->map;
	unsigned int index = search->visit_at[search->start[at]] - 1U;
	const struct map_visit *visit = &map->visit[index];
	bool extended = visit->kind != KIND_CAPABILITY;
	unsigned int end = extended || map->size < SPACE_SIZE ? map->size : SPACE_SIZE;
	struct place place = {
		.common = { .capability = visit->start, .id = visit->id, .extended = extended },
		.shown = visit->length != 0 && visit->kind != KIND_PLACEHOLDER,
	};
	size_t count;
	const struct register_type *types = register_types(extended, visit->id, &count);

	if (types == NULL && visit->kind != KIND_PLACEHOLDER)
		return;
	place.limit = at + 1U < search->starts && search->start[at + 1] < end
		? search->start[at + 1] : end;
	place.common.hidden = !place.shown;
	if ((place.common.hidden || visit->id == (extended ? ECAP_ID_DVSEC : CAP_ID_VNDR)) &&
	    place.limit > (unsigned int)visit->start + visit->extent)
		place.limit = (unsigned int)visit->start + visit->extent;
	place.common.instance = search->numbering[index].instance;
	place.common.several = search->numbering[index].several;
	place.variant = register_variant(search->space, visit);
	place.conditions = register_conditions(search->space, visit, search->device);
	place.repeats = register_repeats(search->space, visit, place.conditions, map->lanes);
	if (visit->kind == KIND_PLACEHOLDER)
		search_placeholder(search, &place, types);
	/* a user's view does not tell what is hidden */
	if (place.shown || map->view != VIEW_USER)
		try_types(search, &place, types, count);
}

void registers_find(const struct map *map, const struct config_space *space,
		    struct registers *registers)
{
	struct search search = { .map = map, .space = space, .registers = registers };

	registers->count = 0;
	if (map->state != MAP_BUILT)
		return;
	search.device = register_conditions_device(map, space);
	collect_starts(&search);
	search_header(&search);
	for (unsigned int at = 0; at < search.starts; at++)
		search_capability(&search, at);
	search_igd(&search);
}

const struct device_register *registers_at(const struct registers *registers, unsigned int offset)
{
	size_t at = count_below(registers, offset);

	if (at == registers->count || registers->list[at].offset != offset)
		return NULL;
	return &registers->list[at];
}

const struct device_register *registers_around(const struct registers *registers,
					       unsigned int offset)
{
	/* the nearest one in front may be short, and one before it reach further */
	for (size_t at = count_below(registers, offset + 1); at > 0; at--) {
		const struct device_register *entry = &registers->list[at - 1];

		if (offset < entry->offset + (unsigned int)entry->type->width)
			return entry;
		if (entry->offset + 4U <= offset)
			break;
	}
	return NULL;
}

/*
 * The name by which register_parse() finds a register, or NULL. VC_x means ECAP_VC
 * wherever there is one, so that the other two go by their place.
 */
static const char *own_name(const struct device_register *entry)
{
	bool other_vc = entry->extended &&
			(entry->id == ECAP_ID_MFVC || entry->id == ECAP_ID_VC9);

	if (entry->type->setpci != NULL)
		return entry->type->setpci;
	return other_vc ? NULL : entry->type->kernel;
}

const char *register_name(const struct device_register *device_register,
			  char text[REGISTER_NAME_SIZE])
{
	const struct device_register *entry = device_register;
	char capability[CAPABILITY_NAME_SIZE], added[12] = "", number[12] = "";
	unsigned int from = entry->offset - entry->capability;
	const char *name = own_name(entry);

	if (name != NULL)
		from = entry->repeat * (unsigned int)entry->type->stride;
	else
		name = capability_name(entry->extended, entry->id, capability);
	if (from != 0)
		snprintf(added, sizeof(added), "+%x", from);
	if (entry->several)
		snprintf(number, sizeof(number), "@%u", entry->instance);
	snprintf(text, REGISTER_NAME_SIZE, "%s%s%s", name, added, number);
	return text;
}
