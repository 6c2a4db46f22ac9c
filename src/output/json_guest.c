/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What map and policy say of a guest's side; all null where no VMM was named. */
#include "output/json.h"

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
