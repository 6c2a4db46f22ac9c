/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/probe_write_run.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/bits.h"
#include "base/memory.h"
#include "tasks/stop.h"
#include "model/verdict/probe_write.h"

/* linux/pci_regs.h */
#define PCI_COMMAND	0x04

/* How often both views are read before a register is taken for stable. */
#define LOOKS 4

/* The writes of one device. */
struct writing {
	const struct inspection *inspection;
	const struct vfio_device *vfio;
	const struct probe_order *order;
	bool hardware;			/* the hardware view can be read */
	struct journal journal;
	bool left;		/* a register could not be restored */
	int release;			/* of vfio_watch_release() */
	struct fault *fault;
};

static void PRINTF_FORMAT(3, 4) set_verdict(struct probe_result *result, enum probe_verdict verdict,
					    const char *format, ...)
{
	va_list arguments;

	result->verdict = verdict;
	va_start(arguments, format);
	vsnprintf(result->reason, sizeof(result->reason), format, arguments);
	va_end(arguments);
}

/* Reads both views of a place. False, with the fault filled, if that failed. */
static bool look(const struct writing *writing, const struct register_place *place,
		 struct probe_sight *sight)
{
	const struct pci_address *address = &writing->inspection->device->address;

	*sight = (struct probe_sight) { .user = { .known = true } };
	if (vfio_read(&writing->vfio->config, place->offset, place->width, &sight->user.value,
		      writing->fault) != 0)
		return false;
	if (!writing->hardware)
		return true;
	sight->hardware.known = true;
	return sysfs_read_register(address, place->offset, place->width, &sight->hardware.value,
				   writing->fault) == 0;
}

/* A function that answers never has all bits of its status set. */
static bool is_gone(const struct writing *writing)
{
	const struct register_place status = { .offset = PCI_COMMAND, .width = 4 };
	struct probe_sight sight;

	if (!look(writing, &status, &sight))
		return true;
	if (sight.user.value != UINT32_MAX &&
	    (!sight.hardware.known || sight.hardware.value != UINT32_MAX))
		return false;
	sysfs_fault_silent(&writing->inspection->device->address, writing->fault);
	return true;
}

/* Whether a place reads ff in the hardware view, or else the user view: a gone device does. */
static bool reads_ones(const struct register_place *place, const struct probe_sight *sight)
{
	uint32_t all = place->width == 4 ? UINT32_MAX : (1U << (8 * place->width)) - 1;

	return (sight->hardware.known ? sight->hardware.value : sight->user.value) == all;
}

/* The bits that differ between two sights, without those that may change. */
static uint32_t differing(const struct writing *writing, const struct register_place *place,
			  const struct probe_sight *a, const struct probe_sight *b)
{
	uint32_t bits = a->user.value ^ b->user.value;

	if (a->hardware.known && b->hardware.known)
		bits |= a->hardware.value ^ b->hardware.value;
	return bits & ~probe_fleeting(&writing->inspection->prediction, place);
}

/*
 * Whether a place changes without being written. The register is read an even and
 * an odd number of times, so that a bit that toggles on every read is not taken for
 * stable.
 */
static bool is_moving(const struct writing *writing, const struct register_place *place)
{
	struct probe_sight first, next;
	uint32_t between;

	if (!look(writing, place, &first))
		return false;
	for (int i = 0; i < LOOKS; i++) {
		if (i % 2 != 0)
			vfio_read(&writing->vfio->config, place->offset, place->width, &between,
				  NULL);
		if (look(writing, place, &next) && differing(writing, place, &first, &next) != 0)
			return true;
	}
	return false;
}

static uint32_t part_bits(const struct probe_part *part, const struct register_place *place,
			  uint32_t value)
{
	uint32_t all = bits_all(part->width);

	return value >> (8 * (part->offset - place->offset)) & all;
}

static bool write_part(const struct writing *writing, const struct probe_part *part,
		       uint32_t value)
{
	return vfio_write(writing->vfio, part->offset, part->width, value, writing->fault) == 0;
}

