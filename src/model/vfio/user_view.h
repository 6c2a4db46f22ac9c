/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The predicted user view: what a VFIO user reads after an open, given the bytes of
 * the hardware view.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_USER_VIEW_H
#define VFIO_CFGTOOL_MODEL_VFIO_USER_VIEW_H

#include "model/vfio/policy.h"
#include "model/vfio/virtual_copy.h"

/* The two sources that a user's reads come from. */
struct user_view {
	struct config_space hardware;		/* while the device is open */
	struct config_space virtual_copy;	/* after the open and the first read */
	bool no_memory_enable;	/* memory enable is read from both (VFs) */
};

/*
 * Predicts both from the hardware view. The open wakes the device and enables it, and
 * clears bus master and INTx disable. The first read fits the BARs to the host's
 * resources; if these are not known, a VF's BARs are unknown.
 */
void user_view_build(const struct config_space *hardware, const struct rules *rules,
		     const struct device_facts *facts, const struct map *map,
		     struct user_view *view);

/* Whether a byte belongs to a BAR or the ROM; and the first such byte of the header, or -1. */
bool user_view_is_bar(unsigned int offset);
int user_view_bar(const struct map *map);

/*
 * Fits all BARs to the host's resources, as the first read after a write of a BAR does.
 * If these are not known, the BARs become unknown.
 */
void user_view_fit_bars(const struct device_facts *facts, struct user_view *view);

/*
 * What a user reads with one access of 1, 2 or 4 bytes inside the space. False if the
 * value cannot be predicted.
 */
bool user_view_read(const struct user_view *view, const struct map *map,
		    const struct policy *policy, unsigned int offset, unsigned int width,
		    uint32_t *value);

#endif
