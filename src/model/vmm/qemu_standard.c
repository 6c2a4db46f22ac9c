/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The standard capabilities that QEMU gives to a guest: vfio_add_std_cap() of hw/vfio/pci.c. */
#include <stdio.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vmm/qemu.h"
#include "model/vmm/qemu_chain.h"

/* linux/pci_regs.h */
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10
#define PCI_CAPABILITY_LIST	0x34
#define PCI_CAP_LIST_NEXT	1
#define PCI_CAP_FLAGS		2
#define PCI_PM_SIZEOF		8
#define PCI_PM_CTRL		4
#define PCI_PM_CTRL_STATE_MASK	0x03
#define PCI_EXP_FLAGS_VERS	0x000f
#define PCI_EXP_FLAGS_TYPE	0x00f0
#define PCI_EXP_TYPE_ENDPOINT	0x0
#define PCI_EXP_TYPE_LEG_END	0x1
#define PCI_EXP_TYPE_RC_END	0x9
#define PCI_EXP_LNKCAP		0x0c
#define PCI_EXP_LNKCTL		0x10
#define PCI_EXP_LNKSTA		0x12
#define PCI_EXP_LNKCAP2		0x2c
#define PCI_EXP_LNKCTL2		0x30
#define PCI_EXP_LNKSTA2		0x32
#define PCI_MSI_FLAGS_ENABLE	0x0001
#define PCI_MSI_FLAGS_QMASK	0x000e
#define PCI_MSI_FLAGS_QSIZE	0x0070
#define PCI_MSI_FLAGS_64BIT	0x0080
#define PCI_MSI_FLAGS_MASKBIT	0x0100
#define PCI_MSI_ADDRESS_LO_MASK	0xfffffffc

/* Link Capabilities of QEMU's invented link: 2.5 GT/s, one lane */
#define LINK_2_5_X1		0x11
#define MSI_VECTORS_LOG2_MAX	5

/* Registers of an MSI capability, as byte offsets in QEMU. */
struct msi_places {
	uint8_t flags, address, high, data, mask, pending;
};

static struct msi_places find_msi(unsigned int offset, unsigned int flags)
{
	unsigned int data = offset + (flags & PCI_MSI_FLAGS_64BIT ? 12 : 8);

	return (struct msi_places) {
		.flags = (uint8_t)(offset + PCI_CAP_FLAGS),
		.address = (uint8_t)(offset + 4), .high = (uint8_t)(offset + 8),
		.data = (uint8_t)data, .mask = (uint8_t)(data + 4), .pending = (uint8_t)(data + 8),
	};
}

/* msi_init(): QEMU answers all of it. */
static bool add_msi(struct qemu *qemu, unsigned int offset)
{
	unsigned int flags = qemu_user(qemu, offset + PCI_CAP_FLAGS, 2);
	unsigned int log2 = (flags & PCI_MSI_FLAGS_QMASK) >> 1;
	unsigned int length = (flags & PCI_MSI_FLAGS_64BIT ? 14U : 10U) +
			      (flags & PCI_MSI_FLAGS_MASKBIT ? 10U : 0U);
	struct msi_places at = find_msi(offset, flags);

	if (log2 > MSI_VECTORS_LOG2_MAX)
		return qemu_refuses(qemu, offset, "QEMU ends: MSI of more than 32 vectors");
	if (!qemu_add_capability(qemu, CAP_ID_MSI, offset, length))
		return false;
	qemu->msi = (uint16_t)offset;
	qemu->msi_length = (uint8_t)length;
	qemu_set(qemu, at.flags, 2,
		 flags & (PCI_MSI_FLAGS_QMASK | PCI_MSI_FLAGS_64BIT | PCI_MSI_FLAGS_MASKBIT));
	qemu_allow(qemu, at.flags, 2, PCI_MSI_FLAGS_ENABLE | PCI_MSI_FLAGS_QSIZE);
	qemu_allow(qemu, at.address, 4, PCI_MSI_ADDRESS_LO_MASK);
	if (flags & PCI_MSI_FLAGS_64BIT)
		qemu_allow(qemu, at.high, 4, UINT32_MAX);
	qemu_allow(qemu, at.data, 2, 0xffff);
	if (flags & PCI_MSI_FLAGS_MASKBIT)
		qemu_allow(qemu, at.mask, 4, UINT32_MAX >> (32 - (1U << log2)));
	return true;
}

