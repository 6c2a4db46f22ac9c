/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* trace: accesses of VFIO users to configuration space, as they happen. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "access/system/pci.h"
#include "access/system/process.h"
#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "call/command.h"
#include "call/messages.h"
#include "inputs/select.h"
#include "commands/trace_devices.h"
#include "commands/trace_limits.h"
#include "format/print.h"
#include "format/wrap.h"
#include "kernel/cause.h"
#include "kernel/trace.h"
#include "model/trace/needs.h"
#include "output/policy_file.h"
#include "output/trace.h"

#define TURN_MILLISECONDS 500	/* between two looks at the module, at most */

/*
 * After records were taken, more may gather for this time. The kernel wakes a reader that waits
 * at each record: this keeps a busy user from paying for a hundred times as many wake-ups.
 */
#define PAUSE_MILLISECONDS 10

#define PENDING_SHOWN 64

enum form { FORM_TABLE, FORM_JSONL, FORM_ROWS, FORM_NEEDS, FORM_SUMMARY };

static const char *const forms[] = { "table", "jsonl", "rows", "needs", "summary", NULL };

/* Processes whose identity is kept, at most. */
#define KNOWN_PROCESSES 16

struct known_process {
	uint64_t number;	/* 0: none */
	struct process_identity identity;
};

/* One run. */
struct run {
	const struct options *options;
	enum form form;
	struct report_run facts;
	struct kernel_trace trace;
	struct trace_devices devices;
	struct trace_limits limits;	/* of --against */
	uint64_t outside;		/* accesses that broke one of them ... */
	uint64_t unjudged;		/* ... and that could not be held against them */
	struct trace_record record;
	struct known_process known[KNOWN_PROCESSES];	/* since a device was opened last */
	int64_t clock;
	unsigned int width;	/* of the terminal, at the last turn */
	uint64_t unnamed;	/* records of no device */
	uint64_t shown;
	bool proven;		/* the places in the kernel's structure are right */
	bool attached;		/* at any time */
	ino_t module;		/* of the module's directory: another after it was loaded again */
	struct trace_end end;
	int error;
};

static int64_t clock_difference(void)
{
	struct timespec real, monotonic;

	clock_gettime(CLOCK_REALTIME, &real);
	clock_gettime(CLOCK_MONOTONIC, &monotonic);
	return ((int64_t)real.tv_sec - monotonic.tv_sec) * INT64_C(1000000000) + real.tv_nsec -
	       monotonic.tv_nsec;
}

/* The module's directory in sysfs; 0: it is not loaded, or built in. */
static ino_t module_now(void)
{
	static const char *const names[] = { "vfio_pci_core", "vfio_pci" };
	struct stat status;

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		char path[SYSFS_PATH_SIZE];

		snprintf(path, sizeof(path), SYSFS_MODULES "/%s", names[i]);
		if (stat(path, &status) == 0)
			return status.st_ino;
	}
	return 0;
}

/* Whether --only shows a part of an access, which is a write unless it asks for hidden or raw. */
static bool is_wanted_part(enum only_choice only, const struct trace_part *part,
			   const struct prediction *prediction)
{
	switch (only) {
	case ONLY_HARDWARE_WRITE:
		return (part->bits.write & ~part->bits.write_virtual) != 0;
	case ONLY_VIRTUAL_WRITE:
		return part->bits.write_virtual != 0;
	case ONLY_EFFECT:
		for (unsigned int i = 0; i < EFFECTS; i++)
			if (part->effect[i] != 0)
				return true;
		return false;
	case ONLY_HIDDEN:
		return part->known != NULL && part->known->hidden;
	case ONLY_RAW:
		return prediction->map.owner_of[part->offset] == OWNER_RAW;
	case ONLY_DROPPED:
		return trace_dropped(part) != 0;
	default:
		return true;
	}
}

/* Whether --only shows an access: one of its registers is enough. */
static bool is_wanted(const struct run *run, const struct traced_device *traced)
{
	enum only_choice only = run->options->only;
	struct trace_walk walk;
	struct trace_part part;

	if (only == ONLY_NOTHING)
		return true;
	if (run->record.write == 0 && only != ONLY_HIDDEN && only != ONLY_RAW)
		return false;
	if (only == ONLY_WRITE)
		return true;
	if (traced == NULL || !traced->judged)
		return false;
	trace_walk_begin(&walk, traced->prediction, &run->record);
	while (trace_walk_next(&walk, &part))
		if (is_wanted_part(only, &part, traced->prediction))
			return true;
	return false;
}

/*
 * The identity of the record's process. It is read once for each open of a device, as /proc is
 * slow, and the number of a process that has ended can be another's by the next open.
 */
