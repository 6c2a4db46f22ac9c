/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Why the kernel refuses a device although its nodes could be opened. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <string.h>

#include "base/error_text.h"
#include "access/vfio/holder.h"
#include "access/system/proc.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_opened.h"

/* Finds the holder of the function's own node or of a device descriptor. */
static bool find_function_holder(const struct pci_address *address, struct holder *holder)
{
	return holder_find_device(address, holder) ||
	       holder_find_node(vfio_node_number(address), holder);
}

static bool find_member_holder(const char *name, const char *driver, void *context)
{
	struct pci_address address;

	(void)driver;
	return !address_parse(name, &address) || !find_function_holder(&address, context);
}

bool vfio_holder_find(const struct vfio_target *target, struct holder *holder, bool *whole)
{
	*whole = true;
	*holder = (struct holder){ 0 };
	if (!holder_any())
		return false;
	*whole = false;
	if (find_function_holder(&target->address, holder))
		return true;
	*whole = true;
	if (target->group < 0)
		return false;
	if (holder_find_node(vfio_group_number(target), holder))
		return true;
	sysfs_group_each(target->group, find_member_holder, holder);
	return holder->pid != 0;
}

int vfio_fault_busy(const struct vfio_target *target, struct holder *holder,
		    struct fault *fault)
{
	struct holder found;
	char object[48] = "it";
	bool whole;
	bool seen = vfio_holder_find(target, &found, &whole);

	if (holder != NULL)
		*holder = found;
	if (whole && target->group >= 0)
		snprintf(object, sizeof(object), "its IOMMU group %d", target->group);
	if (seen)
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: process %d (%s) holds %s open",
			  (int)found.pid, found.command, object);
	else if (holder_sees_all())
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: no process in sight has its node open; "
			  "one in another PID namespace, or with the device's descriptor alone, "
			  "holds %s", object);
	else
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: another process holds %s open, and "
			  "this user cannot see which", object);
	fault_hint(fault, "%swait for it with --wait=SECONDS, or read past VFIO with "
		   "--source=sysfs", seen || holder_sees_all() ? "" : "see which as root; ");
	return -EBUSY;
}

bool vfio_may_be_held(const struct vfio_target *target, struct fault *fault)
{
	CLEANUP_FREE struct holder_descriptor *list = NULL;
	size_t count;

	if (holder_error() != 0) {
		fault_set(fault, FAULT_IN_USE_UNKNOWN, holder_error(), "%s",
			  proc_error_text(holder_error()));
		return true;
	}
	if (!vfio_may_be_open(&target->address))
		return false;
	count = holder_descriptors(&target->address, vfio_node_number(&target->address),
				   vfio_group_number(target), &list);
	if (list == NULL)
		fault_set(fault, FAULT_IN_USE_UNKNOWN, ENOMEM, "out of memory");
	else if (count > 0)
		fault_set(fault, FAULT_IN_USE_UNKNOWN, EBUSY,
			  "process %d (%s) has a VFIO device open, and the kernel does not say which",
			  (int)list[0].by.pid, list[0].by.command);
	return list == NULL || count > 0;
}

static bool is_closed(const char *name, const char *driver, void *context)
{
	struct pci_address address;
	bool closed = driver[0] == '\0' || !address_parse(name, &address) ||
		      !sysfs_is_vfio_under(&address, driver) || !vfio_may_be_open(&address);

	if (!closed)
		*(bool *)context = true;
	return closed;
}

bool vfio_use_is_unknown(const struct vfio_target *target, struct fault *fault)
{
	bool may_be_open = vfio_may_be_open(&target->address);

	if (!may_be_open && target->group >= 0)
		sysfs_group_each(target->group, is_closed, &may_be_open);
	return may_be_open && vfio_may_be_held(target, fault);
}

enum known vfio_find_user(const struct pci_address *address, struct holder *holder,
			  struct fault *fault)
{
	struct vfio_target target;
	dev_t node, group;
	bool whole;
	int error;

