/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a command opens a device: as the settings say, and as the device that was asked for. */
#ifndef VFIO_CFGTOOL_COMMANDS_DEVICE_OPEN_H
#define VFIO_CFGTOOL_COMMANDS_DEVICE_OPEN_H

#include "access/vfio/vfio.h"
#include "tasks/settings.h"

/*
 * Opens a selected device through VFIO, as vfio_open() does with what the options
 * say, and looks at its facts in sysfs again: it may have been waited for. Returns
 * 0, or -errno with device->error filled and *vfio closed; FAULT_GONE where another
 * device has come to its address. device->held_by names who keeps it busy.
 */
int device_open(const struct task_settings *settings, struct device *device,
		struct vfio_device *vfio);

#endif
