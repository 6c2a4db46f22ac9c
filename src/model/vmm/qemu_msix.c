/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * MSI-X in QEMU: vfio_msix_early_setup() and vfio_pci_relocate_msix() of hw/vfio/pci.c,
 * msix_init() of hw/pci/msix.c.
 */
#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vmm/qemu.h"
#include "model/vmm/qemu_chain.h"

/* linux/pci_regs.h */
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_BASE_ADDRESS_MEM_PREFETCH	0x08
#define PCI_MSIX_FLAGS			2
#define PCI_MSIX_FLAGS_QSIZE		0x07ff
#define PCI_MSIX_FLAGS_MASKALL		0x4000
#define PCI_MSIX_FLAGS_ENABLE		0x8000
#define PCI_MSIX_TABLE			4
#define PCI_MSIX_PBA			8
#define PCI_MSIX_BIR			0x07
#define PCI_MSIX_ENTRY_SIZE		16
#define PCI_MSIX_LENGTH			12

#define PAGE 4096
#define GIB (UINT64_C(1) << 30)

/* Devices with a wrong PBA offset: it would be past the end of its BAR. */
static const struct {
	uint16_t vendor, device, device_mask;
	uint32_t pba;
} misplaced[] = {
	{ 0x1425, 0x5800, 0xff00, 0x1000 },	/* Chelsio T5 VFs */
	{ 0x1d22, 0x3685, 0xffff, 0xb400 },	/* Baidu Kunlun VF */
};

static void read_msix(struct qemu *qemu)
{
	struct qemu_msix *msix = &qemu->msix;
	uint32_t table = qemu_user(qemu, msix->seen + PCI_MSIX_TABLE, 4);
	uint32_t pba = qemu_user(qemu, msix->seen + PCI_MSIX_PBA, 4);

	msix->entries = (qemu_user(qemu, msix->seen + PCI_MSIX_FLAGS, 2) &
			 PCI_MSIX_FLAGS_QSIZE) + 1;
	msix->table_bar = table & PCI_MSIX_BIR;
	msix->table = table & ~(uint32_t)PCI_MSIX_BIR;
	msix->pba_bar = pba & PCI_MSIX_BIR;
	msix->pba = pba & ~(uint32_t)PCI_MSIX_BIR;
}

/* Bytes of the table or the pending bits. */
static uint64_t table_size(const struct qemu_msix *msix)
{
	return (uint64_t)msix->entries * PCI_MSIX_ENTRY_SIZE;
}

static uint64_t pba_size(const struct qemu_msix *msix)
{
	return (msix->entries + 63) / 64 * 8;
}

static bool check_pba(struct qemu *qemu, bool moves)
{
	struct qemu_msix *msix = &qemu->msix;

	if (!qemu->sizes_known) {
		qemu->guest->fit_unknown = true;
		qemu->guest->msix = msix->seen;
		return true;
	}
	if (msix->pba < qemu->bar[msix->pba_bar].size)
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(misplaced); i++)
		if (qemu->vendor == misplaced[i].vendor &&
		    (qemu->device & misplaced[i].device_mask) == misplaced[i].device) {
			msix->pba = misplaced[i].pba;
			return true;
		}
	return moves || qemu_refuses(qemu, msix->seen,
				     "the pending bits of MSI-X lie past the end of their BAR");
}

static uint64_t power_of_two(uint64_t least)
{
	uint64_t size = 1;

	while (size < least)
		size *= 2;
	return size;
}

/* Why QEMU does not move MSI-X into this BAR, or NULL. */
static const char *why_not_there(const struct qemu *qemu, unsigned int target)
{
	const struct qemu_bar *bar = &qemu->bar[target];

	if (bar->there && bar->io)
		return "x-msix-relocation names an I/O BAR";
	if (!bar->there && target > 0 && qemu->bar[target - 1].wide)
		return "x-msix-relocation names the upper half of a 64-bit BAR";
	if (bar->there && bar->size > GIB && !bar->wide)
		return "x-msix-relocation names a BAR that cannot grow";
	return NULL;
}