	holder_forget();
	vfio_target_find(address, &target);
	if (vfio_holder_find(&target, holder, &whole)) {
		vfio_fault_busy(&target, holder, fault);
		return KNOWN_YES;
	}
	/* again, without guessing */
	error = vfio_find_numbers(address, &node, &group);
	if (error != 0 || holder_find_node(node, holder) || holder_find_node(group, holder)) {
		fault_set(fault, FAULT_IN_USE_UNKNOWN, -error, "the numbers of its nodes cannot be read: %s",
			  error_text(error != 0 ? -error : EIO));
		return KNOWN_NOT;
	}
	return vfio_may_be_held(&target, fault) ? KNOWN_NOT : KNOWN_NO;
}

#define DMESG "see what the kernel says: dmesg | grep "

/* EACCES of vfio_pci_validate_vf_token() */
static int fault_token(const struct vfio_target *target, struct fault *fault)
{
	char physfn[ADDRESS_TEXT_SIZE];
	bool given = target->token != NULL;

	if (sysfs_link(&target->address, "physfn", physfn, sizeof(physfn)) == 0) {
		fault_set(fault, FAULT_TOKEN_NEEDED, EACCES,
			  "cannot be opened: it is a virtual function of %s, which is bound to a "
			  "VFIO driver, and %s", physfn,
			  given ? "the VF token is not the one set there" :
				  "it needs the VF token that was set there");
		fault_hint(fault, "give the token that the user of %s has set: --vf-token=UUID",
			   physfn);
	} else if (sysfs_number(&target->address, "sriov_numvfs") > 0) {
		fault_set(fault, FAULT_TOKEN_NEEDED, EACCES,
			  "cannot be opened: its virtual functions are in use, and %s",
			  given ? "the VF token is not theirs" : "it wants their VF token");
		fault_hint(fault, "give the token that their users have given: --vf-token=UUID");
	} else {
		fault_set(fault, FAULT_NO_PERMISSION, EACCES,
			  "cannot be opened: the kernel refuses access to it");
		fault_hint(fault, DMESG "%s", target->name);
	}
	return -EACCES;
}

/* Errors that mean the same for each device. Its address follows DMESG. */
static const struct fault_reason open_reasons[] = {
	{ EPERM, FAULT_NO_PERMISSION, .why = "the kernel demands a capability that this user lacks",
	  .hint = "run it as root" },
	/* vfio_pci_core_enable(): pci_try_reset_function() */
	{ EAGAIN, FAULT_BUSY, .why = "the kernel has it locked, as for a reset",
	  .hint = "try again, or wait with --wait=SECONDS" },
	{ ENODEV, FAULT_GONE, .why = "it is being removed, or taken from its driver",
	  .hint = "see whether it is still there: vfio-cfgtool list" },
	{ EIO, FAULT_GONE, .why = "the kernel cannot wake it up or reach it", .hint = DMESG },
	{ EMFILE, FAULT_IO, .why = "this process may not open more files" },
	{ ENFILE, FAULT_IO, .why = "the machine may not open more files" },
	{ ENOMEM, FAULT_IO, .why = "the kernel has no memory for it" },
	{ 0, FAULT_INIT_FAILS, .hint = DMESG },
};

/* Whether the device itself does not answer. This cause comes before any other. */
static bool answers_nothing(const struct vfio_target *target, struct fault *fault)
{
	struct config_space space;
	struct fault cause = { 0 };

	sysfs_read_config(&target->address, &space, &cause);
	if (cause.code != FAULT_NO_ANSWER)
		return false;
	*fault = cause;
	return true;
}

int vfio_fault_device(const struct vfio_target *target, int error, struct fault *fault)
{
	const struct fault_reason *reason = fault_reason_find(open_reasons, error);

	if (error == EACCES)
		return fault_token(target, fault);
	if ((reason->code == FAULT_GONE || reason->code == FAULT_INIT_FAILS) &&
	    answers_nothing(target, fault))
		return -error;
	fault_because(fault, open_reasons, error, reason->code == FAULT_INIT_FAILS
		      ? "the kernel could not open it: " : "cannot be opened: ");
	if (reason->hint != NULL && strcmp(reason->hint, DMESG) == 0)
		fault_hint(fault, DMESG "%s", target->name);
	return -error;
}