/* msi_reset(), and the end of vfio_realize(): QEMU alone answers the first MSI. */
void qemu_finish_msi(struct qemu *qemu)
{
	struct msi_places at;
	unsigned int flags;

	if (qemu->msi == 0)
		return;
	flags = qemu_word(qemu, (uint8_t)(qemu->msi + PCI_CAP_FLAGS));
	at = find_msi(qemu->msi, flags);
	qemu_set(qemu, at.flags, 2,
		 flags & ~(unsigned int)(PCI_MSI_FLAGS_QSIZE | PCI_MSI_FLAGS_ENABLE));
	qemu_set(qemu, at.address, 4, 0);
	if (flags & PCI_MSI_FLAGS_64BIT)
		qemu_set(qemu, at.high, 4, 0);
	qemu_set(qemu, at.data, 2, 0);
	if (flags & PCI_MSI_FLAGS_MASKBIT) {
		qemu_set(qemu, at.mask, 4, 0);
		qemu_set(qemu, at.pending, 4, 0);
	}
	qemu_answer(qemu, qemu->msi, qemu->msi_length);
	qemu_effect(qemu, qemu->msi + PCI_CAP_FLAGS, 2, PCI_MSI_FLAGS_ENABLE, GUEST_MSI_SETUP);
}

/* On the root bus an endpoint becomes an integrated one, without a link. */
static void drop_link(struct qemu *qemu, unsigned int offset, unsigned int size)
{
	static const struct { uint8_t longer_than, at, width; } registers[] = {
		{ PCI_EXP_LNKCTL,	PCI_EXP_LNKCAP,		4 },
		{ PCI_EXP_LNKCTL,	PCI_EXP_LNKCTL,		2 },
		{ PCI_EXP_LNKCTL,	PCI_EXP_LNKSTA,		2 },
		{ PCI_EXP_LNKCAP2,	PCI_EXP_LNKCAP2,	4 },
		{ PCI_EXP_LNKCAP2,	PCI_EXP_LNKCTL2,	2 },
		{ PCI_EXP_LNKCAP2,	PCI_EXP_LNKSTA2,	2 },
	};

	qemu_emulate(qemu, offset + PCI_CAP_FLAGS, 2, PCI_EXP_TYPE_RC_END << 4,
		     PCI_EXP_FLAGS_TYPE);
	for (size_t i = 0; i < ARRAY_LENGTH(registers); i++)
		if (size > registers[i].longer_than)
			qemu_emulate(qemu, offset + registers[i].at, registers[i].width, 0,
				     UINT32_MAX);
}

/* Below a port an integrated endpoint becomes a plain one, with an invented link. */
static void make_link(struct qemu *qemu, unsigned int offset)
{
	qemu_emulate(qemu, offset + PCI_CAP_FLAGS, 2, PCI_EXP_TYPE_ENDPOINT << 4,
		     PCI_EXP_FLAGS_TYPE);
	qemu_emulate(qemu, offset + PCI_EXP_LNKCAP, 4, LINK_2_5_X1, UINT32_MAX);
	qemu_emulate(qemu, offset + PCI_EXP_LNKCTL, 2, 0, 0xffff);
}

