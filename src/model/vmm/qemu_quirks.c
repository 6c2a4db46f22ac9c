/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What QEMU does to some devices: vfio_add_virt_caps() of hw/vfio/pci-quirks.c, and
 * hw/vfio/igd.c.
 */
#include <stddef.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vmm/qemu.h"
#include "model/vmm/qemu_chain.h"

/* linux/pci_regs.h, linux/pci_ids.h */
#define PCI_CLASS_DEVICE	0x0a
#define PCI_BASE_ADDRESS_0	0x10
#define PCI_BASE_ADDRESS_2	0x18
#define PCI_CAPABILITY_LIST	0x34
#define PCI_CAP_LIST_NEXT	1
#define PCI_CAP_FLAGS		2
#define PCI_STD_HEADER_SIZEOF	0x40
#define PCI_CLASS_DISPLAY_VGA	0x0300
#define PCI_BASE_CLASS_DISPLAY	0x03
#define PCI_VENDOR_ID_INTEL	0x8086
#define PCI_VENDOR_ID_NVIDIA	0x10de

/* NVIDIA's GPUDirect P2P capability: the cliques of GPUs that may reach each other */
#define CLIQUE_LENGTH		8
#define CLIQUE_FIRST		0xc8
#define CLIQUE_SECOND		0xd4
#define LAST_CAPABILITY		0xfe

/* VMD's membar shadow capability */
#define SHADOW_OFFSET		0xe8
#define SHADOW_LENGTH		24
#define SHADOW_VERSION		1
#define SHADOW_SIGNATURE	0x53484457
#define SHADOW_BARS		16

/* Graphics Control, and the address of the firmware's memory, of an IGD */
#define IGD_GMCH		0x50
#define IGD_BDSM		0x5c
#define IGD_BDSM_GEN11		0xc0
#define IGD_ASLS		0xfc
#define IGD_GMS_MASK_GEN6	0x00f8
#define IGD_GMS_SHIFT_GEN6	3
#define IGD_GMS_MASK_GEN8	0xff00
#define IGD_GMS_SHIFT_GEN8	8

/* Guest address 00:02.0, as PROPERTY_ADDRESS has it. */
#define IGD_ADDRESS		0x10

static bool is_display(const struct qemu *qemu)
{
	return qemu->config[PCI_CLASS_DEVICE + 1] == PCI_BASE_CLASS_DISPLAY;
}

static bool is_vga(const struct qemu *qemu)
{
	return is_display(qemu) && qemu->config[PCI_CLASS_DEVICE] == (PCI_CLASS_DISPLAY_VGA & 0xff);
}

static bool is_standard(unsigned int offset)
{
	return offset >= PCI_STD_HEADER_SIZEOF && offset <= LAST_CAPABILITY;
}

/* The free one of its two places, or 0. Before `clique-d4`, always the first place. */
static unsigned int clique_place(struct qemu *qemu)
{
	unsigned int at = qemu_user(qemu, PCI_CAPABILITY_LIST, 1);
	bool first = false, second = false;

	if (!qemu->rules->value[VMM_CLIQUE_D4])
		return CLIQUE_FIRST;
	for (int steps = SPACE_SIZE; steps > 0 && is_standard(at); steps--) {
		first = first || at == CLIQUE_FIRST;
		second = second || at == CLIQUE_SECOND;
		at = qemu_byte(qemu, at + PCI_CAP_LIST_NEXT);
	}
	if (!first)
		return CLIQUE_FIRST;
	return second ? 0 : CLIQUE_SECOND;
}

static bool add_clique(struct qemu *qemu)
{
	unsigned int at;

	if (!qemu->rules->property[PROPERTY_CLIQUE].given)
		return true;
	if (qemu->vendor != PCI_VENDOR_ID_NVIDIA || !is_display(qemu))
		return qemu_refuses(qemu, 0, "x-nv-gpudirect-clique is for NVIDIA's display devices");
	at = clique_place(qemu);
	if (at == 0)
		return qemu_refuses(qemu, 0, "no place is free for the capability of x-nv-gpudirect-clique");
	if (!qemu_add_capability(qemu, CAP_ID_VNDR, at, CLIQUE_LENGTH))
		return false;
	qemu_answer(qemu, at, CLIQUE_LENGTH);
	qemu_set(qemu, at + PCI_CAP_FLAGS, 4, CLIQUE_LENGTH | 'P' << 8 | '2' << 16 | 'P' << 24);
	qemu_set(qemu, at + 6, 2, qemu->rules->property[PROPERTY_CLIQUE].value << 3);
	return true;
}

