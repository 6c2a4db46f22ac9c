/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The differences between two devices, two views or two sets of rules: in bytes,
 * map and policy, register by register.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_DIFF_H
#define VFIO_CFGTOOL_MODEL_VERDICT_DIFF_H

#include "model/prediction.h"
#include "model/registers/byte_set.h"
#include "model/vmm/guest.h"

enum diff_part {
	DIFF_BYTES,
	DIFF_MAP,
	DIFF_POLICY,
	DIFF_PARTS,
};

/* One side of a comparison. */
struct diff_side {
	const struct config_space *space;	/* the bytes to compare; NULL: none */
	const struct prediction *prediction;
};

/* A difference in one part: a register, or a run of bytes outside registers. */
struct diff_entry {
	enum diff_part part;
	uint16_t start, end;		/* both included */
	const struct device_register *known;	/* of the first side that has it, or NULL */
	uint32_t mask;			/* for bytes of a register: the bits that were compared */
	char name[REGISTER_NAME_SIZE];	/* of the register or of the bytes' owner; "" none */
	bool not_by_guest;		/* request->guest: no write of a guest does this */
};

/* The most registers that are left out and kept by name. The others are counted. */
#define DIFF_LEFT_OUT 32

/* At most one starts at each byte. */
struct diff {
	unsigned int entries[DIFF_PARTS];
	unsigned int unknown;		/* bytes that one side does not know: not compared */
	unsigned int left_outs;		/* registers that differ as guests and firmware set them ... */
	const struct device_register *left_out[DIFF_LEFT_OUT];	/* ... the first of them */
	struct diff_entry entry[DIFF_PARTS][SPACE_SIZE_EXTENDED];	/* ascending */
};

struct diff_request {
	const struct diff_side *a, *b;
	bool wanted[DIFF_PARTS];
	bool with_volatile;		/* also bits that change by themselves, or that each guest sets */
	const struct guest *guest;	/* one side is what a guest read itself, the other is this; or NULL */
};

/* Finds all differences. Sets every member of *diff, which is large. */
void diff_find(const struct diff_request *request, struct diff *diff);

/* Keeps only the differences that have one of these bytes. */
void diff_limit(struct diff *diff, const struct byte_set *bytes);

/* Whether there is no difference. */
bool diff_is_empty(const struct diff *diff);

/* The effects of the bytes start to end, both included: bit n is enum effect n. */
uint32_t diff_effects(const struct policy *policy, unsigned int start, unsigned int end);

/* "bytes", "map", "policy": stable. */
const char *diff_part_name(enum diff_part part);

#endif