static const struct process_identity *identify(struct run *run)
{
	uint64_t number = run->record.thread >> 32;
	struct known_process *known = &run->known[number % KNOWN_PROCESSES];

	if (known->number != number)
		process_identify((pid_t)number, &known->identity);
	known->number = number;
	return &known->identity;
}

/* Prints an access, if the form has each of them. */
static void show(struct run *run, const struct traced_device *traced,
		 const struct policy_rule *denied_by)
{
	const struct process_identity *identity;
	struct trace_event event = {
		.record = &run->record, .clock = run->clock,
		.values = !run->options->no_values, .denied_by = denied_by,
	};

	if (run->form == FORM_NEEDS || run->form == FORM_SUMMARY)
		return;
	identity = identify(run);
	event.process = identity->name;
	event.guest = identity->guest;
	event.cgroup = identity->cgroup;
	if (traced != NULL) {
		event.device = traced->device;
		event.prediction = traced->judged ? traced->prediction : NULL;
		event.usage = traced->judged ? traced->usage : NULL;
		if (sysfs_vfio_driver(traced->device->driver) == VFIO_DRIVER_OVERLAYS)
			event.driver_changes = traced->device->driver;
	}
	run->shown++;
	if (run->form == FORM_TABLE)
		trace_print_line(&run->facts, &event, run->width);
	else if (run->form == FORM_JSONL)
		run->error = trace_print_json(&run->facts, &event);
	else if (run->form == FORM_ROWS)
		run->error = trace_print_rows(&event);
}

/* Shows an access; with --against only if it breaks a rule. Counts those not judged. */
static void show_or_judge(struct run *run, const struct traced_device *traced)
{
	const struct policy_rule *denied_by;

	if (run->options->against == NULL) {
		show(run, traced, NULL);
		return;
	}
	if (traced == NULL || !traced->judged) {
		run->unjudged++;
		return;
	}
	denied_by = trace_limits_break(&run->limits, traced, &run->record, &run->error);
	if (denied_by == NULL)
		return;
	run->outside++;
	show(run, traced, denied_by);
}

/* Tells once why a device cannot be judged. */
static void tell_unjudged(struct traced_device *traced)
{
	char address[ADDRESS_TEXT_SIZE];
	bool told = traced->told;

	traced->told = !traced->judged;
	if (told || traced->judged)
		return;
	message_note(address_format(&traced->device->address, address),
		     "its accesses are shown without registers: %s",
		     traced->fault.message[0] != '\0' ? traced->fault.message
						      : "it has no map under these rules");
}

/*
 * Without type information the first record has to prove where the kernel keeps what: it
 * names a function that a VFIO driver has.
 */
static bool prove(struct run *run)
{
	struct pci_address address;
	struct fault fault = { 0 };

	if (!run->trace.assumed || run->proven)
		return true;
	run->proven = address_parse(run->record.name, &address) && sysfs_is_vfio(&address);
	if (run->proven)
		return true;
	run->error = cause_layout(&fault);
	message_fault(NULL, &fault);
	return false;
}

static void take_record(struct run *run)
{
	struct traced_device *traced;
	bool unnamed, stale;

	if (!prove(run))
		return;
	traced = trace_devices_find(&run->devices, &run->record, &unnamed, &stale, &run->error);
	if (stale)
		kernel_trace_forget(&run->trace, run->record.structure);
	if ((run->record.flags & TRACE_IS_MAP) != 0)
		memset(run->known, 0, sizeof(run->known));
	if ((traced == NULL && !unnamed) ||
	    (run->record.flags & (TRACE_IS_MAP | TRACE_IS_COPY)) != 0)
		return;
	run->unnamed += unnamed;
	if (traced != NULL)
		tell_unjudged(traced);
	if (is_wanted(run, traced) && run->error == 0)
		show_or_judge(run, traced);
	if (traced != NULL && traced->judged)
		trace_usage_add(traced->usage, traced->prediction, &run->record);
}

static void drain(struct run *run)
{
	uint64_t shown = run->shown;

	run->width = wrap_terminal(stdout);	/* a window can change its size */
	if (run->facts.width != 0)
		print_fit(run->width);
	while (run->error == 0 && kernel_trace_next(&run->trace, &run->record))
		take_record(run);
	if (run->shown != shown && (fflush(stdout) != 0 || ferror(stdout) != 0))
		run->error = -EPIPE;
}

/* Attaches the probes, or notes that the module is not loaded yet. */
static int attach(struct run *run, bool *waiting, struct fault *fault)
{
	int error = kernel_trace_attach(&run->trace, fault);

	run->module = module_now();
	if (error == 0) {
		run->end.reattached += run->attached;
		run->attached = true;
	}
	if (error != -ENOENT)
		return error;
	if (!*waiting)
		message_note(NULL, "the module vfio_pci_core is not loaded: waiting for it");
	*waiting = true;
	return 0;
}

