/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The path of Linux 6.6: the device's own node, given to an iommufd. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include "access/vfio/holder.h"
#include "access/vfio/vfio_uapi.h"

/* vfio_df_ioctl_bind_iommufd(). Returns 0 or a positive errno. */
static int bind_to_iommufd(const struct vfio_target *target, const struct vfio_device *device)
{
	struct vfio_bind bind = {
		.argsz = offsetof(struct vfio_bind, token),
		.iommufd = device->container,
	};

	if (target->token != NULL &&
	    !vfio_kernel_before(VFIO_BIND_TOKEN_MAJOR, VFIO_BIND_TOKEN_MINOR)) {
		bind.argsz = sizeof(bind);
		bind.flags = VFIO_DEVICE_BIND_FLAG_TOKEN;
		bind.token = (uintptr_t)target->uuid;
	}
	return ioctl(device->config.device, VFIO_DEVICE_BIND_IOMMUFD, &bind) < 0 ? errno : 0;
}

/* iommufd_device_bind(); iommufd has its own module parameter */
static int fault_unsafe_interrupts(struct fault *fault)
{
	fault_set(fault, FAULT_NOT_CONFIGURED, EPERM,
		  "cannot be opened: interrupt remapping is off, and iommufd refuses devices "
		  "whose interrupts it cannot isolate");
	fault_hint(fault, "turn interrupt remapping on in the firmware; or allow it, which is "
		   "unsafe with devices that are not trusted, as root: echo 1 > "
		   "/sys/module/iommufd/parameters/allow_unsafe_interrupts");
	return -EPERM;
}

/* EINVAL: another descriptor is bound (vfio_df_open()), or one of many other causes. */
static int fault_invalid(const struct vfio_target *target, struct fault *fault)
{
	struct holder holder;
	bool whole;

	holder_forget();
	if (vfio_holder_find(target, &holder, &whole))
		return fault_set(fault, FAULT_BUSY, EBUSY, "busy");
	if (holder_sees_all())
		return vfio_fault_device(target, EINVAL, fault);
	fault_set(fault, FAULT_BUSY, EINVAL,
		  "cannot be opened: the kernel refuses it as it does when another process "
		  "holds it, and other users' processes cannot be seen");
	fault_hint(fault, "see more as root; wait with --wait=SECONDS, or read past VFIO with "
		   "--source=sysfs");
	return -EINVAL;
}

static int fault_bind(const struct vfio_target *target, int error, struct fault *fault)
{
	switch (error) {
	case EBUSY:
		/* A driver or another user is the DMA owner of the group. */
		if (vfio_check_viable(target, fault) < 0)
			return -EINVAL;
		return fault_set(fault, FAULT_BUSY, EBUSY, "busy");
	case EINVAL:
		return fault_invalid(target, fault);
	case EPERM:
		return fault_unsafe_interrupts(fault);
	default:
		return vfio_fault_device(target, error, fault);
	}
}

int vfio_cdev_open(const struct vfio_target *target, struct vfio_device *device,
		   bool *try_group, struct fault *fault)
{
	int error;

	*try_group = true;
	device->config.device = vfio_node_open(target, target->cdev_node, fault);
	if (device->config.device < 0)
		return device->config.device;
	device->container = open(VFIO_IOMMUFD_NODE, O_RDWR | O_CLOEXEC);
	if (device->container < 0)
		return vfio_fault_node(target, VFIO_IOMMUFD_NODE, errno, fault);
	error = bind_to_iommufd(target, device);
	if (error == 0)
		return 0;
	/*
	 * EINVAL has many causes here. On the group path each has an error of its own. EPERM is
	 * a rule of iommufd alone.
	 */
	*try_group = error == EINVAL || error == EPERM || error == ENOTTY;
	return fault_bind(target, error, fault);
}