/* Restores a part and checks it. False if the device can no longer be read. */
static bool put_back(struct writing *writing, const struct probe_write *write,
		     struct probe_result *result)
{
	const struct register_place *place = &write->place->place;
	const struct probe_part *part = write->part;
	uint32_t before = part_bits(part, place, write->before.user.value);
	uint32_t after = part_bits(part, place, write->after.user.value);
	struct probe_sight now = write->after;
	bool written = true;
	bool hardware = now.hardware.known && write->before.hardware.known &&
			now.hardware.value != write->before.hardware.value;

	if (before != after || hardware) {
		written = write_part(writing, part, probe_put_back(part, before, after));
		if (!look(writing, place, &now))
			return false;
	}
	if (differing(writing, place, &write->before, &now) == 0) {
		journal_logged_restored(&writing->journal, part->offset, part->width, NULL);
		return true;
	}
	if (is_gone(writing))
		return false;
	if (is_moving(writing, place)) {
		set_verdict(result, PROBE_UNSTABLE, "it changes by itself");
		return true;
	}
	result->user_after = now.user;
	result->hardware_after = now.hardware;
	if (!written) {
		writing->left = true;
		set_verdict(result, PROBE_ERROR, "it is not put back: %s", writing->fault->message);
		return true;
	}
	set_verdict(result, PROBE_CONTRADICTED,
		    "it is not put back: user %0*x, was %0*x; hardware %0*x, was %0*x",
		    2 * place->width, now.user.value, 2 * place->width, write->before.user.value,
		    2 * place->width, now.hardware.value, 2 * place->width,
		    write->before.hardware.value);
	return true;
}

/* Sets a verdict if it is worse than the place's verdict so far. */
static void PRINTF_FORMAT(3, 4) worsen(struct probe_result *result, enum probe_verdict verdict,
				       const char *format, ...)
{
	static const int rank[PROBE_VERDICTS] = {
		[PROBE_SKIPPED] = 0, [PROBE_CONFIRMED] = 1, [PROBE_CONSISTENT] = 2,
		[PROBE_UNSTABLE] = 3, [PROBE_CONTRADICTED] = 4, [PROBE_ERROR] = 5,
	};

	va_list arguments;

	if (rank[verdict] <= rank[result->verdict])
		return;
	result->verdict = verdict;
	va_start(arguments, format);
	vsnprintf(result->reason, sizeof(result->reason), format, arguments);
	va_end(arguments);
}

/* Judges one write. */
static void judge(const struct writing *writing, const struct probe_write *write,
		  struct probe_result *result)
{
	struct probe_outcome outcome = probe_judge_write(&writing->inspection->prediction, write);
	const struct register_place *place = &write->place->place;
	int digits = 2 * place->width;

	if (outcome.user == 0 && outcome.hardware == 0 && !outcome.changed)
		worsen(result, PROBE_CONSISTENT, "%s", outcome.fitted
		       ? "the host has no resource for it, so it reads the same"
		       : outcome.ignored ? "the device does not take it"
		       : "dropped; hardware that ignores it would look the same");
	else if (outcome.user == 0 && outcome.hardware == 0 && outcome.ignored)
		worsen(result, PROBE_CONSISTENT, "the device does not take all bits");
	else if (outcome.user == 0 && outcome.hardware == 0)
		worsen(result, PROBE_CONFIRMED, "%s", "");
	else if (is_moving(writing, place))
		worsen(result, PROBE_UNSTABLE, "it changes by itself");
	else if (outcome.hardware != 0)
		worsen(result, PROBE_CONTRADICTED,
		       "bits %0*x of the hardware changed: %0*x, was %0*x", digits,
		       outcome.hardware, digits, write->after.hardware.value, digits,
		       write->before.hardware.value);
	else
		worsen(result, PROBE_CONTRADICTED,
		       "bits %0*x of the user view are not as predicted: %0*x, was %0*x", digits,
		       outcome.user, digits, write->after.user.value, digits,
		       write->before.user.value);
}