/*
 * Asks a module that was just loaded for its layout and its tables: before, nobody knew them,
 * and it can be another than before.
 */
static int renew(struct run *run, struct fault *fault)
{
	int error = kernel_trace_renew(&run->trace, fault);

	run->proven = false;
	return error == 0 ? trace_devices_renew(&run->devices, fault) : error;
}

/* The probes go silent without an error when the module is unloaded. */
static int watch_module(struct run *run, bool *waiting, struct fault *fault)
{
	ino_t now = module_now();
	int error;

	if (now == run->module && !*waiting)
		return 0;
	if (now == run->module && now == 0)
		return 0;
	kernel_trace_detach(&run->trace);
	drain(run);
	kernel_trace_forget(&run->trace, 0);
	if (!*waiting && now == 0)
		message_note(NULL, "the module vfio_pci_core was unloaded: waiting for it");
	if (now == 0) {
		run->module = 0;
		*waiting = true;
		return 0;
	}
	*waiting = false;
	error = renew(run, fault);
	if (error == 0)
		error = attach(run, waiting, fault);
	if (error == 0 && !*waiting)
		message_note(NULL, "the module vfio_pci_core was loaded: attached to it");
	return error;
}

static int signals_open(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* How long the next turn may wait, in milliseconds; 0: the time is over. */
static int turn_length(const struct run *run, const struct timespec *start)
{
	struct timespec now;
	int64_t left;

	if (run->options->duration == 0)
		return TURN_MILLISECONDS;
	clock_gettime(CLOCK_MONOTONIC, &now);
	left = ((int64_t)start->tv_sec + run->options->duration - now.tv_sec) * 1000 +
	       (start->tv_nsec - now.tv_nsec) / 1000000;
	if (left <= 0)
		return 0;
	return left < TURN_MILLISECONDS ? (int)left : TURN_MILLISECONDS;
}

/* Reads records until a signal, the end of the time, or an error. */
static int follow(struct run *run, struct fault *fault)
{
	CLEANUP_FD int signals = signals_open();
	struct pollfd waits[] = {
		{ .fd = kernel_trace_descriptor(&run->trace), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};
	struct timespec start;
	bool waiting = false;
	int error = attach(run, &waiting, fault), turn;

	clock_gettime(CLOCK_MONOTONIC, &start);
	if (error == 0 && !run->options->quiet)
		message_note(NULL, "tracing; Ctrl-C ends it");
	while (error == 0 && run->error == 0 && (turn = turn_length(run, &start)) > 0) {
		if (poll(waits, ARRAY_LENGTH(waits), turn) < 0 && errno != EINTR)
			return fault_set(fault, FAULT_IO, errno, "cannot wait for accesses");
		drain(run);
		if ((waits[1].revents & POLLIN) != 0)
			break;
		error = watch_module(run, &waiting, fault);
		if (waits[0].revents != 0)
			poll(&waits[1], 1, PAUSE_MILLISECONDS);
	}
	return error;
}

/* Shows the accesses that never returned, and says so. */
static void show_pending(struct run *run)
{
	CLEANUP_FREE struct trace_record *pending = memory_take_zeroed(PENDING_SHOWN, sizeof(*pending));

	run->end.pending = kernel_trace_pending(&run->trace, pending,
						pending != NULL ? PENDING_SHOWN : 0);
	for (size_t i = 0; pending != NULL && i < run->end.pending && i < PENDING_SHOWN; i++) {
		run->record = pending[i];
		run->record.flags |= TRACE_NO_RETURN;
		take_record(run);
	}
}

static void print_needs(struct run *run)
{
	bool first = true;

	for (size_t i = 0; i < run->devices.count; i++) {
		const struct traced_device *traced = &run->devices.traced[i];

		if (!traced->judged)
			continue;
		policy_file_needs(&run->facts, traced->device, traced->prediction, traced->usage,
				  first);
		first = false;
	}
}

static void print_summaries(struct run *run)
{
	for (size_t i = 0; i < run->devices.count && run->error == 0; i++) {
		const struct traced_device *traced = &run->devices.traced[i];

		if (i > 0)
			putchar('\n');
		if (traced->judged)
			run->error = trace_print_summary(&run->facts, traced->device,
							 traced->prediction, traced->usage);
	}
}

/* Tells the counts if a call is missing from the output. */
static void tell_counts(const struct run *run)
{
	const struct trace_counts *counts = &run->end.counts;
	uint64_t without = counts->unreturned + counts->unnoted;

	if (counts->lost + without + run->end.pending + run->unnamed != 0)
		message_note(NULL, "%" PRIu64 " accesses began: %" PRIu64 " seen, %" PRIu64
			     " lost as the ring was full, %" PRIu64
			     " without their return, %zu under way", counts->entries,
			     counts->sent, counts->lost, without, run->end.pending);
	if (run->unjudged != 0)
		message_error(run->options->against, "%" PRIu64
			      " accesses could not be held against it, as the map of their device "
			      "was not seen", run->unjudged);
	if (run->unnamed != 0)
		message_note(NULL, "%" PRIu64 " accesses name no device that is known here",
			     run->unnamed);
}

static void finish(struct run *run)
{
	kernel_trace_detach(&run->trace);
	drain(run);
	kernel_trace_counts(&run->trace, &run->end.counts);
	show_pending(run);
	if (run->error != 0)
		return;
	if (run->form == FORM_JSONL)
		run->error = trace_print_end(&run->facts, &run->end);
	else if (run->form == FORM_NEEDS)
		print_needs(run);
	else if (run->form == FORM_SUMMARY)
		print_summaries(run);
	tell_counts(run);
}

/* Loads the probes last, so that their records always have a reader. */
static int begin(struct run *run, const struct device_list *list, struct fault *fault)
{
	int error;

	if (!pci_is_shown(fault))
		return -ENODEV;
	error = trace_devices_begin(&run->devices, run->options, list->count > 0 ? list : NULL,
				    fault);
	return error == 0 ? kernel_trace_begin(&run->trace, KERNEL_TRACE_RING, fault) : error;
}

static enum exit_status status_of(const struct run *run)
{
	const struct trace_counts *counts = &run->end.counts;

	if (run->error != 0)
		return EXIT_UNUSABLE;
	if (run->outside != 0)
		return EXIT_DISAGREED;
	if (run->unjudged != 0)
		return EXIT_UNUSABLE;
	if (run->options->strict &&
	    (counts->lost + counts->unreturned + counts->unnoted != 0 || run->end.reattached != 0))
		return EXIT_DISAGREED;
	return EXIT_DONE;
}

static enum form form_of(const char *name)
{
	unsigned int form = 0;

	while (name != NULL && forms[form] != NULL && strcmp(forms[form], name) != 0)
		form++;
	return (enum form)form;
}

/* Runs the whole trace. */
static enum exit_status session(struct run *run, const struct device_list *list)
{
	struct fault fault = { 0 };
	int error = begin(run, list, &fault);

	if (error == 0)
		error = follow(run, &fault);
	if (error == 0) {
		finish(run);
		error = cause_switched_off(&fault);	/* in the middle of it */
	}
	if (error == 0)
		return status_of(run);
	message_fault(NULL, &fault);
	return EXIT_UNUSABLE;
}

static enum exit_status trace(const struct options *options, const struct device_list *list,
			      struct run *run)
{
	enum exit_status status = EXIT_DONE;

	run->options = options;
	run->form = form_of(options->output);
	run->clock = clock_difference();
	run->trace = (struct kernel_trace)KERNEL_TRACE_ENDED;
	command_run_facts(options, &command_trace, &run->facts);
	if (options->against != NULL)
		status = trace_limits_begin(&run->limits, options->against);
	if (status == EXIT_DONE)
		status = session(run, list);
	kernel_trace_end(&run->trace);
	trace_devices_end(&run->devices);
	trace_limits_end(&run->limits);
	return status;
}

static enum exit_status run_trace(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { 0 };
	bool named = options->arguments[0] != NULL || options->selected;
	CLEANUP_FREE struct run *run = memory_take_zeroed(1, sizeof(*run));
	enum exit_status status = EXIT_DONE;

	if (run == NULL) {
		message_error(NULL, "out of memory");
		return EXIT_UNUSABLE;
	}
	if (named)
		status = select_devices(options, false, &list);
	return status == EXIT_DONE ? trace(options, &list, run) : status;
}

const struct command command_trace = {
	.name = "trace",
	.arguments = "[OPTION...] [DEVICE...]",
	.summary = "the accesses of VFIO users as they happen, and what they need",
	.group = GROUP_LOOK,
	.does = "reads kernel memory and loads BPF programs; opens nothing; needs root",
	.examples = {
		{ "trace 01:00.0", "each access as it happens" },
		{ "trace -o summary --duration=60", "a line for each register used" },
		{ "trace --against=nic.policy", "only what a policy forbids" },
	},
	.formats = forms,
	.options = (const enum option_id[]) {
		OPTION_SLOT, OPTION_ID, OPTION_OUTPUT, OPTION_TO, OPTION_ONLY, OPTION_STRICT,
		OPTION_DURATION, OPTION_AGAINST, OPTION_NO_VALUES, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.run = run_trace,
};
