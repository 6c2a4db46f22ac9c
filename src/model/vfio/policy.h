/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The policy: for each bit of configuration space where a user's read comes
 * from, where a user's write goes, and what else a write does. The map and the
 * kernel's permissions for each capability determine it.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_POLICY_H
#define VFIO_CFGTOOL_MODEL_VFIO_POLICY_H

#include "base/permission.h"
#include "model/vfio/effects.h"
#include "model/vfio/map.h"

/* What a write of some bits does besides changing them. */
struct policy_effect {
	uint16_t offset;	/* of the register */
	uint8_t width;		/* bytes */
	uint32_t mask;		/* bits of the register */
	enum effect effect;
};

#define POLICY_EFFECTS 128

/* How the kernel judges the access that starts at a byte. */
struct policy_place {
	const struct permission *permission;	/* NULL: past its table's end, or owner unknown */
	uint16_t offset;	/* in the capability, as the kernel computes it */
};

/*
 * The masks are those of one-byte accesses. An undefined byte is 0 in all three.
 */
struct policy {
	uint16_t size;
	bool overlaid;			/* the VFIO driver answers some registers itself ... */
	uint8_t overlay[SPACE_SIZE_EXTENDED];		/* ... 1: this bit is one */
	uint8_t read_virtual[SPACE_SIZE_EXTENDED];	/* 1: read from the virtual copy */
	uint8_t write[SPACE_SIZE_EXTENDED];		/* 1: a write takes effect */
	uint8_t write_virtual[SPACE_SIZE_EXTENDED];	/* 1: ... in the virtual copy */
	bool undefined[SPACE_SIZE_EXTENDED];
	struct policy_place place[SPACE_SIZE_EXTENDED];
	struct permission msi;		/* the device's own table */
	uint16_t effects;
	struct policy_effect effect[POLICY_EFFECTS];	/* ascending by offset, then bits */
};

/*
 * Builds the policy of a map that was built (MAP_BUILT) from `space`. The policy
 * points into `permissions`, which must live as long. `msi` is the kernel's own table
 * for this device; NULL: it is predicted from the bytes.
 */
void policy_build(const struct map *map, const struct config_space *space,
		  const struct permissions *permissions, const struct permission *msi,
		  struct policy *policy);

/*
 * The layout (permissions.h) of the MSI permission table, taken from the first MSI
 * capability in the chain; -1 without one.
 */
int policy_msi_shape(const struct map *map, const struct config_space *space);

/* The bits of one access; the byte at its offset is the lowest. */
struct policy_bits {
	uint32_t read_virtual, write, write_virtual;
	bool undefined;		/* at least one byte is undefined: all three are 0 */
};

/*
 * How many of the `count` bytes at an offset the kernel accesses at once: 1, 2 or 4,
 * aligned, and all with one value in the map.
 */
unsigned int policy_chunk(const struct map *map, unsigned int offset, unsigned int count);

/* The bits of one access of the kernel; `width` is a result of policy_chunk(). */
struct policy_bits policy_access(const struct policy *policy, unsigned int offset,
				 unsigned int width);

/* The bits of a register for one-byte accesses; width is 1, 2 or 4. */
struct policy_bits policy_bytes(const struct policy *policy, unsigned int offset,
				unsigned int width);

/* Whether an effect is one of bits in `width` bytes from an offset on. */
bool policy_effect_is_in(const struct policy_effect *effect, unsigned int offset,
			 unsigned int width);

#endif
