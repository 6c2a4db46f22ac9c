/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/vfio_target.h"

#include <string.h>
#include <sys/utsname.h>

#include "access/sysfs.h"

void vfio_target_find(const struct pci_address *address, struct vfio_target *target)
{
	char device[32];

	memset(target, 0, sizeof(*target));
	target->address = *address;
	address_format(address, target->name);
	target->group = sysfs_iommu_group(address, &target->noiommu);
	if (!sysfs_is_vfio(address))
		return;
	if (sysfs_vfio_device(address, device, sizeof(device))[0] != '\0')
		snprintf(target->cdev_node, sizeof(target->cdev_node),
			 DEV_ROOT "/vfio/devices/%s", device);
	/* vfio_create_group() */
	if (target->group >= 0)
		snprintf(target->group_node, sizeof(target->group_node), DEV_ROOT "/vfio/%s%d",
			 target->noiommu ? "noiommu-" : "", target->group);
}

bool vfio_kernel_before(unsigned int major, unsigned int minor)
{
	struct utsname name;
	unsigned int found_major, found_minor;

	if (uname(&name) < 0 ||
	    sscanf(name.release, "%u.%u", &found_major, &found_minor) != 2)
		return false;
	return found_major < major || (found_major == major && found_minor < minor);
}

const char *vfio_node(const struct pci_address *address, char node[VFIO_NODE_SIZE])
{
	struct vfio_target target;

	vfio_target_find(address, &target);
	snprintf(node, VFIO_NODE_SIZE, "%s",
		 target.cdev_node[0] != '\0' ? target.cdev_node : target.group_node);
	return node;
}
