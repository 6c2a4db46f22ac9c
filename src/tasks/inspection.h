/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One device of a call, from the bytes that were reached to its prediction. */
#ifndef VFIO_CFGTOOL_TASKS_INSPECTION_H
#define VFIO_CFGTOOL_TASKS_INSPECTION_H

#include "tasks/reach.h"
#include "model/prediction.h"

/* Large, so there is one for all devices in turn, or for each thread. Starts as zeros. */
struct inspection {
	const struct device *device;	/* whose it is; NULL: nothing was predicted yet */
	struct prediction prediction;
	struct notes notes;	/* on the prediction */
};

/*
 * Predicts a device from the bytes it has now. Returns 0, or -errno with fault filled.
 */
int inspection_build(const struct reach *reach, const struct device *device,
		     struct inspection *inspection, struct fault *fault);

/*
 * The same for a command that judges accesses by the map. Fails if the device has no map;
 * `judged` names what needed it.
 */
int inspection_renew(const struct reach *reach, struct device *device, const char *judged);

#endif
