/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* REGISTER as it is written, in setpci's grammar: which place in a device it means. */
#include "model/registers/registers.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"
#include "base/text.h"
#include "model/registers/spelling.h"
#include "model/vfio/capability.h"

/* Bytes of a user's text that a message repeats. */
#define SHOWN_SIZE 64

/* The parts of a text: `(NAME|HEX)[+HEX][.b|.w|.l][@N]`; of length 0: not there. */
struct part {
	const char *text;
	size_t length;
};

struct parts {
	struct part base, added, width, number;
};

static bool PRINTF_FORMAT(3, 4) refuse(char *why, size_t size, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, size, format, arguments);
	va_end(arguments);
	return false;
}

/* Takes the part after a mark, up to one of the marks in `until`. */
static void take_part(const char **text, struct part *part, char mark, const char *until)
{
	if (**text != mark)
		return;
	part->text = ++*text;
	part->length = strcspn(*text, until);
	*text += part->length;
}

static struct parts split(const char *text)
{
	struct parts parts = { .base = { text, strcspn(text, "+.@") } };

	text += parts.base.length;
	take_part(&text, &parts.added, '+', ".@");
	take_part(&text, &parts.width, '.', "@");
	take_part(&text, &parts.number, '@', "");
	return parts;
}

/* A hexadecimal number, with 0x or without. */
static bool parse_hex(const struct part *part, unsigned int *number)
{
	size_t prefix = ascii_begins(part->text, part->length, "0x") ? 2 : 0;

	return ascii_hex(part->text + prefix, part->length - prefix, number);
}

static bool parse_width(const struct part *part, uint8_t *width)
{
	switch (part->length == 1 ? ascii_lower(part->text[0]) : '\0') {
	case 'b':
		*width = 1;
		return true;
	case 'w':
		*width = 2;
		return true;
	case 'l':
		*width = 4;
		return true;
	default:
		return false;
	}
}

/* The last of a chain of extended capabilities of a dword each, the longest there can be. */
#define LAST_INSTANCE ((SPACE_SIZE_EXTENDED - SPACE_SIZE) / 4 - 1)

/* The decimal number of a capability. Returns NULL, or what is wrong with it. */
static const char *parse_number(const struct part *part, uint16_t *number)
{
	unsigned int value = 0;

	for (size_t i = 0; i < part->length; i++) {
		if (part->text[i] < '0' || part->text[i] > '9')
			return "not a decimal number after @";
		if (value <= LAST_INSTANCE)
			value = value * 10 + (unsigned int)(part->text[i] - '0');
	}
	if (value > LAST_INSTANCE)
		return "no chain has that many capabilities";
	*number = (uint16_t)value;
	return part->length > 0 ? NULL : "not a decimal number after @";
}

/* Whether a part is this register's name: setpci's, or the kernel's with PCI_ or without. */
static bool is_named(const struct part *part, const struct register_type *type)
{
	size_t prefix = ascii_begins(part->text, part->length, "PCI_") ? 4 : 0;

	if (type->setpci != NULL && ascii_is(part->text, part->length, type->setpci))
		return true;
	return type->kernel != NULL &&
	       ascii_is(part->text + prefix, part->length - prefix, type->kernel);
}

static const struct register_type *find_named(const struct part *part,
					      const struct register_type *types, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_named(part, &types[i]))
			return &types[i];
	return NULL;
}

/* Finds a register by its name in the capabilities of one chain. */
static bool find_in_chain(const struct part *part, bool extended,
			  struct register_reference *reference)
{
	for (uint16_t id = 0; id <= 0xff; id++) {
		size_t count;
		const struct register_type *types = register_types(extended, id, &count);

		reference->type = find_named(part, types, count);
		if (reference->type != NULL) {
			reference->capability = true;
			reference->extended = extended;
			reference->id = id;
			return true;
		}
	}
	return false;
}

/* A name of the tables: a register's or a capability's. */
static bool parse_name(const struct part *part, struct register_reference *reference)
{
	size_t count;
	const struct register_type *types = register_types_header(&count);

	reference->type = find_named(part, types, count);
	if (reference->type == NULL) {
		types = register_types_igd(&count);
		reference->type = find_named(part, types, count);
	}
	if (reference->type != NULL) {
		reference->header = true;
		return true;
	}
	if (capability_parse(part->text, part->length, &reference->extended, &reference->id)) {
		reference->capability = true;
		return true;
	}
	return find_in_chain(part, false, reference) || find_in_chain(part, true, reference);
}

