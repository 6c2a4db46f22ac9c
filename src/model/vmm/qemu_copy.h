/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* QEMU's copy of a device's configuration space, while it is made, and the access to it. */
#ifndef VFIO_CFGTOOL_MODEL_VMM_QEMU_COPY_H
#define VFIO_CFGTOOL_MODEL_VMM_QEMU_COPY_H

#include "model/vmm/guest.h"

#define QEMU_BARS 6

/* A BAR as QEMU registers it. */
struct qemu_bar {
	bool there;		/* it has a region; the upper half of a 64-bit BAR has none */
	bool io, wide;		/* I/O ports; 64 bits */
	bool type_known;
	uint8_t type;		/* the bits that are not the address */
	uint64_t size;		/* bytes; 0: not known, or none */
};

/* MSI-X. */
struct qemu_msix {
	uint16_t seen;		/* the first one that vfio_msix_early_setup() finds; 0: none */
	uint16_t offset;	/* the first one in the guest's chain; 0: none */
	unsigned int entries, table_bar, pba_bar;
	uint64_t table, pba;	/* offsets in their BARs */
	bool moved_unknown;	/* a property moved it; the place depends on an unknown size */
};

struct qemu {
	const struct guest_source *source;
	const struct vmm_rules *rules;
	struct guest *guest;		/* why the device is refused, and effects */
	uint8_t config[SPACE_SIZE_EXTENDED];
	bool known[SPACE_SIZE_EXTENDED];	/* of config */
	uint8_t emulated[SPACE_SIZE_EXTENDED];	/* 1: a guest reads it from config */
	uint8_t writable[SPACE_SIZE_EXTENDED];	/* 1: a guest's write changes config */
	bool used[SPACE_SIZE_EXTENDED];		/* a capability has the byte */
	uint16_t vendor, device;	/* after x-pci-*-id; ffff: not known */
	bool has_chain;			/* of standard capabilities */
	uint16_t msi;			/* the first of the guest's chain; 0: none */
	uint8_t msi_length;		/* bytes */
	uint16_t pm;			/* the PM capability that QEMU emulates; 0: none */
	struct qemu_msix msix;
	struct qemu_bar bar[QEMU_BARS];
	bool sizes_known;		/* of BARs */
	bool unsure;		/* a deciding byte was not known ... */
	bool lost_standard, lost_extended;	/* ... so this part is unknown */
};

/* Ends the build: QEMU refuses the device, or hangs. Returns false. */
bool qemu_refuses(struct qemu *qemu, unsigned int offset, const char *reason);
bool qemu_hangs(struct qemu *qemu, unsigned int offset, const char *reason);

/* VFIO's answer; the byte at the offset is the lowest. */
uint32_t qemu_user(struct qemu *qemu, unsigned int offset, unsigned int width);

/* Access to the copy. Outside of it bytes read 0, and a write does nothing. */
uint8_t qemu_byte(struct qemu *qemu, unsigned int offset);
uint16_t qemu_word(struct qemu *qemu, unsigned int offset);
uint32_t qemu_dword(struct qemu *qemu, unsigned int offset);
void qemu_set(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value);

/*
 * Puts the bits in mask into the copy: a guest reads them there and cannot write them.
 * vfio_add_emulated_word() and _long().
 */
void qemu_emulate(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value,
		  uint32_t mask);

/* Makes a guest read bytes from the copy, with their current values. */
void qemu_answer(struct qemu *qemu, unsigned int offset, unsigned int count);

/* Lets a guest write these bits of the copy, and no other bits of the register. */
void qemu_allow(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask);

/* Notes an effect of a guest's write. */
void qemu_effect(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask,
		 enum guest_effect effect);

#endif
