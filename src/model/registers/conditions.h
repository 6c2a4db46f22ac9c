/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Which registers of the tables a device has, by its own bytes. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_CONDITIONS_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_CONDITIONS_H

#include "model/vfio/map.h"

/* The conditions that hold for the device: by header type and first PCI Express capability. */
uint32_t register_conditions_device(const struct map *map, const struct config_space *space);

/* The conditions that hold for one capability; `device` are those of its device. */
uint32_t register_conditions(const struct config_space *space, const struct map_visit *visit,
			     uint32_t device);

/* What the capability of a visit is (enum register_variant). */
uint8_t register_variant(const struct config_space *space, const struct map_visit *visit);

/*
 * How often a capability has its repeated registers. `lanes`: of the device's PCI Express
 * link; 0: not known.
 */
unsigned int register_repeats(const struct config_space *space, const struct map_visit *visit,
			      uint32_t conditions, unsigned int lanes);

#endif
