/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/extent.h"

#include "base/macros.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_EXP_FLAGS			0x02
#define PCI_EXP_FLAGS_VERS		0x000f
#define PCI_EXP_FLAGS_SLOT		0x0100
#define PCI_EXP_FLAGS_FLIT		0x8000
#define PCI_EXP_TYPE_ROOT_PORT		0x4
#define PCI_EXP_TYPE_RC_END		0x9
#define PCI_EXP_TYPE_RC_EC		0xa
#define PCI_EXP_LNKCAP			0x0c
#define PCI_EXP_DPC_CAP_RP_EXT		0x0020

#define LANES_MAX 32

/* One device whose lengths are being found. */
struct measure {
	const struct config_space *space;
	const struct map *map;
	const struct map_visit *express;	/* the first PCI Express capability, or NULL */
	unsigned int lanes;			/* of the link; 0: not known */
	bool unknown;				/* a byte that determines the length is not known */
};

/* Bits msb to lsb of the dword at an offset. */
static unsigned int bits_at(struct measure *measure, unsigned int offset, unsigned int msb,
			    unsigned int lsb)
{
	uint32_t value = space_dword(measure->space, offset);

	for (unsigned int i = lsb / 8; i <= msb / 8; i++)
		if (!space_is_known(measure->space, offset + i))
			measure->unknown = true;
	return value >> lsb & (UINT32_MAX >> (31 - msb + lsb));
}

/* PCIe 6.2, 7.5.3: version 1 ends with the last register of the type */
static unsigned int express_length(struct measure *measure, unsigned int start)
{
	unsigned int flags = bits_at(measure, start, 31, 16);
	unsigned int type = flags >> 4 & 0xf;

	if ((flags & PCI_EXP_FLAGS_VERS) != 1)
		return 0x3c;
	if (type == PCI_EXP_TYPE_ROOT_PORT || type == PCI_EXP_TYPE_RC_EC)
		return 0x24;
	if (type == PCI_EXP_TYPE_RC_END)
		return 0x0c;
	return flags & PCI_EXP_FLAGS_SLOT ? 0x1c : 0x14;
}

/* PCIe 6.2, 7.8.4: in Flit Mode ten dwords of header log follow 38, else four of prefixes */
static unsigned int aer_length(struct measure *measure, unsigned int start)
{
	const struct map_visit *express = measure->express;

	(void)start;
	if (express != NULL && bits_at(measure, express->start, 31, 16) & PCI_EXP_FLAGS_FLIT)
		return 0x38 + 10 * 4;
	return 0x38 + 4 * 4;
}

static unsigned int larger(unsigned int a, unsigned int b)
{
	return a > b ? a : b;
}

/* Bits of the highest number of phases in an arbitration capability's low bits. */
static unsigned int phases(unsigned int capability)
{
	static const uint16_t by_bit[] = { 0, 32, 64, 128, 128, 256 };
	unsigned int most = 0;

	for (unsigned int bit = 0; bit < ARRAY_LENGTH(by_bit); bit++)
		if (capability >> bit & 1)
			most = larger(most, by_bit[bit]);
	return most;
}

/* PCIe 6.2, 7.9.1: two kinds of arbitration tables; their offsets count units of 16 bytes */
static unsigned int vc_length(struct measure *measure, unsigned int start)
{
	unsigned int channels = 1 + bits_at(measure, start + 4, 2, 0);
	unsigned int entry = 1U << bits_at(measure, start + 4, 11, 10);
	unsigned int table = bits_at(measure, start + 8, 31, 24) * 16;
	unsigned int end = 0x10 + channels * 0xc;

	if (table != 0)
		end = larger(end, table + phases(bits_at(measure, start + 8, 3, 0)) * 4 / 8);
	for (unsigned int i = 0; i < channels; i++) {
		unsigned int resource = start + 0x10 + i * 0xc;

		table = bits_at(measure, resource, 31, 24) * 16;
		if (table != 0)
			end = larger(end, table + phases(bits_at(measure, resource, 5, 0)) *
						  entry / 8);
	}
	return end;
}

/*
 * PCIe 6.2, 7.9.14: logs of a root port; bits 11:8 and 13 give their dwords. A header takes
 * four, so a smaller number is invalid; a root port without Flit Mode has nine at most.
 */
static unsigned int dpc_length(struct measure *measure, unsigned int start)
{
	unsigned int capability = bits_at(measure, start + 4, 15, 0);
	unsigned int log = (capability >> 8 & 0xf) | (capability >> 13 & 1) << 4;

	if (!(capability & PCI_EXP_DPC_CAP_RP_EXT))
		return 0xc;
	return 0x20 + 4 * (log < 4 ? 9 : log);
}

