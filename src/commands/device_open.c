/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/device_open.h"

#include <errno.h>

#include "access/system/sysfs.h"

static bool is_same(const struct device *before, const struct device *now)
{
	return before->vendor == now->vendor && before->product == now->product &&
	       before->class == now->class && before->revision == now->revision;
}

/*
 * Its driver can be another VFIO driver by now. Nobody can take it from that as
 * long as it is open, so what is asked now holds until the close.
 */
static int look_again(struct device *device)
{
	const struct device before = *device;
	int error = sysfs_describe(device, &device->error);

	if (error != 0 || is_same(&before, device))
		return error;
	fault_set(&device->error, FAULT_GONE, ENODEV,
		  "it has gone: while it was waited for, %04x:%04x came to the address of %04x:%04x",
		  (unsigned int)device->vendor & 0xffff, (unsigned int)device->product & 0xffff,
		  (unsigned int)before.vendor & 0xffff, (unsigned int)before.product & 0xffff);
	fault_hint(&device->error, "see what is there now: vfio-cfgtool list");
	return -ENODEV;
}

int device_open(const struct task_settings *settings, struct device *device,
		struct vfio_device *vfio)
{
	const struct vfio_request request = { .token = settings->vf_token, .wait = settings->wait };
	int error = vfio_open(&device->address, &request, vfio, &device->held_by, &device->error);

	if (error != 0)
		return error;
	error = look_again(device);
	if (error != 0)
		vfio_close(vfio);
	return error;
}
