/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* All facts about one register of one device, for a person. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_EXPLAIN_H
#define VFIO_CFGTOOL_MODEL_VERDICT_EXPLAIN_H

#include "model/prediction.h"
#include "model/registers/bar.h"
#include "model/verdict/instead.h"

/* Why the kernel treats bits as it does. */
struct explanation_reason {
	uint32_t mask;		/* of the register */
	const char *why;	/* a sentence */
	const char *function;	/* the kernel's function that does it */
};

struct explanation_effect {
	uint32_t mask;
	enum effect effect;
	const char *what;	/* a sentence */
	const char *function;
};

/* What works instead of a write of these bits. */
struct explanation_instead {
	uint32_t mask;
	const struct instead *row;
};

/*
 * A field of a register: bits msb to lsb of the place. The register is in the place or around
 * it.
 */
struct explanation_field {
	const struct device_register *of;
	const struct register_field *field;
	uint8_t msb, lsb;
};

/* A setting of the rules that changes this place. */
struct explanation_switch {
	int setting;			/* as RULES_LENGTH_OF() */
	uint8_t value;			/* in the rules */
	uint8_t other_value;		/* the value for which the following holds: */
	bool opens;			/* the device can be opened */
	bool same_bits;			/* `other` is as under the rules */
	struct policy_bits other;
	struct known_value user;	/* what a user reads */
	struct map_owner owner;		/* of the first byte */
};

#define EXPLANATION_PARTS 4
#define EXPLANATION_FIELDS 32
#define EXPLANATION_REASONS 5
#define EXPLANATION_EFFECTS 4
#define EXPLANATION_INSTEADS 6
#define EXPLANATION_NOTES 12
#define EXPLANATION_NOTE_SIZE 240

/* What rules make of a place. */
struct explanation_outcome {
	bool opens;			/* the device can be opened */
	struct policy_bits bits;
	struct known_value user;
	struct map_owner owner;		/* of the first byte */
};

struct explanation {
	struct register_place place;
	uint16_t last;				/* its last byte; every byte of a run has
						   these facts */
	struct explanation_outcome here;	/* under the given rules */
	unsigned int parts;			/* bytes outside registers: the registers that
						   share some of them */
	const struct device_register *part[EXPLANATION_PARTS];
	unsigned int fields;
	struct explanation_field field[EXPLANATION_FIELDS];
	struct map_owner owner;			/* of the first byte */
	bool is_hidden;				/* it belongs to a hidden capability: */
	struct map_hidden hidden;
	bool is_bar;				/* it is a BAR with known facts: */
	struct bar bar;
	const struct overlay_row *overlay;	/* the VFIO driver answers it itself; or NULL */
	struct policy_bits bits;		/* for one-byte accesses */
	struct known_value user, hardware;	/* in both views */
	unsigned int reasons, effects, insteads, notes, switches;
	struct explanation_reason reason[EXPLANATION_REASONS];
	struct explanation_effect effect[EXPLANATION_EFFECTS];
	struct explanation_instead instead[EXPLANATION_INSTEADS];
	char note[EXPLANATION_NOTES][EXPLANATION_NOTE_SIZE];	/* sentences */
	struct explanation_switch switches_list[RULES_SWITCHES + RULES_LENGTHS];
};

/*
 * Explains `count` places. The caller sets place, last, user and hardware of each; all other
 * members are set here. `scratch` is working memory for predictions under other rules, one
 * a setting for all places.
 */
void explain(const struct prediction *prediction, struct prediction *scratch,
	     struct explanation *explanations, size_t count);

/*
 * Takes the register of a field out of a value of the place. False if the value is unknown, or
 * the place does not have the whole register.
 */
bool explanation_register(const struct explanation *explanation,
			  const struct explanation_field *field, const struct known_value *value,
			  uint32_t *bits);

/* Adds the sentences about the values, wider accesses and neighbours. */
void explain_notes(const struct prediction *prediction, struct explanation *explanation);

#endif
