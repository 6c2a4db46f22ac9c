/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/reach.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "access/vfio/held.h"
#include "access/files/journal.h"
#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "tasks/device_open.h"
#include "model/vfio/permissions.h"

static pthread_mutex_t asking = PTHREAD_MUTEX_INITIALIZER;

static int out_of_memory(struct device *device)
{
	return fault_set(&device->error, FAULT_IO, ENOMEM, "out of memory");
}

/* The kernel does not say how long its tables are; all have the same length. */
static void read_permissions(struct reach *reach)
{
	CLEANUP_FREE struct permissions *predicted = memory_take(sizeof(*predicted));
	CLEANUP_FREE struct permissions *seen = memory_take(sizeof(*seen));
	struct rules rules;

	if (predicted == NULL || seen == NULL) {
		fault_set(&reach->permissions_fault, FAULT_IO, ENOMEM, "out of memory");
		return;
	}
	rules_for_release(&rules_newest, &rules);
	permissions_predict(&rules, predicted);
	if (kernel_memory_permissions(&reach->memory, predicted, seen,
				      &reach->permissions_fault) != 0)
		return;
	reach->permissions = seen;
	seen = NULL;
}

static void load_memory(struct reach *reach)
{
	reach->begun = kernel_memory_begin(&reach->memory, &reach->memory_fault) == 0;
	if (!reach->begun || !reach->ask_kernel)
		return;
	kernel_memory_tables(&reach->memory, &reach->tables);
	read_permissions(reach);
}

void reach_load(struct reach *reach)
{
	if (!reach->begun && reach->memory_fault.code == FAULT_NONE)
		load_memory(reach);
}

/*
 * Loads what asks the kernel, once for all devices and before the first open: if the kernel
 * cannot be asked, no device must be reset.
 */
static int begin_memory(struct reach *reach, struct device *device)
{
	reach_load(reach);
	if (reach->begun || reach->kernel_optional)
		return 0;
	device->error = reach->memory_fault;
	return -ENOTSUP;
}

/* Asks the kernel first, because other reads may change what it holds. */
static int copy_kernel(struct reach *reach, const struct vfio_region *config, bool pristine,
		       struct device *device)
{
	int error;

	if (!reach->ask_kernel || (reach->kernel_optional && !reach->begun))
		return 0;
	device->kernel = memory_take(sizeof(*device->kernel));
	if (device->kernel == NULL)
		return out_of_memory(device);
	/* it counts the accesses of all threads, so only one may ask at a time */
	pthread_mutex_lock(&asking);
	error = kernel_memory_copy(&reach->memory, config, device->kernel, &device->error);
	pthread_mutex_unlock(&asking);
	device->kernel->pristine = pristine;
	if (error == 0 || !reach->kernel_optional)
		return error;
	device->error = (struct fault) { .code = FAULT_NONE };
	free(device->kernel);
	device->kernel = NULL;
	return 0;
}

/* Reads what sysfs says of a function besides its bytes. */
static void read_facts(struct device *device)
{
	device->resources_known = sysfs_resources(&device->address, &device->resources) == 0;
	device->is_open = sysfs_is_open(&device->address);
	device->nointxmask = sysfs_module_flag("vfio_pci", "nointxmask");
}

/* Reads the hardware view of an open device if the user may: the kernel built its map from it. */
static int read_hardware(struct device *device)
{
	struct fault fault = { .code = FAULT_NONE };

	if (device->user == NULL ||
	    sysfs_read_config(&device->address, &device->space, &fault) == 0)
		return 0;
	if (fault.code == FAULT_NO_ANSWER) {
		device->error = fault;
		return -ENODEV;
	}
	device->space = *device->user;
	return 0;
}

static bool has_hardware(const struct device *device)
{
	return device->space.size != 0 && device->space.read == device->space.size &&
	       device->space.view == VIEW_HARDWARE;
}

/* Calls before_open() while the device is closed, so that a refusal needs no reset. */
static int judge_closed(const struct reach *reach, struct device *device)
{
	struct fault fault = { .code = FAULT_NONE };

	if (reach->before_open == NULL || !sysfs_is_vfio(&device->address))
		return 0;
	read_facts(device);
	if (sysfs_read_config(&device->address, &device->space, &fault) != 0) {
		if (fault.code != FAULT_NO_ANSWER)
			return 0;	/* the open will fail with the reason */
		device->error = fault;
		return -ENODEV;
	}
	return reach->before_open(reach, device);
}

/* Reads through an open device's descriptor: what the kernel holds, and the user view. */
static int read_open(struct reach *reach, const struct vfio_region *config, bool pristine,
		     struct device *device)
{
	int error = copy_kernel(reach, config, pristine, device);

