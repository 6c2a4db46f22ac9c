/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One access of a VFIO user, divided into registers as the kernel divides it: where the
 * bits of a write go, where the bits of a read come from, and a write's effects.
 */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_ACCESS_H
#define VFIO_CFGTOOL_MODEL_TRACE_ACCESS_H

#include "base/trace_record.h"
#include "model/prediction.h"

/* A register, a part of one, or bytes outside any, in one chunk of an access. */
struct trace_part {
	uint16_t offset;	/* in configuration space */
	uint8_t width;		/* bytes: 1, 2 or 4 */
	const struct device_register *known;	/* that it is, or is a part of; or NULL */
	struct policy_bits bits;	/* of this part */
	bool value_known;	/* the value read or written was seen */
	uint32_t value;
	bool copy_known;	/* the virtual copy was seen before and after */
	uint32_t copy_before, copy_after;
	uint32_t effect[EFFECTS];	/* for a write: bits of this part that have an effect */
};

/* Walks through the parts of one access, in the order of the kernel. */
struct trace_walk {
	const struct prediction *prediction;	/* of a device whose map was built */
	const struct trace_record *record;
	unsigned int offset;	/* of the next part */
	unsigned int end;	/* the last byte that was accessed, plus one */
	unsigned int chunk, chunk_end;
	struct policy_bits bits;	/* of the chunk */
	uint32_t effect[EFFECTS];
};

/*
 * Starts a walk. If the access failed or its return was not seen, the walk covers the bytes
 * that the user asked for, and no value is known. Bytes past the end of configuration space
 * are left out: the kernel refuses them.
 */
void trace_walk_begin(struct trace_walk *walk, const struct prediction *prediction,
		      const struct trace_record *record);

/* Fills *part with the next part. False after the last one. */
bool trace_walk_next(struct trace_walk *walk, struct trace_part *part);

/* Whether the access returned, as far as seen, without an error. */
bool trace_is_done(const struct trace_record *record);

/* The bits of a written value that go to the device or to the virtual copy, or are dropped. */
uint32_t trace_to_device(const struct trace_part *part);
uint32_t trace_to_copy(const struct trace_part *part);
uint32_t trace_dropped(const struct trace_part *part);

/*
 * Writes the part's name as a REGISTER of the command line: "EXP_DEVCTL.w",
 * "EXP_DEVCTL+1.b", "40.l". Returns text.
 */
#define TRACE_PART_NAME_SIZE (REGISTER_NAME_SIZE + 8)
const char *trace_part_name(const struct trace_part *part, char text[TRACE_PART_NAME_SIZE]);

#endif
