/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* QEMU's vfio_realize() of hw/vfio/pci.c, and the reset after it (vfio_pci_reset()). */
#include "model/vmm/qemu.h"

#include <string.h>

#include "base/macros.h"
#include "model/vmm/programs.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID			0x00
#define PCI_DEVICE_ID			0x02
#define PCI_COMMAND			0x04
#define PCI_COMMAND_IO			0x0001
#define PCI_COMMAND_MEMORY		0x0002
#define PCI_COMMAND_MASTER		0x0004
#define PCI_COMMAND_INTX_DISABLE	0x0400
#define PCI_CLASS_REVISION		0x08
#define PCI_HEADER_TYPE			0x0e
#define PCI_HEADER_TYPE_MFD		0x80
#define PCI_SUBSYSTEM_VENDOR_ID		0x2c
#define PCI_SUBSYSTEM_ID		0x2e
#define PCI_CAPABILITY_LIST		0x34
#define PCI_STD_HEADER_SIZEOF		0x40
#define PCI_PM_CTRL			4
#define PCI_PM_CTRL_STATE_MASK		0x03

/*
 * Copies all that VFIO shows. All bytes after the header start as writable, until a capability
 * claims them.
 */
static void take_copy(struct qemu *qemu)
{
	const struct config_space *user = qemu->source->user;

	for (unsigned int i = 0; i < SPACE_SIZE_EXTENDED; i++) {
		qemu->known[i] = i >= user->size || space_is_known(user, i);
		qemu->config[i] = space_is_known(user, i) ? space_byte(user, i) : 0;
		qemu->writable[i] = i >= PCI_STD_HEADER_SIZEOF ? 0xff : 0;
	}
	qemu_allow(qemu, PCI_COMMAND, 2, PCI_COMMAND_IO | PCI_COMMAND_MEMORY |
					 PCI_COMMAND_MASTER | PCI_COMMAND_INTX_DISABLE);
}

/* The registers of x-pci-vendor-id and the like, and the shift of their values. */
static const struct {
	enum vmm_property property;
	uint8_t offset, width, shift;
	uint32_t mask;
} identities[] = {
	{ PROPERTY_VENDOR,	PCI_VENDOR_ID,			2, 0, 0xffff },
	{ PROPERTY_DEVICE,	PCI_DEVICE_ID,			2, 0, 0xffff },
	{ PROPERTY_SUB_VENDOR,	PCI_SUBSYSTEM_VENDOR_ID,	2, 0, 0xffff },
	{ PROPERTY_SUB_DEVICE,	PCI_SUBSYSTEM_ID,		2, 0, 0xffff },
	{ PROPERTY_CLASS,	PCI_CLASS_REVISION,		4, 8, 0xffffff00 },
};

static void set_identity(struct qemu *qemu)
{
	uint32_t multifunction = PCI_HEADER_TYPE_MFD;

	for (size_t i = 0; i < ARRAY_LENGTH(identities); i++)
		if (qemu->rules->property[identities[i].property].given)
			qemu_emulate(qemu, identities[i].offset, identities[i].width,
				     qemu->rules->property[identities[i].property].value
				     << identities[i].shift, identities[i].mask);
	if (qemu->rules->property[PROPERTY_MULTIFUNCTION].value == VMM_OFF)
		multifunction = 0;
	qemu_emulate(qemu, PCI_HEADER_TYPE, 1, multifunction, PCI_HEADER_TYPE_MFD);
	qemu->vendor = qemu->known[PCI_VENDOR_ID] && qemu->known[PCI_VENDOR_ID + 1]
		? qemu_word(qemu, PCI_VENDOR_ID) : 0xffff;
	qemu->device = qemu->known[PCI_DEVICE_ID] && qemu->known[PCI_DEVICE_ID + 1]
		? qemu_word(qemu, PCI_DEVICE_ID) : 0xffff;
}

/*
 * vfio_pci_pre_reset() writes COMMAND through VFIO, where the kernel's policy decides
 * which bits are cleared.
 */
