/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many bytes each capability has by the standards, whatever the kernel takes it for: also
 * of those that it hides, and of those that it takes for shorter than they are. For map.c only;
 * struct map has the result.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_EXTENT_H
#define VFIO_CFGTOOL_MODEL_VFIO_EXTENT_H

#include "model/vfio/map.h"

/*
 * Fills extent and extent_known of all visits of a map, and map->extent_of. The visits must be
 * those of map_build().
 */
void map_find_extents(const struct config_space *space, struct map *map);

#endif
