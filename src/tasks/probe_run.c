/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/probe_run.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/memory.h"

/* linux/pci_regs.h */
#define PCI_COMMAND	0x04

/* How often a read that contradicts the prediction is repeated. */
#define LOOKS 3

/* The reads of one device. */
struct reading {
	const struct inspection *inspection;
	const struct vfio_region *config;
	bool hardware;			/* the hardware view can be read */
	struct user_view view;		/* predicted from the hardware as last seen */
	struct config_space user;	/* as read in runs of bytes */
	struct fault *fault;
};

void probe_log_end(struct probe_log *log)
{
	free(log->list);
	*log = (struct probe_log) { .list = NULL };
}

int probe_plan_make(const struct inspection *inspection, const struct operations *wanted,
		    struct probe_plan *plan, struct fault *fault)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];
	int error = 0;

	probe_plan_begin(plan);
	memset(bytes, 0xff, sizeof(bytes));
	if (wanted->count == 0)
		probe_plan_bytes(&inspection->prediction, bytes, plan);
	for (size_t i = 0; i < wanted->count && error == 0; i++) {
		const struct operation *operation = &wanted->list[i];
		struct register_place place;

		if (operation->kind == ACCESS_RANGE)
			error = operation_range(&inspection->prediction, operation, bytes, fault);
		else
			error = operation_find(&inspection->prediction, operation, &place, fault);
		if (error == 0 && operation->kind == ACCESS_RANGE)
			probe_plan_bytes(&inspection->prediction, bytes, plan);
		else if (error == 0)
			probe_plan_place(&inspection->prediction, &place, plan);
	}
	probe_plan_end(plan);
	return error;
}

/* A function that answers never has all bits of its status set. */
static bool is_gone(struct reading *reading)
{
	const struct pci_address *address = &reading->inspection->device->address;
	uint32_t value = 0;
	int error = reading->hardware
		? sysfs_read_register(address, PCI_COMMAND, 4, &value, reading->fault)
		: vfio_read(reading->config, PCI_COMMAND, 4, &value, reading->fault);

	if (error == 0 && value == UINT32_MAX)
		error = sysfs_fault_silent(address, reading->fault);
	return error != 0;
}

static bool read_runs(struct reading *reading, const struct probe_plan *plan)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED];
	struct probe_read first;

	if (probe_first_read(&reading->inspection->prediction, &first) &&
	    vfio_read_bytes(reading->config, first.offset, bytes, first.width, reading->fault) != 0)
		return false;
	space_clear(&reading->user, reading->inspection->prediction.map.size, VIEW_USER);
	for (size_t i = 0; i < plan->runs; i++) {
		const struct probe_run *run = &plan->run[i];

		if (vfio_read_bytes(reading->config, run->start, bytes, run->length,
				    reading->fault) != 0)
			return false;
		for (unsigned int j = 0; j < run->length; j++)
			space_set(&reading->user, (uint16_t)(run->start + j), bytes[j]);
	}
	return true;
}

/* Reads the hardware's bytes of a place into the view. Returns whether they are unchanged. */
static bool hardware_keeps(struct reading *reading, const struct probe_read *read, bool *keeps)
{
	struct known_value before = space_value(&reading->view.hardware, read->offset, read->width);
	uint32_t value;

	if (!reading->hardware)
		return true;
	if (sysfs_read_register(&reading->inspection->device->address, read->offset, read->width,
				&value, reading->fault) != 0)
		return false;
	*keeps = *keeps && before.known && before.value == value;
	space_put(&reading->view.hardware, read->offset, read->width, value);
	return true;
}

/*
 * Repeats a read between looks at the hardware. Their number is even once and odd
 * once, so that a bit that toggles on every read is not taken for stable.
 */
static bool look(struct reading *reading, const struct probe_read *read, bool again,
		 uint32_t *seen, enum probe_look *found)
{
	bool keeps = true, ignored = true;
	uint32_t first = *seen;
	struct known_value predicted;

	if (!hardware_keeps(reading, read, &ignored) || !hardware_keeps(reading, read, &keeps))
		return false;
	if (again && vfio_read(reading->config, read->offset, read->width, seen,
			       reading->fault) != 0)
		return false;
	predicted = probe_predict(&reading->inspection->prediction, &reading->view, read);
	if (!hardware_keeps(reading, read, &keeps) || is_gone(reading))
		return false;
	*found = !keeps || (!reading->hardware && first != *seen) ? LOOK_MOVING
		 : predicted.known && predicted.value == *seen ? LOOK_SAME : LOOK_OTHER;
	return true;
}

/* Adds the result of a read that contradicts the prediction. False if the device is gone. */
static bool look_closer(struct reading *reading, const struct probe_read *read, bool again,
			uint32_t seen, struct probe_reading *outcome)
{
	enum probe_look found = LOOK_OTHER;

	for (int i = 0; i < (again ? LOOKS : 1) && found == LOOK_OTHER; i++)
		if (!look(reading, read, again, &seen, &found))
			return false;
	if (found != LOOK_OTHER) {
		outcome->moving = true;
		return true;
	}
	if (outcome->other)
		return true;
	outcome->other = true;
	outcome->read = *read;
	outcome->seen = seen;
	outcome->predicted =
		probe_predict(&reading->inspection->prediction, &reading->view, read).value;
	return true;
}

