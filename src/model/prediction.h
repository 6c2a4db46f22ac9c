/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a device comes to under rules: its map, what the kernel lets a user do with each
 * bit, which registers it has, and what a user reads. All commands judge by this.
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
 * About 320 kB, so it belongs on no thread's stack. It points into itself, so it must not
 * be copied. Of a device that cannot be opened only the map is filled, and there are no
 * registers.
 */
struct prediction {
	const struct config_space *space;	/* what it was built from; not owned */
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
 * Replaces what the rules say of map and permissions with what the kernel held for the
 * open device. Without permissions (NULL) those of the rules stay.
 */
void prediction_take_kernel(struct prediction *prediction, const struct kernel_copy *kernel,
			    const struct permissions *permissions);

/* Whether vfio-pci can open the device: the prediction is filled whole. */
static inline bool prediction_opens(const struct prediction *prediction)
{
	return prediction->map.state == MAP_BUILT;
}

/*
 * What a user reads with one access of 1, 2 or 4 bytes inside the space of a device that
 * can be opened; not known where it cannot be predicted.
 */
struct known_value prediction_read(const struct prediction *prediction, unsigned int offset,
				   unsigned int width);

/*
 * Fills *view with what a user reads of each byte, as predicted. What cannot be predicted
 * is unknown; that is every byte of a device that cannot be opened.
 */
void prediction_view(const struct prediction *prediction, struct config_space *view);

/* The same, but the user view that was read where the device has one. */
void prediction_user_view(const struct prediction *prediction, const struct device *device,
			  struct config_space *view);

#endif
