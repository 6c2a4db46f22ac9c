/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What an excerpt of configuration space does not show of its map. For model/vfio/map.c only. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_MAP_UNSEEN_H
#define VFIO_CFGTOOL_MODEL_VFIO_MAP_UNSEEN_H

#include "model/vfio/map.h"

/*
 * Warns of each run of bytes that the excerpt does not show, and marks the bytes whose owner
 * is not known. The walks must have set map->standard_unseen and map->extended_unseen.
 */
void map_find_unseen(const struct config_space *space, struct map *map);

#endif
