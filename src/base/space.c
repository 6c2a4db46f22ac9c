/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/space.h"

#include <string.h>

const struct words view_words = WORDS(VIEW_GUEST + 1,
	[VIEW_HARDWARE] = "hardware", [VIEW_USER] = "user", [VIEW_GUEST] = "guest"
);

uint16_t space_size(uint64_t bytes)
{
	if (bytes < SPACE_SIZE)
		return SPACE_SIZE;
	return bytes > SPACE_SIZE_EXTENDED ? SPACE_SIZE_EXTENDED : (uint16_t)bytes;
}

void space_clear(struct config_space *space, uint16_t size, enum view view)
{
	space->size = size;
	space->read = 0;
	space->view = view;
	space->excerpt = false;
	memset(space->byte, 0xff, sizeof(space->byte));
	memset(space->known, 0, sizeof(space->known));
}

void space_set(struct config_space *space, uint16_t offset, uint8_t value)
{
	uint64_t bit = UINT64_C(1) << (offset % 64);

	if (!(space->known[offset / 64] & bit))
		space->read++;
	space->known[offset / 64] |= bit;
	space->byte[offset] = value;
}

void space_forget(struct config_space *space, uint16_t offset)
{
	uint64_t bit = UINT64_C(1) << (offset % 64);

	if (space->known[offset / 64] & bit)
		space->read--;
	space->known[offset / 64] &= ~bit;
	space->byte[offset] = 0xff;
}

void space_put(struct config_space *space, unsigned int offset, unsigned int width, uint32_t value)
{
	for (unsigned int i = 0; i < width; i++)
		space_set(space, (uint16_t)(offset + i), (uint8_t)(value >> (8 * i)));
}

struct known_value space_value(const struct config_space *space, unsigned int offset,
			       unsigned int width)
{
	struct known_value value = { .known = true };

	for (unsigned int i = 0; i < width; i++) {
		if (!space_is_known(space, offset + i))
			return (struct known_value){ .known = false };
		value.value |= (uint32_t)space_byte(space, offset + i) << (8 * i);
	}
	return value;
}

void space_fill(struct config_space *space, const uint8_t *bytes, uint16_t count)
{
	for (uint16_t offset = 0; offset < count; offset++)
		space_set(space, offset, bytes[offset]);
}

bool space_is_silent(const struct config_space *space)
{
	for (unsigned int offset = 0; offset < SPACE_HEADER; offset++)
		if (!space_is_known(space, offset))
			return false;
	for (unsigned int offset = 0; offset < space->size; offset++)
		if (space_byte(space, offset) != 0xff)
			return false;
	return true;
}
