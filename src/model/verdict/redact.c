/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/redact.h"

#include "base/macros.h"
#include "model/vfio/capability.h"

#define PATTERN_64 UINT64_C(0x5a5a5a5a5a5a5a5a)
#define PATTERN_32 UINT32_C(0x5a5a5a5a)
#define PATTERN_IO UINT32_C(0x00005a5a)

/* linux/pci_regs.h */
#define PCI_HEADER_TYPE			0x0e
#define PCI_HEADER_TYPE_MASK		0x7f
#define PCI_BASE_ADDRESS_0		0x10
#define PCI_BASE_ADDRESS_SPACE_IO	0x01
#define PCI_BASE_ADDRESS_MEM_TYPE	0x06
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_ROM_ADDRESS			0x30
#define PCI_ROM_ADDRESS_LOW		UINT32_C(0x7ff)
#define PCI_MSI_FLAGS			0x02
#define PCI_MSI_FLAGS_64BIT		0x80
#define PCI_MSI_ADDRESS_LO		0x04
#define PCI_MSI_ADDRESS_HI		0x08
#define PCI_SRIOV_BAR			0x24
#define BARS				6

/* drivers/vfio/pci/vfio_pci_igd.c: OpRegion, which begins a page */
#define OPREGION			0xfc
#define OPREGION_LOW			UINT32_C(0xfff)

/* linux/ioport.h */
#define IORESOURCE_IO			0x00000100
#define IORESOURCE_MEM_64		0x00100000

/* The bytes from a capability's start that contain its length for the kernel. */
#define HEAD				12

/* Whether a byte is the owner's alone, and no walk reads it. */
static bool is_free(const struct map *map, unsigned int offset, unsigned int start)
{
	unsigned int owner = map->owner_of[offset];

	if (start == 0 ? owner != OWNER_HEADER
		       : owner < OWNER_FIRST || map->owner[owner].start != start)
		return false;
	for (unsigned int i = 0; i < map->visits; i++)
		if (map->visit[i].start != start && offset >= map->visit[i].start &&
		    offset < map->visit[i].start + (unsigned int)HEAD)
			return false;
	return true;
}

/* Writes a value over all bytes of a place, or over none. */
static void write_over(const struct map *map, unsigned int start, unsigned int offset,
		       uint32_t value, struct config_space *space)
{
	for (unsigned int i = offset; i < offset + 4; i++)
		if (i >= space->size || !space_is_known(space, i) || !is_free(map, i, start))
			return;
	for (unsigned int i = 0; i < 4; i++)
		space_set(space, (uint16_t)(offset + i), (uint8_t)(value >> (8 * i)));
}

/*
 * Makes the pattern an address of a resource of `size` bytes: a power of two, or 0 if unknown.
 */
static uint64_t aligned(uint64_t pattern, uint64_t size)
{
	return size > 1 && (pattern & ~(size - 1)) != 0 ? pattern & ~(size - 1) : pattern;
}

static uint64_t size_of(const struct device_resources *resources, unsigned int number)
{
	if (resources == NULL || resources->at[number].start == 0)
		return 0;
	return resources->at[number].end - resources->at[number].start + 1;
}

/* Redacts the BAR at an offset. Returns its dwords. */
static unsigned int redact_bar(const struct map *map, unsigned int start, unsigned int offset,
			       uint64_t size, struct config_space *space)
{
	uint32_t low = space_dword(space, offset), high = 0;
	uint32_t type = low & PCI_BASE_ADDRESS_SPACE_IO ? 0x3 : 0xf;
	bool wide = !(low & PCI_BASE_ADDRESS_SPACE_IO) &&
		    (low & PCI_BASE_ADDRESS_MEM_TYPE) == PCI_BASE_ADDRESS_MEM_TYPE_64;
	uint64_t pattern = aligned(wide ? PATTERN_64 : type == 0x3 ? PATTERN_IO : PATTERN_32, size);

	if (wide)
		high = space_dword(space, offset + 4);
	if ((low & ~type) != 0 || high != 0) {
		write_over(map, start, offset, ((uint32_t)pattern & ~type) | (low & type), space);
		if (wide)
			write_over(map, start, offset + 4, (uint32_t)(pattern >> 32), space);
	}
	return wide ? 2 : 1;
}

