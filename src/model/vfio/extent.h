/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The length that the standards give each capability. The kernel may assume another one, or
 * hide the capability. For map.c only; struct map has the result.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_EXTENT_H
#define VFIO_CFGTOOL_MODEL_VFIO_EXTENT_H

#include "model/vfio/map.h"

/*
 * Fills map->extent_of, and extent and extent_known of each visit. map_build() must have made
 * the visits.
 */
void map_find_extents(const struct config_space *space, struct map *map);

#endif
