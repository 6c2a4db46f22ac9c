/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/restoration.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/error_text.h"
#include "base/memory.h"
#include "base/shortage.h"
#include "tasks/device_open.h"
#include "tasks/device_rules.h"

void restoration_describe(const struct journal_content *content, struct restore_result *restore)
{
	restore->state = LEFT_PENDING;
	restore->read = true;
	restore->started = content->started;
	restore->pid = content->pid;
	restore->command = content->command;
	restore->writes = content->count;
	restore->pending = journal_pending(content);
}

/* Whose registers the journal names: those that the device had then. */
static void find_registers(struct restoration *restoration)
{
	const struct journal_content *content = &restoration->content;
	const struct config_space *hardware = &content->hardware;
	const bool whole = hardware->size != 0 && hardware->read == hardware->size;
	const struct device_facts facts = device_facts(restoration->device);
	const struct config_space *space = whole ? hardware : &content->user;
	struct rules rules;

	running_rules(&rules);
	prediction_build(space, &rules, &facts, &restoration->prediction);
}

/* Lists the writes that are not restored, the last one first. */
static int list_pending(struct restoration *restoration, struct fault *fault)
{
	const struct journal_content *content = &restoration->content;
	struct restore_result *result = &restoration->result;

	restoration->restored =
		memory_take_zeroed(content->count + 1, sizeof(*restoration->restored));
	if (restoration->restored == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	for (size_t i = content->count; i-- > 0;) {
		const struct journal_write *write = &content->writes[i];
		struct restored_register *restored = &restoration->restored[result->restored_count];
		const struct device_register *known =
			registers_at(&restoration->prediction.registers, write->offset);

		if (write->restored)
			continue;
		restored->place =
			(struct register_place){ .offset = write->offset, .width = write->width };
		if (known != NULL && known->type->width == write->width)
			restored->place.known = known;
		restored->before = write->before;
		result->restored_count++;
	}
	result->restored = restoration->restored;
	return 0;
}

/* A shortage of descriptors or memory does not show that it is another device. */
static int fail_unread(struct restore_result *result, struct fault *fault)
{
	int error = memory_has_failed() ? ENOMEM : shortage_noted();

	if (error == 0)
		return 0;
	result->mismatches = 0;
	fault_set(fault, FAULT_IO, error, "whether it is the device of the journal is not known: %s",
		  error_text(error));
	if (error != ENOMEM)
		fault_hint(fault, "nothing was written; %s", shortage_hint(error));
	return -error;
}

/* Whether it is the journal's device, by the hardware view or else the user view. */
static int check_identity(struct restoration *restoration, const struct config_space *space,
			  struct fault *fault)
{
	const struct pci_address *address = &restoration->device->address;
	struct restore_result *result = &restoration->result;
	struct journal_identity now;
	char what[240] = "";
	size_t used = 0;
	int error;

	journal_identify(address, space, &now);
	result->mismatches =
		journal_compare(&restoration->content.identity, &now, restoration->mismatch);
	result->mismatch = restoration->mismatch;
	error = result->mismatches > 0 ? fail_unread(result, fault) : 0;
	if (error != 0)
		return error;
	for (size_t i = 0; i < result->mismatches; i++) {
		const struct fact_mismatch *mismatch = &restoration->mismatch[i];

		if (used < sizeof(what))
			used += (size_t)snprintf(what + used, sizeof(what) - used,
						 "%s%s %s, now %s", i > 0 ? "; " : "",
						 mismatch->fact, mismatch->journal, mismatch->now);
	}
	if (result->mismatches == 0)
		return 0;
	fault_set(fault, FAULT_REFUSED, EPERM, "it is not the device of the journal: %s", what);
	if (result->mismatches == 1 && strcmp(restoration->mismatch[0].fact, "driver") == 0)
		fault_hint(fault, "nothing was written; give it back to its driver, and try again");
	else
		fault_hint(fault, "nothing was written; what the journal would put back is shown");
	return -EPERM;
}

/* Reads both views of the places to restore. */
static void read_values(struct restoration *restoration, const struct vfio_device *vfio)
{
	const struct pci_address *address = &restoration->device->address;

	for (size_t i = 0; i < restoration->result.restored_count; i++) {
		struct restored_register *restored = &restoration->restored[i];
		const unsigned int offset = restored->place.offset, width = restored->place.width;

		restored->hardware.known =
			sysfs_read_register(address, offset, width, &restored->hardware.value,
					    NULL) == 0;
		if (vfio != NULL)
			restored->user.known = vfio_read(&vfio->config, offset, width,
							 &restored->user.value, NULL) == 0;
	}
}

/*
 * Writes back, the last write first. If one register refuses, the others are still written; the
 * first fault is told.
 */
static int write_back(struct restoration *restoration, const struct vfio_device *vfio,
		      struct fault *fault)
{
	int first = 0;

	for (size_t i = 0; i < restoration->result.restored_count && first != -ENODEV; i++) {
		struct restored_register *restored = &restoration->restored[i];
		int error = vfio_write(vfio, restored->place.offset, restored->place.width,
				       restored->before, first == 0 ? fault : NULL);

		restored->written = error == 0;
		if (first == 0)
			first = error;
	}
	return first;
}

/* Compares both views with those of the journal. */
static int compare_views(struct restoration *restoration, const struct vfio_device *vfio,
			 struct fault *fault)
{
	const struct journal_content *content = &restoration->content;
	struct device *device = restoration->device;
	struct restore_result *result = &restoration->result;
	int error;

	if (device->user == NULL)
		device->user = memory_take(sizeof(*device->user));
	if (device->user == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	error = vfio_read_config(&vfio->config, device->user, fault);
	if (error != 0)
		return error;
	sysfs_read_config(&device->address, &device->space, NULL);
	result->difference_count =
		difference_find(&content->hardware, &device->space,
				&restoration->prediction.registers, restoration->differences);
	result->difference_count +=
		difference_find(&content->user, device->user, &restoration->prediction.registers,
				restoration->differences + result->difference_count);
	result->differences = restoration->differences;
	return 0;
}

/*
 * Checks again that it is the journal's device: it may have changed during a wait. The serial
 * number may be visible through VFIO only.
 */
static int check_open(struct restoration *restoration, const struct vfio_device *vfio,
		      struct fault *fault)
{
	struct device *device = restoration->device;
	struct journal_identity now;
	struct config_space user;
	int error;

	sysfs_read_config(&device->address, &device->space, NULL);
	journal_identify(&device->address, &device->space, &now);
	if (strcmp(now.serial, JOURNAL_UNREAD) != 0)
		return check_identity(restoration, &device->space, fault);
	error = vfio_read_config(&vfio->config, &user, fault);
	return error != 0 ? error : check_identity(restoration, &user, fault);
}

/* Opens the device, writes back if that was not done, and compares. */
static int open_once(struct restoration *restoration, bool writes, struct fault *fault)
{
	CLEANUP_VFIO struct vfio_device vfio = VFIO_DEVICE_CLOSED;
	struct device *device = restoration->device;
	int written = 0;
	int error = device_open(restoration->settings, device, false, &vfio);

	if (error != 0)
		return error;
	error = check_open(restoration, &vfio, fault);
	if (error != 0)
		return error;
	restoration->result.state = LEFT_KEPT;
	if (writes)
		written = write_back(restoration, &vfio, fault);
	if (written == -ENODEV)
		return written;
	read_values(restoration, &vfio);
	error = compare_views(restoration, &vfio, written == 0 ? fault : NULL);
	return written != 0 ? written : error;
}

/*
 * Writes the values back and compares both views. Each open makes the virtual
 * copy from the hardware, so the first open can still show the changed values;
 * a second open then shows whether the device is restored.
 */
static int put_back(struct restoration *restoration, struct fault *fault)
{
	int error = open_once(restoration, true, fault);

	if (error != 0 || restoration->result.difference_count == 0)
		return error;
	return open_once(restoration, false, fault);
}

/* Takes the journal. Without pending writes it fails only if the device does not exist. */
static int take(struct restoration *restoration, struct fault *fault)
{
	const struct journal_place place = {
		.directory = restoration->settings->journal,
		.command = "restore",
		.address = restoration->device->address,
		.wait = restoration->settings->wait,
	};
	struct restore_result *result = &restoration->result;
	struct fault cause = { .code = FAULT_NONE };
	int error = journal_take(&place, &restoration->journal, &restoration->content, &cause);

	if (error == -ENOENT)
		return error;
	if (error == -EBUSY) {
		restoration->device->held_by = restoration->journal.lock.holder;
		result->state = LEFT_IN_USE;
	} else if (error != 0) {
		result->state = cause.code == FAULT_NO_PERMISSION ? LEFT_UNKNOWN : LEFT_DAMAGED;
	} else {
		restoration_describe(&restoration->content, result);
	}
	if (error != 0)
		*fault = cause;
	return error;
}

/* Lists the pending writes and checks that this is the device they were made to. */
static int prepare(struct restoration *restoration, struct fault *fault)
{
	struct device *device = restoration->device;
	struct fault unread;
	int error;

	find_registers(restoration);
	error = list_pending(restoration, fault);
	if (error != 0 || fault->code != FAULT_NONE)
		return error != 0 ? error : -fault->error;
	device->source = SOURCE_SYSFS;
	sysfs_read_config(&device->address, &device->space, &unread);
	error = check_identity(restoration, &device->space, fault);
	if (error != 0)
		read_values(restoration, NULL);
	return error;
}

void restoration_make(const struct task_settings *settings, struct device *device,
		      struct restoration *restoration)
{
	struct fault *fault = &device->error;
	int error;

	memset(restoration, 0, sizeof(*restoration));
	restoration->settings = settings;
	restoration->device = device;
	restoration->journal = (struct journal)JOURNAL_CLOSED;
	if (take(restoration, fault) != 0)
		return;
	error = prepare(restoration, fault);
	if (error == 0)
		error = put_back(restoration, fault);
	if (error == 0 && restoration->result.difference_count == 0 &&
	    journal_end(&restoration->journal, fault) == 0)
		restoration->result.state = LEFT_RESTORED;
	journal_leave(&restoration->journal);
}

void restoration_free(struct restoration *restoration)
{
	journal_leave(&restoration->journal);
	journal_content_free(&restoration->content);
	free(restoration->restored);
	restoration->restored = NULL;
}
