/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tells one device or host from another is written over, so that a capture
 * can be shown to others: serial number, vital product data, BARs and the VFs',
 * MSI addresses. Sizes, types and what is 0 stay as they are.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_REDACT_H
#define VFIO_CFGTOOL_MODEL_VERDICT_REDACT_H

#include "base/device.h"
#include "model/vfio/map.h"

/* Each byte of a pattern; an address keeps the low bits that say its type or alignment. */
#define REDACT_BYTE 0x5a

/*
 * Writes over one view of a device, by the map of its hardware view. Bytes that
 * another capability has, or in which the chain is found, stay as they are: the
 * map is to be the same. `resources` say how BARs are aligned; NULL: not known.
 */
void redact_space(const struct map *map, const struct device_resources *resources,
		  struct config_space *space);

/* Moves resources to where redact_space() lets the BARs point to. */
void redact_resources(struct device_resources *resources);

#endif
