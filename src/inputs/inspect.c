/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/inspect.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/macros.h"
#include "base/memory.h"
#include "call/dump_names.h"
#include "inputs/devices.h"
#include "inputs/guest.h"
#include "call/messages.h"
#include "tasks/ahead.h"
#include "tasks/device_rules.h"
#include "inputs/select.h"
#include "tasks/side_by_side.h"
#include "inputs/skip.h"
#include "inputs/warnings.h"
#include "model/vfio/capability.h"
#include "model/vfio/overlay.h"
#include "model/vfio/permissions.h"
#include "model/vfio/rules_in_kernel.h"
#include "model/verdict/verify.h"

static void warn_of_map(struct report *report, const struct map_warning *warning)
{
	const char *name = map_warning_name(warning->code), *text = map_warning_text(warning->code);

	if (warning->code == WARNING_NOT_IN_DUMP)
		warn(report, name, warning->offset, "%02x-%02x: %s", warning->offset, warning->end,
		     text);
	else
		warn(report, name, warning->offset, "%s", text);
}

static void collect_warnings(struct report *report)
{
	const struct map *map = report->map;

	warn_of_device(report);
	for (unsigned int i = 0; i < map->warnings; i++)
		warn_of_map(report, &map->warning[i]);
	if (map->warnings_cut)
		warn(report, "more-warnings", -1, "only the first %d are shown", MAP_WARNINGS);
}

/* Bytes of configuration space that the kernel shows to an ordinary user. */
#define HEADER_SIZE 64

/* Fills why there are too few bytes for a map. */
static void explain_short(const struct device *device, struct fault *fault)
{
	const struct config_space *space = &device->space;
	unsigned int first = 0;

	while (space_is_known(space, first))
		first++;
	if (space->read == 0)
		fault_set(fault, FAULT_SHORT, EIO, "no byte of its configuration space is there");
	else if (space->read == first)
		fault_set(fault, FAULT_SHORT, EIO,
			  "only %u bytes of configuration space are there, of at least %u",
			  space->read, SPACE_SIZE);
	else
		fault_set(fault, FAULT_SHORT, EIO,
			  "byte %02x and others of the first 100 are not there: rows are missing",
			  first);
	if (device->source != SOURCE_DUMP)
		fault_hint(fault, "run it as root");
	else if (space->read == 0 || (space->read == first && first == HEADER_SIZE))
		fault_hint(fault, "make the dump as root: lspci -xxxx > FILE");
	else
		fault_hint(fault, "copy all rows of: lspci -xxxx");
}

/* Fills why there is no map. */
static void explain_state(struct report *report)
{
	const struct map *map = report->map;

	switch (map->state) {
	case MAP_BUILT:
		break;
	case MAP_SHORT:
		explain_short(report->device, &report->error);
		break;
	case MAP_INIT_FAILS:
		fault_set(&report->error, FAULT_INIT_FAILS, EINVAL,
			  "vfio-pci cannot open such a device: the capability at %02x makes %s at %x",
			  map->failure_start, map_failure_text(map->failure), map->failure_offset);
		break;
	}
}

void inspection_describe(struct report *report)
{
	report->error = (struct fault) { .code = FAULT_NONE };
	report->warnings = 0;
	explain_state(report);
	collect_warnings(report);
}

/* The running kernel's rules if a dump is judged by others: the reader might expect them. */
static const char *other_rules(const struct inspect_context *context, const struct device *device,
			       const struct rules *rules)
{
	if (device->source != SOURCE_DUMP || device->capture != NULL ||
	    rules_equal(rules, &context->running))
		return NULL;
	return context->running.name;
}

