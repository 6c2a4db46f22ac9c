/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/registers.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/vfio/overlay.h"

void place_list_end(struct place_list *places)
{
	free(places->list);
	*places = (struct place_list){ .list = NULL };
}

static int add(struct place_list *places, const struct register_place *place, struct fault *fault)
{
	struct register_place *grown = memory_grow_list(places->list, places->count,
							&places->room, sizeof(*grown));

	if (grown == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	places->list = grown;
	places->list[places->count++] = *place;
	return 0;
}

static int add_register(struct place_list *places, const struct device_register *known,
			struct fault *fault)
{
	const struct register_place place = {
		.offset = known->offset, .width = known->type->width, .known = known,
	};

	return add(places, &place, fault);
}

static int add_range(const struct prediction *prediction, const struct operation *operation,
		     struct place_list *places, struct fault *fault)
{
	const struct device_register *before = NULL;
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];
	int error = operation_range(prediction, operation, bytes, fault);

	for (unsigned int offset = 0; offset < prediction->map.size && error == 0; offset++) {
		const struct device_register *known;
		const struct register_place byte = {
			.offset = (uint16_t)offset, .width = 1, .width_implied = true,
		};

		if (!(bytes[offset / 8] >> offset % 8 & 1))
			continue;
		known = registers_at(&prediction->registers, offset);
		if (known == NULL)
			known = registers_around(&prediction->registers, offset);
		if (known == NULL)
			error = add(places, &byte, fault);
		else if (known != before)
			error = add_register(places, known, fault);
		before = known;
	}
	return error;
}

int place_list_find(const struct prediction *prediction, const struct operations *wanted,
		    struct place_list *places, struct fault *fault)
{
	const struct registers *registers = &prediction->registers;
	int error = 0;

	places->count = 0;
	for (size_t i = 0; wanted->count == 0 && i < registers->count && error == 0; i++)
		error = add_register(places, &registers->list[i], fault);
	for (size_t i = 0; i < wanted->count && error == 0; i++) {
		const struct operation *operation = &wanted->list[i];
		struct register_place place;

		if (operation->kind == ACCESS_RANGE) {
			error = add_range(prediction, operation, places, fault);
			continue;
		}
		error = operation_find(prediction, operation, &place, fault);
		if (error == 0)
			error = add(places, &place, fault);
	}
	return error;
}

static bool is_byte(const struct register_place *place)
{
	return place->known == NULL && place->width == 1 && place->width_implied;
}

size_t place_list_run(const struct prediction *prediction, const struct place_list *places,
		      size_t first)
{
	const struct register_place *place = &places->list[first];
	const uint16_t *owner_of = prediction->map.owner_of;
	struct policy_bits bits = policy_bytes(&prediction->policy, place->offset, 1);
	size_t count = 1;

	while (is_byte(place) && first + count < places->count &&
	       is_byte(&place[count]) && place[count].offset == place->offset + count &&
	       owner_of[place[count].offset] == owner_of[place->offset]) {
		struct policy_bits next = policy_bytes(&prediction->policy, place[count].offset, 1);

		if (next.read_virtual != bits.read_virtual || next.write != bits.write ||
		    next.write_virtual != bits.write_virtual || next.undefined != bits.undefined)
			break;
		count++;
	}
	return count;
}

void register_show(const struct inspection *inspection, const struct register_place *place,
		   struct report_register *shown)
{
	const struct device *device = inspection->device;

	*shown = (struct report_register){ .place = *place };
	shown->bits = policy_bytes(&inspection->prediction.policy, place->offset, place->width);
	shown->overlaid =
		overlay_row(device->driver, device->product, place->offset, place->width) != NULL;
	if (device->space.view == VIEW_HARDWARE)
		shown->hardware = space_value(&device->space, place->offset, place->width);
	if (device->user != NULL)
		shown->user = space_value(device->user, place->offset, place->width);
	else
		shown->user = prediction_read(&inspection->prediction, place->offset, place->width);
}
