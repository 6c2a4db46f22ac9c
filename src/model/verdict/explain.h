/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that can be said of one register of one device, gathered for a person. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_EXPLAIN_H
#define VFIO_CFGTOOL_MODEL_VERDICT_EXPLAIN_H

#include "model/prediction.h"

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

/* Bits msb to lsb of the place: a field of the register that it is, or has bytes of. */
struct explanation_field {
	const struct device_register *of;
	const struct register_field *field;
	uint8_t msb, lsb;
};

/* A switch that changes something here. */
struct explanation_switch {
	int setting;			/* as RULES_LENGTH_OF() */
	uint8_t value;			/* as it stands in the rules */
	uint8_t other_value;		/* if it stood otherwise: */
	bool opens;			/* the device can be opened */
	bool same_bits;
	struct policy_bits other;
	struct known_value user;	/* what a user reads */
	struct map_owner owner;		/* of the first byte */
};

#define EXPLANATION_PARTS 4
#define EXPLANATION_FIELDS 32
#define EXPLANATION_REASONS 5
#define EXPLANATION_EFFECTS 4
#define EXPLANATION_NOTES 12
#define EXPLANATION_NOTE_SIZE 240

struct explanation {
	struct register_place place;
	unsigned int parts;			/* registers that it has bytes of, where it is none */
	const struct device_register *part[EXPLANATION_PARTS];
	unsigned int fields;
	struct explanation_field field[EXPLANATION_FIELDS];
	struct map_owner owner;			/* of the first byte */
	bool is_hidden;				/* it belongs to a hidden capability: */
	struct map_hidden hidden;
	const struct overlay_row *overlay;	/* another VFIO driver's own, or NULL */
	struct policy_bits bits;		/* of its bytes one by one */
	struct known_value user, hardware;	/* in both views */
	unsigned int reasons, effects, notes, switches;
	struct explanation_reason reason[EXPLANATION_REASONS];
	struct explanation_effect effect[EXPLANATION_EFFECTS];
	char note[EXPLANATION_NOTES][EXPLANATION_NOTE_SIZE];	/* sentences */
	struct explanation_switch switches_list[RULES_SWITCHES + RULES_LENGTHS];
};

/*
 * Explains a place. Place and values are the caller's, filled in before; the
 * rest of *explanation is filled whole. `scratch` is room for what other rules predict.
 */
void explain(const struct prediction *prediction, struct prediction *scratch,
	     struct explanation *explanation);

/* Adds the sentences on its values, on wider accesses and on its surroundings. */
void explain_notes(const struct prediction *prediction, struct explanation *explanation);

#endif
