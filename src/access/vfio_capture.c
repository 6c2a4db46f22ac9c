/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/vfio_capture.h"

#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>

#include "access/sysfs.h"
#include "access/vfio_uapi.h"

/* More than the kernel ever describes of one region. */
#define LARGEST_INFO	(64 * 1024)

/* Looks for the type in a chain whose offsets count from the start of info. */
static void take_type(const uint8_t *info, uint32_t size, uint32_t offset,
		      struct capture_region *region)
{
	struct vfio_region_info_cap_type type;

	while (offset >= sizeof(struct vfio_region_info) && offset <= size - sizeof(type.header)) {
		memcpy(&type.header, info + offset, sizeof(type.header));
		if (type.header.id == VFIO_REGION_INFO_CAP_TYPE && offset <= size - sizeof(type)) {
			memcpy(&type, info + offset, sizeof(type));
			region->has_type = true;
			region->type = type.type;
			region->subtype = type.subtype;
			return;
		}
		/* the kernel appends, so a chain that turns back is none */
		if (type.header.next <= offset)
			return;
		offset = type.header.next;
	}
}

/* Asks once more, with room for the chain that the region has. */
static void ask_type(int device, uint32_t size, struct capture_region *region)
{
	CLEANUP_FREE struct vfio_region_info *info = NULL;

	if (size < sizeof(*info) + sizeof(struct vfio_region_info_cap_type) ||
	    size > LARGEST_INFO)
		return;
	info = calloc(1, size);
	if (info == NULL)
		return;
	info->argsz = size;
	info->index = region->index;
	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info) == 0 &&
	    info->flags & VFIO_REGION_INFO_FLAG_CAPS)
		take_type((const uint8_t *)info, size, info->cap_offset, region);
}

static void take_region(int device, uint32_t index, struct capture *capture)
{
	struct vfio_region_info info = { .argsz = sizeof(info), .index = index };
	struct capture_region *region = &capture->region[capture->regions];

	if (capture->regions == CAPTURE_REGIONS ||
	    ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) < 0)
		return;
	*region = (struct capture_region) {
		.index = index, .flags = info.flags, .size = info.size,
	};
	capture->regions++;
	if (info.flags & VFIO_REGION_INFO_FLAG_CAPS)
		ask_type(device, info.argsz, region);
}

void vfio_capture_regions(const struct vfio_region *config, struct capture *capture)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	if (ioctl(config->device, VFIO_DEVICE_GET_INFO, &info) < 0)
		return;
	for (uint32_t i = 0; i < info.num_regions && i < CAPTURE_REGIONS; i++)
		take_region(config->device, i, capture);
}

static void take_parameter(const char *module, const char *name, struct capture *capture)
{
	struct capture_parameter *parameter = &capture->parameter[capture->parameters];
	char file[SYSFS_PATH_SIZE + NAME_MAX + 2];

	snprintf(file, sizeof(file), SYSFS_MODULES "/%s/parameters/%s", module, name);
	if (capture->parameters == CAPTURE_PARAMETERS ||
	    sysfs_text(file, parameter->value, sizeof(parameter->value)) < 0)
		return;
	snprintf(parameter->module, sizeof(parameter->module), "%.63s", module);
	snprintf(parameter->name, sizeof(parameter->name), "%.47s", name);
	capture->parameters++;
}

static void take_module(const char *module, struct capture *capture)
{
	char path[SYSFS_PATH_SIZE];
	CLEANUP_FREE struct dirent **entries = NULL;
	int count;

	for (unsigned int i = 0; i < capture->parameters; i++)
		if (strcmp(capture->parameter[i].module, module) == 0)
			return;
	snprintf(path, sizeof(path), SYSFS_MODULES "/%.64s/parameters", module);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		if (entry->d_name[0] != '.')
			take_parameter(module, entry->d_name, capture);
	}
}

void vfio_capture_parameters(const struct device *device, struct capture *capture)
{
	static const char *const names[] = { "vfio_pci", "vfio_pci_core", "vfio" };
	char path[SYSFS_PATH_SIZE], own[64];

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		take_module(names[i], capture);
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/module", device->driver);
	if (sysfs_is_vfio(&device->address) && sysfs_target(path, own, sizeof(own)) > -1)
		take_module(own, capture);
}
