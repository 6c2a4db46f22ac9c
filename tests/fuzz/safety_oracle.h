/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bits that no write may change, and those that no write may set, by the PCI standards and
 * the promises of probe. It finds the capabilities in the bytes by itself: it uses neither the
 * program's tables of registers nor its map.
 */
#ifndef VFIO_CFGTOOL_TESTS_FUZZ_SAFETY_ORACLE_H
#define VFIO_CFGTOOL_TESTS_FUZZ_SAFETY_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"
#include "base/space.h"

enum guard {
	GUARD_KEPT,	/* below its class not changed */
	GUARD_CLEAR,	/* below its class written as 0: a 1 clears or triggers something */
	GUARD_RAISED,	/* below its class not changed, and in it no 1 becomes 0 */
};

/* Classes of probe --write in their order. */
enum guard_class { GUARD_VIRTUAL = 1, GUARD_HARDWARE, GUARD_EFFECTS, GUARD_ALL };

enum guard_chain { CHAIN_HEADER, CHAIN_STANDARD, CHAIN_EXTENDED };

/* What `write` must ask for: the bits of these rows. */
enum guard_danger { NO_DANGER, ENABLE, BUS_MASTER, SELF_TEST, RESET, POWER_STATE };

static const struct guard_row {
	enum guard_chain chain;
	uint16_t id;
	uint8_t offset;		/* in the header or the capability */
	uint32_t bits;
	enum guard guard;
	enum guard_class class;
	enum guard_danger danger;
} guard_rows[] = {
	/* PCI 3.0, 6.2: command, status, cache line size, latency timer, BIST */
	{ CHAIN_HEADER, 0, 0x04, 0x0003, GUARD_KEPT, GUARD_ALL, ENABLE },
	{ CHAIN_HEADER, 0, 0x04, 0x0004, GUARD_KEPT, GUARD_ALL, BUS_MASTER },
	{ CHAIN_HEADER, 0, 0x04, 0xfff8, GUARD_KEPT, GUARD_EFFECTS, NO_DANGER },
	{ CHAIN_HEADER, 0, 0x06, 0xf900, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	{ CHAIN_HEADER, 0, 0x0c, 0xffff, GUARD_KEPT, GUARD_HARDWARE, NO_DANGER },
	{ CHAIN_HEADER, 0, 0x0f, 0xff, GUARD_KEPT, GUARD_ALL, SELF_TEST },
	/* PCI PM 1.2, 3.2.4 */
	{ CHAIN_STANDARD, 0x01, 4, 0x0003, GUARD_KEPT, GUARD_ALL, POWER_STATE },
	{ CHAIN_STANDARD, 0x01, 4, 0x8000, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	/* PCI 3.0, 6.8.1.3: MSI enable and multiple message enable */
	{ CHAIN_STANDARD, 0x05, 2, 0x0071, GUARD_KEPT, GUARD_EFFECTS, NO_DANGER },
	/* PCI-X 2.0, 7.2.4 */
	{ CHAIN_STANDARD, 0x07, 4, 0x200c0000, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	/* vendor-specific: unknown */
	{ CHAIN_STANDARD, 0x09, 2, 0xffff, GUARD_KEPT, GUARD_ALL, NO_DANGER },
	/* PCIe 6.2, 7.5.3: device control and status */
	{ CHAIN_STANDARD, 0x10, 8, 0x8000, GUARD_CLEAR, GUARD_ALL, RESET },
	{ CHAIN_STANDARD, 0x10, 8, 0x7fff, GUARD_KEPT, GUARD_EFFECTS, NO_DANGER },
	{ CHAIN_STANDARD, 0x10, 0x0a, 0x004f, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	/* Advanced Capabilities for Conventional PCI ECN: AF control */
	{ CHAIN_STANDARD, 0x13, 4, 0x01, GUARD_CLEAR, GUARD_ALL, RESET },
	/* PCIe 6.2, 7.8.4: AER status, masks, severity */
	{ CHAIN_EXTENDED, 0x01, 0x04, 0x07fff030, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	{ CHAIN_EXTENDED, 0x01, 0x08, 0x07fff030, GUARD_RAISED, GUARD_EFFECTS, NO_DANGER },
	{ CHAIN_EXTENDED, 0x01, 0x0c, 0x07fff030, GUARD_KEPT, GUARD_EFFECTS, NO_DANGER },
	{ CHAIN_EXTENDED, 0x01, 0x10, 0xf1c1, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
	{ CHAIN_EXTENDED, 0x01, 0x14, 0xf1c1, GUARD_RAISED, GUARD_EFFECTS, NO_DANGER },
	/* 7.9.5: vendor-specific */
	{ CHAIN_EXTENDED, 0x0b, 8, 0xffffffff, GUARD_KEPT, GUARD_ALL, NO_DANGER },
	/* 10.5.2.3: page request status */
	{ CHAIN_EXTENDED, 0x13, 6, 0x0003, GUARD_CLEAR, GUARD_ALL, NO_DANGER },
};

/* The forbidden writes of each byte of a space. */
struct guarded_space {
	uint8_t kept[GUARD_ALL + 1][SPACE_SIZE_EXTENDED];	/* in a class: not changed ... */
	uint8_t clear[GUARD_ALL + 1][SPACE_SIZE_EXTENDED];	/* ... written as 0 ... */
	uint8_t raised[GUARD_ALL + 1][SPACE_SIZE_EXTENDED];	/* ... and 1 where it was 1 */
	uint8_t danger[POWER_STATE + 1][SPACE_SIZE_EXTENDED];	/* to be asked for */
};

static inline void guard_row(struct guarded_space *guarded, const struct guard_row *row,
			     unsigned int start)
{
	for (unsigned int i = 0; i < 4 && start + row->offset + i < SPACE_SIZE_EXTENDED; i++) {
		unsigned int at = start + row->offset + i;
		uint8_t bits = (uint8_t)(row->bits >> (8 * i));

		guarded->danger[row->danger][at] |= bits;
		for (unsigned int class = 0; class < GUARD_ALL; class++) {
			if (row->guard == GUARD_CLEAR && class < row->class)
				guarded->clear[class][at] |= bits;
			else if (row->guard == GUARD_RAISED && class >= row->class)
				guarded->raised[class][at] |= bits;
			else if (row->guard != GUARD_CLEAR && class < row->class)
				guarded->kept[class][at] |= bits;
		}
	}
}

static inline void guard_add(struct guarded_space *guarded, enum guard_chain chain,
			     unsigned int id, unsigned int start)
{
	for (unsigned int i = 0; i < ARRAY_LENGTH(guard_rows); i++)
		if (guard_rows[i].chain == chain && guard_rows[i].id == id)
			guard_row(guarded, &guard_rows[i], start);
}

/* The two chains of a space; a broken one ends there. */
static inline void guard_find(const struct config_space *space, struct guarded_space *guarded)
{
	const uint8_t *bytes = space->byte;
	unsigned int at = bytes[0x34], left = 48;

	memset(guarded, 0, sizeof(*guarded));
	guard_add(guarded, CHAIN_HEADER, 0, 0);
	for (; bytes[6] & 0x10 && at >= 0x40 && at % 4 == 0 && at < 0xfc && left > 0; left--) {
		guard_add(guarded, CHAIN_STANDARD, bytes[at], at);
		at = bytes[at + 1];
	}
	left = 960;
	for (at = 0x100; at >= 0x100 && at % 4 == 0 && at + 4 <= space->size && left > 0; left--) {
		guard_add(guarded, CHAIN_EXTENDED, bytes[at] | (unsigned int)bytes[at + 1] << 8, at);
		at = bytes[at + 2] >> 4 | (unsigned int)bytes[at + 3] << 4;
	}
}

/* The bits of `width` bytes at an offset. */
static inline uint32_t guard_bits(const uint8_t bytes[SPACE_SIZE_EXTENDED], unsigned int offset,
				  unsigned int width)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < width; i++)
		bits |= (uint32_t)bytes[offset + i] << (8 * i);
	return bits;
}

#endif
