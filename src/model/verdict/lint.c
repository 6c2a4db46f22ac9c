/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/lint_search.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/permissions.h"

/* linux/pci_regs.h */
#define PCI_HEADER_TYPE		0x0e
#define PCI_HEADER_TYPE_MASK	0x7f
#define PCI_X_CMD		0x02
#define PCI_X_CMD_VERSION	0x3000

/* Finds the visit, or builds it from the bytes in *made: the walk may have ended before it. */
static const struct map_visit *visit_or_bytes(const struct prediction *prediction,
					      unsigned int start, struct map_visit *made)
{
	const struct map_visit *visit = lint_visit_at(&prediction->map, start);
	bool extended = start >= SPACE_SIZE;

	*made = (struct map_visit){
		.kind = extended ? KIND_EXTENDED : KIND_CAPABILITY,
		.start = (uint16_t)start,
		.id = extended ? space_word(prediction->space, start)
			       : space_byte(prediction->space, start),
	};
	return visit != NULL ? visit : made;
}

/* Reports why the walk failed, or may fail. */
static void find_failure(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;
	struct lint_finding *finding;
	struct map_visit made;
	char text[64];

	if (map->state != MAP_INIT_FAILS)
		return;
	finding = lint_found(search, LINT_INIT_FAILS,
			     (struct lint_place){ map->failure_start, map->failure_offset,
						  visit_or_bytes(search->prediction,
								 map->failure_start, &made) });
	if (finding == NULL)
		return;
	snprintf(text, sizeof(text), "%s at %x", map->failure == FAILURE_UNALIGNED
		 ? "an unaligned read" : "a read past the end", map->failure_offset);
	lint_add_detail(finding, text);
}

/* Reports one warning of the map, about a capability that starts there or about bytes. */
static void find_warned_at(const struct lint_search *search, enum lint_code code,
			   const struct map_warning *warning)
{
	unsigned int start = warning->offset;
	struct map_visit made;
	struct lint_place place = { start, start, NULL };

	if (code == LINT_NOT_IN_DUMP)
		place.end = warning->end;
	else if (code != LINT_HEADER_TYPE)
		place = lint_whole(visit_or_bytes(search->prediction, start, &made));
	if (code == LINT_LENGTH_PAST_END)
		place.end = search->prediction->map.size;
	lint_found(search, code, place);
}

