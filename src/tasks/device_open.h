/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a device is opened: as the call says, and as the device that was asked for. */
#ifndef VFIO_CFGTOOL_TASKS_DEVICE_OPEN_H
#define VFIO_CFGTOOL_TASKS_DEVICE_OPEN_H

#include "access/vfio/vfio.h"
#include "tasks/settings.h"

/*
 * Tells what opening a selected device costs (settings->tell), opens it through VFIO, as
 * vfio_open() does with what the settings say, and looks at its facts in sysfs again: it
 * may have been waited for. `optional`: --source=sysfs would have done, too.
 *
 * Returns 0, or -errno with device->error filled and *vfio closed; FAULT_GONE where
 * another device has come to its address, FAULT_REFUSED where others would lose what
 * they have. device->held_by names who keeps it busy.
 */
int device_open(const struct task_settings *settings, struct device *device, bool optional,
		struct vfio_device *vfio);

#endif
