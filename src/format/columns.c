/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/columns.h"

#include <string.h>

#include "base/ascii.h"
#include "format/record.h"

bool columns_is_named(const char *name, size_t length, const char *heading)
{
	if (strlen(heading) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (ascii_lower(name[i]) != ascii_lower(heading[i]) &&
		    !(name[i] == '-' && heading[i] == ' '))
			return false;
	return true;
}

/* The column after `before` in the order of numbers, or NULL. */
static const struct field *next_column(const struct field *fields, const struct field *before)
{
	const struct field *next = NULL;

	for (; fields->key != NULL; fields++) {
		if (fields->heading == NULL ||
		    (before != NULL && fields->column <= before->column))
			continue;
		if (next == NULL || fields->column < next->column)
			next = fields;
	}
	return next;
}

static size_t add(const struct field *field, const struct field **chosen, size_t count,
		  size_t room)
{
	for (size_t i = 0; i < count; i++)
		if (chosen[i] == field)
			return count;
	if (field != NULL && count < room)
		chosen[count++] = field;
	return count;
}

static const struct field *find_named(const char *name, size_t length, const struct field *fields)
{
	for (; fields->key != NULL; fields++)
		if (fields->heading != NULL && columns_is_named(name, length, fields->heading))
			return fields;
	return NULL;
}

size_t columns_choose(const char *names, const struct field *fields, const struct field **chosen,
		      size_t room)
{
	const struct field *field = NULL;
	size_t count = 0;

	if (names == NULL || names[0] == '+')
		while ((field = next_column(fields, field)) != NULL)
			if (!field->extra)
				count = add(field, chosen, count, room);
	while (names != NULL) {
		const char *end = names + strcspn(names, ",");

		names += names[0] == '+';
		count = add(find_named(names, (size_t)(end - names), fields), chosen, count, room);
		names = *end == ',' ? end + 1 : NULL;
	}
	return count;
}

const char *columns_unknown(const char *names, const struct field *const *tables)
{
	while (names != NULL) {
		const char *end = names + strcspn(names, ",");
		const struct field *const *table = tables;

		names += names[0] == '+';
		while (*table != NULL && find_named(names, (size_t)(end - names), *table) == NULL)
			table++;
		if (*table == NULL)
			return names;
		names = *end == ',' ? end + 1 : NULL;
	}
	return NULL;
}

const struct field *columns_at(const struct field *const *tables, size_t index)
{
	for (const struct field *const *table = tables; *table != NULL; table++)
		for (const struct field *field = next_column(*table, NULL); field != NULL;
		     field = next_column(*table, field)) {
			bool before = false;

			for (const struct field *const *other = tables; other < table; other++)
				before |= find_named(field->heading, strlen(field->heading),
						     *other) != NULL;
			if (!before && index-- == 0)
				return field;
		}
	return NULL;
}
