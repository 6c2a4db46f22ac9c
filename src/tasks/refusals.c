/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/refusals.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "access/vfio/holder.h"
#include "access/system/sysfs.h"
#include "access/drivers/usage.h"
#include "access/vfio/vfio.h"
#include "base/memory.h"
#include "base/shortage.h"

/* PCI_BASE_CLASS_BRIDGE of linux/pci_ids.h */
#define BASE_CLASS_BRIDGE 0x06

/* Makes room for a reason: after all certain ones and before the unknown ones. */
static struct refusal *make_room(struct refusals *refusals, enum fault_code code)
{
	unsigned int place = 0;

	while (place < refusals->count && place < REFUSALS &&
	       (code == FAULT_IN_USE_UNKNOWN || refusals->list[place].code == FAULT_REFUSED))
		place++;
	if (place == REFUSALS)
		return NULL;
	memmove(&refusals->list[place + 1], &refusals->list[place],
		(REFUSALS - 1 - place) * sizeof(refusals->list[0]));
	refusals->list[place] = (struct refusal) {
		.code = code,
		.state = code == FAULT_REFUSED ? VFIO_REFUSED : VFIO_USE_UNKNOWN,
	};
	return &refusals->list[place];
}

struct refusal *refusals_add(struct refusals *refusals, const char *hint, const char *format, ...)
{
	struct refusal *refusal = make_room(refusals, FAULT_REFUSED);
	va_list arguments;

	refusals->count++;
	if (refusal == NULL)
		return NULL;
	va_start(arguments, format);
	vsnprintf(refusal->text, sizeof(refusal->text), format, arguments);
	va_end(arguments);
	/* a command that is cut would not work */
	snprintf(refusal->hint, sizeof(refusal->hint), "%s",
		 strlen(hint) < sizeof(refusal->hint) ? hint : "end that use first");
	return refusal;
}

/* The state and the user of a reason, which is NULL if there was no room for it. */
static void set_state(struct refusal *refusal, enum vfio_state state, const char *by)
{
	if (refusal == NULL)
		return;
	refusal->state = state;
	snprintf(refusal->by, sizeof(refusal->by), "%s", by);
}

void refusals_add_unknown(struct refusals *refusals, const char *why)
{
	struct refusal *refusal = make_room(refusals, FAULT_IN_USE_UNKNOWN);
	const char *hint = geteuid() != 0 ? "run it as root" : "make sure that nobody uses it";

	refusals->count++;
	if (refusal == NULL)
		return;
	snprintf(refusal->text, sizeof(refusal->text),
		 "it is not known whether it is in use: %s", why);
	if (shortage_noted() != 0)
		hint = shortage_hint(shortage_noted());
	snprintf(refusal->hint, sizeof(refusal->hint), "%s", hint);
}

static void found_use(const struct usage_use *use, void *context)
{
	set_state(refusals_add(context, use->hint, "%s", use->text), VFIO_IN_USE, use->by);
}

static void found_doubt(const char *why, void *context)
{
	refusals_add_unknown(context, why);
}

/* Refuses if the device is used through its driver, which would end that use. */
static void look_for_use(const struct device *device, enum refusals_effort effort,
			 struct refusals *refusals)
{
	const struct usage_listener listener = { found_use, found_doubt, refusals };
	unsigned int before = refusals->count;
	enum known found = effort == REFUSALS_ALL ? usage_find(&device->address, &listener)
						  : usage_glance(device, &listener);

	/* anything but a certain no refuses */
	if (found != KNOWN_NO && refusals->count == before)
		refusals_add_unknown(refusals, "the search did not finish");
}

/* Refuses if a VFIO user has it open: the kernel would ask for it, and wait. */
static void look_for_holder(const struct device *device, struct refusals *refusals)
{
	struct holder holder;
	struct fault fault = { .code = FAULT_NONE };

	switch (vfio_find_user(&device->address, &holder, &fault)) {
	case KNOWN_YES:
		set_state(refusals_add(refusals, "end that process, or let it close the device",
				       "%s", fault.message), VFIO_IN_USE, holder.command);
		break;
	case KNOWN_NOT:
		refusals_add_unknown(refusals, fault.message);
		break;
	case KNOWN_NO:
		break;
	}
}

static void look_at_vfs(const struct device *device, struct refusals *refusals)
{
	char address[ADDRESS_TEXT_SIZE], hint[256], text[16];
	int length = sysfs_attribute(&device->address, "sriov_numvfs", text, sizeof(text));
	long vfs = strtol(text, NULL, 10);

	if (length < 0 && length != -ENOENT)
		refusals_add_unknown(refusals, "the number of its virtual functions cannot be read");
	if (vfs <= 0)
		return;
	snprintf(hint, sizeof(hint), "remove them first, as root: echo 0 > " SYSFS_DEVICES
		 "/%s/sriov_numvfs", address_format(&device->address, address));
	refusals_add(refusals, hint, "%ld of its virtual functions are enabled, and go with it", vfs);
}

