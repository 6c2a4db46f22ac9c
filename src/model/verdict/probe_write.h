/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Writes that probe a register: bits are inverted, both views are read, and the register
 * is restored. Says which bits, in which class, and judges the result.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_PROBE_WRITE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_PROBE_WRITE_H

#include "model/verdict/probe.h"

/* One write of a place: all of it, or a byte or word in it. */
struct probe_part {
	uint16_t offset;
	uint8_t width;
	enum probe_class class;		/* the least class that makes it */
	uint32_t flip;			/* bits to invert ... */
	bool set_only;			/* ... only those that are 0: errors are masked, not unmasked */
	uint32_t quiet;			/* bits that change by themselves, or as below: written as 0 */
	uint32_t triggers;		/* bits that a 1 clears or that reset: never restored by a 1 */
	bool late;			/* reset and power state: written after all others */
	const char *reason;
};

/* At most four one-byte parts, and up to four more for reset and power state, which run last. */
#define PROBE_PARTS 8

/*
 * The writes of a place, as wide as the class allows. Writes that the class leaves out
 * are listed too, with their own, greater class. Returns their number, at least 1.
 */
unsigned int probe_parts(const struct prediction *prediction, const struct register_place *place,
			 enum probe_class class, struct probe_part parts[PROBE_PARTS]);

/* Both views of a place, before or after a write of one part. */
struct probe_sight {
	struct known_value user, hardware;
};

struct probe_write {
	const struct probe_place *place;
	const struct probe_part *part;
	uint32_t value;			/* written to the part */
	struct probe_sight before, after;
};

/* From what a user reads: the value to write, and the value that restores it, for the log. */
uint32_t probe_written(const struct probe_part *part, uint32_t before);
uint32_t probe_logged(const struct probe_part *part, uint32_t before);

/*
 * The value that restores a part, from what a user read before and after. Bits that did
 * not invert are written as 0, since a 1 could clear them; and so are bits that a 1
 * clears, even if something else cleared them meanwhile.
 */
uint32_t probe_put_back(const struct probe_part *part, uint32_t before, uint32_t after);

/* Bits of a place that change by themselves or that a 1 clears. */
uint32_t probe_fleeting(const struct prediction *prediction, const struct register_place *place);

/* The result of a write. Masks are bits of the place. */
struct probe_outcome {
	uint32_t user, hardware;	/* bits not as predicted, in each view */
	uint32_t user_predicted;	/* the predicted value in the user view */
	bool changed;			/* bits changed as predicted */
	bool ignored;			/* bits that were written to the device did not change */
	bool fitted;			/* a BAR: the host's resource determines its value */
};

/* Compares the result of a write with the policy. */
struct probe_outcome probe_judge_write(const struct prediction *prediction,
				       const struct probe_write *write);

#endif