/* vfio_pci_probe() refuses bridges, so no user has one and the kernel makes no map of it. */
static bool is_bridge(const struct lint_search *search)
{
	return space_is_known(search->prediction->space, PCI_HEADER_TYPE) &&
	       (space_byte(search->prediction->space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK) != 0;
}

/* Reports the map's warnings. For a bridge, only its type and what the dump lacks. */
static void find_warned(const struct lint_search *search)
{
	static const struct {
		enum map_warning_code warning;
		enum lint_code code;
	} rows[] = {
		{ WARNING_LENGTH_PAST_END,	LINT_LENGTH_PAST_END },
		{ WARNING_CAPABILITY_CROSSES_100, LINT_CAPABILITY_CROSSES_100 },
		{ WARNING_OVERLAP,		LINT_OVERLAP },
		{ WARNING_CHAIN_LOOP,		LINT_CHAIN_LOOP },
		{ WARNING_POINTER_IN_HEADER,	LINT_POINTER_IN_HEADER },
		{ WARNING_HEADER_TYPE,		LINT_HEADER_TYPE },
		{ WARNING_NOT_IN_DUMP,		LINT_NOT_IN_DUMP },
	};
	const struct map *map = &search->prediction->map;

	for (unsigned int i = 0; i < map->warnings; i++)
		for (size_t row = 0; row < ARRAY_LENGTH(rows); row++)
			if (rows[row].warning == map->warning[i].code &&
			    (!is_bridge(search) || rows[row].code == LINT_HEADER_TYPE ||
			     rows[row].code == LINT_NOT_IN_DUMP))
				find_warned_at(search, rows[row].code, &map->warning[i]);
}

/* vfio_find_cap_start() goes down while the map's value stays the same. */
static void find_neighbours(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;

	for (unsigned int offset = 0x41; offset < map->size; offset++) {
		unsigned int owner = map->owner_of[offset], before = map->owner_of[offset - 1];
		bool extended = offset >= SPACE_SIZE;
		struct lint_finding *finding;

		if (owner < OWNER_FIRST || before < OWNER_FIRST || owner == before ||
		    map->value[offset] != map->value[offset - 1] || offset == SPACE_SIZE ||
		    map->value[offset] == MAP_RAW || map->value[offset] == MAP_VIRTUAL)
			continue;
		finding = lint_found(
			search, LINT_SAME_ID_NEIGHBOURS,
			(struct lint_place){
				offset,
				map_range_at(map, search->prediction->space, (uint16_t)offset).end,
				lint_visit_at(map, map->owner[owner].start) });
		if (finding != NULL && permission_table(extended, map->value[offset]) == NULL)
			finding->severity = LINT_WARNING;
	}
}

static bool has_shown_extended(const struct map *map)
{
	for (unsigned int i = 0; i < map->visits; i++)
		if (lint_is_extended(&map->visit[i]) && lint_is_shown(&map->visit[i]))
			return true;
	return false;
}

/* The treatment of its first dword decides how bad an unknown capability is. */
static enum lint_severity unknown_severity(const struct policy *policy, unsigned int start)
{
	if (policy->undefined[start])
		return LINT_ERROR;
	return policy->write[start] != 0 ? LINT_WARNING : LINT_INFO;
}

static void find_first_extended(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;
	const struct map_visit *visit = lint_visit_at(map, SPACE_SIZE);
	const struct map_hidden *hidden = map_hidden_at(map, SPACE_SIZE);
	struct lint_finding *finding;

	if (visit == NULL || visit->kind != KIND_PLACEHOLDER)
		return;
	if (has_shown_extended(map))
		lint_found(search, LINT_HIDDEN_FIRST_ECAP, lint_whole(visit));
	if (hidden == NULL || hidden->reason != HIDDEN_UNKNOWN ||
	    !prediction_opens(search->prediction))
		return;
	finding = lint_found(search, LINT_UNKNOWN_FIRST_ECAP, lint_whole(visit));
	if (finding != NULL)
		finding->severity = unknown_severity(&search->prediction->policy, SPACE_SIZE);
}

/* vfio_msi_cap_len() makes the table once, from the first MSI capability in the chain */
static void find_several_msi(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;
	const struct map_visit *first = NULL;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (lint_is_extended(visit) || visit->id != CAP_ID_MSI || !search->is_first[i])
			continue;
		if (first != NULL)
			lint_found(search, LINT_SEVERAL_MSI, lint_whole(visit));
		first = visit;
	}
}

/* Finds the capability around a place that is not its start, or NULL. */
static const struct map_visit *visit_around(const struct map *map, unsigned int start)
{
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (lint_is_shown(visit) && visit->start < start &&
		    start < (unsigned int)visit->start + visit->length)
			return visit;
	}
	return NULL;
}

static void find_pointers(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (!search->is_first[i])
			continue;
		if (visit->start % 4 != 0)
			lint_found(search, LINT_POINTER_UNALIGNED, lint_whole(visit));
		/* no pointer leads to the first extended capability */
		if (visit->start != SPACE_SIZE && visit_around(map, visit->start) != NULL)
			lint_found(search, LINT_POINTER_INTO_CAPABILITY, lint_whole(visit));
	}
}

