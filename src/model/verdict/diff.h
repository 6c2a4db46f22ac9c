/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where two devices, two views or two sets of rules are not the same: bytes,
 * map and policy, register by register.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_DIFF_H
#define VFIO_CFGTOOL_MODEL_VERDICT_DIFF_H

#include "model/prediction.h"

enum diff_part {
	DIFF_BYTES,
	DIFF_MAP,
	DIFF_POLICY,
	DIFF_PARTS,
};

/* One side. */
struct diff_side {
	const struct config_space *space;	/* whose bytes are compared; NULL: none are */
	const struct prediction *prediction;
};

/* Bytes of one part that are not the same: a register, or a run of others. */
struct diff_entry {
	enum diff_part part;
	uint16_t start, end;		/* both included */
	const struct device_register *known;	/* of the first side that has one there, or NULL */
	uint32_t mask;			/* bytes of a register: the bits that were compared */
	char name[REGISTER_NAME_SIZE];	/* of the register or of what has the bytes; "" none */
};

/* At most one starts at each byte. */
struct diff {
	unsigned int entries[DIFF_PARTS];
	unsigned int unknown;		/* bytes that one side does not know, and are not compared */
	struct diff_entry entry[DIFF_PARTS][SPACE_SIZE_EXTENDED];	/* ascending */
};

struct diff_request {
	const struct diff_side *a, *b;
	bool wanted[DIFF_PARTS];
	bool with_volatile;		/* also bits that change by themselves */
};

/* Finds all differences. *diff is filled; large. */
void diff_find(const struct diff_request *request, struct diff *diff);

/* Whether there is none. */
bool diff_is_empty(const struct diff *diff);

/* The effects of any byte of a place: bit n for enum effect n. */
uint32_t diff_effects(const struct policy *policy, unsigned int start, unsigned int end);

/* "bytes", "map", "policy": stable. */
const char *diff_part_name(enum diff_part part);

#endif
