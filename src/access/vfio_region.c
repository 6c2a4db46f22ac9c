/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The regions of an open device: where configuration space is, and whether there is an OpRegion. */
#include "access/vfio_target.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "access/error_text.h"
#include "access/vfio_uapi.h"

/*
 * More than the kernel ever describes: a region's capabilities are a type and
 * the areas that can be mapped, 16 bytes each.
 */
#define LARGEST_INFO	(64 * 1024)
#define LARGEST_REGIONS	256

/*
 * Looks for the type capability of an Intel OpRegion in a chain whose offsets
 * count from the start of info, all of it below size.
 */
static bool chain_has_opregion(const uint8_t *info, uint32_t size, uint32_t offset)
{
	struct vfio_region_info_cap_type type;

	while (offset >= sizeof(struct vfio_region_info) && offset <= size - sizeof(type.header)) {
		memcpy(&type.header, info + offset, sizeof(type.header));
		if (type.header.id == VFIO_REGION_INFO_CAP_TYPE && offset <= size - sizeof(type)) {
			memcpy(&type, info + offset, sizeof(type));
			return type.type == VFIO_REGION_TYPE_INTEL &&
			       type.subtype == VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION;
		}
		/* The kernel appends, so a chain that turns back is none. */
		if (type.header.next <= offset)
			return false;
		offset = type.header.next;
	}
	return false;
}

static bool region_is_opregion(int device, uint32_t index)
{
	struct vfio_region_info head = { .argsz = sizeof(head), .index = index };
	CLEANUP_FREE struct vfio_region_info *info = NULL;
	uint32_t size;

	/* The kernel answers with the size it needs for the capabilities. */
	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &head) < 0 ||
	    !(head.flags & VFIO_REGION_INFO_FLAG_CAPS) || head.argsz > LARGEST_INFO ||
	    head.argsz < sizeof(head) + sizeof(struct vfio_region_info_cap_type))
		return false;
	size = head.argsz;
	info = calloc(1, size);
	if (info == NULL)
		return false;
	info->argsz = size;
	info->index = index;
	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info) < 0 ||
	    !(info->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return false;
	return chain_has_opregion((const uint8_t *)info, size, info->cap_offset);
}

/* Regions past the fixed ones are a device's own. */
static bool has_opregion(int device)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	if (ioctl(device, VFIO_DEVICE_GET_INFO, &info) < 0 ||
	    !(info.flags & VFIO_DEVICE_FLAGS_PCI))
		return false;
	for (uint32_t i = VFIO_PCI_NUM_REGIONS; i < info.num_regions && i < LARGEST_REGIONS; i++) {
		if (region_is_opregion(device, i))
			return true;
	}
	return false;
}

int vfio_region_find(struct vfio_region *config, struct fault *fault)
{
	struct vfio_region_info info = {
		.argsz = sizeof(info),
		.index = VFIO_PCI_CONFIG_REGION_INDEX,
	};

	if (ioctl(config->device, VFIO_DEVICE_GET_REGION_INFO, &info) < 0)
		return fault_set(fault, FAULT_IO, errno,
				 "the kernel does not say where its configuration space is: %s",
				 error_text(errno));
	if (info.size == 0 || !(info.flags & VFIO_REGION_INFO_FLAG_READ))
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
				 "its VFIO driver offers no configuration space to read");
	config->offset = info.offset;
	config->size = info.size;
	config->opregion = has_opregion(config->device);
	return 0;
}