/* x-msix-relocation: moves it into a new BAR, or after the contents of a BAR. */
static bool move(struct qemu *qemu, unsigned int target)
{
	struct qemu_msix *msix = &qemu->msix;
	struct qemu_bar *bar = &qemu->bar[target];
	const char *why = why_not_there(qemu, target);
	uint64_t size = power_of_two((table_size(msix) + pba_size(msix) + PAGE - 1) / PAGE * PAGE);

	if (why != NULL)
		return qemu_refuses(qemu, msix->seen, why);
	if (bar->there) {
		bar->size = 2 * (bar->size > size ? bar->size : size);
		msix->table = bar->size / 2;
	} else {
		bar->wide = target + 1 < QEMU_BARS && !qemu->bar[target + 1].there;
		bar->type = (uint8_t)(PCI_BASE_ADDRESS_MEM_PREFETCH |
				      (bar->wide ? PCI_BASE_ADDRESS_MEM_TYPE_64 : 0));
		bar->there = true;
		bar->size = size;
		msix->table = 0;
	}
	msix->table_bar = msix->pba_bar = target;
	msix->pba = msix->table + table_size(msix);
	return true;
}

bool qemu_look_for_msix(struct qemu *qemu)
{
	uint32_t relocation = qemu->rules->property[PROPERTY_MSIX_RELOCATION].value;
	bool moves = relocation >= VMM_RELOCATE_BAR0;

	if (!qemu_find_capability(qemu, CAP_ID_MSIX, &qemu->msix.seen))
		return qemu_hangs(qemu, 0, "QEMU hangs: the chain of capabilities has a loop");
	if (qemu->msix.seen == 0)
		return true;
	read_msix(qemu);
	if (qemu->msix.pba_bar >= QEMU_BARS || qemu->msix.table_bar >= QEMU_BARS)
		return qemu_refuses(qemu, qemu->msix.seen,
				    "MSI-X names a BAR that does not exist");
	if (!check_pba(qemu, moves))
		return false;
	if (relocation == VMM_AUTO)
		return qemu_refuses(qemu, qemu->msix.seen,
				    "x-msix-relocation=auto knows no place for this device");
	if (moves && !qemu->sizes_known) {
		qemu->msix.moved_unknown = true;
		return true;
	}
	return !moves || move(qemu, relocation - VMM_RELOCATE_BAR0);
}

/* Why msix_init() refuses it, or NULL. */
static const char *why_it_does_not_fit(const struct qemu *qemu)
{
	const struct qemu_msix *msix = &qemu->msix;

	if (msix->moved_unknown)
		return NULL;
	if (msix->table_bar == msix->pba_bar && msix->table < msix->pba + pba_size(msix) &&
	    msix->pba < msix->table + table_size(msix))
		return "table and pending bits of MSI-X overlap";
	if (!qemu->sizes_known)
		return NULL;
	if (!qemu->bar[msix->table_bar].there)
		return "QEMU ends: the table of MSI-X lies in a BAR that is not there";
	if (msix->table + table_size(msix) > qemu->bar[msix->table_bar].size ||
	    msix->pba + pba_size(msix) > qemu->bar[msix->pba_bar].size)
		return "table or pending bits of MSI-X do not fit into their BAR";
	return NULL;
}

bool qemu_add_msix(struct qemu *qemu, unsigned int offset)
{
	const struct qemu_msix *msix = &qemu->msix;
	const char *why = why_it_does_not_fit(qemu);

	if (msix->seen == 0)
		return qemu_refuses(qemu, offset,
				    "QEMU ends: MSI-X that its first look does not find");
	if (why != NULL)
		return qemu_refuses(qemu, offset, why);
	if (!qemu_add_capability(qemu, CAP_ID_MSIX, offset, PCI_MSIX_LENGTH))
		return false;
	qemu->msix.offset = (uint16_t)offset;
	qemu_set(qemu, offset + PCI_MSIX_FLAGS, 2, msix->entries - 1);
	qemu_set(qemu, offset + PCI_MSIX_TABLE, 4, (uint32_t)msix->table | msix->table_bar);
	qemu_set(qemu, offset + PCI_MSIX_PBA, 4, (uint32_t)msix->pba | msix->pba_bar);
	for (unsigned int i = 0; i < PCI_MSIX_LENGTH - PCI_MSIX_TABLE; i++)
		if (msix->moved_unknown ||
		    !space_is_known(qemu->source->user, msix->seen + PCI_MSIX_TABLE + i))
			qemu->known[offset + PCI_MSIX_TABLE + i] = false;
	qemu_allow(qemu, offset + PCI_MSIX_FLAGS, 2,
		   PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL);
	return true;
}

void qemu_finish_msix(struct qemu *qemu)
{
	if (qemu->msix.offset == 0)
		return;
	qemu_answer(qemu, qemu->msix.offset, PCI_MSIX_LENGTH);
	qemu_effect(qemu, qemu->msix.offset + PCI_MSIX_FLAGS, 2,
		    PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL, GUEST_MSIX_SETUP);
}
