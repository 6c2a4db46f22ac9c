/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a VFIO driver other than vfio-pci lays over registers of the core's policy. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_OVERLAY_H
#define VFIO_CFGTOOL_MODEL_VFIO_OVERLAY_H

#include "model/vfio/user_view.h"

/* A register that a driver answers for itself. */
struct overlay_row {
	const char *driver;	/* with '_' for '-' */
	uint16_t offset;
	uint8_t width;		/* bytes */
	uint32_t mask;		/* bits */
	int64_t value;		/* what they read before a user writes, 32 bits; -1: not known */
	const char *why;	/* in a sentence */
};

/*
 * Marks what the driver with this name answers itself for a device with this ID
 * as read from no hardware, and puts the values there. A driver that lays
 * nothing over changes nothing, and neither does none (NULL).
 */
void overlay_apply(const char *driver, int device, struct policy *policy, struct user_view *view);

/* The row of a driver that has some of these bytes, or NULL. */
const struct overlay_row *overlay_row(const char *driver, int device, unsigned int offset,
				      unsigned int width);

#endif
