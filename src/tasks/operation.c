/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/operation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct operation *operations_add(struct operations *operations)
{
	struct operation *list = memory_grow_list(operations->list, operations->count,
						  &operations->room, sizeof(*list));

	if (list == NULL)
		return NULL;
	operations->list = list;
	memset(&operations->list[operations->count], 0, sizeof(*operations->list));
	return &operations->list[operations->count++];
}

void operations_free(struct operations *operations)
{
	for (size_t i = 0; i < operations->texts; i++)
		free(operations->text[i]);
	free(operations->text);
	free(operations->list);
	*operations = (struct operations){ .list = NULL };
}

/* The place of the first value. */
static int find_first(const struct prediction *prediction, const struct operation *operation,
		      struct register_place *place, struct fault *fault)
{
	char why[200];

	if (register_resolve(&operation->reference, &prediction->map, &prediction->registers,
			     place, why, sizeof(why)))
		return 0;
	fault_set(fault, FAULT_NOT_FOUND, ENOENT, "%s", why);
	fault_hint(fault, "its registers: vfio-cfgtool policy");
	return -ENOENT;
}

int operation_find(const struct prediction *prediction, const struct operation *operation,
		   struct register_place *place, struct fault *fault)
{
	unsigned int offset;
	int error = find_first(prediction, operation, place, fault);

	if (error != 0 || operation->step == 0)
		return error;
	offset = place->offset + operation->step * place->width;
	if (offset + place->width > prediction->map.size) {
		fault_set(fault, FAULT_NOT_FOUND, ENOENT,
			  "%s: value %u lies past the end of configuration space (%u bytes)",
			  operation->text, operation->step + 1, prediction->map.size);
		return -ENOENT;
	}
	place->offset = (uint16_t)offset;
	place->known = registers_at(&prediction->registers, offset);
	if (place->known != NULL && place->known->type->width != place->width)
		place->known = NULL;
	return 0;
}

int operation_range(const struct prediction *prediction, const struct operation *operation,
		    uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct fault *fault)
{
	char why[200];

	memset(bytes, 0, SPACE_SIZE_EXTENDED / 8);
	if (range_resolve(&operation->range, &prediction->map, bytes, why, sizeof(why)))
		return 0;
	fault_set(fault, FAULT_NOT_FOUND, ENOENT, "%s", why);
	fault_hint(fault, "its capabilities: vfio-cfgtool map");
	return -ENOENT;
}

int operations_find(const struct prediction *prediction, const struct operations *operations,
		    struct fault *fault)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];
	struct register_place place;
	int error = 0;

	for (size_t i = 0; i < operations->count && error == 0; i++) {
		const struct operation *operation = &operations->list[i];

		if (operation->kind == ACCESS_RANGE)
			error = operation_range(prediction, operation, bytes, fault);
		else if (operation->kind != ACCESS_WAIT)
			error = operation_find(prediction, operation, &place, fault);
	}
	return error;
}
