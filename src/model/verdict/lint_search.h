/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of lint share. For model/lint*.c only. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_LINT_SEARCH_H
#define VFIO_CFGTOOL_MODEL_VERDICT_LINT_SEARCH_H

#include "model/verdict/lint.h"

/* One device while hazards are looked for. */
struct lint_search {
	const struct prediction *prediction;
	const struct lint_guest *guest;		/* NULL: no VMM was named */
	struct lint *lint;
	bool is_first[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];	/* of the map's visits: no turn of a loop */
};

/* Which bytes a finding is about, and the capability that they belong to (NULL: none). */
struct lint_place {
	unsigned int start, end;	/* both included; what is past the space is cut */
	const struct map_visit *visit;
};

/* Adds a finding of the code's worst severity, or returns NULL where there are too many. */
struct lint_finding *lint_found(const struct lint_search *search, enum lint_code code,
				struct lint_place place);

/* Appends a word to the detail of a finding (NULL: none), or "..." where it does not fit. */
void lint_add_detail(struct lint_finding *finding, const char *word);

/* All bytes of a capability; of a hidden one its header. */
struct lint_place lint_whole(const struct map_visit *visit);

/* All bytes of the capability that starts there. */
struct lint_place lint_capability(const struct lint_search *search, unsigned int start);

/* Whether a visit's capability is the user's too. */
bool lint_is_shown(const struct map_visit *visit);

/* Whether all of extended space reads ff. */
bool lint_all_ones(const struct config_space *space);

/* Of a device that can be opened: what capabilities let a user do, and raw bytes. */
void lint_find_access(const struct lint_search *search);

/* Of a device that can be opened, with a VMM: what the VMM does with it. */
void lint_find_guest(const struct lint_search *search);

#endif
