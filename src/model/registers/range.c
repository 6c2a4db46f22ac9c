/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* RANGE as it is written, and the bytes of a device that it means. */
#include "model/registers/registers.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "model/vfio/capability.h"

/* Bytes of a user's text that a message repeats, and of a capability's name. */
#define SHOWN_SIZE 64

static bool is_gaps(const char *text)
{
	return ascii_is(text, strlen(text), "gaps");
}

bool range_looks_like(const char *text)
{
	return is_gaps(text) || (text[0] != '-' && strchr(text, '-') != NULL);
}

static bool refuse(const char *text, const char *reason, char *why, size_t size)
{
	char shown[SHOWN_SIZE];

	snprintf(why, size, "%s: %s", text_printable(text, shown, sizeof(shown)), reason);
	return false;
}

/* A hexadecimal number up to `end`, with 0x or without. */
static bool parse_hex(const char *text, const char *end, uint16_t *number)
{
	unsigned int value;

	if (ascii_begins(text, (size_t)(end - text), "0x"))
		text += 2;
	if (!ascii_hex(text, (size_t)(end - text), &value))
		return false;
	*number = (uint16_t)(value < SPACE_SIZE_EXTENDED ? value : SPACE_SIZE_EXTENDED);
	return true;
}

/* `CAP_x[@N]` of two pieces of text; a register's name is none. */
static bool parse_capability(const char *name, size_t length, const char *number,
			     struct range_reference *range, char *why, size_t size)
{
	struct register_reference *base = &range->base;
	char text[SHOWN_SIZE];

	if (length + strlen(number) >= sizeof(text))
		return refuse(name, "not a capability", why, size);
	snprintf(text, sizeof(text), "%.*s%s", (int)length, name, number);
	if (!register_parse(text, base, why, size))
		return false;
	if (!base->capability || base->type != NULL)
		return refuse(text, "not a capability", why, size);
	range->capability = true;
	return true;
}

bool range_parse(const char *text, struct range_reference *range, char *why, size_t size)
{
	const char *dash = strchr(text, '-'), *plus = strchr(text, '+');
	const char *end = text + strcspn(text, "@");
	const char *first = text;

	memset(range, 0, sizeof(*range));
	range->gaps = is_gaps(text);
	if (range->gaps)
		return true;
	if (dash == NULL) {
		range->whole = true;
		if (text[strcspn(text, "+.")] != '\0')
			return refuse(text, "not a range", why, size);
		return parse_capability(text, (size_t)(end - text), end, range, why, size);
	}
	if (plus != NULL && plus < dash) {
		if (!parse_capability(text, (size_t)(plus - text), end, range, why, size))
			return false;
		first = plus + 1;
	} else if (*end == '@') {
		return refuse(text, "@N goes with a capability only", why, size);
	}
	if (end < dash || !parse_hex(first, dash, &range->first) ||
	    !parse_hex(dash + 1, end, &range->last))
		return refuse(text, "not a range: HEX-HEX, CAP_x, CAP_x+HEX-HEX or gaps", why,
			      size);
	if (range->last >= SPACE_SIZE_EXTENDED)
		return refuse(text, "past the end of configuration space (4096 bytes)", why, size);
	if (range->last < range->first)
		return refuse(text, "the end is before the start", why, size);
	return true;
}

static void mark(uint8_t bytes[SPACE_SIZE_EXTENDED / 8], unsigned int offset)
{
	bytes[offset / 8] |= (uint8_t)(1U << offset % 8);
}

/* Marks bytes from first to last, both included: eight at once where it can. */
static void mark_run(uint8_t bytes[SPACE_SIZE_EXTENDED / 8], unsigned int first, unsigned int last)
{
	for (unsigned int offset = first; offset <= last; offset++) {
		if (offset % 8 == 0 && last - offset >= 7) {
			bytes[offset / 8] = 0xff;
			offset += 7;
		} else {
			mark(bytes, offset);
		}
	}
}

/* All bytes of a hidden capability. */
static bool mark_hidden(const struct map_visit *visit, uint8_t bytes[SPACE_SIZE_EXTENDED / 8],
			const char *name, char *why, size_t size)
{
	if (visit->extent_known && visit->extent != 0)
		mark_run(bytes, visit->start, visit->start + visit->extent - 1U);
	else if (!visit->extent_known)
		snprintf(why, size, "%s is hidden, and nothing says how long it is: "
			 "name a part of it (CAP_x+HEX-HEX)", name);
	return visit->extent_known;
}

/* All bytes that a capability has in the map. */
static bool mark_whole(const struct map_visit *visit, const struct map *map,
		       uint8_t bytes[SPACE_SIZE_EXTENDED / 8], const char *name, char *why,
		       size_t size)
{
	bool found = false;

	if (visit->length == 0 || visit->kind == KIND_PLACEHOLDER)
		return mark_hidden(visit, bytes, name, why, size);
	for (unsigned int offset = visit->start; offset < map->size; offset++) {
		unsigned int owner = map->owner_of[offset];

		if (owner < OWNER_FIRST || map->owner[owner].start != visit->start)
			continue;
		mark(bytes, offset);
		found = true;
	}
	if (!found)
		snprintf(why, size, "%s has no byte of its own: others overlap all of it", name);
	return found;
}

static bool mark_gaps(const struct map *map, uint8_t bytes[SPACE_SIZE_EXTENDED / 8])
{
	for (unsigned int offset = 0; offset < map->size; offset++)
		bytes[offset / 8] |=
			(uint8_t)((map->owner_of[offset] == OWNER_RAW) << offset % 8);
	return true;
}

/* The name of a range's capability as register_parse() takes it. */
static void name_base(const struct register_reference *base, char text[SHOWN_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	capability_name(base->extended, base->id, name);
	snprintf(text, SHOWN_SIZE, base->instance != 0 ? "%s@%u" : "%s", name,
		 (unsigned int)base->instance);
}

bool range_resolve(const struct range_reference *range, const struct map *map,
		   uint8_t bytes[SPACE_SIZE_EXTENDED / 8], char *why, size_t size)
{
	unsigned int start = 0;
	char name[SHOWN_SIZE];

	if ((range->gaps || range->whole) && map->state != MAP_BUILT) {
		snprintf(why, size, "there is no map of the device");
		return false;
	}
	if (range->gaps)
		return mark_gaps(map, bytes);
	if (range->capability) {
		const struct map_visit *visit = register_capability(&range->base, map, why, size);

		if (visit == NULL)
			return false;
		name_base(&range->base, name);
		if (range->whole)
			return mark_whole(visit, map, bytes, name, why, size);
		start = visit->start;
	}
	if (start + range->last >= map->size) {
		snprintf(why, size,
			 map_is_unseen(map, start + range->last)
				 ? "%x-%x: not in the dump, which shows %u bytes"
				 : "%x-%x: past the end of configuration space (%u bytes)",
			 start + range->first, start + range->last, map->size);
		return false;
	}
	mark_run(bytes, start + range->first, start + range->last);
	return true;
}