/* What is in front: a name, else a number, else a name as lspci has it. */
static bool parse_base(const struct part *part, struct register_reference *reference)
{
	unsigned int number;

	if (parse_name(part, reference))
		return true;
	reference->extended = false;
	if (!parse_hex(part, &number)) {
		const char *name = spelling_of_lspci(part->text, part->length);
		struct part own = { name, name != NULL ? strlen(name) : 0 };

		return name != NULL && parse_name(&own, reference);
	}
	reference->added = (uint16_t)(number < SPACE_SIZE_EXTENDED ? number : SPACE_SIZE_EXTENDED);
	return true;
}

/* Checks that `width` bytes at `offset` are aligned and inside a space of `end` bytes. */
static bool check_place(unsigned int offset, unsigned int width, unsigned int end,
			const char *shown, char *why, size_t size)
{
	if (offset + width > end)
		return refuse(why, size, "%s: past the end of configuration space (%u bytes)",
			      shown, end);
	if (offset % width != 0)
		return refuse(why, size, "%s: not aligned", shown);
	return true;
}

/* The bytes of a register whose width is known or was written; else one. */
static unsigned int width_of(const struct register_reference *reference)
{
	if (reference->width != 0)
		return reference->width;
	return reference->type != NULL ? reference->type->width : 1;
}

bool register_parse(const char *text, struct register_reference *reference, char *why, size_t size)
{
	struct parts parts = split(text);
	const char *wrong = NULL;
	unsigned int added = 0;
	char shown[SHOWN_SIZE];
	unsigned int offset;

	memset(reference, 0, sizeof(*reference));
	text_printable(text, shown, sizeof(shown));
	if (!parse_base(&parts.base, reference)) {
		char name[SHOWN_SIZE];

		if (!spelling_suggest(parts.base.text, parts.base.length, name, sizeof(name)))
			return refuse(why, size, "%s: no such register", shown);
		return refuse(why, size, "%s: no such register; did you mean %s?", shown, name);
	}
	if (parts.added.text != NULL && !parse_hex(&parts.added, &added))
		return refuse(why, size, "%s: not a hexadecimal number after +", shown);
	if (parts.width.text != NULL && !parse_width(&parts.width, &reference->width))
		return refuse(why, size, "%s: the width is not .b, .w or .l", shown);
	if (parts.number.text != NULL && !reference->capability)
		return refuse(why, size, "%s: @N goes with a capability only", shown);
	if (parts.number.text != NULL)
		wrong = parse_number(&parts.number, &reference->instance);
	if (wrong != NULL)
		return refuse(why, size, "%s: %s", shown, wrong);
	added += reference->added;
	reference->added = (uint16_t)(added < SPACE_SIZE_EXTENDED ? added : SPACE_SIZE_EXTENDED);
	offset = reference->added + (reference->type != NULL ? reference->type->offset : 0U);
	if (reference->capability)	/* where it starts, only the device says */
		return check_place(offset, 1, SPACE_SIZE_EXTENDED, shown, why, size);
	return check_place(offset, width_of(reference), SPACE_SIZE_EXTENDED, shown, why, size);
}

/* The visit of number `instance` of the capabilities with an ID; *found: how many there are. */
static const struct map_visit *find_visit(const struct map *map, bool extended, uint16_t id,
					  uint16_t instance, unsigned int *found)
{
	uint8_t seen[SPACE_SIZE_EXTENDED / 8] = { 0 };	/* a loop comes by twice */
	const struct map_visit *result = NULL;

	*found = 0;
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];
		uint8_t bit = (uint8_t)(1U << visit->start % 8);

		if (visit->id != id || (visit->kind != KIND_CAPABILITY) != extended ||
		    (seen[visit->start / 8] & bit))
			continue;
		seen[visit->start / 8] |= bit;
		if (*found == instance)
			result = visit;
		++*found;
	}
	return result;
}