/* One device from its bytes to a report. */
static enum exit_status judge(const struct inspect_context *context, const struct reach *reach,
			      struct inspection *inspection, struct report *report)
{
	const struct device *device = report->device;

	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	report->error = device->error;
	if (report->error.code != FAULT_NONE)
		return skip_status(device);
	if (inspection->device != device)
		inspection_build(reach, device, inspection, &report->error);
	else
		report->error = inspection->fault;
	if (inspection->device == device)
		message_notes(&device->address, &inspection->notes);
	if (report->error.code != FAULT_NONE)
		return EXIT_UNUSABLE;
	report->rules = &inspection->prediction.rules;
	report->running_rules = other_rules(context, device, report->rules);
	if (basis_check(reach->settings, report->rules, &report->error) != 0)
		return EXIT_UNUSABLE;
	report->map = &inspection->prediction.map;
	inspection_describe(report);
	if (report->map->part && (!context->inspector->parts || context->guest != NULL)) {
		explain_short(device, &report->error);
		report->map = NULL;
		return EXIT_UNUSABLE;
	}
	if (report->map->state == MAP_SHORT) {
		if (context->inspector->shorts)
			context->inspector->finish(context, inspection, report);
		report->map = NULL;
		return EXIT_UNUSABLE;
	}
	if (report->map->state == MAP_BUILT && context->guest != NULL &&
	    !guest_show(context->options, inspection, context->guest, report)) {
		if (report->error.code != FAULT_NONE) {
			report->map = NULL;
			return EXIT_UNUSABLE;
		}
		/* a device that the VMM refuses is still a result */
		if (!context->inspector->past_vmm) {
			guest_refuse(&context->guest->guest, report);
			return EXIT_DONE;
		}
	}
	if (report->map->state == MAP_BUILT && context->options->vmm == NULL)
		report->prediction = &inspection->prediction;
	if (report->map->state == MAP_BUILT && context->inspector->policy)
		report->policy = &inspection->prediction.policy;
	return context->inspector->finish != NULL
		     ? context->inspector->finish(context, inspection, report)
		     : EXIT_DONE;
}

/* Prints a device's fault and notes. For map, a device that cannot be opened is a result. */
static void tell(const struct options *options, const struct report *report,
		 enum exit_status status)
{
	const struct device *device = report->device;
	char address[DUMP_OBJECT_SIZE];

	if (device->skipped)
		return;	/* skip_harmed() has told it */
	dump_names_object(options, device, address);
	if (report->map == NULL || (status > EXIT_DISAGREED && report->error.code != FAULT_NONE))
		message_fault(address, &report->error);
	else if (report->rules->basis <= BASIS_MODULE && report->rules->note[0] != '\0')
		message_note(address, "%s: %s", report->rules->basis == BASIS_ASSUMED
			     ? "rules assumed" : "rules of the module's file", report->rules->note);
	if (options->verbose && report->map != NULL)
		message_note(address, "%u bytes of the %s view from %s%s%s", device->space.read,
			     report_view_name(device->space.view),
			     report_source_name(device->source),
			     device->source_reason[0] != '\0' ? ": " : "",
			     device->source_reason);
}

/* Refuses a device whose rules are not good enough before it is opened. */
static void refuse_early(const struct reach *reach, struct device *device)
{
	if (!wants_kernel(reach->settings) && !reach->verifies &&
	    device->error.code == FAULT_NONE && device->capture == NULL)
		basis_check(reach->settings, &reach->requested, &device->error);
}

int inspect_device_rules(const char *text, const struct device *device, struct rules *rules,
			 struct fault *fault)
{
	int error = device_rules(text, device, rules, fault);
	struct notes notes = { .count = 0 };

	if (error <= 0)
		return error;
	device_rules_note(rules, &notes);
	message_notes(&device->address, &notes);
	return 0;
}

void inspect_tell_reach(const struct reach *reach, const struct device *device)
{
	struct notes notes = { .count = 0 };

	reach_note(reach, device, &notes);
	message_notes(&device->address, &notes);
}

/* Whether to use threads: if several devices are opened, since each open and close waits. */
static bool is_side_by_side(const struct inspector *inspector, const struct reach *reach,
			    const struct device_list *list)
{
	return inspector->side_by_side ||
	       (inspector->session == NULL && list->count > 1 &&
		(reach->ask_kernel || reach->settings->source == CHOOSE_VFIO));
}

/* The run of one call; `parallel`: threads have read all devices before. */
struct inspect_run {
	const struct inspect_context *context;
	struct reach *reach;
	bool parallel;
	struct ahead *ahead;	/* NULL: the devices are predicted in their turn */
};

/* Takes a device that was predicted ahead: device_list_close() ends it. */
static struct device *open_ahead(struct devices_run *run)
{
	const struct inspect_run *own = run->context;
	const struct ahead_device *taken = ahead_take(own->ahead);

	run->list->slots[run->at].device = taken->device;
	own->reach->inspection = taken->inspection;
	return taken->device;
}

static enum exit_status inspect_device(struct devices_run *run, struct report *report)
{
	const struct inspect_run *own = run->context;
	struct device *device = run->list->slots[run->at].device;
	enum exit_status status;