/* PCIe 6.2, 7.8.3: Link Activation (bit 5) adds the status register */
static unsigned int l1pm_length(struct measure *measure, unsigned int start)
{
	return bits_at(measure, start + 4, 5, 5) ? 0x14 : 0x10;
}

/* PCIe 6.2, 7.9.26: link streams, then selective streams with their address blocks */
static unsigned int ide_length(struct measure *measure, unsigned int start)
{
	unsigned int capability = bits_at(measure, start + 4, 31, 0);
	unsigned int length = 0xc;
	unsigned int selective = capability & 2 ? 1 + (capability >> 16 & 0xff) : 0;

	if (capability & 1)
		length += 8 * (1 + (capability >> 13 & 7));
	for (unsigned int i = 0; i < selective && start + length < SPACE_SIZE_EXTENDED; i++)
		length += 0x14 + 0xc * bits_at(measure, start + length, 3, 0);
	return length;
}

/* PCIe 6.2, 7.8.5: bits 5:0 of byte 2 count entries; an entry's bits 2:0 are its dwords less 1 */
static unsigned int ea_length(struct measure *measure, unsigned int start)
{
	bool bridge = (space_byte(measure->space, 0x0e) & 0x7f) == 1;
	unsigned int length = bridge ? 8 : 4, entries = bits_at(measure, start, 21, 16);

	for (unsigned int i = 0; i < entries && start + length < SPACE_SIZE; i++)
		length += 4 * (1 + bits_at(measure, start + length, 2, 0));
	return length;
}

/* bytes + step * (bits msb:lsb of the dword at `at`); or a step for each lane; or a function. */
struct extent {
	uint16_t bytes;
	uint8_t step;
	bool by_lanes;
	uint8_t at, msb, lsb;
	unsigned int (*length)(struct measure *measure, unsigned int start);
};

/*
 * A capability without a row has the length that the kernel assumes; if it is hidden, its
 * length is not known. PCIe: PCI Express Base Specification 6.2.
 */
/* clang-format off */
static const struct extent standard_extents[] = {
	[0x01] = { .bytes = 0x08 },			/* PCI Power Management 1.2, 3.2 */
	[0x03] = { .bytes = 0x08 },			/* PCI 3.0, appendix I */
	[0x04] = { .bytes = 0x04 },			/* PCI-to-PCI Bridge 1.2, 13.2 */
	[0x06] = { .bytes = 0x04 },			/* CompactPCI Hot Swap 2.0 */
	[0x0a] = { .bytes = 0x04 },			/* EHCI Debug Port: pci_regs.h */
	[0x0c] = { .bytes = 0x08 },			/* Standard Hot-Plug Controller 1.0, 4.6 */
	[0x0d] = { .bytes = 0x08 },			/* PCI-to-PCI Bridge 1.2, 13.1 */
	[0x10] = { .length = express_length },
	[0x14] = { .length = ea_length },
};

static const struct extent extended_extents[] = {
	[0x01] = { .length = aer_length },
	[0x02] = { .length = vc_length },
	[0x05] = { .bytes = 0x10, .step = 0x10, .at = 4, .msb = 15, .lsb = 8 },	/* PCIe 7.9.8 */
	[0x06] = { .bytes = 0x0c },			/* PCIe 7.9.9 */
	[0x07] = { .bytes = 0x0c },			/* PCIe 7.9.10, version 2 */
	[0x08] = { .length = vc_length },		/* PCIe 7.9.2 */
	[0x09] = { .length = vc_length },
	[0x0a] = { .bytes = 0x14 },			/* PCIe 7.9.7 */
	[0x0c] = { .bytes = 0x08 },			/* pci_regs.h: Configuration Access Correlation */
	[0x12] = { .bytes = 0x30 },			/* PCIe 7.9.11 */
	[0x19] = { .bytes = 0x0c, .step = 2, .by_lanes = true },	/* PCIe 7.7.3 */
	[0x1a] = { .bytes = 0x10, .step = 4, .at = 4, .msb = 5 },	/* PCIe, appendix G.5 */
	[0x1b] = { .bytes = 0x08 },			/* PCIe 7.8.9 */
	[0x1c] = { .bytes = 0x08 },			/* PCIe 5.0, 7.9.14 */
	[0x1d] = { .length = dpc_length },
	[0x1e] = { .length = l1pm_length },
	[0x1f] = { .bytes = 0x0c },			/* PCIe 7.9.15 */
	[0x21] = { .bytes = 0x10 },			/* PCIe 7.8.10 */
	[0x22] = { .bytes = 0x0c },			/* PCIe 7.9.16 */
	[0x23] = { .step = 1, .at = 4, .msb = 31, .lsb = 20 },		/* PCIe 7.9.6 */
	[0x24] = { .bytes = 0x04, .step = 8, .at = 8, .msb = 7, .lsb = 5 },	/* PCIe 7.8.7 */
	[0x25] = { .bytes = 0x0c },			/* PCIe 7.7.4 */
	[0x26] = { .bytes = 0x20, .step = 1, .by_lanes = true },	/* PCIe 7.7.5 */
	[0x27] = { .bytes = 0x08, .step = 4, .by_lanes = true },	/* PCIe 7.7.8 */
	[0x28] = { .bytes = 0x20 },			/* PCIe 7.9.17 */
	[0x29] = { .bytes = 0x10 },			/* PCIe 7.9.19 */
	[0x2a] = { .bytes = 0x20, .step = 1, .by_lanes = true },	/* PCIe 7.7.6 */
	[0x2c] = { .bytes = 0x14 },			/* PCIe 7.9.22 */
	[0x2e] = { .bytes = 0x18 },			/* PCIe 7.9.24 */
	[0x2f] = { .bytes = 0x10 },			/* PCIe 7.7.9 */
	[0x30] = { .length = ide_length },
	[0x31] = { .bytes = 0x10, .step = 1, .by_lanes = true },	/* PCIe 7.7.7 */
};
/* clang-format on */

