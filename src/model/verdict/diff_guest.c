/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/diff_guest.h"

#include "base/macros.h"
#include "model/vfio/capability.h"

/* Registers of the header (id 0) and of standard capabilities: PCI Local Bus 3.0, 6.2.5, 6.8.1. */
static const struct {
	uint8_t id, offset, width;
} set_rows[] = {
	{ 0, 0x04, 2 },		/* PCI_COMMAND */
	{ 0, 0x0c, 1 },		/* PCI_CACHE_LINE_SIZE */
	{ 0, 0x0d, 1 },		/* PCI_LATENCY_TIMER */
	{ 0, 0x10, 4 }, { 0, 0x14, 4 }, { 0, 0x18, 4 },	/* PCI_BASE_ADDRESS_0 to _5 */
	{ 0, 0x1c, 4 }, { 0, 0x20, 4 }, { 0, 0x24, 4 },
	{ 0, 0x30, 4 },		/* PCI_ROM_ADDRESS */
	{ 0, 0x3c, 1 },		/* PCI_INTERRUPT_LINE */
	{ CAP_ID_MSI, 0x04, 4 },	/* PCI_MSI_ADDRESS_LO */
	{ CAP_ID_MSI, 0x08, 4 },	/* PCI_MSI_ADDRESS_HI */
	{ CAP_ID_MSI, 0x08, 2 },	/* PCI_MSI_DATA_32 */
	{ CAP_ID_MSI, 0x0c, 2 },	/* PCI_MSI_DATA_64 */
};

/* Bits of one byte that a guest's write changes: in the VMM's copy, or through VFIO. */
static uint8_t byte_writes(const struct diff_request *request, unsigned int offset)
{
	const struct guest *guest = request->guest;
	uint8_t vfio = guest->write_vfio[offset] & request->a->prediction->policy.write[offset];

	return (uint8_t)((guest->write_vmm[offset] & guest->read_vmm[offset]) |
			 (vfio & ~guest->read_vmm[offset]));
}

uint32_t diff_guest_writes(const struct diff_request *request, unsigned int offset,
			   unsigned int width)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < width; i++)
		bits |= (uint32_t)byte_writes(request, offset + i) << (8 * i);
	return bits;
}

uint32_t diff_guest_sets(const struct device_register *known)
{
	if (known->extended)
		return 0;
	for (size_t i = 0; i < ARRAY_LENGTH(set_rows); i++)
		if (set_rows[i].id == (known->capability != 0 ? known->id : 0) &&
		    set_rows[i].offset == known->offset - known->capability &&
		    set_rows[i].width == known->type->width)
			return UINT32_MAX >> (32 - 8 * known->type->width);
	return 0;
}
