/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Finds the regions of an open device: configuration space, and an OpRegion if there is one. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/error_text.h"
#include "access/vfio/vfio_uapi.h"
#include "base/memory.h"

#define LARGEST_REGIONS	256

void vfio_chain_begin(const void *info, uint32_t size, uint32_t fixed, uint32_t first,
		      struct vfio_chain *chain)
{
	*chain = (struct vfio_chain) { .info = info, .size = size, .next = first };
	if (first < fixed)
		chain->next = 0;
}

bool vfio_chain_copy_at(const struct vfio_chain *chain, size_t skip, void *to, size_t size)
{
	if (chain->at > chain->size || skip > chain->size - chain->at ||
	    size > chain->size - chain->at - skip)
		return false;
	memcpy(to, chain->info + chain->at + skip, size);
	return true;
}

bool vfio_chain_copy(const struct vfio_chain *chain, void *to, size_t size)
{
	return vfio_chain_copy_at(chain, 0, to, size);
}

bool vfio_chain_next(struct vfio_chain *chain)
{
	if (chain->next <= chain->at)
		return false;
	chain->at = chain->next;
	if (!vfio_chain_copy(chain, &chain->header, sizeof(chain->header)))
		return false;
	chain->next = chain->header.next;
	return true;
}

struct vfio_region_info *vfio_region_ask(int device, uint32_t index)
{
	struct vfio_region_info head = { .argsz = sizeof(head), .index = index };
	struct vfio_region_info *info;
	uint32_t size;

	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &head) < 0)
		return NULL;
	/* The kernel answers with the size it needs for the capabilities. */
	size = head.argsz < sizeof(head) || head.argsz > VFIO_LARGEST_INFO ? sizeof(head)
									   : head.argsz;
	info = memory_take_zeroed(1, size);
	if (info == NULL)
		return NULL;
	info->argsz = size;
	info->index = index;
	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info) == 0) {
		info->argsz = size;
		return info;
	}
	free(info);
	return NULL;
}

static bool region_is_opregion(int device, uint32_t index)
{
	CLEANUP_FREE struct vfio_region_info *info = vfio_region_ask(device, index);
	struct vfio_region_info_cap_type type;
	struct vfio_chain chain;

	if (info == NULL || !(info->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return false;
	vfio_chain_begin(info, info->argsz, sizeof(*info), info->cap_offset, &chain);
	while (vfio_chain_next(&chain)) {
		if (chain.header.id == VFIO_REGION_INFO_CAP_TYPE &&
		    vfio_chain_copy(&chain, &type, sizeof(type)))
			return type.type == VFIO_REGION_TYPE_INTEL &&
			       type.subtype == VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION;
	}
	return false;
}

/* A device's own regions come after the fixed ones. */
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
