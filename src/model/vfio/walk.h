/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* One walk over a device's capabilities, as the kernel makes it. For map_build() only. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_WALK_H
#define VFIO_CFGTOOL_MODEL_VFIO_WALK_H

#include "model/vfio/map.h"

/* vfio_config_init() and what it calls. */
struct walk {
	const struct config_space *space;
	const struct rules *rules;
	struct map *map;
	uint16_t pcie_flags;	/* what the PCI core keeps in pcie_flags_reg */
	uint16_t start;		/* of the current capability */
	bool extended_caps;	/* the kernel will walk extended space */
	bool blind;		/* a read hit a byte that an excerpt does not show */
	bool looped;		/* the chain reached a capability again */
	uint8_t visited[SPACE_SIZE_EXTENDED / 8];
};

/* Adds a warning to the map; the same warning is added once. */
void walk_warn(struct map *map, enum map_warning_code code, uint16_t offset);

/* Notes that a read at an offset makes the open fail. Only the first call counts. */
void walk_fail(struct walk *walk, enum map_failure failure, unsigned int offset);
bool walk_failed(const struct walk *walk);

/*
 * Reads 1, 2 or 4 bytes as pci_read_config_*() does. A misaligned read, or one past the
 * end of extended space, makes the open fail and returns 0. A byte that was not read is
 * ff, with a warning.
 */
uint32_t walk_read(struct walk *walk, unsigned int offset, unsigned int width);

/* Whether a read since the last call hit bytes that an excerpt does not show. */
bool walk_was_blind(struct walk *walk);

/* Whether a switch of the rules is on. */
bool walk_rule(const struct walk *walk, enum rules_switch which);

/*
 * The length in bytes that the kernel assumes; 0: it hides the capability, for *reason.
 * Sets walk->extended_caps if the capability makes the kernel walk extended space.
 */
unsigned int walk_length(struct walk *walk, const struct map_owner *capability,
			 enum hidden_reason *reason);

#endif
