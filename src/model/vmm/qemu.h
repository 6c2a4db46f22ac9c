/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's copy of a device's configuration space while hw/vfio/pci.c makes it. Each
 * step does to the copy what QEMU's does, in QEMU's order, as a later step reads what
 * an earlier one wrote.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_QEMU_H
#define VFIO_CFGTOOL_MODEL_VMM_QEMU_H

#include "model/vmm/guest.h"

#define QEMU_BARS 6

/* What QEMU registers of a BAR. */
struct qemu_bar {
	bool there;		/* it has a region; the upper half of a 64-bit one has none */
	bool io, wide;		/* ports; 64 bits */
	bool type_known;
	uint8_t type;		/* the bits that are no address */
	uint64_t size;		/* bytes; 0: not known, or none */
};

/* MSI-X, by the first such capability that QEMU's first look finds. */
struct qemu_msix {
	uint16_t seen;		/* its place; 0: none */
	uint16_t offset;	/* of the first in the guest's chain; 0: none */
	unsigned int entries, table_bar, pba_bar;
	uint64_t table, pba;	/* offsets in their BARs */
	bool moved_unknown;	/* moved by a property, to where no size tells */
};

struct qemu {
	const struct guest_source *source;
	const struct vmm_rules *rules;
	struct guest *guest;		/* why the device is refused, and effects */
	uint8_t config[SPACE_SIZE_EXTENDED];
	bool known[SPACE_SIZE_EXTENDED];	/* of config */
	uint8_t emulated[SPACE_SIZE_EXTENDED];	/* 1: a guest reads it from config */
	uint8_t writable[SPACE_SIZE_EXTENDED];	/* 1: a guest's write changes config */
	bool used[SPACE_SIZE_EXTENDED];		/* a capability was put there */
	uint16_t vendor, device;	/* after x-pci-*-id; ffff: not known */
	bool has_chain;			/* of standard capabilities */
	uint16_t msi;			/* the first of the guest's chain; 0: none */
	uint8_t msi_length;		/* bytes */
	uint16_t pm;			/* whose power state QEMU follows; 0: none */
	struct qemu_msix msix;
	struct qemu_bar bar[QEMU_BARS];
	bool sizes_known;		/* of BARs */
	bool unsure;		/* a byte that decided was not known ... */
	bool lost_standard, lost_extended;	/* ... so nothing is said of this part */
};

/* Ends it: QEMU refuses the device, or hangs. Returns false. */
bool qemu_refuses(struct qemu *qemu, unsigned int offset, const char *reason);
bool qemu_hangs(struct qemu *qemu, unsigned int offset, const char *reason);

/* What VFIO answers, the lowest byte at the offset. */
uint32_t qemu_user(struct qemu *qemu, unsigned int offset, unsigned int width);

/* Bytes of the copy; outside of it they read 0 and are not written. */
uint8_t qemu_byte(struct qemu *qemu, unsigned int offset);
uint16_t qemu_word(struct qemu *qemu, unsigned int offset);
uint32_t qemu_dword(struct qemu *qemu, unsigned int offset);
void qemu_set(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value);

/*
 * Puts the bits in mask into the copy, from where a guest reads them and a write does
 * not change them: vfio_add_emulated_word() and _long().
 */
void qemu_emulate(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value,
		  uint32_t mask);

/* Marks bytes as answered from the copy as it stands. */
void qemu_answer(struct qemu *qemu, unsigned int offset, unsigned int count);

/* Lets a guest's writes change these bits of the copy, and no others of the register. */
void qemu_allow(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask);

/* Notes an effect of a guest's write. */
void qemu_effect(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask,
		 enum guest_effect effect);

/* The first capability of an ID, or 0; false where the search never ends: pci_find_capability(). */
bool qemu_find_capability(struct qemu *qemu, uint8_t id, uint16_t *offset);

/* vfio_add_capabilities(): both chains. False where it ends there. */
bool qemu_add_standard(struct qemu *qemu);
bool qemu_add_extended(struct qemu *qemu);

/* A search of the chain that QEMU makes at the end. False where it ends there. */
bool qemu_look_for_ari(struct qemu *qemu);

/* pci_add_capability(): puts one at the head of the chain. */
bool qemu_add_capability(struct qemu *qemu, uint8_t id, unsigned int offset, unsigned int size);

/* BARs and ROM: what they are, which bits can be written, and what they hold after a reset. */
void qemu_look_at_bars(struct qemu *qemu);
void qemu_register_bars(struct qemu *qemu);
void qemu_reset_bars(struct qemu *qemu);

/* vfio_msix_early_setup() and vfio_msix_setup(). */
bool qemu_look_for_msix(struct qemu *qemu);
bool qemu_add_msix(struct qemu *qemu, unsigned int offset);

/* What a reset and the end of vfio_realize() do to the interrupts' capabilities. */
void qemu_finish_msi(struct qemu *qemu);
void qemu_finish_msix(struct qemu *qemu);

/* vfio_add_virt_caps(): what QEMU itself adds. */
bool qemu_add_virtual(struct qemu *qemu);

/* hw/vfio/igd.c: registers of an Intel display device. */
bool qemu_setup_igd(struct qemu *qemu);

#endif
