/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/view_difference.h"

/* The bits of a byte that change by themselves. */
static uint8_t fleeting_bits(const struct device_register *in, unsigned int offset)
{
	if (in == NULL)
		return 0;
	return (uint8_t)(register_volatile_bits(in->type) >> (8 * (offset - in->offset)));
}

size_t difference_find(const struct config_space *was, const struct config_space *is,
		       const struct registers *registers,
		       struct byte_difference list[SPACE_SIZE_EXTENDED])
{
	size_t count = 0;

	for (unsigned int offset = 0; offset < was->size; offset++) {
		const struct device_register *in = registers_around(registers, offset);
		const struct byte_difference difference = {
			.view = was->view, .offset = (uint16_t)offset,
			.was = space_byte(was, offset), .is = space_byte(is, offset),
			.unread = !space_is_known(is, offset), .in = in,
		};

		if (!space_is_known(was, offset))
			continue;
		if (difference.unread || ((difference.was ^ difference.is) &
					  ~fleeting_bits(in, offset)) != 0)
			list[count++] = difference;
	}
	return count;
}
