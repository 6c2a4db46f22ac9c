/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What the accesses of a trace used in one device: registers with counts, and bits. */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_USAGE_H
#define VFIO_CFGTOOL_MODEL_TRACE_USAGE_H

#include "model/trace/access.h"

/* A longer access, in bytes, copies many registers; it does not show that each is needed. */
#define TRACE_BULK 8

#define TRACE_VALUES	4	/* distinct written values that are kept for a register */
#define TRACE_WRITERS	4	/* distinct processes that are kept */

/* Accesses, other than in bulk, to the parts that start at one byte. */
struct trace_count {
	uint8_t width;			/* bytes of the widest; 0: no access */
	uint64_t reads, writes;
	uint64_t first, last;		/* when they began: nanoseconds, CLOCK_MONOTONIC */
	uint32_t dropped;		/* bits that were written as 1 and dropped */
	unsigned int values, writers;	/* those kept; one more than fits if there were more */
	uint32_t value[TRACE_VALUES];
	uint32_t writer[TRACE_WRITERS];	/* process IDs */
};

/* Large: about half a megabyte. Starts as zeros. */
struct trace_usage {
	uint64_t accesses;
	uint64_t first, last;			/* of the accesses */
	uint64_t failed;			/* accesses that the kernel refused */
	uint64_t bulk;				/* accesses of more than TRACE_BULK bytes */
	struct trace_count at[SPACE_SIZE_EXTENDED];
	/* Bits that a write set, or cleared after 1 was seen, by where the write went. */
	uint8_t to_device[SPACE_SIZE_EXTENDED];
	uint8_t to_copy[SPACE_SIZE_EXTENDED];
	uint8_t dropped[SPACE_SIZE_EXTENDED];
	uint8_t read[SPACE_SIZE_EXTENDED / 8];	/* bytes that were read, other than in bulk */
	uint8_t seen[SPACE_SIZE_EXTENDED];	/* the value last read or written ... */
	uint8_t seen_known[SPACE_SIZE_EXTENDED / 8];	/* ... and whether there was one */
};

/* Adds one access to the usage of its device. */
void trace_usage_add(struct trace_usage *usage, const struct prediction *prediction,
		     const struct trace_record *record);

/*
 * The value that the trace last saw at a place, by a read or a write. False if a byte of it
 * was never seen. Call it before the access is added.
 */
bool trace_usage_seen(const struct trace_usage *usage, unsigned int offset, unsigned int width,
		      uint32_t *value);

/* What the policy permits, and how much of that was used. */
struct trace_total {
	unsigned int raw_permitted, raw_used;		/* raw bytes that a user can write; written */
	unsigned int registers_permitted, registers_used;	/* writable registers; written */
};

void trace_usage_total(const struct trace_usage *usage, const struct prediction *prediction,
		       struct trace_total *total);

#endif
