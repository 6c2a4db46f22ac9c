/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What a write of a register will do: which bits the kernel drops, which effects it
 * has, and which of them are dangerous. After the write: whether that happened.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_WRITE_PLAN_H
#define VFIO_CFGTOOL_MODEL_VERDICT_WRITE_PLAN_H

#include "model/prediction.h"

/* Effects that a user must allow with --force. */
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
	uint8_t width;		/* 1, 2 or 4 bytes; offset is a multiple of it */
	uint32_t value;
	uint32_t mask;
};

/*
 * Fills dangers[] with the bits of the register that make a write dangerous. These are
 * the bits in its mask, whatever their value; for a reset only the bits that are 1 in
 * the value. If the reset bit is already set, any write to its capability resets: then
 * all bits are dangerous. Returns whether there are any.
 * `view` is the user view before the write: the prediction's, with earlier writes put
 * into it.
 */
bool write_dangers(const struct prediction *prediction, const struct user_view *view,
		   const struct write_request *request, uint32_t dangers[WRITE_DANGERS]);

/* The predicted result of a write. The masks are bits of the register. */
struct write_judgement {
	bool known;		/* `before` is known; otherwise only the effects are */
	uint32_t before, written;	/* what a user reads; what is handed to the kernel */
	bool written_known;		/* `written` is; without `before` if all bits are written */
	struct policy_bits bits;	/* of the access as the kernel cuts it */
	uint32_t dropped;	/* bits that would change, and are dropped */
	uint32_t effect[EFFECTS];	/* for each effect, the bits in the mask that have it */
	uint32_t decided;	/* bits whose later value an effect determines ... */
	uint32_t open;		/* ... of these, bits that cannot be predicted */
};

/* Judges a write. `before` is what a user reads there; it counts only if `known`. */
void write_judge(const struct prediction *prediction, const struct write_request *request,
		 bool known, uint32_t before, struct write_judgement *judgement);

/*
 * Puts a write into a view as far as that can be predicted, assuming that the device
 * keeps what is written. Bits that an effect determines may become unknown.
 */
void write_predict(const struct write_request *request, const struct write_judgement *judgement,
		   const struct device_facts *facts, struct user_view *view);

/* Bits with the wrong value after a write. */
struct write_outcome {
	uint32_t contradicted;	/* against the policy */
	uint32_t not_kept;	/* written to the device, which did not keep them */
};

/*
 * Compares what a user reads after a write. Leaves out `fleeting` bits, which change by
 * themselves.
 */
struct write_outcome write_compare(const struct write_judgement *judgement, uint32_t after,
				   uint32_t fleeting);

/* "enable", "bus-master", "self-test", "reset", "power-state": stable; and for a sentence. */
const char *write_danger_name(enum write_danger danger);
const char *write_danger_text(enum write_danger danger);

#endif
