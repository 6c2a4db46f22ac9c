/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/memory.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "inputs/operation_words.h"
#include "tasks/probe_write_run.h"
#include "tasks/stop.h"

/* The result of one device. */
struct probed {
	const struct device *device;
	struct probe_log log;
	struct probed *next;
};

/* What one run probes, and its results. */
struct probing {
	struct operations wanted;
	struct probed *done;
	struct probe_step *steps;	/* of the current device; owned */
	pthread_mutex_t lock;		/* of the list of results */
	bool alone;			/* there is one thread */
	enum probe_class class;
};

static struct probed *find_probed(const struct probing *probing, const struct device *device)
{
	struct probed *probed = probing->done;

	while (probed != NULL && probed->device != device)
		probed = probed->next;
	return probed;
}

static struct probed *add_probed(struct probing *probing, const struct device *device)
{
	struct probed *probed = memory_take_zeroed(1, sizeof(*probed));

	if (probed == NULL)
		return NULL;
	probed->device = device;
	pthread_mutex_lock(&probing->lock);
	probed->next = probing->done;
	probing->done = probed;
	pthread_mutex_unlock(&probing->lock);
	return probed;
}

static void end_probing(struct probing *probing)
{
	while (probing->done != NULL) {
		struct probed *probed = probing->done;

		probing->done = probed->next;
		probe_log_end(&probed->log);
		free(probed);
	}
	free(probing->steps);
	operations_free(&probing->wanted);
}

/*
 * If the rules were wrong, a bit predicted as dropped would reach the device. So writes need
 * rules that the kernel itself has confirmed; writes that never reach the device need known ones.
 */
static int check_basis(const struct reach *reach, const struct rules *rules, bool asked,
		       struct fault *fault)
{
	const struct probing *probing = reach->own;
	enum probe_class class = probing->class;

	if (class == PROBE_READ || rules->basis >= BASIS_VERIFIED ||
	    (class == PROBE_VIRTUAL && rules->basis == BASIS_TABLE))
		return 0;
	if (!asked && reach->begun && reach->permissions != NULL)
		return 0;	/* compared once the device is open */
	if (memory_has_failed())
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	fault_set(fault, FAULT_REFUSED, EPERM,
		  "--write=%s needs rules that the running kernel has confirmed, and the basis of rules %.64s is '%s': %.120s",
		  probe_class_name(class), rules->name, rules_basis_name(rules->basis),
		  !reach->begun ? reach->memory_fault.message
		  : reach->permissions != NULL ? "it did not tell of this device" : reach->permissions_fault.message);
	if (rules->basis == BASIS_TABLE)
		fault_hint(fault, "--write=virtual goes with them");
	else
		fault_hint(fault, "see: vfio-cfgtool verify");
	return -EPERM;
}

/* Refuses a device that an interrupted run left changed. */
static int check_journal(const struct reach *reach, const struct device *device,
			 struct fault *fault)
{
	CLEANUP_JOURNAL_LOCK struct journal_lock lock = JOURNAL_UNLOCKED;
	const struct journal_place place = {
		.directory = reach->settings->journal,
		.address = device->address,
		.command = "probe",
	};
	struct fault cause = { .code = FAULT_NONE };
	char address[ADDRESS_TEXT_SIZE];
	int error = journal_lock(&place, &lock, &cause);

	if (error == -ENOENT || (error == 0 && !lock.left))
		return 0;	/* no directory, no journal */
	if (error != 0) {
		*fault = cause;
		return error;
	}
	fault_set(fault, FAULT_REFUSED, EEXIST, "an interrupted probe left it changed: there is a journal");
	fault_hint(fault, "put it back: vfio-cfgtool restore %s",
		   address_format(&device->address, address));
	return -EEXIST;
}

/* Builds the map again. Fails unless the device has every place that was named. */
static int prepare(const struct reach *reach, struct device *device)
{
	const struct probing *probing = reach->own;
	int error = inspection_renew(reach, device, "what it does");

	if (error != 0)
		return error;
	return operations_find(&reach->inspection->prediction, &probing->wanted, &device->error);
}

