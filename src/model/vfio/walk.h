/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One walk over a device's capabilities, as the kernel makes it. For the sources of map_build(). */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_WALK_H
#define VFIO_CFGTOOL_MODEL_VFIO_WALK_H

#include "model/vfio/map.h"

/* vfio_config_init() and what it calls. */
struct walk {
	const struct config_space *space;
	const struct rules *rules;
	struct map *map;
	uint16_t pcie_flags;	/* what the PCI core keeps in pcie_flags_reg */
	uint16_t start;		/* of the capability at hand */
	bool extended_caps;	/* the kernel will look at extended space */
	bool blind;		/* a read went to a byte that an excerpt does not show */
	bool looped;		/* the chain came back to where it was */
	uint8_t visited[SPACE_SIZE_EXTENDED / 8];
};

/* Adds a warning to the map, once. */
void walk_warn(struct map *map, enum map_warning_code code, uint16_t offset);

/* The kernel cannot open the device, because of a read at an offset. Only the first call counts. */
void walk_fail(struct walk *walk, enum map_failure failure, unsigned int offset);
bool walk_failed(const struct walk *walk);

/*
 * A read of 1, 2 or 4 bytes as pci_read_config_*() makes it: an unaligned one
 * is refused, and so is one past the end of extended space. Past the end of
 * conventional space there is nothing to know.
 */
uint32_t walk_read(struct walk *walk, unsigned int offset, unsigned int width);

/* Whether a read since the last call went to bytes that an excerpt does not show. */
bool walk_was_blind(struct walk *walk);

/* Whether a switch of the rules is on. */
bool walk_rule(const struct walk *walk, enum rules_switch which);

/*
 * Bytes that the kernel takes the capability for; 0: it hides it, for *reason. Notes in the
 * walk that the kernel will look at extended space.
 */
unsigned int walk_length(struct walk *walk, const struct map_owner *capability,
			 enum hidden_reason *reason);

#endif
