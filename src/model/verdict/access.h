/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One access of read or write, and what came of it. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_ACCESS_H
#define VFIO_CFGTOOL_MODEL_VERDICT_ACCESS_H

#include "model/verdict/explain.h"
#include "model/verdict/write_plan.h"

/* What became of a register that was written, once the device was closed. */
enum access_fate {
	FATE_UNKNOWN,
	FATE_UNCHANGED,		/* the hardware never changed */
	FATE_KEPT,		/* it has what the write left there */
	FATE_UNDONE,		/* it has what was there before */
	FATE_CHANGED,		/* it has something else */
};

enum access_kind {
	ACCESS_READ,
	ACCESS_RANGE,		/* a byte of a RANGE */
	ACCESS_WRITE,
	ACCESS_WAIT,
};

/* Bits that a function of the kernel keeps from being written. */
struct access_dropper {
	uint32_t bits;
	const char *function;
};

/* One access of read or write, as it was made or (predicted) would be. */
struct access_record {
	enum access_kind kind;
	struct register_place place;
	bool predicted;
	unsigned int milliseconds;		/* wait */
	enum view view;				/* read: of its value */
	struct known_value value;		/* read */
	struct write_request request;		/* write: as it was asked for ... */
	struct known_value written;		/* ... and what was handed to the kernel */
	struct known_value user_before, user_after, hardware_before, hardware_after;
	struct known_value hardware_closed;
	bool is_last;				/* the last write of its place */
	enum access_fate fate;			/* of the last write of a place */
	bool undefined;				/* nobody knows what the kernel does with it */
	uint32_t dropped, contradicted, not_kept;	/* bits */
	uint32_t effect[EFFECTS];		/* bits that have an effect */
	uint32_t danger[WRITE_DANGERS];		/* bits that need --force */
	unsigned int droppers;			/* the kernel's functions that drop bits */
	struct access_dropper dropper[EXPLANATION_REASONS];
};

/* "unchanged", "kept", "undone", "changed": stable; "" where nothing is known. */
const char *access_fate_name(enum access_fate fate);

#endif