static const struct extent *extent_find(bool extended, unsigned int id)
{
	const struct extent *extents = extended ? extended_extents : standard_extents;
	size_t count = extended ? ARRAY_LENGTH(extended_extents) : ARRAY_LENGTH(standard_extents);
	const struct extent *extent = id < count ? &extents[id] : NULL;

	if (extent == NULL || (extent->length == NULL && extent->bytes == 0 && extent->step == 0))
		return NULL;
	return extent;
}

/* The length of a capability in bytes by its row; 0: not known. */
static unsigned int length_of(struct measure *measure, const struct extent *extent,
			      unsigned int start)
{
	unsigned int count = measure->lanes;

	measure->unknown = false;
	if (extent->length != NULL)
		count = extent->length(measure, start);
	else if (extent->by_lanes && count == 0)
		return 0;
	else if (extent->step != 0 && !extent->by_lanes)
		count = bits_at(measure, start + extent->at, extent->msb, extent->lsb);
	if (measure->unknown)
		return 0;
	return extent->length != NULL ? count : extent->bytes + extent->step * count;
}

/* A capability whose length is not known: it ends where the next one begins. */
static void measure_visit(struct measure *measure, unsigned int limit, struct map_visit *visit)
{
	bool extended = visit->kind != KIND_CAPABILITY;
	const struct extent *extent = extent_find(extended, visit->id);
	unsigned int shown = visit->kind == KIND_PLACEHOLDER ? 0 : visit->length;
	unsigned int length = extent != NULL ? length_of(measure, extent, visit->start) : 0;

	if (visit->id == CAP_ID_NULL)
		length = extended ? 4 : 2;
	length = (larger(length, shown) + 3) / 4 * 4;
	visit->extent_known = length != 0;
	if (length == 0 || visit->start + length > limit)
		length = limit - visit->start;
	visit->extent = (uint16_t)length;
}

/* PCI_EXP_LNKCAP of the first PCI Express capability, if its type has a link */
static void find_lanes(struct measure *measure)
{
	unsigned int start, type, lanes;

	for (unsigned int i = 0; i < measure->map->visits && measure->express == NULL; i++)
		if (measure->map->visit[i].kind == KIND_CAPABILITY &&
		    measure->map->visit[i].id == CAP_ID_EXP)
			measure->express = &measure->map->visit[i];
	if (measure->express == NULL)
		return;
	start = measure->express->start;
	type = bits_at(measure, start, 23, 20);
	lanes = bits_at(measure, start + PCI_EXP_LNKCAP, 9, 4);
	if (!measure->unknown && type != PCI_EXP_TYPE_RC_END && type != PCI_EXP_TYPE_RC_EC &&
	    lanes <= LANES_MAX)
		measure->lanes = lanes;
}

void map_find_extents(const struct config_space *space, struct map *map)
{
	struct measure measure = { .space = space, .map = map };
	uint16_t first[SPACE_SIZE_EXTENDED] = { 0 };	/* 1 + the first visit with this start */
	unsigned int limit = map->size;

	find_lanes(&measure);
	map->lanes = (uint8_t)measure.lanes;
	for (unsigned int i = map->visits; i > 0; i--)
		first[map->visit[i - 1].start] = (uint16_t)i;
	for (unsigned int start = map->size; start-- > 0;) {
		struct map_visit *visit;

		if (start + 1 == SPACE_SIZE)
			limit = SPACE_SIZE;
		if (first[start] == 0)
			continue;
		visit = &map->visit[first[start] - 1];
		measure_visit(&measure, limit, visit);
		for (unsigned int i = start; i < start + visit->extent; i++)
			if (map->owner_of[i] == OWNER_RAW)
				map->extent_of[i] = first[start];
		limit = start;
	}
}
