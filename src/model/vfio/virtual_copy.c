/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/virtual_copy.h"

#include <stddef.h>

#include "base/macros.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_COMMAND		0x04
#define PCI_COMMAND_MEMORY	0x02
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10
#define PCI_CAPABILITY_LIST	0x34
#define PCI_INTERRUPT_PIN	0x3d
#define PCI_STD_HEADER_SIZEOF	0x40
#define PCI_CAP_LIST_NEXT	1
#define PCI_PM_PMC		2
#define PCI_PM_CAP_PME_MASK	0xf800
#define PCI_PM_CTRL		4
#define PCI_PM_CTRL_PME		0x8100	/* PME_ENABLE and PME_STATUS */

#define PCI_VENDOR_ID_INTEL	0x8086

/* vfio_pci_igd.c */
#define OPREGION_PCI_ADDR	0xfc
#define OPREGION_PCI_ADDR_SIZE	4

/* The next pointer in an extended capability's header, without its two low bits. */
#define EXT_CAP_NEXT_MASK	0xffc00000

/* The copy while it is written. It has room for bytes past the end of a smaller space. */
struct writing {
	const struct config_space *hardware;
	uint8_t byte[SPACE_SIZE_EXTENDED];
	bool known[SPACE_SIZE_EXTENDED];
};

/* Writes the bits of a byte that are in mask. */
static void write_byte(struct writing *writing, unsigned int offset, unsigned int mask,
		       unsigned int value)
{
	writing->byte[offset] = (uint8_t)((writing->byte[offset] & ~mask) | (value & mask));
	writing->known[offset] = writing->known[offset] || mask == 0xff;
}

static void write_word(struct writing *writing, unsigned int offset, unsigned int mask,
		       unsigned int value)
{
	write_byte(writing, offset, mask & 0xff, value & 0xff);
	write_byte(writing, offset + 1, mask >> 8, value >> 8);
}

static void write_dword(struct writing *writing, unsigned int offset, uint32_t mask,
			uint32_t value)
{
	write_word(writing, offset, mask & 0xffff, value & 0xffff);
	write_word(writing, offset + 2, mask >> 16, value >> 16);
}

/* Marks bytes whose value does not follow from the arguments. */
static void forget(struct writing *writing, unsigned int offset, unsigned int length)
{
	for (unsigned int i = 0; i < length; i++)
		writing->known[offset + i] = false;
}

/* vfio_fill_vconfig_bytes(): copies from the hardware; the widths of its reads do not matter */
static void fill(struct writing *writing, unsigned int start, unsigned int length)
{
	for (unsigned int offset = start; offset < start + length; offset++) {
		writing->byte[offset] = space_byte(writing->hardware, offset);
		writing->known[offset] = space_is_known(writing->hardware, offset);
	}
}

/* vfio_pci_nointx(): devices whose INTx cannot be masked */
bool virtual_copy_intx_is_broken(const struct config_space *hardware,
				 const struct device_facts *facts)
{
	static const struct {
		uint16_t first, last;
	} broken[] = {
		{ 0x1563, 0x1563 }, { 0x1572, 0x1572 }, { 0x1574, 0x1574 },
		{ 0x1580, 0x1581 }, { 0x1583, 0x158b }, { 0x37d0, 0x37d2 },
	};

	int vendor = facts->vendor >= 0 ? facts->vendor : space_word(hardware, PCI_VENDOR_ID);
	int device = facts->device >= 0 ? facts->device : space_word(hardware, PCI_DEVICE_ID);

	if (vendor != PCI_VENDOR_ID_INTEL || facts->nointxmask)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(broken); i++)
		if (device >= broken[i].first && device <= broken[i].last)
			return true;
	return false;
}

/* vfio_config_init() and vfio_pci_core_enable(): whether the user reads no INTx pin */
static bool pin_is_hidden(const struct config_space *hardware, const struct rules *rules,
			  const struct device_facts *facts)
{
	return facts->is_vf || facts->intx_unsupported ||
	       virtual_copy_intx_is_broken(hardware, facts) ||
	       (rules->value[RULE_NOINTX_NOTCONNECTED] && facts->irq == DEVICE_IRQ_NOT_CONNECTED) ||
	       (rules->value[RULE_NOINTX_NO_IRQ] && facts->irq == 0);
}

