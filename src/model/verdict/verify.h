/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Compares the prediction with what the running kernel held, byte by byte, and finds
 * the switches of the rules that explain a difference.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_VERIFY_H
#define VFIO_CFGTOOL_MODEL_VERDICT_VERIFY_H

#include "base/kernel_copy.h"
#include "model/prediction.h"
#include "model/vfio/rules_in_kernel.h"

enum verified_part {
	PART_MAP,
	PART_VIRTUAL_COPY,
	PART_POLICY,
	VERIFIED_PARTS,
};

/* The three masks of each byte, side by side: read_virtual, write, write_virtual. */
#define POLICY_MASKS 3

/* A run of bytes of one part that differ. */
struct difference {
	enum verified_part part;
	uint16_t start, end;	/* both included */
	int explained_by;	/* the setting (RULES_LENGTH_OF) that alone makes these bytes equal
				   and no others different; -1: none */
};

#define VERIFY_DIFFERENCES 64

/* What the running kernel held for an open device. */
struct kernel_evidence {
	const struct kernel_copy *copy;	/* NULL: it refused to open the device */
	const struct permissions *permissions;	/* NULL: they could not be seen */
	bool pristine;	/* no access since the open: the virtual copy is compared, too */
};

/* Both sides and the result of comparing them. Large. */
struct verification {
	uint16_t size;			/* bytes of each array below; 0: neither has a map */
	bool kernel_opens, rules_open;	/* if only one does, the other's arrays are undefined */
	struct kernel_copy kernel;
	uint8_t rules_map[SPACE_SIZE_EXTENDED];
	struct config_space rules_virtual_copy;
	bool policy_compared;		/* the kernel's permissions were seen: */
	uint8_t kernel_policy[POLICY_MASKS * SPACE_SIZE_EXTENDED];
	uint8_t rules_policy[POLICY_MASKS * SPACE_SIZE_EXTENDED];
	unsigned int compared, different;	/* bytes of all parts together */
	unsigned int differences;
	bool differences_cut;		/* there were more than VERIFY_DIFFERENCES */
	struct difference difference[VERIFY_DIFFERENCES];
	bool tables_differ;		/* the kernel's tables of lengths differ from the rules' */
	struct table_difference table;	/* the first such ID; all 0 if a switch explains it */
	bool explained;			/* under `explanation` nothing differs */
	struct rules explanation;
	struct prediction tried;	/* working memory of verify(): a prediction ... */
	struct policy held;		/* ... and the kernel's policy */
};

/*
 * Compares the prediction with what the kernel held. If the prediction was built from a
 * user view, only the map is compared, without placeholders, whose ID that view lacks.
 * Unpredictable bytes of the virtual copy and undefined bytes of the policy are left out.
 * The policy compared is the core's, without the registers that another VFIO driver
 * answers itself. Every member of *verification is set.
 */
void verify(const struct prediction *prediction, const struct kernel_evidence *evidence,
	    struct verification *verification);

/*
 * Continues with the kernel's tables of lengths, also for capabilities that the device
 * does not have.
 */
void verify_tables(const struct kernel_tables *tables, const struct rules *rules,
		   struct verification *verification);

/* Whether nothing differs. */
static inline bool verify_agrees(const struct verification *verification)
{
	return verification->different == 0 && !verification->tables_differ &&
	       verification->kernel_opens == verification->rules_open;
}

/* "verified", "differs", or "refused": the kernel does not open it, as predicted. Stable. */
const char *verify_verdict(const struct verification *verification);

/* Bytes of a part for one byte of configuration space: 1, or POLICY_MASKS for the policy. */
unsigned int verify_width(enum verified_part part);

/* The bytes of a part on each side; NULL if that side has no map. */
const uint8_t *verify_kernel_bytes(const struct verification *verification,
				   enum verified_part part);
const uint8_t *verify_rules_bytes(const struct verification *verification,
				  enum verified_part part);

/* "map", "virtual-copy" and "policy": stable. */
const char *verified_part_name(enum verified_part part);

#endif
