/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What the rules predict of a device: its map, what the kernel permits a user to do with
 * each bit, its registers, and what a user reads. All commands use this.
 */
#ifndef VFIO_CFGTOOL_MODEL_PREDICTION_H
#define VFIO_CFGTOOL_MODEL_PREDICTION_H

#include "base/kernel_copy.h"
#include "model/registers/registers.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/overlay.h"
#include "model/vfio/permissions.h"
#include "model/vfio/policy.h"
#include "model/vfio/user_view.h"

/*
 * About 320 kB: too large for a thread's stack. It points into itself, so it must not be
 * copied. If the device cannot be opened, only the map is set, and there are no registers.
 */
struct prediction {
	const struct config_space *space;	/* the bytes it was built from; not owned */
	struct rules rules;
	struct device_facts facts;
	struct map map;
	struct permissions permissions;
	struct policy policy;
	struct registers registers;
	struct user_view user_view;
};

/* Predicts a device from bytes, which must live as long as the prediction. */
void prediction_build(const struct config_space *space, const struct rules *rules,
		      const struct device_facts *facts, struct prediction *prediction);

/*
 * Replaces the predicted map and permissions by what the kernel held for the open device.
 * If permissions is NULL, the predicted ones stay.
 */
void prediction_take_kernel(struct prediction *prediction, const struct kernel_copy *kernel,
			    const struct permissions *permissions);

/* Whether vfio-pci can open the device. If so, all of the prediction is set. */
static inline bool prediction_opens(const struct prediction *prediction)
{
	return prediction->map.state == MAP_BUILT;
}

/*
 * What a user reads with one access of 1, 2 or 4 bytes inside the space of a device that
 * can be opened. Unknown if it cannot be predicted.
 */
struct known_value prediction_read(const struct prediction *prediction, unsigned int offset,
				   unsigned int width);

/*
 * Fills *view with the predicted value of each byte that a user reads. Unpredictable bytes
 * are unknown; if the device cannot be opened, all are.
 */
void prediction_view(const struct prediction *prediction, struct config_space *view);

/* The same, but if the device has a user view that was read, *view is that. */
void prediction_user_view(const struct prediction *prediction, const struct device *device,
			  struct config_space *view);

#endif
