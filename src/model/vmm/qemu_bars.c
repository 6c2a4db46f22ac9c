/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* BARs and ROM in QEMU: vfio_bar_prepare() of hw/vfio/pci.c, pci_register_bar() of hw/pci/pci.c. */
#include "model/vmm/qemu.h"

/* linux/pci_regs.h */
#define PCI_BASE_ADDRESS_0		0x10
#define PCI_BASE_ADDRESS_SPACE_IO	0x01
#define PCI_BASE_ADDRESS_IO_TYPE	0x03
#define PCI_BASE_ADDRESS_MEM_TYPE	0x0f
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_ROM_ADDRESS			0x30
#define PCI_ROM_ADDRESS_ENABLE		0x01
#define PCI_ROM_LEAST			0x800	/* bits 31:11 are the address */

static unsigned int bar_offset(unsigned int bar)
{
	return PCI_BASE_ADDRESS_0 + 4 * bar;
}

/* The size of a region, from the host's resource. */
static uint64_t resource_size(const struct device_resources *resources, unsigned int region)
{
	return resources->at[region].end == 0
		? 0 : resources->at[region].end - resources->at[region].start + 1;
}

/* Without sizes, a BAR counts as present if the user view has a value there, or may have one. */
static bool has_value(const struct config_space *user, unsigned int offset)
{
	for (unsigned int i = offset; i < offset + 4; i++)
		if (!space_is_known(user, i) || space_byte(user, i) != 0)
			return true;
	return false;
}

static void look_at(struct qemu *qemu, unsigned int number)
{
	const struct config_space *user = qemu->source->user;
	struct qemu_bar *bar = &qemu->bar[number];
	uint8_t value = space_byte(user, bar_offset(number));

	bar->type_known = space_is_known(user, bar_offset(number));
	if (!bar->type_known)
		value = 0;
	bar->size = qemu->sizes_known ? resource_size(qemu->source->resources, number) : 0;
	bar->there = qemu->sizes_known ? bar->size != 0 : has_value(user, bar_offset(number));
	bar->io = value & PCI_BASE_ADDRESS_SPACE_IO;
	bar->wide = bar->there && !bar->io && value & PCI_BASE_ADDRESS_MEM_TYPE_64;
	bar->type = (uint8_t)(value & (bar->io ? PCI_BASE_ADDRESS_IO_TYPE :
						 PCI_BASE_ADDRESS_MEM_TYPE));
}

void qemu_look_at_bars(struct qemu *qemu)
{
	qemu->sizes_known = qemu->source->resources != NULL;
	for (unsigned int i = 0; i < QEMU_BARS; i++) {
		look_at(qemu, i);
		if (!qemu->sizes_known && i > 0 && qemu->bar[i - 1].wide)
			qemu->bar[i] = (struct qemu_bar) { .type_known = true };
	}
	for (unsigned int i = bar_offset(0); i < bar_offset(QEMU_BARS); i++)
		qemu_set(qemu, i, 1, 0);
	qemu_answer(qemu, bar_offset(0), 4 * QEMU_BARS);
	qemu_set(qemu, PCI_ROM_ADDRESS, 4, 0);
	qemu_answer(qemu, PCI_ROM_ADDRESS, 4);
}

/* Makes the bits above the size writable; without a known size, all of the address. */
static void allow_bar(struct qemu *qemu, unsigned int number)
{
	const struct qemu_bar *bar = &qemu->bar[number];
	uint64_t mask = ~(uint64_t)(bar->io ? PCI_BASE_ADDRESS_IO_TYPE : PCI_BASE_ADDRESS_MEM_TYPE);

	if (bar->size != 0)
		mask = ~(bar->size - 1);
	qemu_allow(qemu, bar_offset(number), 4, (uint32_t)mask);
	qemu_effect(qemu, bar_offset(number), 4, (uint32_t)mask, GUEST_BAR_MOVE);
	if (bar->wide && number + 1 < QEMU_BARS)
		qemu_allow(qemu, bar_offset(number + 1), 4, (uint32_t)(mask >> 32));
}

static void allow_rom(struct qemu *qemu)
{
	uint64_t size = 0;

	if ((qemu->rules->property[PROPERTY_ROM_BAR].given &&
				   qemu->rules->property[PROPERTY_ROM_BAR].value == VMM_OFF))
		return;
	if (qemu->sizes_known)
		size = resource_size(qemu->source->resources, DEVICE_RESOURCE_ROM);
	else if (has_value(qemu->source->user, PCI_ROM_ADDRESS))
		size = PCI_ROM_LEAST;
	if (size == 0)
		return;
	qemu_allow(qemu, PCI_ROM_ADDRESS, 4, (uint32_t)~(size - 1) | PCI_ROM_ADDRESS_ENABLE);
	qemu_effect(qemu, PCI_ROM_ADDRESS, 4, (uint32_t)~(size - 1), GUEST_BAR_MOVE);
}

void qemu_register_bars(struct qemu *qemu)
{
	for (unsigned int i = 0; i < QEMU_BARS; i++)
		if (qemu->bar[i].there)
			allow_bar(qemu, i);
	allow_rom(qemu);
	qemu_reset_bars(qemu);
}

/* pci_reset_regions(): a registered BAR holds the bits of its type and no address. */
void qemu_reset_bars(struct qemu *qemu)
{
	for (unsigned int i = 0; i < QEMU_BARS; i++) {
		const struct qemu_bar *bar = &qemu->bar[i];

		if (!bar->there)
			continue;
		qemu_set(qemu, bar_offset(i), 4, bar->type);
		if (bar->wide)
			qemu_set(qemu, bar_offset(i) + 4, 4, 0);
		qemu->known[bar_offset(i)] = bar->type_known;
	}
}
