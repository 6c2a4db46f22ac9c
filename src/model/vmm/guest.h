/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The guest view: what a guest reads from each byte after the VMM made the device and
 * before the guest wrote anything; who answers the read; and where a guest's write goes.
 * The user view, the VMM's rules and the placement determine it. Any bytes give a result,
 * even if the VMM would refuse the device.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_GUEST_H
#define VFIO_CFGTOOL_MODEL_VMM_GUEST_H

#include "base/device.h"
#include "base/space.h"
#include "model/vmm/vmm.h"

enum guest_state {
	GUEST_BUILT,
	GUEST_REFUSED,		/* the VMM refuses the device, or exits */
	GUEST_HANGS,		/* the VMM hangs */
};

/* What a guest's write does in the VMM besides changing bits. */
enum guest_effect {
	GUEST_MSI_SETUP,
	GUEST_MSIX_SETUP,
	GUEST_BAR_MOVE,
	GUEST_POWER_TRAP,
	GUEST_EFFECTS,
};

struct guest_effect_place {
	uint16_t offset;
	uint8_t width;		/* bytes */
	uint32_t mask;		/* bits of the register */
	enum guest_effect effect;
};

#define GUEST_EFFECT_PLACES 32

/* What the guest view is built from. */
struct guest_source {
	const struct config_space *user;	/* the user view */
	const struct device_resources *resources;	/* sizes of BARs; NULL: not known */
	const uint8_t *write;	/* the policy's `write` for each byte; NULL: all ones */
	enum known opregion;	/* VFIO offers an OpRegion */
};

struct guest {
	enum guest_state state;
	char reason[160];	/* with GUEST_REFUSED and GUEST_HANGS: why, in a sentence */
	uint16_t offset;	/* ... and the capability that it is about */
	bool fit_unknown;	/* whether MSI-X fits its BAR is not known: no size ... */
	uint16_t msix;		/* ... and the MSI-X capability */
	bool cut;		/* an unknown byte decides, so nothing after it is known */
	bool unfiltered;	/* the VMM shows extended capabilities that it hides elsewhere */
	uint16_t size;		/* of the device, in bytes */
	uint16_t reach;		/* bytes that a guest can reach; the rest reads ones */
	struct config_space space;		/* what it reads; unpredictable bytes are unknown */
	uint8_t read_vmm[SPACE_SIZE_EXTENDED];	/* 1: the VMM answers the read */
	uint8_t write_vmm[SPACE_SIZE_EXTENDED];	/* 1: a write changes the VMM's copy */
	uint8_t write_vfio[SPACE_SIZE_EXTENDED];	/* 1: a write is passed on to VFIO */
	uint16_t effects;
	struct guest_effect_place effect[GUEST_EFFECT_PLACES];
};

/* Builds the guest view. Every member of *guest is set. */
void guest_build(const struct guest_source *source, const struct vmm_rules *rules,
		 struct guest *guest);

/* "msi-setup", "msix-setup", "bar-move", "power-trap": stable; and a sentence on each. */
const char *guest_effect_name(enum guest_effect effect);
const char *guest_effect_text(enum guest_effect effect);

/* Whether VMMs other than QEMU remove an extended capability from the guest's chain. */
bool guest_takes_out(uint16_t id);

/* Who answers a guest's reads of some bytes. */
enum guest_answer {
	GUEST_BY_VFIO,
	GUEST_BY_VMM,
	GUEST_BY_BOTH,
};

enum guest_answer guest_answers(const struct guest *guest, unsigned int start, unsigned int end);

/* "vfio", "vmm", "mixed": stable. */
const char *guest_answer_name(enum guest_answer answer);

#endif
