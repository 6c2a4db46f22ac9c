/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A set of bytes of configuration space. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_BYTE_SET_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_BYTE_SET_H

#include <stddef.h>

#include "base/space.h"

/* A plain value: bit n%8 of byte n/8. */
struct byte_set {
	uint8_t bits[SPACE_SIZE_EXTENDED / 8];
};

static inline bool byte_set_has(const struct byte_set *set, unsigned int offset)
{
	return set->bits[offset / 8] >> (offset % 8) & 1;
}

static inline void byte_set_add(struct byte_set *set, unsigned int offset)
{
	set->bits[offset / 8] |= (uint8_t)(1U << offset % 8);
}

/* As byte_set_next(), for a byte that the set does not have. */
unsigned int byte_set_after(const struct byte_set *set, unsigned int offset);

/* The first byte of the set from `offset` on; SPACE_SIZE_EXTENDED if there is none. */
static inline unsigned int byte_set_next(const struct byte_set *set, unsigned int offset)
{
	return offset < SPACE_SIZE_EXTENDED && byte_set_has(set, offset) ? offset
									: byte_set_after(set, offset);
}

bool byte_set_is_empty(const struct byte_set *set);

/* Writes "048-04f, 0a0 and 3 more" to text (size bytes). Returns text. */
const char *byte_set_text(const struct byte_set *set, char *text, size_t size);

/* Whether two sets have a byte in common. */
bool byte_set_meets(const struct byte_set *set, const struct byte_set *other);

/* Removes the bytes that another set does not have. */
void byte_set_keep(struct byte_set *set, const struct byte_set *other);

/* Removes the bytes of another set. */
void byte_set_subtract(struct byte_set *set, const struct byte_set *other);

#endif
