/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Overwrites the values that identify a device or host, so that a capture can be shown
 * to others: serial number, vital product data, BARs and those of VFs, MSI addresses.
 * Sizes, types and zeros are kept.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_REDACT_H
#define VFIO_CFGTOOL_MODEL_VERDICT_REDACT_H

#include "base/device.h"
#include "model/vfio/map.h"

/* The byte that replaces others. An address keeps the low bits of its type or alignment. */
#define REDACT_BYTE 0x5a

/*
 * Redacts one view of a device, by the map of its hardware view. Bytes that another
 * capability owns and bytes of the chain are kept, so that the map stays the same.
 * `resources` give the alignment of the BARs; NULL: not known.
 */
void redact_space(const struct map *map, const struct device_resources *resources,
		  struct config_space *space);

/* Moves resources to the addresses that redact_space() writes to the BARs. */
void redact_resources(struct device_resources *resources);

#endif
