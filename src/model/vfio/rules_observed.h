/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user view of a device betrays of the kernel's rules. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_OBSERVED_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_OBSERVED_H

#include "base/space.h"
#include "model/vfio/map.h"
#include "model/vfio/rules.h"

/*
 * Compares the hardware view with the user view of the same open device, and
 * sets the switches that show: `dvsec` (a DVSEC in the hardware's chain is or
 * is not in the user's) and `pme-virtual` (PME support reads 0 or as in
 * hardware). Chains with loops, overlaps, neighbours of one ID or capabilities
 * shorter than their header tell nothing: what VFIO hid reappears in them, and
 * bytes are judged by another capability's table. Returns whether a switch was
 * moved. *scratch is room to work in.
 */
bool rules_correct(struct rules *rules, const struct config_space *hardware,
		   const struct config_space *user, struct map *scratch);

#endif