static void look_at_kind(const struct device *device, const struct binding *binding,
			 struct refusals *refusals)
{
	if (device->class >> 16 == BASE_CLASS_BRIDGE)
		set_state(refusals_add(refusals, "leave it to its driver: a bridge does not block the devices behind it",
				       "it is a bridge"), VFIO_BRIDGE, "");
	if (strcmp(binding->after.driver, "vfio-pci") == 0 && vfio_refuses(device))
		set_state(refusals_add(refusals, "allow it for users that are trusted, as root: modprobe -r vfio-pci && modprobe vfio-pci disable_denylist=1",
				       "it is on vfio-pci's deny list"), VFIO_DENIED, "");
}

void refusals_find(const struct device *device, const struct binding *binding,
		   enum refusals_effort effort, struct refusals *refusals)
{
	bool leaves = binding->any_driver ||
		      strcmp(binding->before.driver, binding->after.driver) != 0;

	if (!leaves)
		return;
	look_at_kind(device, binding, refusals);
	if (binding->before.driver[0] == '\0')
		return;
	look_at_vfs(device, refusals);
	if (sysfs_is_vfio_under(&device->address, binding->before.driver))
		look_for_holder(device, refusals);
	else
		look_for_use(device, effort, refusals);
}

/* The members of a group that are not moved and make it not viable. */
struct objection {
	const struct device *device;
	bool (*comes_along)(const char *name, const void *context);
	const void *context;
	struct refusals *refusals;
};

void refusals_join(const char *hint, const char *command, char *text, size_t size)
{
	snprintf(text, size, "%.240s%s%.64s", hint,
		 strstr(hint, "as root: ") != NULL ? " && " : "; then, as root: ", command);
}

/* The hint for a member that blocks: bind --group moves it, unless it would be refused. */
static void hint_member(const struct objection *objection, const struct vfio_member *member,
			char *hint, size_t size)
{
	struct device device = { .class = -1 };
	struct binding binding = { .any_driver = true };
	struct refusals refusals = { .count = 0 };
	char address[ADDRESS_TEXT_SIZE], command[64];

	address_format(&objection->device->address, address);
	snprintf(command, sizeof(command), "vfio-cfgtool bind --group %s", address);
	if (address_parse(member->name, &device.address) && sysfs_describe(&device, NULL) == 0) {
		snprintf(binding.before.driver, sizeof(binding.before.driver), "%s", device.driver);
		refusals_find(&device, &binding, REFUSALS_GLANCE, &refusals);
	}
	if (device.class >> 16 == BASE_CLASS_BRIDGE)
		snprintf(hint, size, "if the machine can do without that bridge's driver, as root: echo %s > " SYSFS_DRIVERS "/%s/unbind",
			 member->name, member->driver);
	else if (refusals.count > 0)
		refusals_join(refusals.list[0].hint, command, hint, size);
	else
		snprintf(hint, size, "take it along, as root: %s", command);
}

static void object_to_member(const struct vfio_member *member, void *context)
{
	const struct objection *objection = context;
	char address[ADDRESS_TEXT_SIZE], hint[384], by[128];

	address_format(&objection->device->address, address);
	if (!member->blocks || strcmp(member->name, address) == 0 ||
	    (objection->comes_along != NULL &&
	     objection->comes_along(member->name, objection->context)))
		return;
	hint_member(objection, member, hint, sizeof(hint));
	snprintf(by, sizeof(by), "%s is bound to %s", member->name, member->driver);
	set_state(refusals_add(objection->refusals, hint,
			       "its IOMMU group %d would not be viable: %s",
			       objection->device->iommu_group, by), VFIO_NOT_VIABLE, by);
}

void refusals_find_group(const struct device *device,
			 bool (*comes_along)(const char *name, const void *context),
			 const void *context, struct refusals *refusals)
{
	struct objection objection = { device, comes_along, context, refusals };

	vfio_each_member(device, object_to_member, &objection);
}

/* A shortage of memory or descriptors is told once, so its refusal has the errno. */
static int cause(const struct refusal *refusal)
{
	if (refusal->code != FAULT_IN_USE_UNKNOWN)
		return EPERM;
	if (memory_has_failed())
		return ENOMEM;
	return shortage_noted() != 0 ? shortage_noted() : EPERM;
}

int refusals_fault(const struct refusals *refusals, struct fault *fault)
{
	fault_set(fault, refusals->list[0].code, cause(&refusals->list[0]), "refused: %.300s",
		  refusals->list[0].text);
	fault_hint(fault, "%s%s", refusals->list[0].hint,
		   refusals->list[0].hint[0] != '\0' ? "; or, if you must, use --force"
						     : "if you must, use --force");
	return -EPERM;
}