/* Capabilities with a length field: PCI_CAP_FLAGS, PCI_VNDR_HEADER, PCI_DVSEC_HEADER1. */
static void find_vendor_length(const struct lint_search *search)
{
	static const struct {
		bool extended;
		uint8_t id, header;	/* bytes of its header */
	} rows[] = {
		{ false, CAP_ID_VNDR, 0x3 }, { true, ECAP_ID_VNDR, 0x8 }, { true, ECAP_ID_DVSEC, 0xc },
	};
	const struct map *map = &search->prediction->map;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];
		const struct map_hidden *hidden = map_hidden_at(map, visit->start);

		for (size_t row = 0; row < ARRAY_LENGTH(rows) && search->is_first[i]; row++)
			if (visit->id == rows[row].id &&
			    lint_is_extended(visit) == rows[row].extended &&
			    (lint_is_shown(visit) ? visit->length < rows[row].header
			     : hidden != NULL && hidden->reason == HIDDEN_EMPTY))
				lint_found(search, LINT_VENDOR_LENGTH, lint_whole(visit));
	}
}

/* Whether VFIO's chain has a capability that makes it look at extended space. */
static bool announces_extended(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;
	const struct config_space *space = search->prediction->space;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (!lint_is_extended(visit) &&
		    (visit->id == CAP_ID_EXP ||
		     (visit->id == CAP_ID_PCIX &&
		      space_word(space, visit->start + PCI_X_CMD) & PCI_X_CMD_VERSION)))
			return true;
	}
	return false;
}

static void find_extended_space(const struct lint_search *search)
{
	const struct config_space *space = search->prediction->space;
	struct lint_place place = { SPACE_SIZE, space->size - 1U, NULL };

	if (space->size <= SPACE_SIZE)
		return;
	if (!announces_extended(search) && !search->prediction->map.standard_unseen)
		lint_found(search, LINT_NO_PCIE_CAP_4K, place);
	else if (space_is_known(space, SPACE_SIZE) && space_dword(space, SPACE_SIZE) == 0)
		lint_found(search, LINT_EXT_EMPTY, place);
	if (lint_all_ones(space))
		lint_found(search, LINT_EXT_ALL_ONES, place);
}

/* Sorts by place, then by the order of the codes. */
static void sort(struct lint *lint)
{
	for (unsigned int i = 1; i < lint->findings; i++) {
		struct lint_finding finding = lint->finding[i];
		unsigned int at = i;

		for (; at > 0; at--) {
			const struct lint_finding *before = &lint->finding[at - 1];

			if (before->start < finding.start ||
			    (before->start == finding.start && before->code <= finding.code))
				break;
			lint->finding[at] = *before;
		}
		lint->finding[at] = finding;
	}
}

void lint_find(const struct prediction *prediction, const struct guest_outcome *guest,
	       struct lint *lint)
{
	struct lint_search search = { .prediction = prediction, .guest = guest, .lint = lint };
	const struct config_space *space = prediction->space;
	const struct map *map = &prediction->map;

	lint->findings = 0;
	lint->cut = false;
	for (unsigned int i = 0; i < map->visits; i++)
		search.is_first[i] = lint_visit_at(map, map->visit[i].start) == &map->visit[i];
	if (map->state == MAP_SHORT) {
		lint_found(&search, LINT_SHORT, (struct lint_place) { space->read, SPACE_SIZE - 1, NULL });
		return;
	}
	find_warned(&search);
	if (is_bridge(&search)) {
		sort(lint);
		return;
	}
	find_failure(&search);
	find_several_msi(&search);
	find_pointers(&search);
	find_vendor_length(&search);
	find_extended_space(&search);
	find_first_extended(&search);
	if (prediction_opens(prediction)) {
		find_neighbours(&search);
		lint_find_access(&search);
		if (guest != NULL)
			lint_find_guest(&search);
	}
	sort(lint);
}

bool lint_shows(const struct lint_verdict *verdict, unsigned int number)
{
	return !verdict->ignored[number] &&
	       verdict->lint->finding[number].severity >= verdict->min;
}

bool lint_fails(const struct lint_verdict *verdict, unsigned int number)
{
	return !verdict->ignored[number] &&
	       verdict->lint->finding[number].severity >= verdict->fail;
}

bool lint_has_failed(const struct lint_verdict *verdict)
{
	for (unsigned int i = 0; i < verdict->lint->findings; i++)
		if (lint_fails(verdict, i))
			return true;
	return false;
}
