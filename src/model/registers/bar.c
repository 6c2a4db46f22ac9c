/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/bar.h"

#include "base/macros.h"
#include "base/words.h"

/* linux/pci_regs.h */
#define PCI_HEADER_TYPE			0x0e
#define PCI_HEADER_TYPE_MASK		0x7f
#define PCI_BASE_ADDRESS_0		0x10
#define PCI_BASE_ADDRESS_SPACE_IO	0x01
#define PCI_BASE_ADDRESS_MEM_TYPE_MASK	0x06
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_BASE_ADDRESS_MEM_PREFETCH	0x08
#define PCI_BASE_ADDRESS_MEM_MASK	0xfffffff0
#define PCI_BASE_ADDRESS_IO_MASK	0xfffffffc
#define PCI_ROM_ADDRESS_MASK		0xfffff800

/* linux/ioport.h */
#define IORESOURCE_IO		0x00000100
#define IORESOURCE_PREFETCH	0x00002000
#define IORESOURCE_MEM_64	0x00100000

/* The BARs of each header type. */
static const struct {
	uint8_t bars, rom;
} layouts[] = {
	[0] = { 6, 0x30 },
	[1] = { 2, 0x38 },
};

static const struct words space_words = WORDS(BAR_ROM + 1,
	[BAR_MEMORY] = "memory",
	[BAR_IO] = "io",
	[BAR_ROM] = "rom"
);

const char *bar_space_name(enum bar_space space)
{
	return words_name(&space_words, space);
}

static bool all_known(const struct config_space *space, unsigned int offset)
{
	return space_value(space, offset, 4).known;
}

/* Decodes a BAR's bits; the last one has no room for an upper half. */
static void decode(const struct config_space *space, unsigned int offset, bool last,
		   struct bar *bar)
{
	uint32_t low = space_dword(space, offset);

	*bar = (struct bar){ .space = low & PCI_BASE_ADDRESS_SPACE_IO ? BAR_IO : BAR_MEMORY };
	if (bar->space == BAR_IO) {
		bar->address = low & PCI_BASE_ADDRESS_IO_MASK;
		return;
	}
	bar->wide = (low & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64;
	bar->prefetchable = (low & PCI_BASE_ADDRESS_MEM_PREFETCH) != 0;
	bar->address = low & PCI_BASE_ADDRESS_MEM_MASK;
	if (bar->wide && !last)
		bar->address |= (uint64_t)space_dword(space, offset + 4) << 32;
}

/* Adds the kernel's address and size. A VF's own BARs read 0. */
static void add_resource(const struct device_resources *resources, unsigned int index,
			 uint32_t bits, struct bar *bar)
{
	uint64_t flags;

	if (resources == NULL || resources->at[index].start == 0)
		return;
	bar->size = resources->at[index].end - resources->at[index].start + 1;
	if (bits != 0)
		return;
	flags = resources->at[index].flags;
	bar->address = resources->at[index].start;
	bar->wide = (flags & IORESOURCE_MEM_64) != 0;
	bar->prefetchable = (flags & IORESOURCE_PREFETCH) != 0;
	if (bar->space == BAR_MEMORY && (flags & IORESOURCE_IO) != 0)
		bar->space = BAR_IO;
}

static bool find_rom(const struct config_space *space, const struct device_resources *resources,
		     unsigned int offset, struct bar *bar)
{
	uint32_t bits = space_dword(space, offset);

	*bar = (struct bar){ .space = BAR_ROM, .address = bits & PCI_ROM_ADDRESS_MASK };
	add_resource(resources, DEVICE_RESOURCE_ROM, bits, bar);
	return bits != 0 || bar->size != 0;
}

bool bar_find(const struct config_space *space, const struct device_resources *resources,
	      unsigned int offset, struct bar *bar)
{
	unsigned int type = space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;

	if (type >= ARRAY_LENGTH(layouts) || !all_known(space, offset))
		return false;
	if (offset == layouts[type].rom)
		return find_rom(space, resources, offset, bar);
	for (unsigned int i = 0; i < layouts[type].bars; i++) {
		unsigned int start = PCI_BASE_ADDRESS_0 + 4 * i;
		bool last = i + 1U == layouts[type].bars;

		decode(space, start, last, bar);
		add_resource(resources, i, space_dword(space, start), bar);
		if (start == offset)
			return space_dword(space, start) != 0 || bar->size != 0;
		if (!bar->wide || last)
			continue;
		bar->upper = true;
		if (start + 4 == offset)
			return true;
		i++;
	}
	return false;
}