/* vfio_setup_pcie_cap() */
static bool add_express(struct qemu *qemu, unsigned int offset, unsigned int size)
{
	unsigned int flags = qemu_word(qemu, offset + PCI_CAP_FLAGS);
	unsigned int type = (flags & PCI_EXP_FLAGS_TYPE) >> 4;
	char reason[sizeof(qemu->guest->reason)];

	if (type != PCI_EXP_TYPE_ENDPOINT && type != PCI_EXP_TYPE_LEG_END &&
	    type != PCI_EXP_TYPE_RC_END) {
		snprintf(reason, sizeof(reason), "QEMU takes no PCI Express device of type %x", type);
		return qemu_refuses(qemu, offset, reason);
	}
	if (qemu->rules->bus == BUS_PCI && qemu->rules->machine != MACHINE_PC)
		return true;
	if (qemu->rules->bus == BUS_ROOT && type == PCI_EXP_TYPE_LEG_END)
		return true;
	if (qemu->rules->bus == BUS_ROOT && type == PCI_EXP_TYPE_ENDPOINT)
		drop_link(qemu, offset, size);
	if (qemu->rules->bus == BUS_PORT && type == PCI_EXP_TYPE_RC_END)
		make_link(qemu, offset);
	if ((flags & PCI_EXP_FLAGS_VERS) == 0)
		qemu_emulate(qemu, offset + PCI_CAP_FLAGS, 2, 1, PCI_EXP_FLAGS_VERS);
	return qemu_add_capability(qemu, CAP_ID_EXP, offset, size);
}

/* Before `pm-copy` it is an ordinary capability, as long as there is room. */
static bool add_pm(struct qemu *qemu, unsigned int offset, unsigned int size)
{
	if (qemu->rules->value[VMM_PM_COPY])
		size = PCI_PM_SIZEOF;
	if (!qemu_add_capability(qemu, CAP_ID_PM, offset, size))
		return false;
	qemu->pm = (uint16_t)offset;
	if (qemu->rules->value[VMM_PM_COPY])
		qemu_allow(qemu, offset + PCI_PM_CTRL, 2, PCI_PM_CTRL_STATE_MASK);
	return true;
}

/* One step of vfio_add_std_cap(), which adds from the end of the chain to its start. */
static bool add(struct qemu *qemu, uint8_t id, unsigned int offset, unsigned int size)
{
	unsigned int room;

	if (!qemu_find_room(qemu, offset, &room))
		return false;
	size = room < size ? room : size;
	qemu_answer(qemu, offset + PCI_CAP_LIST_NEXT, 1);
	switch (id) {
	case CAP_ID_MSI:
		return add_msi(qemu, offset);
	case CAP_ID_EXP:
		return add_express(qemu, offset, size);
	case CAP_ID_MSIX:
		return qemu_add_msix(qemu, offset);
	case CAP_ID_PM:
		return add_pm(qemu, offset, size);
	default:
		return qemu_add_capability(qemu, id, offset, size);
	}
}

bool qemu_add_standard(struct qemu *qemu)
{
	uint8_t id[QEMU_CHAIN_STEPS];
	unsigned int size[QEMU_CHAIN_STEPS];
	struct qemu_places places;

	if (!(qemu_byte(qemu, PCI_STATUS) & PCI_STATUS_CAP_LIST) ||
	    qemu_byte(qemu, PCI_CAPABILITY_LIST) == 0)
		return true;
	if (!qemu_list_chain(qemu, false, &places))
		return qemu_loops(qemu, qemu->config[PCI_CAPABILITY_LIST]);
	for (unsigned int i = 0; i < places.count; i++) {
		id[i] = qemu_byte(qemu, places.at[i]);
		if (!qemu_find_room(qemu, places.at[i], &size[i]))
			return false;
	}
	qemu->has_chain = true;
	qemu->config[PCI_CAPABILITY_LIST] = 0;
	qemu_answer(qemu, PCI_CAPABILITY_LIST, 1);
	qemu->emulated[PCI_STATUS] |= PCI_STATUS_CAP_LIST;
	if (!qemu_add_virtual(qemu))
		return false;
	for (unsigned int i = places.count; i-- > 0;)
		if (!add(qemu, id[i], places.at[i], size[i]))
			return false;
	return true;
}
