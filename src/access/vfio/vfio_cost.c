/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/vfio_cost.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "access/vfio/vfio_target.h"
#include "base/error_text.h"
#include "base/memory.h"

/* The result of the walk over the functions of a bus. */
struct bus {
	bool resettable;	/* VFIO drivers have all of it: vfio_pci_dev_set_resettable() */
	unsigned int others;
	char first[ADDRESS_TEXT_SIZE];
};

static void add_function(const struct pci_address *function, struct bus *bus)
{
	if (bus->others++ == 0)
		address_format(function, bus->first);
	bus->resettable = bus->resettable && sysfs_is_vfio(function);
}

/*
 * A bridge resets its bus. A function on a root bus has no bridge: its directory is in the
 * host bridge's, "pci0000:00".
 */
static bool is_on_root_bus(const struct pci_address *address)
{
	char path[SYSFS_PATH_SIZE], real[PATH_MAX], *slash;

	if (!sysfs_path(address, "", path) || realpath(path, real) == NULL)
		return true;
	slash = strrchr(real, '/');
	*slash = '\0';
	slash = strrchr(real, '/');
	return slash != NULL && strncmp(slash + 1, "pci", 3) == 0;
}

static void look_at_bus(const struct pci_address *address, struct bus *bus)
{
	CLEANUP_DIR DIR *functions = memory_checked(opendir(SYSFS_DEVICES));
	const struct dirent *entry = functions != NULL ? readdir(functions) : NULL;

	*bus = (struct bus) { .resettable = functions != NULL && !is_on_root_bus(address) };
	for (; entry != NULL; entry = readdir(functions)) {
		struct pci_address other;

		if (address_parse(entry->d_name, &other) && other.domain == address->domain &&
		    other.bus == address->bus && address_compare(&other, address) != 0)
			add_function(&other, bus);
	}
}

/*
 * vfio_pci_core_enable() tries the function's own methods in order. If there is none,
 * vfio_pci_dev_set_try_reset() resets the bus when its last function is closed.
 */
void vfio_cost_find(const struct pci_address *address, struct vfio_cost *cost)
{
	char methods[64], power[16], path[SYSFS_PATH_SIZE];
	struct bus bus;
	int vfs = sysfs_number(address, "sriov_numvfs");

	sysfs_attribute(address, "power_state", power, sizeof(power));
	*cost = (struct vfio_cost) { .wakes = strcmp(power, "D3cold") == 0, .vfs = vfs > 0 ? vfs : 0 };
	cost->resets = sysfs_attribute(address, "reset_method", methods, sizeof(methods)) > 0;
	snprintf(cost->method, sizeof(cost->method), "%.*s", (int)strcspn(methods, " "), methods);
	/* Before 5.15 the file `reset` exists only if there is a method. */
	if (sysfs_path(address, "reset_method", path) && access(path, F_OK) < 0)
		cost->resets = sysfs_path(address, "reset", path) && access(path, F_OK) == 0;
	if (cost->resets)
		return;
	look_at_bus(address, &bus);
	cost->resets_bus = bus.resettable;
	cost->along = bus.resettable ? bus.others : 0;
	memcpy(cost->first, bus.first, sizeof(cost->first));
}

static void describe_along(const struct vfio_cost *cost, char *text, size_t size)
{
	if (cost->vfs > 0)
		snprintf(text, size, "takes its %d virtual function%s along", cost->vfs,
			 cost->vfs == 1 ? "" : "s");
	else if (cost->along == 0)
		snprintf(text, size, "takes nobody along");
	else if (cost->along == 1)
		snprintf(text, size, "takes %s along", cost->first);
	else
		snprintf(text, size, "takes %s and %u more along", cost->first, cost->along - 1);
}

const char *vfio_cost_text(const struct vfio_cost *cost, char text[VFIO_COST_TEXT_SIZE])
{
	const char *wakes = cost->wakes ? "wakes it and " : "";
	char along[80];

	describe_along(cost, along, sizeof(along));
	if (cost->resets)
		snprintf(text, VFIO_COST_TEXT_SIZE, "opening %sresets it%s%s; %s", wakes,
			 cost->method[0] != '\0' ? " by " : "", cost->method, along);
	else if (cost->resets_bus)
		snprintf(text, VFIO_COST_TEXT_SIZE, "opening %scannot reset it, and closing resets its bus; %s",
			 wakes, along);
	else
		snprintf(text, VFIO_COST_TEXT_SIZE, "opening %scannot reset it; %s", wakes, along);
	return text;
}

/* A PF's reset clears VF Enable, which ends its VFs, even those in use: PCIe 6.2, 9.2.2. */
int vfio_check_harmless(const struct vfio_target *target, struct fault *fault)
{
	char text[16];
	int length = sysfs_attribute(&target->address, "sriov_numvfs", text, sizeof(text));
	int vfs = length > 0 ? (int)strtol(text, NULL, 10) : 0;

	if (length < 0 && length != -ENOENT)
		return fault_set(fault, FAULT_IO, -length,
				 "cannot be opened: whether its virtual functions are enabled cannot be read: %s",
				 error_text(-length));
	if (vfs <= 0)
		return 0;
	fault_set(fault, FAULT_REFUSED, EPERM,
		  "refused: %d of its virtual functions are enabled, and opening it takes them away",
		  vfs);
	fault_hint(fault, "this opens nothing: vfio-cfgtool map --source=sysfs %s; or, if they may "
		   "go, use --force", target->name);
	return -EPERM;
}

int vfio_harms(const struct pci_address *address, struct fault *fault)
{
	struct vfio_target target;

	vfio_target_find(address, &target);
	return target.is_vfio ? vfio_check_harmless(&target, fault) : 0;
}
