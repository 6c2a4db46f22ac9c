/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Registers that a VFIO driver other than vfio-pci answers itself, instead of the core. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_OVERLAY_H
#define VFIO_CFGTOOL_MODEL_VFIO_OVERLAY_H

#include "model/vfio/user_view.h"

/* A register that a driver answers itself. */
struct overlay_row {
	const char *driver;	/* with '_' for '-' */
	uint16_t offset;
	uint8_t width;		/* bytes */
	uint32_t mask;		/* bits */
	int64_t value;		/* what a user reads before any write, 32 bits; -1: not known */
	const char *why;	/* in a sentence */
};

/*
 * Marks the registers that this driver answers itself for a device with this ID: they
 * are not read from the hardware. Puts their values into *view. Without such registers,
 * or without a driver (NULL), nothing changes.
 */
void overlay_apply(const char *driver, int device, struct policy *policy, struct user_view *view);

/* A driver's row that covers at least one of `width` bytes at an offset, or NULL. */
const struct overlay_row *overlay_row(const char *driver, int device, unsigned int offset,
				      unsigned int width);

#endif