/* Adds a copy of the host's BARs 2 to 5, for a guest that must know the host's addresses. */
static bool add_shadow(struct qemu *qemu)
{
	static const uint16_t devices[] = { 0x201d, 0x467f, 0x4c3d, 0x9a0b };
	unsigned int at = SHADOW_OFFSET;
	bool is_vmd = false;

	for (size_t i = 0; i < ARRAY_LENGTH(devices); i++)
		is_vmd = is_vmd || qemu->device == devices[i];
	if (qemu->vendor != PCI_VENDOR_ID_INTEL || !is_vmd)
		return true;
	if (!qemu_add_capability(qemu, CAP_ID_VNDR, at, SHADOW_LENGTH))
		return false;
	qemu_answer(qemu, at, SHADOW_LENGTH);
	qemu_set(qemu, at + 2, 1, SHADOW_LENGTH);
	qemu_set(qemu, at + 3, 1, SHADOW_VERSION);
	qemu_set(qemu, at + 4, 4, SHADOW_SIGNATURE);
	for (unsigned int i = 0; i < SHADOW_BARS; i++) {
		qemu_set(qemu, at + 8 + i, 1, space_byte(qemu->source->user, PCI_BASE_ADDRESS_2 + i));
		qemu->known[at + 8 + i] = space_is_known(qemu->source->user,
							 PCI_BASE_ADDRESS_2 + i);
	}
	return true;
}

bool qemu_add_virtual(struct qemu *qemu)
{
	return add_clique(qemu) && add_shadow(qemu);
}

/* igd_gen(): the generation of a graphics device by its ID, or -1. */
static int igd_generation(uint16_t device)
{
	static const struct {
		uint16_t mask, device;
		int8_t generation;
	} generations[] = {
		{ 0x0ffe, 0x0a84, 9 },	/* Broxton; before Haswell's 0a */
		{ 0xff00, 0x0100, 6 }, { 0xff00, 0x0400, 7 }, { 0xff00, 0x0a00, 7 },
		{ 0xff00, 0x0c00, 7 }, { 0xff00, 0x0d00, 7 }, { 0xff00, 0x0f00, 7 },
		{ 0xff00, 0x1600, 8 }, { 0xff00, 0x2200, 8 }, { 0xff00, 0x1900, 9 },
		{ 0xff00, 0x3100, 9 }, { 0xff00, 0x5900, 9 }, { 0xff00, 0x3e00, 9 },
		{ 0xff00, 0x9b00, 9 }, { 0xff00, 0x8a00, 11 }, { 0xff00, 0x4500, 11 },
		{ 0xff00, 0x4e00, 11 }, { 0xff00, 0x9a00, 12 }, { 0xff00, 0x4c00, 12 },
		{ 0xff00, 0x4600, 12 }, { 0xff00, 0xa700, 12 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(generations); i++)
		if ((device & generations[i].mask) == generations[i].device)
			return generations[i].generation;
	return -1;
}

/* Makes registers that the guest's firmware fills. They start as 0. */
static void make_register(struct qemu *qemu, unsigned int at, unsigned int bytes)
{
	for (unsigned int i = at; i < at + bytes; i++) {
		qemu_set(qemu, i, 1, 0);
		qemu->writable[i] = 0xff;
	}
	qemu_answer(qemu, at, bytes);
}

static void make_gmch(struct qemu *qemu, int generation)
{
	uint32_t gmch = qemu_user(qemu, IGD_GMCH, 4);
	uint32_t size = qemu->rules->property[PROPERTY_IGD_GMS].value;

	if (size != 0 && generation < 8)
		gmch = (gmch & ~(uint32_t)IGD_GMS_MASK_GEN6) | size << IGD_GMS_SHIFT_GEN6;
	else if (size != 0)
		gmch = (gmch & ~(uint32_t)IGD_GMS_MASK_GEN8) | size << IGD_GMS_SHIFT_GEN8;
	qemu_set(qemu, IGD_GMCH, 4, gmch);
	for (unsigned int i = IGD_GMCH; i < IGD_GMCH + 4; i++)
		qemu->known[i] = space_is_known(qemu->source->user, i);
	qemu_allow(qemu, IGD_GMCH, 4, 0);
	qemu_answer(qemu, IGD_GMCH, 4);
}

static void make_bdsm(struct qemu *qemu, int generation)
{
	if (generation < 11)
		make_register(qemu, IGD_BDSM, 4);
	else
		make_register(qemu, IGD_BDSM_GEN11, 8);
}

/*
 * Before `igd-anywhere` QEMU does this only in its legacy mode: on `pc` at 00:02.0, if the
 * host provides ROM, VGA ranges and the bridges' registers. The mode is then unknown.
 */
static void doubt_legacy(struct qemu *qemu)
{
	static const struct { uint8_t at, bytes; } registers[] = {
		{ IGD_GMCH, 4 }, { IGD_BDSM, 4 }, { IGD_BDSM_GEN11, 8 }, { IGD_ASLS, 4 },
	};

	if (qemu->rules->machine != MACHINE_PC || !is_vga(qemu) ||
	    qemu->rules->property[PROPERTY_ADDRESS].value != IGD_ADDRESS)
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(registers); i++)
		for (unsigned int j = 0; j < registers[i].bytes; j++) {
			qemu->emulated[registers[i].at + j] |= 0x01;
			qemu->known[registers[i].at + j] = false;
		}
}

