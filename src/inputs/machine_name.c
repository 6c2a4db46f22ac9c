/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/machine_name.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/system/attached.h"
#include "access/system/pci.h"
#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/error_text.h"

static bool add_member(const char *name, const char *driver, void *context)
{
	struct pci_address address;

	(void)driver;
	return !address_parse(name, &address) || device_list_append(context, &address) != NULL;
}

/* /dev/vfio/N and /dev/vfio/noiommu-N: all of the group. */
static bool find_group(const char *name, struct device_list *list, struct fault *fault)
{
	size_t before = list->count;
	char *end;
	long group;

	if (strncmp(name, "noiommu-", 8) == 0)
		name += 8;
	group = strtol(name, &end, 10);
	if (end == name || *end != '\0' || group < 0 || group > INT_MAX) {
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "a node of a group is /dev/vfio/N");
		return false;
	}
	sysfs_group_each((int)group, add_member, list);
	if (list->count > before)
		return true;
	fault_set(fault, FAULT_NOT_FOUND, ENODEV, "there is no IOMMU group %ld", group);
	fault_hint(fault, "the groups: vfio-cfgtool list --groups");
	return false;
}

static bool add_path(const char *path, const char *missing, struct device_list *list,
		     struct fault *fault)
{
	struct pci_address address;
	char real[PATH_MAX];

	if (realpath(path, real) == NULL) {
		fault_set(fault, FAULT_NOT_FOUND, errno, "%s: %s", missing, error_text(errno));
		return false;
	}
	if (!attached_function(real, &address)) {
		fault_set(fault, FAULT_NOT_FOUND, ENODEV, "the path does not end in a PCI device");
		fault_hint(fault, "such as " SYSFS_DEVICES "/0000:01:00.0");
		return false;
	}
	return device_list_append(list, &address) != NULL;
}

/* /dev/vfio/devices/vfioN */
static bool find_node(const char *name, struct device_list *list, struct fault *fault)
{
	char path[SYSFS_PATH_SIZE];

	snprintf(path, sizeof(path), SYSFS_ROOT "/class/vfio-dev/%.100s", name);
	return add_path(path, "VFIO has no such device", list, fault);
}

static bool find_attached(const char *name, struct device_list *list, struct fault *fault)
{
	struct pci_address address;
	size_t count = attached_find(name, &address);

	if (count == 1)
		return device_list_append(list, &address) != NULL;
	if (count > 1) {
		char text[ADDRESS_TEXT_SIZE];

		fault_set(fault, FAULT_NOT_FOUND, ENOTUNIQ, "%zu functions lead to it, %s first", count,
			  address_format(&address, text));
		fault_hint(fault, "name the function; see: vfio-cfgtool list --columns=address,disks");
		return false;
	}
	fault_set(fault, FAULT_UNSUPPORTED, ENODEV, "not a device");
	fault_hint(fault, "a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0, or a network interface or disk of a PCI device, /dev/vfio/N, a path in /sys");
	return false;
}

/* What stands before the rest of a name, and who finds it; "" is all else. */
static const struct {
	const char *start;
	bool (*find)(const char *rest, struct device_list *list, struct fault *fault);
} forms[] = {
	{ "/dev/vfio/devices/", find_node },
	{ "/dev/vfio/", find_group },
	{ "", find_attached },
};

bool machine_name_find(const char *name, struct device_list *list, struct fault *fault)
{
	size_t form = 0;

	if (!pci_is_shown(fault))
		return false;
	if (strncmp(name, "/sys/", 5) == 0)
		return add_path(name, "there is no such path", list, fault);
	while (strncmp(name, forms[form].start, strlen(forms[form].start)) != 0)
		form++;
	return forms[form].find(name + strlen(forms[form].start), list, fault);
}
