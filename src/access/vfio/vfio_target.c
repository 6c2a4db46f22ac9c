/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/vfio_target.h"

#include <stdio.h>
#include <string.h>

#include "access/system/kernel_release.h"
#include "access/system/sysfs.h"

void vfio_target_of(const struct device *device, struct vfio_target *target)
{
	const struct pci_address *address = &device->address;
	char name[32];

	memset(target, 0, sizeof(*target));
	target->address = *address;
	address_format(address, target->name);
	target->vendor = device->vendor;
	target->product = device->product;
	target->class = device->class;
	target->is_vf = device->is_vf;
	snprintf(target->driver, sizeof(target->driver), "%s", device->driver);
	target->is_vfio = sysfs_is_vfio_under(address, device->driver);
	target->group = device->iommu_group;
	if (target->group >= 0 && target->is_vfio)
		target->group = sysfs_iommu_group(address, &target->noiommu);
	if (!target->is_vfio)
		return;
	if (sysfs_vfio_device(address, name, sizeof(name))[0] != '\0')
		snprintf(target->cdev_node, sizeof(target->cdev_node),
			 DEV_ROOT "/vfio/devices/%s", name);
	/* vfio_create_group() */
	if (target->group >= 0)
		snprintf(target->group_node, sizeof(target->group_node), DEV_ROOT "/vfio/%s%d",
			 target->noiommu ? "noiommu-" : "", target->group);
}

void vfio_target_find(const struct pci_address *address, struct vfio_target *target)
{
	struct device device = { .address = *address };
	struct fault unseen = { .code = FAULT_NONE };

	sysfs_describe(&device, &unseen);
	vfio_target_of(&device, target);
	target->unseen = unseen;
}

bool vfio_kernel_before(unsigned int major, unsigned int minor)
{
	struct kernel_identity kernel;
	unsigned int found_major, found_minor;

	kernel_identify(&kernel);
	if (sscanf(kernel.release, "%u.%u", &found_major, &found_minor) != 2)
		return false;
	return found_major < major || (found_major == major && found_minor < minor);
}

const char *vfio_target_node(const struct vfio_target *target)
{
	return target->cdev_node[0] != '\0' ? target->cdev_node : target->group_node;
}