/* Checks that a device may be probed, before an open resets it. */
static int before_open(const struct reach *reach, struct device *device)
{
	const struct probing *probing = reach->own;
	int error;

	if (stop_wanted())
		return fault_set(&device->error, FAULT_IO, EINTR, "not probed: a signal came before");
	error = prepare(reach, device);
	if (error == 0)
		error = check_basis(reach, &reach->inspection->prediction.rules, false,
				    &device->error);
	if (error == 0 && probing->class != PROBE_READ)
		error = check_journal(reach, device, &device->error);
	return error;
}

/* Probes the open device. Judges it by what it holds now, after the reset. */
static int session(const struct reach *reach, const struct vfio_region *config,
		   const struct vfio_device *own, struct device *device)
{
	struct probing *probing = reach->own;
	CLEANUP_FREE struct probe_plan *plan = memory_take(sizeof(*plan));
	struct probed *probed = add_probed(probing, device);
	const struct probe_order order = {
		.class = probing->class,
		.journal = reach->settings->journal,
		.pause = probing->alone ? stop_pause : NULL,
	};
	int error = 0;

	(void)config;
	if (plan == NULL || probed == NULL)
		return fault_set(&device->error, FAULT_IO, ENOMEM, "out of memory");
	if (device->user == NULL)
		error = sysfs_read_config(&device->address, &device->space, &device->error);
	if (error == 0)
		error = prepare(reach, device);
	if (error == 0)
		error = probe_plan_make(reach->inspection, &probing->wanted, plan, &device->error);
	if (error == 0)
		error = check_basis(reach, &reach->inspection->prediction.rules, true,
				    &device->error);
	if (error != 0)
		return error;
	if (order.class == PROBE_READ)
		probe_run_reads(reach->inspection, own, plan, &probed->log);
	else
		probe_run_writes(reach->inspection, own, plan, &order, &probed->log);
	return 0;
}

static bool is_judged(const unsigned int verdicts[PROBE_VERDICTS])
{
	return verdicts[PROBE_CONFIRMED] + verdicts[PROBE_CONSISTENT] +
	       verdicts[PROBE_CONTRADICTED] > 0;
}

/* The status that follows from the verdicts. */
static enum exit_status verdict_status(const struct options *options, const struct probe_log *log)
{
	unsigned int verdicts[PROBE_VERDICTS];
	enum exit_status status = EXIT_DONE;

	probe_count(log->list, log->count, verdicts);
	if (verdicts[PROBE_ERROR] > 0 || (options->strict && !is_judged(verdicts)))
		status = EXIT_UNUSABLE;
	if (verdicts[PROBE_CONTRADICTED] > 0)
		status = EXIT_DISAGREED;
	if (options->strict && is_judged(verdicts) &&
	    verdicts[PROBE_CONFIRMED] + verdicts[PROBE_SKIPPED] < log->count)
		status = EXIT_DISAGREED;
	return status;
}

static void tell_contradictions(const struct device *device, const struct probe_log *log)
{
	char address[ADDRESS_TEXT_SIZE], text[PLACE_TEXT_SIZE];

	address_format(&device->address, address);
	for (size_t i = 0; i < log->count; i++)
		if (log->list[i].verdict == PROBE_CONTRADICTED)
			message_error(address, "%s is contradicted: %s",
				      register_place_text(&log->list[i].place, text),
				      log->list[i].reason);
}

/* Unless the device has a fault: tells the first place that could not be probed, and how many more. */
static void tell_errors(const struct device *device, const struct probe_log *log)
{
	char address[ADDRESS_TEXT_SIZE], text[PLACE_TEXT_SIZE], more[32] = "";
	const struct probe_result *first = NULL;
	unsigned int others = 0;

	for (size_t i = 0; i < log->count && log->fault.code == FAULT_NONE; i++) {
		if (log->list[i].verdict != PROBE_ERROR)
			continue;
		if (first == NULL)
			first = &log->list[i];
		else
			others++;
	}
	if (first == NULL)
		return;
	if (others > 0)
		snprintf(more, sizeof(more), " (and %u more)", others);
	message_error(address_format(&device->address, address), "%s: %s%s",
		      register_place_text(&first->place, text), first->reason, more);
}

/* Lists the steps of --dry-run in their order. */
static enum exit_status finish_plan(enum probe_class class, struct inspection *inspection,
				    struct probing *probing, struct report *report)
{
	CLEANUP_FREE struct probe_plan *plan = memory_take(sizeof(*plan));

