// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * REGISTER and RANGE of any text in any space. The input: a byte that chooses
 * (any_space.h), one with the length of the text, the text, then the space.
 */
#include <stdio.h>

#include "policy_complaint.h"
#include "any_space.h"
#include "refused_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct config_space space;
	struct map map;
	struct registers registers;
} device;

static void check_place(const struct register_place *place, const char *text)
{
	if (place->width != 1 && place->width != 2 && place->width != 4)
		wrong("no such width", text);
	if (place->offset + place->width > device.map.size || place->offset % place->width != 0)
		wrong("a place that is none", text);
	if (place->known != NULL && (place->known->offset != place->offset ||
				     place->known->type->width != place->width))
		wrong("is known as something else", text);
}

static void try_register(const char *text)
{
	struct register_reference reference;
	struct register_place place;
	char why[200] = "";

	if (!register_parse(text, &reference, why, sizeof(why))) {
		check_why(why, sizeof(why), text);
		return;
	}
	if (register_resolve(&reference, &device.map, &device.registers, &place, why,
			     sizeof(why)))
		check_place(&place, text);
	else
		check_why(why, sizeof(why), text);
}

static void try_range(const char *text)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
	struct range_reference range;
	char why[200] = "";

	range_looks_like(text);
	if (!range_parse(text, &range, why, sizeof(why)) ||
	    !range_resolve(&range, &device.map, bytes, why, sizeof(why))) {
		check_why(why, sizeof(why), text);
		return;
	}
	for (unsigned int offset = device.map.size; offset < SPACE_SIZE_EXTENDED; offset++)
		if (bytes[offset / 8] >> offset % 8 & 1)
			wrong("a range past the end", text);
}

/* A name leads back to its register. */
static void check_names(void)
{
	for (size_t i = 0; i < device.registers.count; i++) {
		const struct device_register *entry = &device.registers.list[i];
		struct register_reference reference;
		char name[REGISTER_NAME_SIZE], why[200] = "";
		struct register_place place;

		register_name(entry, name);
		if (strlen(name) + 1 >= sizeof(name))
			wrong("a name is cut", name);
		if (!register_parse(name, &reference, why, sizeof(why)) ||
		    !register_resolve(&reference, &device.map, &device.registers, &place, why,
				      sizeof(why)))
			wrong(why, name);
		if (place.known != entry)
			wrong("leads to another register", name);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	char text[256] = "";
	const char *complaint;
	size_t length;

	if (size < 2)
		return 0;
	length = data[1] < size - 2 ? data[1] : size - 2;
	memcpy(text, data + 2, length);
	any_space(&device.space, &facts, data[0], data + 2 + length, size - 2 - length);
	map_build(&device.space, any_rules(data[0]), &facts, &device.map);
	registers_find(&device.map, &device.space, &device.registers);
	complaint = registers_complaint(&device.registers, &device.map);
	if (complaint != NULL)
		wrong(complaint, text);
	check_names();
	try_register(text);
	try_range(text);
	return 0;
}
