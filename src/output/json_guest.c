/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What map and policy say of a guest's side; all null where no VMM was named. */
#include "output/json.h"

static struct json_object *effects(const struct guest *guest)
{
	struct json_object *list = json_array(guest->effects);

	for (unsigned int i = 0; i < guest->effects; i++) {
		const struct guest_effect_place *place = &guest->effect[i];
		struct json_object *object = json_new();

		json_add(object, "offset", json_number(place->offset));
		json_add(object, "width", json_number(place->width));
		json_add(object, "mask", json_hex(place->mask, 2 * place->width));
		json_add(object, "effect", json_string(guest_effect_name(place->effect)));
		json_append(list, object);
	}
	return list;
}

void json_add_guest_masks(struct json_object *object, const struct report *report)
{
	const struct guest *guest = report->guest;

	json_add(object, "guest_read_vmm",
		 guest == NULL ? NULL : json_bytes(guest->read_vmm, guest->size));
	json_add(object, "guest_write_vmm",
		 guest == NULL ? NULL : json_bytes(guest->write_vmm, guest->size));
	json_add(object, "guest_write_vfio",
		 guest == NULL ? NULL : json_bytes(guest->write_vfio, guest->size));
	json_add(object, "guest_effects", guest == NULL ? NULL : effects(guest));
}

/* The bits of a register in a mask by bytes. */
static struct json_object *bits(const uint8_t *mask, const struct register_place *place)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < place->width; i++)
		value |= (uint32_t)mask[place->offset + i] << (8 * i);
	return json_hex(value, 2 * place->width);
}

static struct json_object *guest_value(const struct guest *guest, const struct register_place *place)
{
	for (unsigned int i = 0; i < place->width; i++)
		if (!space_is_known(&guest->space, place->offset + i))
			return NULL;
	return bits(guest->space.byte, place);
}

void json_add_guest_register(struct json_object *object, const struct report *report,
			     const struct register_place *place)
{
	const struct guest *guest = report->guest;

	json_add(object, "guest", guest == NULL ? NULL : guest_value(guest, place));
	json_add(object, "guest_read_vmm", guest == NULL ? NULL : bits(guest->read_vmm, place));
	json_add(object, "guest_write_vmm", guest == NULL ? NULL : bits(guest->write_vmm, place));
	json_add(object, "guest_write_vfio",
		 guest == NULL ? NULL : bits(guest->write_vfio, place));
}
