/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tasks/refusals.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "access/vfio/holder.h"
#include "access/system/sysfs.h"
#include "access/drivers/usage.h"
#include "access/vfio/vfio.h"

/* PCI_BASE_CLASS_BRIDGE of linux/pci_ids.h */
#define BASE_CLASS_BRIDGE 0x06

void refusals_add(struct refusals *refusals, const char *hint, const char *format, ...)
{
	va_list arguments;

	if (refusals->count < REFUSALS) {
		va_start(arguments, format);
		vsnprintf(refusals->list[refusals->count].text,
			  sizeof(refusals->list[0].text), format, arguments);
		va_end(arguments);
		snprintf(refusals->list[refusals->count].hint, sizeof(refusals->list[0].hint),
			 "%s", hint);
	}
	refusals->count++;
}

static void found_use(const char *use, void *context)
{
	refusals_add(context, "end that use first", "%s", use);
}

/* Somebody has it through VFIO: the kernel would ask for it, and wait. */
static void look_for_holder(const struct device *device, struct refusals *refusals)
{
	struct holder holder;
	struct fault fault = { .code = FAULT_NONE };

	switch (vfio_find_user(&device->address, &holder, &fault)) {
	case KNOWN_YES:
		refusals_add(refusals, "end that process, or have it give the device up", "%s",
			     fault.message);
		break;
	case KNOWN_NOT:
		refusals_add(
			refusals, "see with lsof who has it",
			"it may be open: a process has a VFIO device of which the kernel does not say which it is");
		break;
	case KNOWN_NO:
		break;
	}
}

static void look_at_vfs(const struct device *device, struct refusals *refusals)
{
	char address[ADDRESS_TEXT_SIZE], hint[256];
	int vfs = sysfs_number(&device->address, "sriov_numvfs");

	if (vfs <= 0)
		return;
	snprintf(hint, sizeof(hint), "remove them first, as root: echo 0 > " SYSFS_DEVICES
		 "/%s/sriov_numvfs", address_format(&device->address, address));
	refusals_add(refusals, hint, "%d of its virtual functions are enabled, and go with it",
		     vfs);
}

static void look_at_kind(const struct device *device, const struct binding *binding,
			 struct refusals *refusals)
{
	if (device->class >> 16 == BASE_CLASS_BRIDGE)
		refusals_add(
			refusals,
			"leave it alone: bridges on their way do not keep a device from its user",
			"it is a bridge");
	if (strcmp(binding->after.driver, "vfio-pci") == 0 && vfio_refuses(device))
		refusals_add(
			refusals,
			"allow it for users that are trusted, as root: modprobe -r vfio-pci && modprobe vfio-pci disable_denylist=1",
			"it is on vfio-pci's deny list");
}

void refusals_find(const struct device *device, const struct binding *binding,
		   struct refusals *refusals)
{
	bool leaves = binding->any_driver ||
		      strcmp(binding->before.driver, binding->after.driver) != 0;

	if (!leaves)
		return;
	look_at_kind(device, binding, refusals);
	if (binding->before.driver[0] == '\0')
		return;
	look_at_vfs(device, refusals);
	if (sysfs_is_vfio(&device->address))
		look_for_holder(device, refusals);
	else
		usage_each(&device->address, found_use, refusals);
}

int refusals_fault(const struct refusals *refusals, struct fault *fault)
{
	fault_set(fault, FAULT_REFUSED, EPERM, "refused: %s", refusals->list[0].text);
	fault_hint(fault, "%s%s", refusals->list[0].hint,
		   refusals->list[0].hint[0] != '\0' ? "; or, if it must be, use --force"
						     : "if it must be, use --force");
	return -EPERM;
}