static void note_sights(const struct probe_write *write, struct probe_result *result)
{
	const struct register_place *place = &write->place->place;
	unsigned int shift = 8U * (write->part->offset - (unsigned int)place->offset);
	uint32_t bits = (write->part->width == 4 ? UINT32_MAX
						 : (1U << (8 * write->part->width)) - 1) << shift;

	if (!result->written.known) {
		result->written = (struct known_value){ true, write->before.user.value };
		result->user_before = write->before.user;
		result->hardware_before = write->before.hardware;
	}
	if (result->verdict == PROBE_CONTRADICTED)
		return;
	result->written.value = (result->written.value & ~bits) | (write->value << shift & bits);
	result->user_after = write->after.user;
	result->hardware_after = write->after.hardware;
}

/* Ends the probe because a write cannot be logged. It was not made, so the device is unchanged. */
static void stop_unlogged(struct writing *writing, struct probe_result *result)
{
	worsen(result, PROBE_ERROR, "%.*s", PROBE_REASON_SIZE - 1, writing->fault->message);
}

/* Inverts the bits of a part, reads both views, and restores it. False if the probe must end. */
static bool probe_part(struct writing *writing, const struct probe_place *place,
		       const struct probe_part *part, struct probe_result *result)
{
	struct probe_write write = { .place = place, .part = part };
	struct journal_write logged = { .offset = part->offset, .width = part->width };
	uint32_t before;
	bool written;

	if (!look(writing, &place->place, &write.before) ||
	    (reads_ones(&place->place, &write.before) && is_gone(writing)))
		return false;
	before = part_bits(part, &place->place, write.before.user.value);
	write.value = probe_written(part, before);
	logged.before = probe_logged(part, before);
	logged.value = write.value;
	if (journal_log(&writing->journal, &logged, writing->fault) != 0) {
		stop_unlogged(writing, result);
		return true;
	}
	written = write_part(writing, part, write.value);
	if (!look(writing, &place->place, &write.after))
		return false;
	note_sights(&write, result);
	if (!put_back(writing, &write, result) || (!written && is_gone(writing)))
		return false;
	if (written && result->verdict != PROBE_CONTRADICTED && result->verdict != PROBE_UNSTABLE)
		judge(writing, &write, result);
	if (!written)
		worsen(result, PROBE_ERROR, "%s", writing->fault->message);
	*writing->fault = (struct fault) { .code = FAULT_NONE };
	return result->verdict != PROBE_CONTRADICTED || !is_gone(writing);
}

/* Adds why no bit of a place is written. */
static void note_skipped(const struct probe_part *parts, unsigned int count,
			 struct probe_result *result)
{
	const struct probe_part *least = &parts[0];

	for (unsigned int i = 1; i < count; i++)
		if (parts[i].class < least->class)
			least = &parts[i];
	if (least->class == PROBE_NEVER)
		set_verdict(result, PROBE_SKIPPED, "%s", least->reason);
	else
		set_verdict(result, PROBE_SKIPPED, "class %s: %s", probe_class_name(least->class),
			    least->reason);
}

static bool probe_place(struct writing *writing, const struct probe_place *place, bool late,
			struct probe_result *result)
{
	enum probe_class class = writing->order->class;
	struct probe_part parts[PROBE_PARTS];
	unsigned int count =
		probe_parts(&writing->inspection->prediction, &place->place, class, parts);

	if (!late)
		note_skipped(parts, count, result);
	for (unsigned int i = 0; i < count && writing->fault->code == FAULT_NONE; i++) {
		if (parts[i].class <= class && parts[i].late == late &&
		    !probe_part(writing, place, &parts[i], result))
			return false;
	}
	if (writing->order->pause != NULL)
		writing->order->pause();
	return true;
}

/* After all writes, reads every written place again. */
static bool look_back(struct writing *writing, struct probe_log *log)
{
	for (size_t i = 0; i < log->count; i++) {
		struct probe_result *result = &log->list[i];
		struct probe_sight now, before = { result->user_before, result->hardware_before };
		int digits = 2 * result->place.width;

		if (!result->written.known || result->verdict == PROBE_CONTRADICTED ||
		    result->verdict == PROBE_UNSTABLE)
			continue;
		if (!look(writing, &result->place, &now) ||
		    (reads_ones(&result->place, &now) && is_gone(writing)))
			return false;
		if (differing(writing, &result->place, &before, &now) == 0)
			continue;
		if (is_moving(writing, &result->place)) {
			worsen(result, PROBE_UNSTABLE, "%s", "it changes by itself");
			continue;
		}
		writing->left = true;
		worsen(result, PROBE_CONTRADICTED,
		       "at the end: user %0*x, was %0*x; hardware %0*x, was %0*x", digits,
		       now.user.value, digits, before.user.value, digits, now.hardware.value,
		       digits, before.hardware.value);
	}
	return true;
}

