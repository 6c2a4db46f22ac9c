/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The chains of capabilities of one device as hardware, VFIO and the VMM each show them,
 * and what became of each capability on its way to the guest.
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

/* Places that all three together can have: each starts at a dword of its own, or not aligned. */
#define CHAIN_ENTRIES 2048

struct chain_entry {
	uint16_t start;
	uint16_t id;		/* as the lowest layer that has it shows it */
	uint8_t version;	/* of an extended capability */
	bool extended;
	bool in[CHAIN_LAYERS];	/* the chain of this layer has it */
	enum chain_layer taken_out_by;	/* CHAIN_HARDWARE: nobody took it out */
	bool readable;		/* of one that was taken out: the guest reads its body ... */
	bool reaches_vfio;	/* ... and its writes of the body are passed on to VFIO */
};

struct chains {
	bool hardware_known;		/* the map was built from the hardware view */
	bool cut[CHAIN_LAYERS];		/* a chain leads to bytes that are not known */
	unsigned int count;
	struct chain_entry entry[CHAIN_ENTRIES];	/* standard first; each in the order of its chain */
};

/* What a VMM makes of one device. */
struct guest_outcome {
	const struct vmm_rules *vmm;
	const struct guest *guest;
	const struct chains *chains;	/* used only if guest->state is GUEST_BUILT */
};

/*
 * Finds the three chains: the hardware's from the map's walks, the others in user view and guest
 * view. guest is NULL where no VMM was named; then two are found.
 */
void chains_find(const struct prediction *prediction, const struct config_space *user,
		 const struct guest *guest, struct chains *chains);

/* The entry of a capability, or NULL. */
const struct chain_entry *chains_at(const struct chains *chains, bool extended,
				    unsigned int start);

/* "hardware", "vfio", "guest"; "vmm" for what takes out on the way to the guest: stable. */
const char *chain_layer_name(enum chain_layer layer);
const char *chain_taker_name(enum chain_layer layer);

#endif
