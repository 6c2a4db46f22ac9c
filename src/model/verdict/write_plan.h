/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a write of a register does, before it is made: what the kernel drops, what
 * else it does, and what nobody should write by accident; and, when it was made,
 * whether that is what happened.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_WRITE_PLAN_H
#define VFIO_CFGTOOL_MODEL_VERDICT_WRITE_PLAN_H

#include "model/prediction.h"

/* What has to be asked for expressly. */
enum write_danger {
	DANGER_ENABLE,		/* COMMAND: I/O and memory enable */
	DANGER_BUS_MASTER,	/* COMMAND */
	DANGER_SELF_TEST,	/* BIST */
	DANGER_RESET,		/* function level reset of PCI Express, and of AF */
	DANGER_POWER_STATE,	/* PM_CTRL */
	WRITE_DANGERS,
};

/* One write. The bits outside mask keep what a user reads there. */
struct write_request {
	uint16_t offset;
	uint8_t width;		/* 1, 2 or 4 bytes; a multiple of it is offset */
	uint32_t value;
	uint32_t mask;
};

/*
 * Fills dangers[] with the bits of the register that make a write dangerous: those
 * in its mask, whatever their value; of a reset those that are 1 in the value. Where
 * a reset's bit is set already, any write to its capability resets: then all bits.
 * Returns whether there are any.
 * `view` is what the user's reads come from by then: the prediction's, or one in which
 * earlier writes were put.
 */
bool write_dangers(const struct prediction *prediction, const struct user_view *view,
		   const struct write_request *request, uint32_t dangers[WRITE_DANGERS]);

/* What comes of a write. Masks are of the register. */
struct write_judgement {
	bool known;		/* what a user reads before it is; without it only the effects are */
	uint32_t before, written;	/* what a user reads, and what is handed to the kernel ... */
	bool written_known;		/* ... which is known without `before` if all bits are written */
	struct policy_bits bits;	/* of the access as the kernel cuts it */
	uint32_t dropped;	/* bits that would change, and are dropped */
	uint32_t effect[EFFECTS];	/* bits in the mask that have an effect */
	uint32_t decided;	/* bits of which an effect decides what is read afterwards ... */
	uint32_t open;		/* ... and nobody can predict it */
};

/* Judges a write; before is what a user reads there, where that is known. */
void write_judge(const struct prediction *prediction, const struct write_request *request,
		 bool known, uint32_t before, struct write_judgement *judgement);

/*
 * Puts a write into a view, as far as that can be predicted: a device is taken to
 * keep what it gets. What an effect decides may be not known afterwards.
 */
void write_predict(const struct write_request *request,
		    const struct write_judgement *judgement, const struct device_facts *facts,
		    struct user_view *view);

/* Bits that are not as they should be after a write. */
struct write_outcome {
	uint32_t contradicted;	/* otherwise than the policy says */
	uint32_t not_kept;	/* they went to the device, which did not take them */
};

/* Compares what a user reads after a write; `fleeting` are bits that change by themselves. */
struct write_outcome write_compare(const struct write_judgement *judgement, uint32_t after,
				   uint32_t fleeting);

/* "enable", "bus-master", "self-test", "reset", "power-state": stable. And for a sentence. */
const char *write_danger_name(enum write_danger danger);
const char *write_danger_text(enum write_danger danger);

#endif
