/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/check_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void check_say(char text[CHECK_TEXT_SIZE], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, CHECK_TEXT_SIZE, format, arguments);
	va_end(arguments);
}

void check_fail(struct check_result *result, const char *format, ...)
{
	va_list arguments;

	result->outcome = CHECK_FAILED;
	va_start(arguments, format);
	vsnprintf(result->message, sizeof(result->message), format, arguments);
	va_end(arguments);
}

void check_not_seen(struct check_result *result, const char *format, ...)
{
	va_list arguments;

	result->outcome = CHECK_NOT_SEEN;
	va_start(arguments, format);
	vsnprintf(result->message, sizeof(result->message), format, arguments);
	va_end(arguments);
	check_say(result->actual, "not seen");
}

bool check_is_unseen(const struct check_subject *subject, unsigned int offset)
{
	return map_is_unseen(&subject->prediction->map, offset) ||
	       (offset < subject->prediction->map.size && !space_is_known(&subject->device->space, offset));
}

void check_find_unseen(struct check_subject *subject)
{
	const struct map *map = &subject->prediction->map;
	const struct config_space *space = &subject->device->space;

	memset(&subject->unseen, 0, sizeof(subject->unseen));
	for (unsigned int start = 0; start < SPACE_SIZE_EXTENDED; start += 64) {
		bool read = start >= map->size || (start + 64 <= space->size &&
						   space->known[start / 64] == UINT64_MAX);

		/* of most devices each byte was seen */
		for (unsigned int i = 0; i < 64 && !(read && map->unseen[start / 64] == 0); i++)
			if (check_is_unseen(subject, start + i))
				byte_set_add(&subject->unseen, start + i);
	}
}

bool check_chain_is_cut(const struct check_subject *subject, bool extended)
{
	return extended ? subject->prediction->map.extended_unseen : subject->prediction->map.standard_unseen;
}

void check_no_register(const struct register_reference *reference,
		       const struct check_subject *subject, const char *why,
		       struct check_result *result)
{
	const struct map *map = &subject->prediction->map;

	if (!reference->capability && !reference->header && reference->added >= map->size &&
	    map_is_unseen(map, reference->added))
		check_not_seen(result, "the dump shows %u bytes, and the function has more",
			       subject->prediction->map.size);
	else
		check_fail(result, "%s", why);
}

const struct register_reference *check_capability(const struct policy_where *where)
{
	if (!where->given)
		return NULL;
	if (where->is_range)
		return where->range.capability ? &where->range.base : NULL;
	return where->reference.capability ? &where->reference : NULL;
}

bool check_is_there(const struct policy_where *where, const struct check_subject *subject,
		    char *why, size_t size)
{
	const struct register_reference *capability = check_capability(where);

	return capability == NULL ||
	       register_capability(capability, &subject->prediction->map, why, size) != NULL;
}

/* Adds the bytes of a range, also those after the end of an excerpt. */
static bool range_bytes(const struct range_reference *range, const struct map *map,
			struct byte_set *bytes, char *why, size_t size)
{
	bool past_dump = !range->capability && !range->gaps && range->last >= map->size &&
			 map_is_unseen(map, range->last);

	for (unsigned int offset = range->first; past_dump && offset <= range->last; offset++)
		byte_set_add(bytes, offset);
	for (unsigned int offset = map->size; range->gaps && map_is_unseen(map, offset); offset++)
		byte_set_add(bytes, offset);
	return past_dump || range_resolve(range, map, bytes->bits, why, size);
}

bool check_bytes(const struct policy_where *where, const struct check_subject *subject,
		 struct byte_set *bytes, char *why, size_t size)
{
	struct register_place place;

	memset(bytes, 0, sizeof(*bytes));
	if (!where->given) {
		for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
			if (offset < subject->prediction->map.size || map_is_unseen(&subject->prediction->map, offset))
				byte_set_add(bytes, offset);
		return true;
	}
	if (where->is_range)
		return range_bytes(&where->range, &subject->prediction->map, bytes, why, size);
	if (!register_resolve(&where->reference, &subject->prediction->map, &subject->prediction->registers, &place, why,
			      size))
		return false;
	for (unsigned int i = 0; i < place.width; i++)
		byte_set_add(bytes, place.offset + i);
	return true;
}

const char *check_place_text(const struct register_place *place, char text[CHECK_NAME_SIZE])
{
	char name[REGISTER_NAME_SIZE];

	if (place->known != NULL)
		snprintf(text, CHECK_NAME_SIZE, "%s (%03x.%c)", register_name(place->known, name),
			 place->offset, register_width_letter(place->width));
	else
		snprintf(text, CHECK_NAME_SIZE, "%03x.%c", place->offset,
			 register_width_letter(place->width));
	return text;
}
