/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The chains of capabilities of one device as hardware, VFIO and the VMM each show them, and
 * which layer removes each capability.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_CHAINS_H
#define VFIO_CFGTOOL_MODEL_VMM_CHAINS_H

#include "model/prediction.h"
#include "model/vmm/guest.h"

enum chain_layer {
	CHAIN_HARDWARE,
	CHAIN_VFIO,
	CHAIN_GUEST,
	CHAIN_LAYERS,
};

/* Enough for the capabilities of all three chains, also misaligned ones. */
#define CHAIN_ENTRIES 2048

struct chain_entry {
	uint16_t start;
	uint16_t id;		/* in the lowest layer that has it */
	uint8_t version;	/* of an extended capability */
	bool extended;
	bool in[CHAIN_LAYERS];	/* the chain of this layer has it */
	enum chain_layer taken_out_by;	/* the layer that removes it; CHAIN_HARDWARE: none */
	bool readable;		/* for a hidden one: the guest can read its body ... */
	bool reaches_vfio;	/* ... and a write of its body is passed on to VFIO */
};

struct chains {
	bool hardware_known;		/* the map was built from the hardware view */
	bool cut[CHAIN_LAYERS];		/* a chain leads to unknown bytes */
	unsigned int count;
	struct chain_entry entry[CHAIN_ENTRIES];	/* standard first; each in the order of its chain */
};

/* One device as the guest of a VMM sees it. */
struct guest_outcome {
	const struct vmm_rules *vmm;
	const struct guest *guest;
	const struct chains *chains;	/* used only if guest->state is GUEST_BUILT */
};

/*
 * Finds the three chains: the hardware's by the map's walks, the others in user view and guest
 * view. Finds only the first two if no VMM was named (guest NULL).
 */
void chains_find(const struct prediction *prediction, const struct config_space *user,
		 const struct guest *guest, struct chains *chains);

/* Finds the entry of a capability, or NULL. */
const struct chain_entry *chains_at(const struct chains *chains, bool extended,
				    unsigned int start);

/*
 * Fills row with at most `most` standard or extended entries from *next on, and moves *next,
 * which starts as 0, past them. Returns their number; 0: there are no more.
 */
unsigned int chains_row(const struct chains *chains, bool extended, unsigned int *next,
			const struct chain_entry **row, unsigned int most);

/* "hardware", "vfio", "guest": stable. As a layer that hides, the last is "vmm". */
const char *chain_layer_name(enum chain_layer layer);
const char *chain_taker_name(enum chain_layer layer);

#endif
