/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* One device of a call: its prediction, from the bytes that were reached. */
#ifndef VFIO_CFGTOOL_TASKS_INSPECTION_H
#define VFIO_CFGTOOL_TASKS_INSPECTION_H

#include "tasks/reach.h"
#include "model/prediction.h"

/* Large, so there is one for all devices in turn, or for each thread. Starts as zeros. */
struct inspection {
	const struct device *device;	/* that was predicted; NULL: none yet */
	struct prediction prediction;
	struct notes notes;	/* about the prediction */
	struct fault fault;	/* of a thread's prediction (ahead.h): why there is none */
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