/*
 * vfio_probe_igd_bar0_quirk() puts copies of these registers into BAR 0 without a check that
 * it exists.
 */
static bool lacks_bar0(const struct qemu *qemu, int generation)
{
	return qemu->rules->value[VMM_IGD_ANYWHERE] && is_vga(qemu) && generation >= 6 &&
	       qemu->sizes_known && !qemu->bar[0].there;
}

bool qemu_setup_igd(struct qemu *qemu)
{
	const struct vmm_rules *rules = qemu->rules;
	int generation = igd_generation(qemu->device);
	bool wants_opregion = rules->property[PROPERTY_IGD_OPREGION].given
		? rules->property[PROPERTY_IGD_OPREGION].value == VMM_ON
		: rules->value[VMM_IGD_BY_OPREGION];

	if (qemu->vendor != PCI_VENDOR_ID_INTEL || !is_display(qemu))
		return true;
	if (lacks_bar0(qemu, generation))
		return qemu_refuses(qemu, PCI_BASE_ADDRESS_0, "QEMU crashes with Intel graphics that has no BAR 0");
	if (!rules->value[VMM_IGD_BY_OPREGION] && rules->property[PROPERTY_IGD_OPREGION].given &&
	    wants_opregion && qemu->source->opregion == KNOWN_NO)
		return qemu_refuses(qemu, 0, "x-igd-opregion=on needs an OpRegion, and VFIO offers none");
	if (!rules->value[VMM_IGD_ANYWHERE]) {
		doubt_legacy(qemu);
		if (wants_opregion)
			make_register(qemu, IGD_ASLS, 4);
		return true;
	}
	if (rules->value[VMM_IGD_BY_OPREGION] ? qemu->source->opregion != KNOWN_YES
					      : !is_vga(qemu) || generation == -1)
		return true;
	if (rules->value[VMM_IGD_BY_OPREGION] || wants_opregion)
		make_register(qemu, IGD_ASLS, 4);
	if (!rules->value[VMM_IGD_BY_OPREGION] || rules->property[PROPERTY_IGD_GMS].value != 0)
		make_gmch(qemu, generation);
	if (generation != -1)
		make_bdsm(qemu, generation);
	return true;
}