	if (error != 0)
		return error;
	device->opregion = config->opregion ? KNOWN_YES : KNOWN_NO;
	device->irq = sysfs_irq(&device->address);
	if (reach->before_open != NULL && !has_hardware(device))
		sysfs_read_config(&device->address, &device->space, NULL);
	if (reach->before_open != NULL && has_hardware(device))
		return 0;
	device->user = memory_take(sizeof(*device->user));
	if (device->user == NULL)
		return out_of_memory(device);
	return vfio_read_config(config, device->user, &device->error);
}

/* Locks the device, so that no other process writes or restores it meanwhile. */
static int lock_device(struct reach *reach, struct device *device, struct journal_lock *lock)
{
	const struct journal_place place = {
		.address = device->address,
		.command = reach->settings->command,
		.make = true,
		.wait = reach->settings->wait,
	};
	int error;

	if (!reach->locks)
		return 0;
	error = journal_lock(&place, lock, &device->error);
	device->held_by = lock->holder;
	reach->journal_left = error == 0 && lock->left;
	return error;
}

/* Opens the device, reads, and closes it again. */
static int read_vfio(struct reach *reach, struct device *device)
{
	CLEANUP_JOURNAL_LOCK struct journal_lock lock = JOURNAL_UNLOCKED;
	CLEANUP_VFIO struct vfio_device vfio = VFIO_DEVICE_CLOSED;
	int error = lock_device(reach, device, &lock);

	if (error == 0)
		error = judge_closed(reach, device);
	if (error == 0)
		error = device_open(reach->settings, device,
				    !reach->ask_kernel && !reach->must_open, &vfio);
	if (error != 0)
		return error;
	error = read_open(reach, &vfio.config, true, device);
	if (error != 0)
		return error;
	read_facts(device);
	error = read_hardware(device);
	if (error != 0)
		return error;
	return reach->session != NULL ? reach->session(reach, &vfio.config, &vfio, device) : 0;
}

/* Whether to load anything for the device. A busy one may become free. */
static bool can_be_opened(const struct reach *reach, struct device *device)
{
	struct fault fault = { .code = FAULT_NONE };

	vfio_diagnose(&device->address, &device->held_by, &fault);
	if (fault.code == FAULT_NONE || fault.code == FAULT_BUSY ||
	    (fault.code == FAULT_TOKEN_NEEDED && reach->settings->vf_token != NULL) ||
	    (fault.code == FAULT_REFUSED &&
	     (reach->settings->force || reach->settings->source == CHOOSE_HELD)))
		return true;
	device->error = fault;
	return false;
}

/* Asks the kernel whose descriptor a copy is. */
static int is_it(const struct vfio_region *candidate, void *context, struct fault *fault)
{
	struct reach *reach = context;
	struct pci_address address;
	int error = kernel_memory_identify(&reach->memory, candidate, &address, fault);

	if (error != 0)
		return error;
	return address_compare(&address, &candidate->address) == 0;
}

/* Fails because nothing says whose a descriptor is, and the kernel cannot be asked. */
static void fault_unproven(const struct fault *memory, const struct fault *unproven,
			   struct fault *fault)
{
	*fault = *unproven;
	fault_hint(fault, "%.200s; or read past VFIO with --source=sysfs",
		   memory->hint[0] != '\0' ? memory->hint : memory->message);
}

/*
 * Copies the holder's descriptor, reads through it, and closes the copy. If nothing else shows
 * that the descriptor is this function's, the kernel is asked.
 */
static int read_held(struct reach *reach, struct device *device)
{
	CLEANUP_HELD struct held_device held = HELD_DEVICE_CLOSED;
	const struct held_proof proof = { is_it, reach };
	int error = held_open(&device->address, reach->begun ? &proof : NULL, &held,
			      &device->error);

	if (error == -ENOTUNIQ && !reach->begun) {
		struct fault unproven = device->error;

		if (begin_memory(reach, device) == 0)
			error = held_open(&device->address, &proof, &held, &device->error);
		else
			fault_unproven(&reach->memory_fault, &unproven, &device->error);
	}
	device->held_by = held.holder;
	if (error != 0)
		return error;
	device->error = (struct fault) { .code = FAULT_NONE };
	device->source = SOURCE_HELD;
	error = read_open(reach, &held.config, false, device);
	if (error != 0)
		return error;
	if (reach->session == NULL)
		held_close(&held);
	read_facts(device);
	error = read_hardware(device);
	if (error != 0)
		return error;
	return reach->session != NULL ? reach->session(reach, &held.config, NULL, device) : 0;
}

