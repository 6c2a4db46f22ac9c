/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* QEMU's chain of extended capabilities: vfio_add_ext_cap() of hw/vfio/pci.c, hw/pci/pcie.c. */
#include <stdio.h>
#include <string.h>

#include "model/vfio/capability.h"
#include "model/vmm/qemu.h"

/* linux/pci_regs.h */
#define PCI_EXT_CAP_ID(header)		((header) & 0xffff)
#define PCI_EXT_CAP_VER(header)		((header) >> 16 & 0xf)
#define PCI_EXT_CAP_NEXT(header)	((header) >> 20 & 0xffc)
#define PCI_EXT_CAP_NEXT_MASK		0xffc00000
#define PCI_REBAR_CAP			4
#define PCI_REBAR_CTRL			8
#define PCI_REBAR_CTRL_BAR_IDX		0x0007
#define PCI_REBAR_CTRL_NBAR_MASK	0x00e0
#define PCI_REBAR_CTRL_BAR_SIZE		0x1f00

/* The ID at 100 while the chain is built: PCI_EXT_CAP(0xffff, 0, 0) */
#define STUB_ID				0xffff

/* The smallest size for pcie_add_capability(), and the last offset. */
#define LEAST				8
#define LAST				(SPACE_SIZE_EXTENDED - LEAST)

/* The chain that the kernel left, in the order of the walk. */
struct chain {
	unsigned int count;
	struct link {
		uint16_t at;
		uint32_t header;
		uint16_t room;		/* bytes up to the next one above, or the end */
	} link[SPACE_SIZE_EXTENDED / 4];
};

/* False if the chain has a loop: then vfio_ext_cap_max_size() never ends. */
static bool list_chain(struct qemu *qemu, struct chain *chain)
{
	bool seen[SPACE_SIZE_EXTENDED / 4] = { false };
	unsigned int next = SPACE_SIZE;

	chain->count = 0;
	while (next != 0) {
		uint32_t header = qemu_dword(qemu, next);

		if (seen[next / 4])
			return false;
		seen[next / 4] = true;
		chain->link[chain->count++] = (struct link) {
			.at = (uint16_t)next, .header = header,
		};
		next = PCI_EXT_CAP_NEXT(header);
	}
	return true;
}

static void find_rooms(struct chain *chain)
{
	bool starts[SPACE_SIZE_EXTENDED / 4] = { false };
	uint16_t room[SPACE_SIZE_EXTENDED / 4];
	unsigned int above = SPACE_SIZE_EXTENDED;

	for (unsigned int i = 0; i < chain->count; i++)
		starts[chain->link[i].at / 4] = true;
	for (unsigned int i = SPACE_SIZE_EXTENDED / 4; i-- > 0;) {
		room[i] = (uint16_t)(above - 4 * i);
		if (starts[i])
			above = 4 * i;
	}
	for (unsigned int i = 0; i < chain->count; i++)
		chain->link[i].room = room[chain->link[i].at / 4];
}

/*
 * pcie_find_capability_list(): finds the last of the copy's chain, or the first with this ID
 * (-1: none has it). False if QEMU ends or hangs.
 */
static bool walk_copy(struct qemu *qemu, int id, unsigned int *last)
{
	uint32_t header = qemu_dword(qemu, SPACE_SIZE);
	unsigned int next = SPACE_SIZE;

	*last = 0;
	if (header == 0)
		return true;
	for (int steps = SPACE_SIZE_EXTENDED / 4; next != 0; steps--) {
		if (steps == 0)
			return qemu_hangs(qemu, next,
					  "QEMU hangs: the chain of extended capabilities has a loop");
		if (next < SPACE_SIZE || next > LAST)
			return qemu_refuses(qemu, next,
					    "QEMU ends: an extended capability has no room for 8 bytes, or lies below 100");
		header = qemu_dword(qemu, next);
		*last = next;
		if ((int)PCI_EXT_CAP_ID(header) == id)
			return true;
		next = PCI_EXT_CAP_NEXT(header);
	}
	return true;
}