/* Adds the result of one read. False, with the fault filled, if the read failed. */
static bool take_read(struct reading *reading, const struct probe_read *read, bool again,
		      uint32_t seen, struct probe_reading *outcome)
{
	struct known_value predicted =
		probe_predict(&reading->inspection->prediction, &reading->view, read);

	if (!predicted.known) {
		outcome->unknown = true;
		return true;
	}
	return predicted.value == seen || look_closer(reading, read, again, seen, outcome);
}

/* Makes all reads of a place. */
static bool take_place(struct reading *reading, const struct probe_place *place,
		       struct probe_reading *outcome, struct probe_result *result)
{
	const struct register_place *at = &place->place;
	const struct probe_read whole = { at->offset, at->width };
	struct probe_read reads[PROBE_READS];
	unsigned int count = probe_reads(&reading->inspection->prediction, place, reads);

	result->user_before = space_value(&reading->user, at->offset, at->width);
	result->user_after = result->user_before;
	if (!place->alone &&
	    !take_read(reading, &whole, !place->once, result->user_before.value, outcome))
		return false;
	for (unsigned int i = 0; i < count; i++) {
		uint32_t seen;

		if (vfio_read(reading->config, reads[i].offset, reads[i].width, &seen,
			      reading->fault) != 0 ||
		    !take_read(reading, &reads[i], true, seen, outcome))
			return false;
		if (reads[i].offset != at->offset || reads[i].width != at->width)
			continue;
		result->user_after = (struct known_value){ .known = true, .value = seen };
		if (place->alone)
			result->user_before = result->user_after;
	}
	return true;
}

/* False if the device can no longer be read. */
static bool probe_place(struct reading *reading, const struct probe_place *place,
			struct probe_result *result)
{
	const struct register_place *at = &place->place;
	struct probe_reading outcome = { .unknown = false };

	*result = (struct probe_result) { .place = *at, .verdict = PROBE_SKIPPED };
	if (at->known != NULL)
		result->entry = *at->known;
	if (place->undefined) {
		snprintf(result->reason, sizeof(result->reason),
			 "undefined: the kernel reads past the end of its own table");
		return true;
	}
	if (reading->hardware)
		result->hardware_before =
			space_value(&reading->view.hardware, at->offset, at->width);
	if (!take_place(reading, place, &outcome, result)) {
		result->verdict = PROBE_ERROR;
		snprintf(result->reason, sizeof(result->reason), "%.*s", PROBE_REASON_SIZE - 1,
			 reading->fault->message);
		return false;
	}
	if (reading->hardware)
		result->hardware_after =
			space_value(&reading->view.hardware, at->offset, at->width);
	probe_judge_read(&reading->inspection->prediction, place, &reading->view, reading->hardware,
			 &outcome, result);
	return true;
}

/* Stores a wrong pointer in the result of its register. */
static void take_chain(const struct reading *reading, struct probe_log *log)
{
	unsigned int seen = 0, predicted = 0;
	int from = probe_judge_chain(&reading->inspection->prediction, &reading->user, &seen,
				     &predicted);

	for (size_t i = 0; from >= 0 && i < log->count; i++) {
		struct probe_result *result = &log->list[i];

		if (result->place.offset != from || result->verdict == PROBE_CONTRADICTED)
			continue;
		result->verdict = PROBE_CONTRADICTED;
		snprintf(result->reason, sizeof(result->reason),
			 "the chain leads from here to %02x instead of the predicted %02x", seen, predicted);
	}
}

static struct reading *reading_begin(const struct inspection *inspection,
				     const struct vfio_region *config, struct fault *fault)
{
	struct reading *reading = memory_take(sizeof(*reading));

	if (reading == NULL) {
		fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
		return NULL;
	}
	reading->inspection = inspection;
	reading->config = config;
	reading->hardware = inspection->device->space.view == VIEW_HARDWARE;
	reading->view = inspection->prediction.user_view;
	reading->fault = fault;
	return reading;
}

void probe_run_reads(const struct inspection *inspection, const struct vfio_device *vfio,
		     const struct probe_plan *plan, struct probe_log *log)
{
	CLEANUP_FREE struct reading *reading = reading_begin(inspection, &vfio->config,
							     &log->fault);
	CLEANUP_FD int release = -1;
	bool answers = true;

	log->list = memory_take_zeroed(plan->count, sizeof(*log->list));
	if (log->list == NULL && plan->count != 0)
		fault_set(&log->fault, FAULT_IO, ENOMEM, "out of memory");
	if (reading == NULL || log->list == NULL || !read_runs(reading, plan))
		return;
	release = vfio_watch_release(vfio);
	for (size_t i = 0; i < plan->count && answers; i++) {
		answers = probe_place(reading, &plan->list[i], &log->list[log->count++]);
		if (answers && vfio_release_wanted(release))
			answers = vfio_fault_release(&log->fault) == 0;
	}
	if (answers)
		take_chain(reading, log);
}
