/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Whether a view of a device has changed, byte by byte. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_VIEW_DIFFERENCE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_VIEW_DIFFERENCE_H

#include "model/registers/registers.h"

/* A byte that changed. */
struct byte_difference {
	enum view view;
	uint16_t offset;
	uint8_t was, is;
	bool unread;				/* it cannot be read now; `is` is ff */
	const struct device_register *in;	/* the register it lies in, or NULL */
};

/*
 * Lists the bytes of a view that were known and have changed, except bits that change by
 * themselves. The list points into `registers`, those of the device. Returns their number.
 */
size_t difference_find(const struct config_space *was, const struct config_space *is,
		       const struct registers *registers,
		       struct byte_difference list[SPACE_SIZE_EXTENDED]);

#endif
