/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A device of a dump in little memory. Most words of a configuration space equal their
 * neighbours, and most texts of a device are empty: a run of equal words is kept once. A device
 * of 4096 bytes becomes some 500 bytes, and never more than it was and four.
 */
#ifndef VFIO_CFGTOOL_BASE_DEVICE_PACK_H
#define VFIO_CFGTOOL_BASE_DEVICE_PACK_H

#include "base/device.h"

struct device_pack {
	/* of the device, for those who only sort and select; they hold also when it is opened */
	struct pci_address address;
	const char *file;
	size_t ordinal;
	bool duplicate;

	uint32_t words;		/* that follow */
	uint32_t word[];
};

/*
 * Packs a device that came from a dump, which owns neither kernel nor info. Returns a new object,
 * or NULL if memory is short.
 */
struct device_pack *device_pack_make(const struct device *device);

struct device_pack *device_pack_copy(const struct device_pack *pack);

/* The device as it was packed: a new object for device_free(), or NULL if memory is short. */
struct device *device_pack_open(const struct device_pack *pack);

#endif
