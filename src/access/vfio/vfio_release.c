/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The kernel asks a user to give up a device before it is unplugged or unbound. */
#include "access/vfio/vfio.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#include "access/vfio/vfio_uapi.h"

int vfio_watch_release(const struct vfio_device *device)
{
	uint8_t space[sizeof(struct vfio_irq_set) + sizeof(int32_t)];
	const struct vfio_irq_set set = {
		.argsz = sizeof(space),
		.flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER,
		.index = VFIO_PCI_REQ_IRQ_INDEX,
		.count = 1,
	};
	int32_t event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (event < 0)
		return -errno;
	memcpy(space, &set, sizeof(set));
	memcpy(space + sizeof(set), &event, sizeof(event));
	if (ioctl(device->config.device, VFIO_DEVICE_SET_IRQS, space) == 0)
		return event;
	close(event);
	return -ENOTSUP;
}

bool vfio_release_wanted(int event)
{
	struct pollfd wanted = { .fd = event, .events = POLLIN };

	return event >= 0 && poll(&wanted, 1, 0) == 1;
}

int vfio_fault_release(struct fault *fault)
{
	fault_set(fault, FAULT_GONE, ENODEV,
		  "the kernel wants it back: it is to be unplugged, or taken from its driver");
	return -ENODEV;
}
