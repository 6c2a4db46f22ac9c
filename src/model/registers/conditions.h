/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the registers in the tables a device has, by its own bytes. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_CONDITIONS_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_CONDITIONS_H

#include "model/vfio/map.h"

/* What holds for the whole device: its header type, its first PCI Express capability. */
uint32_t register_conditions_device(const struct map *map, const struct config_space *space);

/* What holds for one capability of a device for which `device` holds. */
uint32_t register_conditions(const struct config_space *space, const struct map_visit *visit,
			     uint32_t device);

/*
 * How often those registers of a capability are there that repeat. `lanes` of the device's
 * link; 0: not known.
 */
unsigned int register_repeats(const struct config_space *space, const struct map_visit *visit,
			      uint32_t conditions, unsigned int lanes);

#endif