static uint8_t reset_command(const struct qemu *qemu, unsigned int offset, uint8_t value)
{
	unsigned int cleared = PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER |
			       PCI_COMMAND_INTX_DISABLE;
	unsigned int part = cleared >> (8 * (offset - PCI_COMMAND));

	if (qemu->source->write != NULL)
		part &= qemu->source->write[offset];
	return (uint8_t)(value & ~part);
}

/* Whether a byte depends on bytes that are not known. */
static bool is_lost(const struct qemu *qemu, unsigned int offset)
{
	if (offset >= SPACE_SIZE)
		return qemu->lost_extended;
	return qemu->lost_standard &&
	       (offset >= PCI_STD_HEADER_SIZEOF || offset == PCI_CAPABILITY_LIST);
}

/* vfio_pci_read_config(): emulated bits from the copy, the others from VFIO. */
static void finish_byte(struct qemu *qemu, unsigned int offset)
{
	const struct config_space *user = qemu->source->user;
	struct guest *guest = qemu->guest;
	uint8_t emulated = qemu->emulated[offset], value;

	guest->read_vmm[offset] = emulated;
	guest->write_vfio[offset] = 0xff;
	guest->write_vmm[offset] = qemu->writable[offset] & emulated;
	if (offset == PCI_COMMAND || offset == PCI_COMMAND + 1)
		guest->write_vmm[offset] |= qemu->writable[offset];
	if (is_lost(qemu, offset) || (emulated != 0 && !qemu->known[offset]) ||
	    (emulated != 0xff && !space_is_known(user, offset)))
		return;
	value = space_byte(user, offset);
	if (offset == PCI_COMMAND || offset == PCI_COMMAND + 1)
		value = reset_command(qemu, offset, value);
	space_set(&guest->space, (uint16_t)offset,
		  (uint8_t)((qemu->config[offset] & emulated) | (value & ~emulated)));
}

static void finish(struct qemu *qemu)
{
	struct guest *guest = qemu->guest;
	unsigned int state = qemu->pm + PCI_PM_CTRL;

	for (unsigned int i = 0; i < guest->reach; i++)
		finish_byte(qemu, i);
	for (unsigned int i = guest->reach; i < guest->size; i++)
		guest->read_vmm[i] = 0xff;
	guest->cut = qemu->lost_standard || qemu->lost_extended;
	if (qemu->pm != 0 && state < guest->reach && qemu->rules->value[VMM_PM_COPY]) {
		guest->write_vmm[state] |= PCI_PM_CTRL_STATE_MASK;
		qemu_effect(qemu, state, 2, PCI_PM_CTRL_STATE_MASK, GUEST_POWER_TRAP);
	}
}

static bool make(struct qemu *qemu)
{
	take_copy(qemu);
	set_identity(qemu);
	qemu_look_at_bars(qemu);
	qemu->unsure = false;
	if (!qemu_look_for_msix(qemu))
		return false;
	qemu_register_bars(qemu);
	if (!qemu_add_standard(qemu))
		return false;
	qemu->lost_standard = qemu->unsure;
	qemu->unsure = false;
	if (!qemu_add_extended(qemu))
		return false;
	qemu->lost_extended = qemu->unsure;
	if (!qemu_setup_igd(qemu) || !qemu_look_for_ari(qemu))
		return false;
	qemu_reset_bars(qemu);
	qemu_finish_msi(qemu);
	qemu_finish_msix(qemu);
	return true;
}

void qemu_build(const struct guest_source *source, const struct vmm_rules *rules,
		struct guest *guest)
{
	struct qemu qemu = { .source = source, .rules = rules, .guest = guest };

	if (!make(&qemu)) {
		if (!qemu.unsure)
			return;
		/* only an unknown byte could end it */
		guest->state = GUEST_BUILT;
		guest->reason[0] = '\0';
		qemu.lost_standard = qemu.lost_extended = true;
	}
	finish(&qemu);
}