	if (plan == NULL ||
	    probe_plan_make(inspection, &probing->wanted, plan, &report->error) != 0)
		return EXIT_UNUSABLE;
	free(probing->steps);
	report->step_count = probe_steps(&inspection->prediction, plan, class, NULL, 0);
	probing->steps = memory_take_zeroed(report->step_count + 1, sizeof(*probing->steps));
	if (probing->steps == NULL)
		return EXIT_UNUSABLE;
	probe_steps(&inspection->prediction, plan, class, probing->steps, report->step_count);
	report->steps = probing->steps;
	return EXIT_DONE;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct probing *probing = context->own;
	const struct options *options = context->options;
	struct probed *probed = find_probed(probing, report->device);
	enum exit_status status;

	if (report->policy == NULL)
		return EXIT_UNUSABLE;
	report->dry_run = options->dry_run;
	if (options->dry_run)
		return finish_plan(probing->class, inspection, probing, report);
	if (probed == NULL)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < probed->log.count; i++)
		if (probed->log.list[i].place.known != NULL)
			probed->log.list[i].place.known = &probed->log.list[i].entry;
	report->probes = probed->log.list;
	report->probe_count = probed->log.count;
	report->probe_part = probing->wanted.count != 0;
	report->strict = options->strict;
	report->error = probed->log.fault;
	status = verdict_status(options, &probed->log);
	tell_contradictions(report->device, &probed->log);
	tell_errors(report->device, &probed->log);
	if (report->error.code != FAULT_NONE)
		status = command_combine(status, EXIT_UNUSABLE);
	return status;
}

/* Checks that the options fit together. */
static enum exit_status check_options(const struct options *options)
{
	if (options->write == PROBE_READ &&
	    (options->task.journal != NULL || options->know_device)) {
		message_error(options->task.journal != NULL ? "--journal" : "--i-know-this-device",
			      "goes with --write only");
		return EXIT_USAGE;
	}
	if (options->write != PROBE_ALL || options->know_device || options->dry_run)
		return EXIT_DONE;
	message_error("--write=all", "writes raw bytes, resets and changes the power state: what that does is the device's own affair");
	message_hint("see what it would do with --dry-run; then add --i-know-this-device");
	return EXIT_REFUSED;
}

static enum exit_status run_wanted(const struct options *options, struct probing *probing)
{
	bool verified =
		options->task.require != BASIS_ASSUMED && options->task.require != BASIS_TABLE;
	const struct inspector inspector = {
		.command = &command_probe,
		.past_vfio = options->dry_run,
		.must_open = !options->dry_run,
		.policy = true,
		.verifies = !options->dry_run && (options->write != PROBE_READ || verified),
		.before_open = options->dry_run ? NULL : before_open,
		.session = session,
		.side_by_side = !options->dry_run,
		.finish = finish,
	};
	enum exit_status status;

	if (options->write != PROBE_READ && !options->dry_run)
		stop_begin();
	status = inspect(options, &inspector, probing);
	if (options->write != PROBE_READ && !options->dry_run)
		stop_end();
	return status;
}

static enum exit_status run(const struct options *options)
{
	struct probing probing = {
		.class = options->write,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.alone = !options->selected && options->arguments[0] != NULL &&
			 options->arguments[1] == NULL,
	};
	enum exit_status status = check_options(options);

	if (status == EXIT_DONE)
		status = operations_parse_reads(options, &probing.wanted);
	if (status == EXIT_DONE)
		status = run_wanted(options, &probing);
	end_probing(&probing);
	return status;
}

const struct command command_probe = {
	.name = "probe",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID} [REGISTER|RANGE|-]...",
	.summary = "compare the device's behaviour with the prediction",
	.group = GROUP_JUDGE,
	.does = "opens the device, and so resets it; writes only with --write; needs root, or its node",
	.examples = {
		{ "probe 01:00.0", "reads only" },
		{ "probe --dry-run --write=virtual 01:00.0", "what it would write" },
		{ "probe 01:00.0 CAP_MSI", "one capability" },
	},
	.renderers = probe_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE, OPTION_DRY_RUN,
		OPTION_STRICT, OPTION_JOURNAL, OPTION_WRITE, OPTION_KNOW, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