static void write_id(struct writing *writing, unsigned int offset, int id)
{
	if (id < 0)
		forget(writing, offset, 2);
	else
		write_word(writing, offset, 0xffff, (unsigned int)id);
}

/* vfio_config_init(), before the capabilities: BARs keep the hardware's values */
static void write_header(struct writing *writing, const struct rules *rules,
			 const struct device_facts *facts)
{
	fill(writing, 0, PCI_STD_HEADER_SIZEOF);
	if (facts->is_vf) {
		write_id(writing, PCI_VENDOR_ID, facts->vendor);
		write_id(writing, PCI_DEVICE_ID, facts->device);
	}
	if (facts->is_vf || facts->no_memory_enable)
		write_word(writing, PCI_COMMAND, PCI_COMMAND_MEMORY, PCI_COMMAND_MEMORY);
	if (pin_is_hidden(writing->hardware, rules, facts))
		write_byte(writing, PCI_INTERRUPT_PIN, 0xff, 0);
}

/*
 * vfio_cap_init(): a hidden capability's next pointer goes to the last capability that
 * is not hidden, or to the header. Where the bytes of the chain end before it does, one of its
 * others is taken for shown.
 */
static void write_standard(struct writing *writing, const struct rules *rules,
			   const struct map *map)
{
	unsigned int pointer = PCI_CAPABILITY_LIST;
	bool shown = false;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind != KIND_CAPABILITY)
			break;
		if (visit->length == 0) {
			write_byte(writing, pointer, 0xff, visit->next);
			continue;
		}
		fill(writing, visit->start, visit->length);
		if (visit->id == CAP_ID_PM && rules->value[RULE_PME_VIRTUAL]) {
			write_word(writing, visit->start + PCI_PM_PMC, PCI_PM_CAP_PME_MASK, 0);
			write_word(writing, visit->start + PCI_PM_CTRL, PCI_PM_CTRL_PME, 0);
		}
		pointer = visit->start + PCI_CAP_LIST_NEXT;
		shown = true;
	}
	if (!shown && !map->standard_unseen)
		write_word(writing, PCI_STATUS, PCI_STATUS_CAP_LIST, 0);
}

/*
 * vfio_ecap_init(): the same. A placeholder keeps only its next pointer. If nothing
 * else is shown, the first header is cleared, unless an error that the kernel does not
 * report ended the walk.
 */
static void write_extended(struct writing *writing, const struct map *map)
{
	unsigned int pointer = SPACE_SIZE;
	bool walked = false, shown = false;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind == KIND_CAPABILITY)
			continue;
		walked = true;
		if (visit->length == 0) {
			write_dword(writing, pointer, EXT_CAP_NEXT_MASK,
				    (uint32_t)visit->next << 20);
			continue;
		}
		fill(writing, visit->start, visit->length);
		if (visit->kind == KIND_PLACEHOLDER)
			write_dword(writing, visit->start, ~EXT_CAP_NEXT_MASK, 0);
		else
			shown = true;
		pointer = visit->start;
	}
	if (walked && !shown && !map->extended_cut && !map->extended_unseen)
		write_dword(writing, SPACE_SIZE, 0xffffffff, 0);
}

/* vfio_pci_igd_opregion_init() */
static void write_opregion(struct writing *writing, const struct rules *rules,
			   const struct map *map)
{
	if (map->owner_of[OPREGION_PCI_ADDR] != OWNER_VIRTUAL)
		return;
	fill(writing, OPREGION_PCI_ADDR, OPREGION_PCI_ADDR_SIZE);
	if (rules->value[RULE_IGD_VBT])
		forget(writing, OPREGION_PCI_ADDR, OPREGION_PCI_ADDR_SIZE);
}

void virtual_copy_build(const struct config_space *hardware, const struct rules *rules,
			const struct device_facts *facts, const struct map *map,
			struct config_space *copy)
{
	struct writing writing = { .hardware = hardware };

	space_clear(copy, hardware->size, VIEW_USER);
	if (map->state != MAP_BUILT)
		return;
	for (unsigned int offset = 0; offset < hardware->size; offset++)
		writing.known[offset] = facts->memory_zeroed;
	write_header(&writing, rules, facts);
	write_standard(&writing, rules, map);
	write_extended(&writing, map);
	write_opregion(&writing, rules, map);
	for (uint16_t offset = 0; offset < hardware->size; offset++)
		if (writing.known[offset])
			space_set(copy, offset, writing.byte[offset]);
}
