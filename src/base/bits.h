/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Masks of registers of 1 to 4 bytes, bit 0 the lowest. */
#ifndef VFIO_CFGTOOL_BASE_BITS_H
#define VFIO_CFGTOOL_BASE_BITS_H

#include <stdint.h>

/* All bits of a register of `width` bytes, 1 to 4. */
static inline uint32_t bits_all(unsigned int width)
{
	return UINT32_MAX >> (32 - 8 * width);
}

/* Bits msb to lsb, both included, 31 at most. */
static inline uint32_t bits_from(unsigned int msb, unsigned int lsb)
{
	return (UINT32_MAX >> (31 - msb)) & (UINT32_MAX << lsb);
}

/*
 * Moves bits from a register at byte offset `from` to one of `width` bytes (1 to 4)
 * at offset `to`. Bits outside of that register are lost.
 */
static inline uint32_t bits_move(uint32_t bits, unsigned int from, unsigned int to,
				 unsigned int width)
{
	uint64_t moved = bits;

	if (from >= to + width || to >= from + 4)
		return 0;
	moved = from >= to ? moved << (8 * (from - to)) : moved >> (8 * (to - from));
	return (uint32_t)moved & bits_all(width);
}

#endif
