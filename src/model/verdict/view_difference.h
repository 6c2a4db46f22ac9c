/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether one view of a device is still what it was, byte by byte. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_VIEW_DIFFERENCE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_VIEW_DIFFERENCE_H

#include "model/registers/registers.h"

/* A byte that is not what it was. */
struct byte_difference {
	enum view view;
	uint16_t offset;
	uint8_t was, is;
	bool unread;				/* it cannot be read now; `is` is ff */
	const struct device_register *in;	/* the register it lies in, or NULL */
};

/*
 * Lists the bytes of a view that were known and are not the same now, but for bits
 * that change by themselves. registers are those of the device, and the list
 * points into them. Returns how many there are.
 */
size_t difference_find(const struct config_space *was, const struct config_space *is,
		       const struct registers *registers,
		       struct byte_difference list[SPACE_SIZE_EXTENDED]);

#endif
