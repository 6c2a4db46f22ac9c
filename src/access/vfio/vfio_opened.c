/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/vfio_opened.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include "access/vfio/holder.h"
#include "access/system/sysfs.h"
#include "access/system/sysfs_parse.h"
#include "access/vfio/vfio_uapi.h"
#include "base/memory.h"

/* Has a directory for every VFIO device of the machine, on any bus: Linux 6.1 on. */
#define VFIO_DEVICES	SYSFS_ROOT "/class/vfio-dev"

/* Reads the number in an attribute "dev"; 0 if the file does not exist. Returns 0 or -errno. */
static int find_number(const char *path, dev_t *number)
{
	char text[32];
	unsigned int major, minor;
	int length = sysfs_text(path, text, sizeof(text));

	*number = 0;
	if (length < 0)
		return length == -ENOENT ? 0 : length;
	if (!sysfs_parse_node(text, &major, &minor))
		return -EINVAL;
	*number = makedev(major, minor);
	return 0;
}

/* The same; 0 also if it cannot be read. */
static dev_t read_number(const char *path)
{
	dev_t number;

	find_number(path, &number);
	return number;
}

dev_t vfio_node_number(const struct pci_address *address)
{
	char path[SYSFS_PATH_SIZE], text[ADDRESS_TEXT_SIZE], device[32];

	if (sysfs_vfio_device(address, device, sizeof(device))[0] == '\0')
		return 0;
	snprintf(path, sizeof(path), SYSFS_DEVICES "/%s/vfio-dev/%s/dev",
		 address_format(address, text), device);
	return read_number(path);
}

static dev_t group_number(int group, bool noiommu)
{
	char path[SYSFS_PATH_SIZE];

	if (group < 0)
		return 0;
	snprintf(path, sizeof(path), SYSFS_ROOT "/class/vfio/%s%d/dev",
		 noiommu ? "noiommu-" : "", group);
	return read_number(path);
}

dev_t vfio_group_number(const struct vfio_target *target)
{
	return group_number(target->group, target->noiommu);
}

/* The group's node has one of two names. Returns 0 or -errno. */
static int find_group_number(const struct pci_address *address, dev_t *number)
{
	static const char *const prefixes[] = { "", "noiommu-" };
	char group[32], path[SYSFS_PATH_SIZE];
	int error = sysfs_link(address, "iommu_group", group, sizeof(group));

	*number = 0;
	for (size_t i = 0; i < ARRAY_LENGTH(prefixes) && error == 0 && *number == 0; i++) {
		snprintf(path, sizeof(path), SYSFS_ROOT "/class/vfio/%s%s/dev", prefixes[i], group);
		error = find_number(path, number);
	}
	return error == -ENOENT ? 0 : error;
}

/* The function's own node. Returns 0 or -errno. */
static int find_node_number(const struct pci_address *address, dev_t *number)
{
	CLEANUP_FREE struct dirent **entries = NULL;
	char directory[SYSFS_PATH_SIZE], path[SYSFS_PATH_SIZE + NAME_MAX + 8];
	int count, error = 0;

	*number = 0;
	if (!sysfs_path(address, "vfio-dev", directory))
		return -errno;
	count = (int)memory_count(scandir(directory, &entries, NULL, alphasort));
	if (count < 0)
		return errno == ENOENT ? 0 : -errno;
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		if (strncmp(entry->d_name, "vfio", 4) != 0 || error != 0 || *number != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s/dev", directory, entry->d_name);
		error = find_number(path, number);
	}
	return error;
}

int vfio_find_numbers(const struct pci_address *address, dev_t *node, dev_t *group)
{
	int error = find_group_number(address, group);

	return error != 0 ? error : find_node_number(address, node);
}

/*
 * vfio_pci_core_enable() keeps the device enabled as long as it is open, and while it is
 * bound no one else can count "enable" down: 0 means not open. More than 0 does not mean
 * open: an earlier driver may have left it so.
 */
bool vfio_may_be_open(const struct pci_address *address)
{
	char driver[64];

	sysfs_link(address, "driver", driver, sizeof(driver));
	return !sysfs_driver_is_vfio(driver) || sysfs_number(address, "enable") != 0;
}

bool vfio_is_asleep(const struct pci_address *address)
{
	char status[16];

	sysfs_attribute(address, "power/runtime_status", status, sizeof(status));
	return strcmp(status, "suspended") == 0 || strcmp(status, "suspending") == 0;
}

/*
 * Whether another process has the group open. Then this one has no device of the group, unless
 * it was handed over.
 */
static bool is_elsewhere(const struct pci_address *address, pid_t pid)
{
	struct holder holder;
	bool noiommu;
	int group = sysfs_iommu_group(address, &noiommu);
	dev_t number = group_number(group, noiommu);

	return holder_find_node(number, &holder) && !holder_has_node(pid, number);
}

static void look_at_other(const struct pci_address *address, pid_t pid,
			  struct vfio_others *others)
{
	if (!vfio_may_be_open(address))
		return;
	others->open = true;
	if (others->asleep || !vfio_is_asleep(address) || is_elsewhere(address, pid))
		return;
	others->asleep = true;
	others->sleeper = *address;
}

int vfio_find_others(const struct pci_address *address, pid_t pid, struct vfio_others *others)
{
	CLEANUP_DIR DIR *devices = memory_checked(opendir(VFIO_DEVICES));
	const struct dirent *entry;

	/* A kernel without the directory lets no user put a device to sleep. */
	*others = (struct vfio_others){ .open = devices == NULL };
	if (devices == NULL)
		return errno == ENOENT ? 0 : -errno;
	for (entry = readdir(devices); entry != NULL; entry = readdir(devices)) {
		char path[SYSFS_PATH_SIZE], name[64];
		struct pci_address other;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), VFIO_DEVICES "/%.64s/device", entry->d_name);
		sysfs_target(path, name, sizeof(name));
		/* Nothing is known about a mediated device or one of another bus. */
		if (!address_parse(name, &other))
			others->open = true;
		else if (address_compare(&other, address) != 0)
			look_at_other(&other, pid, others);
	}
	return 0;
}

int vfio_ask_kind(int device)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	if (ioctl(device, VFIO_DEVICE_GET_INFO, &info) < 0)
		return -errno;
	return info.flags & VFIO_DEVICE_FLAGS_PCI ? 0 : -ENOTSUP;
}
