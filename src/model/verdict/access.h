/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* One access of the commands read and write, and its result. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_ACCESS_H
#define VFIO_CFGTOOL_MODEL_VERDICT_ACCESS_H

#include "model/verdict/explain.h"
#include "model/verdict/write_plan.h"

/* The state of a written register after the device was closed. */
enum access_fate {
	FATE_UNKNOWN,
	FATE_UNCHANGED,		/* the hardware never changed */
	FATE_KEPT,		/* it has the value after the write */
	FATE_UNDONE,		/* it has the value before the write */
	FATE_CHANGED,		/* it has another value */
};

enum access_kind {
	ACCESS_READ,
	ACCESS_RANGE,		/* a byte of a RANGE */
	ACCESS_WRITE,
	ACCESS_WAIT,
};

/* Bits whose write a function of the kernel drops. */
struct access_dropper {
	uint32_t bits;
	const char *function;
};

/* One access that was made or (predicted) would be. */
struct access_record {
	enum access_kind kind;
	struct register_place place;
	bool predicted;
	unsigned int milliseconds;		/* wait */
	enum view view;				/* read: whose value */
	struct known_value value;		/* read */
	struct write_request request;		/* write: the request ... */
	struct known_value written;		/* ... and the value handed to the kernel */
	struct known_value user_before, user_after, hardware_before, hardware_after;
	struct known_value hardware_closed;
	bool is_last;				/* the last write of its place */
	enum access_fate fate;			/* of the last write of a place */
	bool undefined;				/* the kernel's behaviour cannot be predicted */
	uint32_t dropped, contradicted, not_kept;	/* bits */
	uint32_t effect[EFFECTS];		/* bits that have an effect */
	uint32_t danger[WRITE_DANGERS];		/* bits that need --force */
	unsigned int droppers;			/* the kernel's functions that drop bits */
	struct access_dropper dropper[EXPLANATION_REASONS];
};

/* "unchanged", "kept", "undone", "changed": stable; "" if it is not known. */
const char *access_fate_name(enum access_fate fate);

#endif
