/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What the user view of a device shows of the kernel's rules. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_OBSERVED_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_OBSERVED_H

#include "base/space.h"
#include "model/vfio/map.h"
#include "model/vfio/rules.h"

/*
 * Compares the hardware view with the user view of the same open device, and
 * sets two switches: `dvsec` (by whether the user's chain has the DVSECs of the
 * hardware's chain) and `pme-virtual` (by whether PME support reads 0 or as in
 * hardware). It changes nothing if the chains have a loop, an overlap, neighbours
 * with one ID, or a capability shorter than its header: hidden capabilities can
 * reappear there, and the kernel can use another capability's table. Returns
 * whether a switch changed. *scratch is working memory.
 */
bool rules_correct(struct rules *rules, const struct config_space *hardware,
		   const struct config_space *user, struct map *scratch);

#endif