/* pcie_add_capability(): puts one at the end of the chain. */
static bool add(struct qemu *qemu, const struct link *link)
{
	unsigned int last;

	if (link->at < SPACE_SIZE || link->room < LEAST)
		return qemu_refuses(qemu, link->at,
				    "QEMU ends: an extended capability has no room for 8 bytes, or lies below 100");
	if (link->at != SPACE_SIZE) {
		if (!walk_copy(qemu, -1, &last))
			return false;
		qemu_set(qemu, last, 4, (qemu_dword(qemu, last) & ~PCI_EXT_CAP_NEXT_MASK) |
					(uint32_t)link->at << 20);
	}
	qemu_set(qemu, link->at, 4, PCI_EXT_CAP_ID(link->header) |
				    PCI_EXT_CAP_VER(link->header) << 16);
	for (unsigned int i = link->at; i < link->at + link->room; i++)
		qemu->writable[i] = 0;
	return true;
}

/* The capability register with one size only, that of the current size code. */
static uint32_t one_size(const struct qemu *qemu, unsigned int code)
{
	unsigned int most = qemu->rules->value[VMM_REBAR_LARGE] ? 27 : 19;

	return code <= most ? UINT32_C(1) << (code + 4) : 0;
}

/* vfio_setup_rebar_ecap(). False if the capability is removed; changes made before stay. */
static bool set_up_rebar(struct qemu *qemu, unsigned int at)
{
	uint32_t control = qemu_dword(qemu, at + PCI_REBAR_CTRL);
	unsigned int bars = (control & PCI_REBAR_CTRL_NBAR_MASK) >> 5;

	for (unsigned int i = 0; i < bars; i++) {
		uint32_t size;

		control = qemu_dword(qemu, at + PCI_REBAR_CTRL + 8 * i);
		size = one_size(qemu, (control & PCI_REBAR_CTRL_BAR_SIZE) >> 8);
		if (size == 0)
			return false;
		control &= PCI_REBAR_CTRL_BAR_SIZE | PCI_REBAR_CTRL_NBAR_MASK |
			   PCI_REBAR_CTRL_BAR_IDX;
		qemu_emulate(qemu, at + PCI_REBAR_CAP + 8 * i, 4, size, UINT32_MAX);
		qemu_emulate(qemu, at + PCI_REBAR_CTRL + 8 * i, 4, control, UINT32_MAX);
	}
	return true;
}

static bool is_dropped(struct qemu *qemu, const struct link *link)
{
	switch (PCI_EXT_CAP_ID(link->header)) {
	case CAP_ID_NULL:	/* the kernel hid it */
	case ECAP_ID_SRIOV:
	case ECAP_ID_ARI:
		return true;
	case ECAP_ID_REBAR:
		return !qemu->rules->value[VMM_REBAR_STATIC] || !set_up_rebar(qemu, link->at);
	case ECAP_ID_ATS:
		return qemu->rules->value[VMM_ATS_AUTO] &&
		       qemu->rules->property[PROPERTY_ATS].given &&
		       qemu->rules->property[PROPERTY_ATS].value == VMM_OFF;
	default:
		return false;
	}
}

static bool rebuild(struct qemu *qemu)
{
	struct chain chain;

	if (!list_chain(qemu, &chain))
		return qemu_hangs(qemu, SPACE_SIZE,
				  "QEMU hangs: the chain of extended capabilities has a loop");
	find_rooms(&chain);
	qemu_set(qemu, SPACE_SIZE, 4, STUB_ID);
	qemu_allow(qemu, SPACE_SIZE, 4, 0);
	qemu_answer(qemu, SPACE_SIZE, 4);
	for (unsigned int i = 0; i < chain.count; i++) {
		qemu->emulated[chain.link[i].at + 2] |= PCI_EXT_CAP_NEXT_MASK >> 16 & 0xff;
		qemu->emulated[chain.link[i].at + 3] |= PCI_EXT_CAP_NEXT_MASK >> 24;
		if (!is_dropped(qemu, &chain.link[i]) && !add(qemu, &chain.link[i]))
			return false;
	}
	if (qemu_word(qemu, SPACE_SIZE) == STUB_ID)
		qemu_set(qemu, SPACE_SIZE, 2, 0);
	return true;
}

bool qemu_add_extended(struct qemu *qemu)
{
	if (qemu->source->user->size <= SPACE_SIZE || !qemu->has_chain ||
	    qemu->rules->bus == BUS_PCI || qemu_dword(qemu, SPACE_SIZE) == 0)
		return true;
	return rebuild(qemu);
}

/* pci_qdev_realize() of hw/pci/pci.c looks for ARI on every bus. */
bool qemu_look_for_ari(struct qemu *qemu)
{
	unsigned int found;

	return !qemu->rules->value[VMM_ARI_SEARCH] || qemu->source->user->size <= SPACE_SIZE ||
	       walk_copy(qemu, ECAP_ID_ARI, &found);
}
