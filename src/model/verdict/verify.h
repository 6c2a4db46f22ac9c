/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The prediction against what the running kernel held: byte by byte, and which
 * switches of the rules would explain the difference. Pure, as all of the model.
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

/* A run of bytes of one part that are not the same. */
struct difference {
	enum verified_part part;
	uint16_t start, end;	/* both included */
	int explained_by;	/* the setting (RULES_LENGTH_OF) that alone makes these bytes the same, and no
				   others different; -1: none */
};

#define VERIFY_DIFFERENCES 64

/* What the running kernel held for an open device. */
struct kernel_evidence {
	const struct kernel_copy *copy;	/* NULL: it refused to open the device */
	const struct permissions *permissions;	/* NULL: they could not be seen */
	bool pristine;	/* nobody used the device since the open, so its virtual copy counts */
};

/* The two sides, and what came of comparing them. Large. */
struct verification {
	uint16_t size;			/* bytes of each array below; 0: neither has a map */
	bool kernel_opens, rules_open;	/* where only one does, the arrays of the other are void */
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
	bool tables_differ;		/* the kernel's tables are not as the rules have them ... */
	struct table_difference table;	/* ... first here; a void one where a switch says it all */
	bool explained;			/* under these rules nothing is different: */
	struct rules explanation;
	struct prediction tried;	/* room for what is tried, and ... */
	struct policy held;		/* ... for the kernel's policy; nothing for a caller */
};

/*
 * Compares what the prediction's rules say of its bytes with what the kernel held. Of a
 * user view only the map is compared, but for placeholders, whose ID it does not have; of
 * the virtual copy only what can be predicted. The policy is that of the core, without
 * what another VFIO driver lays over it, and is compared byte by byte, but for what is
 * undefined. *verification is filled whole.
 */
void verify(const struct prediction *prediction, const struct kernel_evidence *evidence,
	    struct verification *verification);

/*
 * Goes on with the kernel's tables, which say what it takes each capability
 * for, whether or not this device has it.
 */
void verify_tables(const struct kernel_tables *tables, const struct rules *rules,
		   struct verification *verification);

/* Whether nothing was different. */
static inline bool verify_agrees(const struct verification *verification)
{
	return verification->different == 0 && !verification->tables_differ &&
	       verification->kernel_opens == verification->rules_open;
}

/* "verified", "differs", or "refused": as predicted, the kernel does not open it. Stable. */
const char *verify_verdict(const struct verification *verification);

/* How many bytes a byte of configuration space has in a part: 1, of the policy POLICY_MASKS. */
unsigned int verify_width(enum verified_part part);

/* The bytes of a part on either side; NULL where that side has no map. */
const uint8_t *verify_kernel_bytes(const struct verification *verification,
				   enum verified_part part);
const uint8_t *verify_rules_bytes(const struct verification *verification,
				  enum verified_part part);

/* "map", "virtual-copy" and "policy": stable. */
const char *verified_part_name(enum verified_part part);

#endif