const struct map_visit *register_capability(const struct register_reference *reference,
					    const struct map *map, char *why, size_t size)
{
	static const uint16_t channels[] = { ECAP_ID_VC, ECAP_ID_MFVC, ECAP_ID_VC9 };
	bool any_vc = reference->extended && reference->id == ECAP_ID_VC &&
		      reference->type != NULL;
	const uint16_t *ids = any_vc ? channels : &reference->id;
	char name[CAPABILITY_NAME_SIZE], number[12] = "";
	unsigned int found = 0;
	uint16_t id = *ids;

	for (size_t i = 0; i < (any_vc ? ARRAY_LENGTH(channels) : 1) && found == 0; i++) {
		const struct map_visit *visit;

		id = ids[i];
		visit = find_visit(map, reference->extended, id, reference->instance, &found);
		if (visit != NULL)
			return visit;
	}
	if (found == 0)
		id = reference->id;
	capability_name(reference->extended, id, name);
	if (found > 0)
		snprintf(number, sizeof(number), "@%u", reference->instance);
	if (reference->extended ? map->extended_unseen : map->standard_unseen)
		refuse(why, size,
		       "the device has no %s%s in what the dump shows, and the chain of capabilities leads on",
		       name, number);
	else if (found == 0)
		refuse(why, size, "the device has no %s", name);
	else
		refuse(why, size, "the device has no %s%s: the chain has %u", name, number, found);
	return NULL;
}

/* A reference as it could have been written: "e9.w"; in a capability with its place. */
static void describe(const struct register_reference *reference, unsigned int offset, char *text,
		     size_t size)
{
	static const char *const widths[] = { [0] = "", [1] = ".b", [2] = ".w", [4] = ".l" };
	char capability[CAPABILITY_NAME_SIZE], added[12] = "", number[12] = "";
	const struct register_type *type = reference->type;
	const char *width = widths[reference->width];
	const char *name;

	if (type == NULL && !reference->capability) {
		snprintf(text, size, "%x%s", offset, width);
		return;
	}
	if (reference->added != 0)
		snprintf(added, sizeof(added), "+%x", (unsigned int)reference->added);
	if (reference->instance != 0)
		snprintf(number, sizeof(number), "@%u", (unsigned int)reference->instance);
	if (type == NULL)
		name = capability_name(reference->extended, reference->id, capability);
	else
		name = type->setpci != NULL ? type->setpci : type->kernel;
	snprintf(text, size, "%s%s%s%s at %x", name, added, width, number, offset);
}

bool register_resolve(const struct register_reference *reference, const struct map *map,
		      const struct registers *registers, struct register_place *place,
		      char *why, size_t size)
{
	const struct register_type *type = reference->type;
	unsigned int offset = reference->added + (type != NULL ? type->offset : 0U);
	unsigned int width = width_of(reference);
	bool implied = reference->width == 0 && type == NULL;
	const struct device_register *known;
	char shown[SHOWN_SIZE];

	memset(place, 0, sizeof(*place));
	if (reference->capability) {
		const struct map_visit *visit = register_capability(reference, map, why, size);

		if (visit == NULL)
			return false;
		offset += visit->start;
	}
	known = registers_at(registers, offset);
	if (implied && known != NULL)
		width = known->type->width;
	if (offset + width > map->size || offset % width != 0) {
		describe(reference, offset, shown, sizeof(shown));
		if (offset + width > map->size && map_is_unseen(map, offset))
			return refuse(why, size, "%s: not in the dump, which shows %u bytes", shown,
				      map->size);
		return check_place(offset, width, map->size, shown, why, size);
	}
	place->offset = (uint16_t)offset;
	place->width = (uint8_t)width;
	place->width_implied = implied;
	if (known != NULL && known->type->width == width)
		place->known = known;
	return true;
}

char register_width_letter(unsigned int width)
{
	static const char letters[] = { [1] = 'b', [2] = 'w', [4] = 'l' };

	return letters[width];
}

const char *register_place_text(const struct register_place *place, char text[PLACE_TEXT_SIZE])
{
	char name[REGISTER_NAME_SIZE] = "";

	if (place->known != NULL)
		register_name(place->known, name);
	snprintf(text, PLACE_TEXT_SIZE, "%02x.%c%s%s", place->offset,
		 register_width_letter(place->width), name[0] != '\0' ? " " : "", name);
	return text;
}
