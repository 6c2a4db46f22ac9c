/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Configuration space: bytes that know which of them were read and whose view
 * they are. A plain value: no owner, no allocation, copied with `=`.
 *
 * Words are put together byte by byte, so the host's byte order never matters.
 */
#ifndef VFIO_CFGTOOL_BASE_SPACE_H
#define VFIO_CFGTOOL_BASE_SPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/words.h"

/* PCI_CFG_SPACE_SIZE and PCI_CFG_SPACE_EXP_SIZE of linux/pci.h */
#define SPACE_SIZE		0x100
#define SPACE_SIZE_EXTENDED	0x1000

#define SPACE_HEADER		0x40	/* PCI_STD_HEADER_SIZEOF of linux/pci_regs.h */

enum view {
	VIEW_HARDWARE,		/* what the device holds, read without VFIO */
	VIEW_USER,		/* what a VFIO user reads */
	VIEW_GUEST,		/* what a guest reads, through its VMM */
};

/* The word of each view: stable. */
extern const struct words view_words;

struct config_space {
	uint16_t size;		/* SPACE_SIZE or SPACE_SIZE_EXTENDED; quirks of the PCI core make 600 */
	uint16_t read;		/* how many bytes were read */
	enum view view;
	bool excerpt;		/* from a plain dump: the device may have more bytes */
	uint8_t byte[SPACE_SIZE_EXTENDED];	/* ff if it was not read */
	uint64_t known[SPACE_SIZE_EXTENDED / 64];	/* bit n%64 of word n/64: byte n was read */
};

/* The size of a space: `bytes`, but at least SPACE_SIZE and at most SPACE_SIZE_EXTENDED. */
uint16_t space_size(uint64_t bytes);

/* Makes an empty space of `size` bytes: none read, all ff. */
void space_clear(struct config_space *space, uint16_t size, enum view view);

/* Stores one byte that was read; offset is below SPACE_SIZE_EXTENDED. */
void space_set(struct config_space *space, uint16_t offset, uint8_t value);

/* Marks a byte as not read and sets it to ff. */
void space_forget(struct config_space *space, uint16_t offset);

/* Stores a value of 1 to 4 bytes that were read, the lowest first. */
void space_put(struct config_space *space, unsigned int offset, unsigned int width, uint32_t value);

/* A value; 0 if unknown. */
struct known_value {
	bool known;
	uint32_t value;
};

/* The value of 1 to 4 bytes; known if all of them were read. */
struct known_value space_value(const struct config_space *space, unsigned int offset,
			       unsigned int width);

/* Stores the first `count` bytes of the space, as one read returned them. */
void space_fill(struct config_space *space, const uint8_t *bytes, uint16_t count);

/*
 * Whether the device did not answer: the header was read, and every byte read is ff.
 * IDs of ffff alone do not show it, since a VF's IDs read so.
 */
bool space_is_silent(const struct config_space *space);

/* Whether the byte was read; false for any offset past the end. */
static inline bool space_is_known(const struct config_space *space, unsigned int offset)
{
	return offset < space->size && (space->known[offset / 64] >> (offset % 64) & 1);
}

/* The value at an offset; ff if it was not read or is past the end. */
static inline uint8_t space_byte(const struct config_space *space, unsigned int offset)
{
	return offset < SPACE_SIZE_EXTENDED ? space->byte[offset] : 0xff;
}

static inline uint16_t space_word(const struct config_space *space, unsigned int offset)
{
	return (uint16_t)(space_byte(space, offset) | space_byte(space, offset + 1) << 8);
}

static inline uint32_t space_dword(const struct config_space *space, unsigned int offset)
{
	return space_word(space, offset) | (uint32_t)space_word(space, offset + 2) << 16;
}

#endif
