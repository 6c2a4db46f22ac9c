/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/register.h"

#include "base/bits.h"
#include "base/words.h"
#include "model/registers/tables.h"

const struct register_type *register_types(bool extended, uint16_t id, size_t *count)
{
	const struct register_table *table =
		extended ? register_table_extended(id) : register_table_standard(id);

	*count = table != NULL ? table->count : 0;
	return table != NULL ? table->types : NULL;
}

enum nature register_nature(const struct register_type *type, const struct register_field *field)
{
	if (field == NULL || field->nature == NATURE_OF_REGISTER)
		return (enum nature)type->nature;
	return (enum nature)field->nature;
}

static const struct words register_nature_words = WORDS(NATURE_VOLATILE + 1,
	[NATURE_CONSTANT] = "constant",
	[NATURE_UNIT] = "unit",
	[NATURE_STATE] = "state",
	[NATURE_VOLATILE] = "volatile"
);

const char *register_nature_name(enum nature nature)
{
	return words_name(&register_nature_words, nature);
}

uint32_t register_volatile_bits(const struct register_type *type)
{
	uint32_t bits = type->nature == NATURE_VOLATILE ? bits_all(type->width) : 0;

	for (const struct register_field *field = type->fields;
	     field != NULL && field->name != NULL; field++) {
		uint32_t mask = bits_from(field->msb, field->lsb);

		bits = register_nature(type, field) == NATURE_VOLATILE ? bits | mask
								       : bits & ~mask;
	}
	return bits;
}
