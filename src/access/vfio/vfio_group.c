/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The path of every kernel: put the IOMMU group's node into a container. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "base/error_text.h"
#include "access/system/modules.h"
#include "access/vfio/vfio_uapi.h"

/* The kinds of IOMMU for a container, the best first. */
static const unsigned long iommu_types[] = {
	VFIO_TYPE1v2_IOMMU,		/* x86, Arm, s390 */
	VFIO_TYPE1_IOMMU,
	VFIO_SPAPR_TCE_v2_IOMMU,	/* POWER */
	VFIO_SPAPR_TCE_IOMMU,
	VFIO_NOIOMMU_IOMMU,
};

static int open_container(const struct vfio_target *target, struct vfio_device *device,
			  struct fault *fault)
{
	int version;

	device->container = open(VFIO_CONTAINER_NODE, O_RDWR | O_CLOEXEC);
	if (device->container < 0)
		return vfio_fault_node(target, VFIO_CONTAINER_NODE, errno, fault);
	version = ioctl(device->container, VFIO_GET_API_VERSION);
	if (version < 0)
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
				 "cannot be opened: " VFIO_CONTAINER_NODE
				 " is not VFIO's container: %s", error_text(errno));
	if (version != VFIO_API_VERSION)
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
				 "cannot be opened: the kernel speaks version %d of VFIO's "
				 "interface, this program version %d", version,
				 VFIO_API_VERSION);
	return 0;
}

/* A group is also not viable while iommufd or vDPA owns a member. */
static int fault_not_viable(const struct vfio_target *target, struct fault *fault)
{
	if (vfio_check_viable(target, fault) < 0)
		return -EINVAL;
	fault_set(fault, FAULT_GROUP_NOT_VIABLE, EINVAL,
		  "cannot be opened: its IOMMU group %d is not viable, as the kernel or "
		  "another user of the IOMMU owns a member", target->group);
	fault_hint(fault, "see who its members are: ls -l "
		   "/sys/kernel/iommu_groups/%d/devices/*/driver", target->group);
	return -EINVAL;
}

static int join_container(const struct vfio_target *target, const struct vfio_device *device,
			  struct fault *fault)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };

	if (ioctl(device->group, VFIO_GROUP_GET_STATUS, &status) < 0)
		return vfio_fault_device(target, errno, fault);
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE))
		return fault_not_viable(target, fault);
	if (ioctl(device->group, VFIO_GROUP_SET_CONTAINER, &device->container) == 0)
		return 0;
	if (errno == EBUSY)
		return fault_not_viable(target, fault);
	if (errno == EPERM)
		return vfio_fault_node(target, target->group_node, EPERM, fault);
	return fault_set(fault, FAULT_IO, errno,
			 "cannot be opened: the kernel does not put IOMMU group %d into a "
			 "container: %s", target->group, error_text(errno));
}

/* Says why no row of the table worked; error is the last refusal, 0 if nothing was offered. */
static int fault_no_iommu_type(int error, struct fault *fault)
{
	enum module_state state = module_find_state("vfio_iommu_type1");

	if (error == EPERM) {
		/* vfio_iommu_type1_attach_group() */
		fault_set(fault, FAULT_NOT_CONFIGURED, error,
			  "cannot be opened: interrupt remapping is off, and VFIO refuses "
			  "devices whose interrupts it cannot isolate");
		fault_hint(fault, "turn interrupt remapping on in the firmware; or allow it, "
			   "which is unsafe with devices that are not trusted, as root: echo 1 > "
			   "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts");
		return -error;
	}
	if (error != 0)
		return fault_set(fault, FAULT_IO, error,
				 "cannot be opened: the IOMMU cannot be set up: %s",
				 error_text(error));
	fault_set(fault, FAULT_NOT_CONFIGURED, ENOTSUP,
		  "cannot be opened: VFIO offers no IOMMU that this program knows; the "
		  "module vfio_iommu_type1 %s", module_state_text(state));
	if (state == MODULE_AVAILABLE || state == MODULE_UNKNOWN)
		fault_hint(fault, "load it, as root: modprobe vfio_iommu_type1");
	else if (state == MODULE_ABSENT)
		fault_hint(fault, "boot a kernel built with CONFIG_VFIO_IOMMU_TYPE1");
	return -ENOTSUP;
}

static int set_iommu(const struct vfio_device *device, struct fault *fault)
{
	int error = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(iommu_types); i++) {
		if (ioctl(device->container, VFIO_CHECK_EXTENSION, iommu_types[i]) <= 0)
			continue;
		if (ioctl(device->container, VFIO_SET_IOMMU, iommu_types[i]) == 0)
			return 0;
		error = errno;
	}
	return fault_no_iommu_type(error, fault);
}

/* vfio_pci_core_match() */
static int get_device(const struct vfio_target *target, struct vfio_device *device,
		      struct fault *fault)
{
	char name[ADDRESS_TEXT_SIZE + 64];

	if (target->token != NULL)
		snprintf(name, sizeof(name), "%s vf_token=%s", target->name, target->token);
	else
		snprintf(name, sizeof(name), "%s", target->name);
	device->config.device = ioctl(device->group, VFIO_GROUP_GET_DEVICE_FD, name);
	if (device->config.device < 0)
		return vfio_fault_device(target, errno, fault);
	return 0;
}

int vfio_group_open(const struct vfio_target *target, struct vfio_device *device,
		    struct fault *fault)
{
	int result;

	device->group = vfio_node_open(target, target->group_node, fault);
	if (device->group < 0)
		return device->group;
	result = open_container(target, device, fault);
	if (result == 0)
		result = join_container(target, device, fault);
	if (result == 0)
		result = set_iommu(device, fault);
	if (result == 0)
		result = get_device(target, device, fault);
	return result;
}
