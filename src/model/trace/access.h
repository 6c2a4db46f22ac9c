/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One access of a VFIO user, cut into registers as the kernel cuts it: where the bits of
 * a write go, where the bits of a read come from, and what else a write does.
 */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_ACCESS_H
#define VFIO_CFGTOOL_MODEL_TRACE_ACCESS_H

#include "base/trace_record.h"
#include "model/prediction.h"

/* A register, a part of one, or bytes outside any, in one chunk of an access. */
struct trace_part {
	uint16_t offset;	/* in configuration space */
	uint8_t width;		/* bytes: 1, 2 or 4 */
	const struct device_register *known;	/* that it is, or is a part of; NULL */
	struct policy_bits bits;	/* of the chunk, as far as they are this part's */
	bool value_known;	/* what was read or written was seen */
	uint32_t value;
	bool copy_known;	/* the virtual copy before and after was seen */
	uint32_t copy_before, copy_after;
	uint32_t effect[EFFECTS];	/* bits of this part that have an effect; of writes */
};

/* Walks through the parts of one access, in the order of the kernel. */
struct trace_walk {
	const struct prediction *prediction;	/* of a device whose map was built */
	const struct trace_record *record;
	unsigned int offset;	/* of the next part */
	unsigned int end;	/* where the access ends: the last byte that was done, plus one */
	unsigned int chunk, chunk_end;
	struct policy_bits bits;	/* of the chunk */
	uint32_t effect[EFFECTS];
};

/*
 * Starts a walk. Of an access that failed, or whose return was not seen, the bytes that
 * the user asked for are walked, and no value is known. Bytes past the end of
 * configuration space are left out: the kernel refuses them.
 */
void trace_walk_begin(struct trace_walk *walk, const struct prediction *prediction,
		      const struct trace_record *record);

/* Fills *part with the next one. False: there is none. */
bool trace_walk_next(struct trace_walk *walk, struct trace_part *part);

/* Whether the return of the access was seen and was no failure. */
bool trace_is_done(const struct trace_record *record);

/* The bits of a written value that go to the device, to the virtual copy, and nowhere. */
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