static void redact_header(const struct map *map, const struct device_resources *resources,
			  struct config_space *space)
{
	unsigned int type = space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;
	unsigned int bars = type == 0 ? BARS : type == 1 ? 2 : 0;
	uint32_t rom = space_dword(space, PCI_ROM_ADDRESS);

	for (unsigned int i = 0; i < bars;)
		i += redact_bar(map, 0, PCI_BASE_ADDRESS_0 + 4 * i, size_of(resources, i), space);
	if (type == 0 && (rom & ~PCI_ROM_ADDRESS_LOW) != 0)
		write_over(map, 0, PCI_ROM_ADDRESS,
			   ((uint32_t)aligned(PATTERN_32, size_of(resources, DEVICE_RESOURCE_ROM)) &
			    ~PCI_ROM_ADDRESS_LOW) | (rom & PCI_ROM_ADDRESS_LOW), space);
}

static void redact_msi(const struct map *map, unsigned int start, struct config_space *space)
{
	uint32_t low = space_dword(space, start + PCI_MSI_ADDRESS_LO);
	bool wide = space_word(space, start + PCI_MSI_FLAGS) & PCI_MSI_FLAGS_64BIT;

	if ((low & ~3U) != 0)
		write_over(map, start, start + PCI_MSI_ADDRESS_LO,
			   (PATTERN_32 & ~3U) | (low & 3), space);
	if (wide && space_dword(space, start + PCI_MSI_ADDRESS_HI) != 0)
		write_over(map, start, start + PCI_MSI_ADDRESS_HI, PATTERN_32, space);
}

static void redact_sriov(const struct map *map, unsigned int start, struct config_space *space)
{
	for (unsigned int i = 0; i < BARS;)
		i += redact_bar(map, start, start + PCI_SRIOV_BAR + 4 * i, 0, space);
}

/* Capabilities with dwords to redact. */
static const struct {
	bool extended;
	uint8_t id, first, dwords;
} whole_rows[] = {
	{ false, CAP_ID_VPD, 0x04, 1 },		/* PCI_VPD_DATA */
	{ true, ECAP_ID_DSN, 0x04, 2 },
};

static void redact_capability(const struct map *map, const struct map_visit *visit,
			      struct config_space *space)
{
	bool extended = visit->kind != KIND_CAPABILITY;

	for (size_t row = 0; row < ARRAY_LENGTH(whole_rows); row++)
		for (unsigned int i = 0; visit->id == whole_rows[row].id &&
		     extended == whole_rows[row].extended && i < whole_rows[row].dwords; i++)
			write_over(map, visit->start,
				   visit->start + whole_rows[row].first + 4 * i,
				   PATTERN_32, space);
	if (!extended && visit->id == CAP_ID_MSI)
		redact_msi(map, visit->start, space);
	if (extended && visit->id == ECAP_ID_SRIOV)
		redact_sriov(map, visit->start, space);
}

/* Redacts the address of an Intel display device's OpRegion, if the map has it. */
static void redact_opregion(const struct map *map, struct config_space *space)
{
	uint32_t address = space_dword(space, OPREGION);

	for (unsigned int i = OPREGION; i < OPREGION + 4; i++)
		if (!space_is_known(space, i) || map->owner_of[i] != OWNER_VIRTUAL)
			return;
	if (address != 0 && address != UINT32_MAX)
		space_put(space, OPREGION, 4, PATTERN_32 & ~OPREGION_LOW);
}

void redact_space(const struct map *map, const struct device_resources *resources,
		  struct config_space *space)
{
	redact_header(map, resources, space);
	redact_opregion(map, space);
	for (unsigned int i = 0; i < map->visits; i++)
		redact_capability(map, &map->visit[i], space);
}

void redact_resources(struct device_resources *resources)
{
	for (unsigned int i = 0; i < DEVICE_RESOURCES; i++) {
		uint64_t size = size_of(resources, i);
		uint64_t flags = resources->at[i].flags;
		uint64_t start = aligned(flags & IORESOURCE_IO ? PATTERN_IO
					 : flags & IORESOURCE_MEM_64 ? PATTERN_64 : PATTERN_32,
					 size);

		if (size == 0)
			continue;
		resources->at[i].start = start;
		resources->at[i].end = start + size - 1;
	}
}