/* Whether everything is restored. Bits that the device itself changes cannot be. */
static bool all_is_back(const struct probe_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->list[i].written.known && log->list[i].verdict == PROBE_CONTRADICTED)
			return false;
	return true;
}

static bool begin_log(const struct probe_plan *plan, struct probe_log *log)
{
	log->list = memory_take_zeroed(plan->count + 1, sizeof(*log->list));
	if (log->list == NULL) {
		fault_set(&log->fault, FAULT_IO, ENOMEM, "out of memory");
		return false;
	}
	for (size_t i = 0; i < plan->count; i++) {
		struct probe_result *result = &log->list[log->count++];
		const struct register_place *place = &plan->list[i].place;

		*result = (struct probe_result) { .place = *place, .verdict = PROBE_SKIPPED };
		if (place->known != NULL)
			result->entry = *place->known;
	}
	return true;
}

/* Writes both whole views to the journal. */
static bool open_journal(struct writing *writing)
{
	const struct device *device = writing->inspection->device;
	const struct journal_place place = {
		.directory = writing->order->journal, .address = device->address,
		.command = "probe", .make = true,
	};
	CLEANUP_FREE struct config_space *spaces = memory_take(2 * sizeof(*spaces));

	if (spaces == NULL) {
		fault_set(writing->fault, FAULT_IO, ENOMEM, "out of memory");
		return false;
	}
	if (vfio_read_config(&writing->vfio->config, &spaces[1], writing->fault) != 0)
		return false;
	space_clear(&spaces[0], spaces[1].size, VIEW_HARDWARE);
	if (writing->hardware)
		spaces[0] = device->space;
	return journal_open(&place, &spaces[0], &spaces[1], &writing->journal,
			    writing->fault) == 0;
}

/* Whether to change nothing more: after a signal, or because the kernel wants the device back. */
static bool is_stopped(struct writing *writing)
{
	if (vfio_release_wanted(writing->release))
		vfio_fault_release(writing->fault);
	return writing->fault->code != FAULT_NONE || stop_wanted();
}

/* False if the device could no longer be read: its state is not known. */
static bool make_writes(struct writing *writing, const struct probe_plan *plan,
			struct probe_log *log)
{
	bool answers = true;

	for (int late = 0; late < 2; late++) {
		for (size_t i = 0; i < plan->count && answers && !is_stopped(writing); i++) {
			answers = probe_place(writing, &plan->list[i], late != 0, &log->list[i]);
			if (!answers && log->fault.code != FAULT_NONE)
				set_verdict(&log->list[i], PROBE_ERROR, "%.*s",
					    PROBE_REASON_SIZE - 1, log->fault.message);
		}
	}
	if (answers && !is_stopped(writing))
		answers = look_back(writing, log);
	return answers;
}

void probe_run_writes(const struct inspection *inspection, const struct vfio_device *vfio,
		      const struct probe_plan *plan, const struct probe_order *order,
		      struct probe_log *log)
{
	CLEANUP_FD int release = vfio_watch_release(vfio);
	struct writing writing = {
		.inspection = inspection,
		.vfio = vfio,
		.order = order,
		.hardware = inspection->device->space.view == VIEW_HARDWARE,
		.journal = JOURNAL_CLOSED,
		.release = release,
		.fault = &log->fault,
	};

	if (!open_journal(&writing) || !begin_log(plan, log))
		return;
	if (make_writes(&writing, plan, log) && !writing.left && all_is_back(log))
		journal_end(&writing.journal, log->fault.code == FAULT_NONE ? &log->fault : NULL);
	else
		journal_leave(&writing.journal);
}
