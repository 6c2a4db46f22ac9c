/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/byte_set.h"

#include <stdio.h>
#include <string.h>

/* Bytes of configuration space that 64 bits stand for; most of a set is empty. */
#define BLOCK 64

static bool is_block_empty(const struct byte_set *set, unsigned int offset)
{
	uint64_t bits;

	memcpy(&bits, &set->bits[offset / 8], sizeof(bits));
	return bits == 0;
}

unsigned int byte_set_after(const struct byte_set *set, unsigned int offset)
{
	while (offset < SPACE_SIZE_EXTENDED && !byte_set_has(set, offset)) {
		if (offset % BLOCK == 0 && is_block_empty(set, offset))
			offset += BLOCK;
		else if (set->bits[offset / 8] >> offset % 8 == 0)
			offset = (offset / 8 + 1) * 8;
		else
			offset++;
	}
	return offset;
}

bool byte_set_is_empty(const struct byte_set *set)
{
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset += BLOCK)
		if (!is_block_empty(set, offset))
			return false;
	return true;
}

const char *byte_set_text(const struct byte_set *set, char *text, size_t size)
{
	unsigned int runs = 0, shown = 0;
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int start = 0; start < SPACE_SIZE_EXTENDED; start++) {
		unsigned int end = start;

		if (!byte_set_has(set, start))
			continue;
		while (end + 1 < SPACE_SIZE_EXTENDED && byte_set_has(set, end + 1))
			end++;
		if (runs++ < 4 && used < size) {
			used += (size_t)snprintf(text + used, size - used, end > start
						 ? "%s%03x-%03x" : "%s%03x",
						 shown > 0 ? ", " : "", start, end);
			shown++;
		}
		start = end;
	}
	if (runs > shown && used < size)
		snprintf(text + used, size - used, " and %u more", runs - shown);
	return text;
}

void byte_set_keep(struct byte_set *set, const struct byte_set *other)
{
	for (size_t i = 0; i < sizeof(set->bits); i++)
		set->bits[i] &= other->bits[i];
}

void byte_set_subtract(struct byte_set *set, const struct byte_set *other)
{
	for (size_t i = 0; i < sizeof(set->bits); i++)
		set->bits[i] &= (uint8_t)~other->bits[i];
}

bool byte_set_meets(const struct byte_set *set, const struct byte_set *other)
{
	for (size_t i = 0; i < sizeof(set->bits); i++)
		if ((set->bits[i] & other->bits[i]) != 0)
			return true;
	return false;
}