	if (run->list->slots[run->at].pack != NULL) {
		/* the device before it is freed, and this one can have its place */
		if (own->ahead == NULL)
			own->reach->inspection->device = NULL;
		refuse_early(own->reach, device);
	}
	report->free_size = run->options->free_size;
	report->fingerprints = own->context->fingerprints;
	if (!reach_loads(own->reach) && !own->parallel)
		reach_bytes(own->reach, device);
	inspect_tell_reach(own->reach, device);
	status = judge(own->context, own->reach, own->reach->inspection, report);
	tell(run->options, report, status);
	return status;
}

static enum exit_status inspect_list(const struct inspect_context *context, struct reach *reach,
				     struct device_list *list)
{
	const struct inspector *inspector = context->inspector;
	bool dump = reach->settings->dump != NULL;	/* there is nothing to open */
	enum exit_status status;
	struct inspect_run own = {
		.context = context,
		.reach = reach,
		.parallel = !dump && is_side_by_side(inspector, reach, list),
	};
	struct devices_run run = {
		.options = context->options,
		.command = inspector->command,
		.disagreed = inspector->disagreed,
		.maps = true,
		.judge = inspect_device,
		.context = &own,
	};

	if (own.parallel)
		side_by_side(reach, list);
	else if (!dump && reach_loads(reach))
		reach_all(reach, list);
	own.ahead = dump ? ahead_begin(reach, list) : NULL;
	run.open = own.ahead != NULL ? open_ahead : NULL;
	status = devices_report(&run, list);
	ahead_end(own.ahead);
	return status;
}

enum exit_status inspect_rules(const struct options *options, const char *text,
			       struct rules *rules)
{
	struct rules_trouble trouble;

	if (requested_rules(&options->task, text, rules, &trouble))
		return EXIT_DONE;
	if (trouble.fault.code != FAULT_NONE) {
		message_fault(trouble.file, &trouble.fault);
		return trouble.fault.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
	}
	message_error("--rules", "%s", trouble.why);
	message_hint("see: vfio-cfgtool rules");
	return EXIT_USAGE;
}

/* A format that is of one device, and several devices. */
static bool are_too_many(const struct options *options, const struct inspector *inspector,
			 const struct device_list *list)
{
	struct report_run facts;

	command_run_facts(options, inspector->command, &facts);
	if (list->count < 2 || !facts.renderer->alone)
		return false;
	message_error("--output", "%s is of one device, and these are %zu", facts.renderer->format,
		      list->count);
	message_hint("name one DEVICE");
	return true;
}

enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	CLEANUP_FREE struct inspection *inspection = memory_take_zeroed(1, sizeof(*inspection));
	CLEANUP_FREE struct guest_side *guest =
		guest_is_wanted(options) ? memory_take(sizeof(*guest)) : NULL;
	CLEANUP_FREE struct fingerprints *fingerprints =
		memory_take_zeroed(1, sizeof(*fingerprints));
	CLEANUP_REACH struct reach reach = REACH_START(&options->task);
	struct inspect_context context = {
		.options = options,
		.inspector = inspector,
		.guest = guest,
		.fingerprints = fingerprints,
		.own = own,
	};
	enum exit_status status;

	if (inspection == NULL || fingerprints == NULL ||
	    (guest_is_wanted(options) && guest == NULL))
		return EXIT_UNUSABLE;
	status = inspect_rules(options, options->task.rules, &reach.requested);
	if (status != EXIT_DONE)
		return status;
	running_rules(&context.running);
	status = select_devices(options, false, &list);
	if (status != EXIT_DONE)
		return command_run_nothing(options, inspector->command, status);
	if (are_too_many(options, inspector, &list))
		return EXIT_USAGE;
	reach.alone = list.count == 1 && !options->all;
	reach.past_vfio = inspector->past_vfio;
	reach.must_open = inspector->must_open;
	reach.locks = inspector->locks;
	reach.policy = inspector->policy;
	reach.verifies = inspector->verifies;
	reach.ask_kernel = wants_kernel(&options->task) || inspector->verifies;
	reach.kernel_optional = inspector->verifies && !wants_kernel(&options->task);
	reach.before_open = inspector->before_open;
	reach.session = inspector->session;
	reach.inspection = inspection;
	reach.own = own;
	reach.progress = message_progress;
	if (reach_opens(&reach) && !skip_harmed(options, &list))
		return command_run_nothing(options, inspector->command, EXIT_UNUSABLE);
	for (size_t i = 0; i < list.count; i++)
		if (list.slots[i].pack == NULL)
			refuse_early(&reach, list.slots[i].device);
	return inspect_list(&context, &reach, &list);
}
