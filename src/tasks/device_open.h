/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Opens a device as the call's settings say, and checks that it is the one that was asked for. */
#ifndef VFIO_CFGTOOL_TASKS_DEVICE_OPEN_H
#define VFIO_CFGTOOL_TASKS_DEVICE_OPEN_H

#include "access/vfio/vfio.h"
#include "tasks/settings.h"

/*
 * Tells what opening a selected device costs (settings->tell), opens it through VFIO, as
 * vfio_open() does, with the settings, and reads its facts in sysfs again, because a wait may
 * have passed. `optional`: --source=sysfs would have been enough.
 *
 * Returns 0, or -errno with device->error filled and *vfio closed: FAULT_GONE if another
 * device has its address now, FAULT_REFUSED if enabled VFs would be removed.
 * device->held_by is the process that keeps it busy.
 */
int device_open(const struct task_settings *settings, struct device *device, bool optional,
		struct vfio_device *vfio);

#endif
