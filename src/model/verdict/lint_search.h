/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The search of lint: the device, its visits, and the findings so far. For the sources of lint
 * only.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_LINT_SEARCH_H
#define VFIO_CFGTOOL_MODEL_VERDICT_LINT_SEARCH_H

#include "model/verdict/lint.h"

/* One device whose hazards are being found. */
struct lint_search {
	const struct prediction *prediction;
	const struct guest_outcome *guest;		/* NULL: no VMM was named */
	struct lint *lint;
	bool is_first[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];	/* for each visit: not repeated */
};

/* The bytes that a finding is about, and their capability (NULL: none). */
struct lint_place {
	unsigned int start, end;	/* both included; cut at the end of the space */
	const struct map_visit *visit;
};

/* Adds a finding with the code's worst severity. Returns it, or NULL if there are too many. */
struct lint_finding *lint_found(const struct lint_search *search, enum lint_code code,
				struct lint_place place);

/* Appends a word to the detail of a finding, or "..." if it does not fit. NULL: does nothing. */
void lint_add_detail(struct lint_finding *finding, const char *word);

/* All bytes of a capability; of one whose length is not known its header. */
struct lint_place lint_whole(const struct map_visit *visit);

/* All bytes of the capability that starts at `start`. */
struct lint_place lint_capability(const struct lint_search *search, unsigned int start);

/* Whether a visit is not of a standard capability. */
bool lint_is_extended(const struct map_visit *visit);

/* The first visit of this place; NULL: none. Owned by the map. */
const struct map_visit *lint_visit_at(const struct map *map, unsigned int start);

/* Whether a user sees a visit's capability. */
bool lint_is_shown(const struct map_visit *visit);

/* Whether all of extended space reads ff. */
bool lint_all_ones(const struct config_space *space);

/* Finds hazards of capabilities' policy and of raw bytes. The device must have a map. */
void lint_find_access(const struct lint_search *search);

/* Finds hazards of the VMM. The device must have a map, and search->guest be set. */
void lint_find_guest(const struct lint_search *search);

#endif
