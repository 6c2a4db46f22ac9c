/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that can be said of one register of one device, gathered for a person. */
#ifndef VFIO_CFGTOOL_MODEL_EXPLAIN_H
#define VFIO_CFGTOOL_MODEL_EXPLAIN_H

#include "model/overlay.h"
#include "model/policy.h"
#include "model/registers.h"
#include "model/user_view.h"

/* Why bits are as they are. */
struct explanation_reason {
	uint32_t mask;		/* of the register */
	const char *why;	/* a sentence */
	const char *function;	/* the kernel's, that it comes from */
};

struct explanation_effect {
	uint32_t mask;
	enum effect effect;
	const char *what;	/* a sentence */
	const char *function;
};

/* A switch that changes something here. */
struct explanation_switch {
	enum rules_switch which;
	uint8_t value;			/* as it stands in the rules */
	struct policy_bits other;	/* the bits, if it stood otherwise */
	bool opens;			/* the device could be opened then */
};

#define EXPLANATION_REASONS 5
#define EXPLANATION_EFFECTS 4
#define EXPLANATION_NOTES 12
#define EXPLANATION_NOTE_SIZE 240

struct explanation {
	struct register_place place;
	struct map_owner owner;			/* of the first byte */
	bool is_hidden;				/* it belongs to a hidden capability: */
	struct map_hidden hidden;
	const struct overlay_row *overlay;	/* another VFIO driver's own, or NULL */
	struct policy_bits bits;		/* of its bytes one by one */
	bool user_known, hardware_known;
	uint32_t user, hardware;		/* values in both views */
	unsigned int reasons, effects, notes, switches;
	struct explanation_reason reason[EXPLANATION_REASONS];
	struct explanation_effect effect[EXPLANATION_EFFECTS];
	char note[EXPLANATION_NOTES][EXPLANATION_NOTE_SIZE];	/* sentences */
	struct explanation_switch switches_list[RULES_SWITCHES];
};

/* What it is gathered from, all of one device. */
struct explanation_source {
	const struct config_space *space;	/* what the map was built from */
	const struct rules *rules;
	const struct device_facts *facts;
	const struct map *map;
	const struct policy *policy;
	const struct registers *registers;
	const struct user_view *foretold;
	const char *driver;
};

/* What explain() works in; nothing of it is for its caller. */
struct explanation_scratch {
	struct map map;
	struct permissions permissions;
	struct policy policy;
	struct user_view view;
};

/*
 * Explains a place. Place and values are the caller's, filled in before; the
 * rest of *explanation is filled whole.
 */
void explain(const struct explanation_source *source, struct explanation_scratch *scratch,
	     struct explanation *explanation);

/* Adds the sentences on its values, on wider accesses and on its surroundings. */
void explain_notes(const struct explanation_source *source, struct explanation *explanation);

#endif