static void read_sysfs(struct device *device)
{
	device->source = SOURCE_SYSFS;
	read_facts(device);
	if (sysfs_read_config(&device->address, &device->space, &device->error) == 0 ||
	    device->error.code != FAULT_NO_PERMISSION)
		return;
	if (device->space.read != 0)
		device->error.code = FAULT_SHORT;
	if (sysfs_is_vfio(&device->address))
		fault_hint(&device->error,
			   "run it as root, or with --source=vfio as a user of its VFIO node");
}

/*
 * Reads a device without VFIO if it is busy or must not be opened; its map is the same. If the
 * user may not do that, the fault says why it was not opened.
 */
static void fall_back(struct device *device)
{
	struct fault closed = device->error;

	device->error = (struct fault) { .code = FAULT_NONE };
	snprintf(device->source_reason, sizeof(device->source_reason), "%.199s", closed.message);
	read_sysfs(device);
	if (device->error.code == FAULT_SHORT || device->error.code == FAULT_NO_PERMISSION)
		device->error = closed;
}

/* Whether to read the bytes without VFIO; stores why. */
static bool goes_past_vfio(const struct reach *reach, struct device *device)
{
	enum source_choice choice = reach->settings->source;
	bool bound = sysfs_is_vfio(&device->address);

	if (reach->ask_kernel || reach->must_open || choice == CHOOSE_VFIO ||
	    choice == CHOOSE_HELD ||
	    (choice == CHOOSE_AUTO && reach->alone && bound && !reach->past_vfio))
		return false;
	snprintf(device->source_reason, sizeof(device->source_reason), "%s",
		 choice == CHOOSE_SYSFS ? "--source=sysfs" : !reach->alone ? "several devices"
		 : !bound ? "not bound to a VFIO driver" : "opened only if asked for");
	return true;
}

void reach_bytes(struct reach *reach, struct device *device)
{
	if (device->source == SOURCE_DUMP || device->error.code != FAULT_NONE)
		return;
	if (goes_past_vfio(reach, device)) {
		read_sysfs(device);
		return;
	}
	/* why it cannot be opened is the better answer */
	if (reach->ask_kernel && (!can_be_opened(reach, device) || begin_memory(reach, device) != 0))
		return;
	if (reach->settings->source == CHOOSE_HELD) {
		read_held(reach, device);
		return;
	}
	if (read_vfio(reach, device) == 0 ||
	    (device->error.code != FAULT_BUSY && device->error.code != FAULT_REFUSED))
		return;
	if (reach->ask_kernel && device->error.code == FAULT_BUSY)
		fault_hint(&device->error, "wait for it with --wait=SECONDS, or ask through its holder with --source=held");
	else if (reach->settings->source == CHOOSE_AUTO && !reach->must_open && !reach->ask_kernel)
		fall_back(device);
}

bool reach_opens(const struct reach *reach)
{
	return reach->settings->source != CHOOSE_HELD &&
	       (reach->ask_kernel || reach->must_open || reach->settings->source == CHOOSE_VFIO);
}

bool reach_loads(const struct reach *reach)
{
	return reach->ask_kernel || reach->settings->source == CHOOSE_HELD;
}

void reach_all(struct reach *reach, const struct device_list *list)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->slots[i].device;

		if (reach->progress != NULL)
			reach->progress(address_format(&device->address, address), i, list->count);
		reach_bytes(reach, device);
	}
	reach_unload(reach);
	if (reach->progress != NULL)
		reach->progress("", list->count, list->count);
}

void reach_note(const struct reach *reach, const struct device *device, struct notes *notes)
{
	char address[ADDRESS_TEXT_SIZE];

	address_format(&device->address, address);
	if (reach->journal_left)
		notes_add(notes, "an interrupted run left a journal: vfio-cfgtool restore %s",
			  address);
	if (device->source != SOURCE_SYSFS || reach->settings->source != CHOOSE_AUTO ||
	    !reach->alone || reach->past_vfio || device->source_reason[0] == '\0')
		return;
	if (!sysfs_is_vfio(&device->address))
		notes_add(
			notes,
			"not bound to a VFIO driver (%s): what it would show, predicted from sysfs",
			device->driver[0] != '\0' ? device->driver : "no driver");
	else if (device->error.code == FAULT_NONE)
		notes_add(notes, "%s; read from sysfs instead", device->source_reason);
}

void reach_unload(struct reach *reach)
{
	kernel_memory_end(&reach->memory);
}

void reach_end(struct reach *reach)
{
	reach_unload(reach);
	free(reach->permissions);
	reach->permissions = NULL;
}
