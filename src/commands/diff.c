/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "call/confine.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/diff_sides.h"
#include "inputs/guest.h"
#include "inputs/ranges.h"
#include "inputs/warnings.h"
#include "tasks/device_rules.h"

const char *const diff_ignored_words[] = { "values", "map", "policy", NULL };

/* Parses --ignore: names of parts, separated by commas. */
static bool parse_ignored(const struct options *options, bool wanted[DIFF_PARTS])
{
	const char *rest = options->ignored;

	for (int part = 0; part < DIFF_PARTS; part++)
		wanted[part] = true;
	while (rest != NULL && *rest != '\0') {
		size_t length = strcspn(rest, ",");
		int part = 0;

		while (diff_ignored_words[part] != NULL &&
		       (strlen(diff_ignored_words[part]) != length ||
			memcmp(diff_ignored_words[part], rest, length) != 0))
			part++;
		if (diff_ignored_words[part] == NULL) {
			message_error("--ignore", "%.*s: one of values, map, policy", (int)length,
				      rest);
			return false;
		}
		wanted[part] = false;
		rest += length + (rest[length] == ',');
	}
	return true;
}

static const char unseen[] = "not in the dump, so nothing is said of these bytes";

/* Notes the bytes that a side's dump lacks: they cannot be compared. */
static void note_unseen(const struct report_side *side)
{
	const struct map *map = &side->side.prediction->map;

	for (unsigned int i = 0; i < map->warnings; i++)
		if (map->warning[i].code == WARNING_NOT_IN_DUMP)
			message_note(side->file, "%02x-%02x: %s", map->warning[i].offset,
				     map->warning[i].end, unseen);
}

/* The same as a warning of the report. It has two sides, so the message names the file. */
static void warn_unseen(struct report *report, const struct report_side *side)
{
	const struct map *map = &side->side.prediction->map;

	for (unsigned int i = 0; i < map->warnings; i++)
		if (map->warning[i].code == WARNING_NOT_IN_DUMP)
			warn(report, map_warning_name(WARNING_NOT_IN_DUMP), map->warning[i].offset,
			     "%s: %02x-%02x: %s", side->file, map->warning[i].offset,
			     map->warning[i].end, unseen);
}

/* Notes the registers that a guest and its firmware always change. */
static void note_left_out(const struct report_side *side, const struct diff *diff)
{
	unsigned int named = diff->left_outs < DIFF_LEFT_OUT ? diff->left_outs : DIFF_LEFT_OUT;
	char text[DIFF_LEFT_OUT * (REGISTER_NAME_SIZE + 2)] = "", name[REGISTER_NAME_SIZE];
	size_t used = 0;

	for (unsigned int i = 0; i < named; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
					 i > 0 ? ", " : "", register_name(diff->left_out[i], name));
	message_note(side->file,
		     "%u registers are as the guest and its firmware set them, and left out (--volatile shows them): %s%s",
		     diff->left_outs, text, named < diff->left_outs ? ", ..." : "");
}

/* The memory that each device of a call uses in turn; large. */
struct work {
	bool wanted[DIFF_PARTS];
	struct range_list ranges;	/* --range */
	struct config_space a, b;
	struct prediction before;	/* by the rules that were named first */
	struct report_diff report;
	struct diff diff;
};

/* Keeps the differences inside --range. Returns -errno if the ranges exist on neither side. */
static int limit(struct work *work, struct fault *fault)
{
	struct fault other = { .code = FAULT_NONE };
	struct byte_set bytes = { .bits = { 0 } };
	int error = range_list_bytes(&work->ranges, &work->report.a.side.prediction->map, &bytes,
				     fault);

	if (range_list_bytes(&work->ranges, &work->report.b.side.prediction->map, &bytes, &other) == 0)
		error = 0;
	if (error != 0)
		return error;
	*fault = (struct fault){ .code = FAULT_NONE };
	diff_limit(&work->diff, &bytes);
	return 0;
}

/* Finds the differences between the two sides. */
static enum exit_status compare(const struct options *options, struct work *work,
				struct fault *fault)
{
	struct report_diff *report = &work->report;
	struct diff *diff = &work->diff;
	const struct diff_request request = {
		.a = &report->a.side,
		.b = &report->b.side,
		.wanted = { report->wanted[DIFF_BYTES], report->wanted[DIFF_MAP],
			    report->wanted[DIFF_POLICY] },
		.with_volatile = options->with_volatile,
		.guest = report->guest,
	};
	char address[ADDRESS_TEXT_SIZE];

	note_unseen(&report->a);
	if (report->a.device != report->b.device)
		note_unseen(&report->b);
	diff_find(&request, diff);
	if (work->ranges.count != 0 && limit(work, fault) != 0)
		return EXIT_UNUSABLE;
	report->diff = diff;
	if (diff->left_outs > 0)
		note_left_out(report->a.read_there ? &report->a : &report->b, diff);
	if (diff->unknown > 0)
		message_note(address_format(&report->a.device->address, address),
			     "%u bytes are not known of both sides, and are not compared",
			     diff->unknown);
	return diff_is_empty(diff) ? EXIT_DONE : EXIT_DISAGREED;
}

/* Fills what a user (or, with --vmm, a guest) reads under a prediction. */
static int view_by(const struct inspect_context *context, const struct inspection *inspection,
		   const struct prediction *prediction, struct config_space *space,
		   struct report *report)
{
	struct device device = *inspection->device;

	if (report->vmm == NULL || !prediction_opens(prediction)) {
		prediction_view(prediction, space);
		return 0;
	}
	device.user = NULL;	/* it was read under one of them */
	guest_predict(report->vmm, &device, prediction, context->guest);
	*space = context->guest->guest.space;
	if (context->guest->guest.state == GUEST_BUILT)
		return 0;
	guest_refuse(&context->guest->guest, report);
	return -ENOTSUP;
}

/* Compares one device under two sets of rules: what a user reads, the map and the policy. */
static enum exit_status compare_rules(const struct inspect_context *context,
				      const struct inspection *inspection, struct work *work,
				      struct report *report)
{
	const struct options *options = context->options;
	bool hardware = options->given >> OPTION_VIEW & 1 && options->view == VIEW_HARDWARE;

	if (diff_predict_before(options, inspection, &work->before, &report->error) != 0)
		return EXIT_UNUSABLE;
	if (hardware)
		work->a = work->b = inspection->device->space;
	else if (view_by(context, inspection, &work->before, &work->a, report) != 0 ||
		 view_by(context, inspection, &inspection->prediction, &work->b, report) != 0)
		return EXIT_UNUSABLE;
	work->report.a = diff_side_of(options->task.dump, inspection->device, &work->before, &work->a);
	work->report.b = diff_side_of(options->task.dump, inspection->device, &inspection->prediction, &work->b);
	/* a device that cannot be opened has no user view */
	if (!prediction_opens(&work->before) || !prediction_opens(&inspection->prediction))
		work->report.a.side.space = work->report.b.side.space = NULL;
	report->error = (struct fault) { .code = FAULT_NONE };
	return EXIT_DONE;
}

/* Fills the bytes of one view; the device can be opened. */
static enum exit_status take_view(const struct inspection *inspection, enum view view,
				  struct config_space *space, struct report *report)
{
	switch (view) {
	case VIEW_HARDWARE:
		*space = inspection->device->space;
		if (space->view == VIEW_HARDWARE)
			return EXIT_DONE;
		fault_set(&report->error, FAULT_NO_PERMISSION, EACCES,
			  "its hardware view was not read");
		fault_hint(&report->error, "run it as root");
		return EXIT_UNUSABLE;
	case VIEW_USER:
		prediction_user_view(&inspection->prediction, inspection->device, space);
		break;
	case VIEW_GUEST:
		*space = report->guest->space;
		break;
	}
	return EXIT_DONE;
}

/* Compares two views of one device, by default the first and the last. Both have the same map. */
static enum exit_status compare_views(const struct inspect_context *context,
				      const struct inspection *inspection, struct work *work,
				      struct report *report)
{
	const struct options *options = context->options;
	struct view_pair views = { true, VIEW_HARDWARE, report->vmm != NULL ? VIEW_GUEST : VIEW_USER };

	if (report->policy == NULL)
		return EXIT_UNUSABLE;	/* it cannot be opened, so it has no user view */
	if (options->views.given)
		views = options->views;
	if (report->vmm != NULL && report->guest == NULL) {
		guest_refuse(&context->guest->guest, report);
		return EXIT_UNUSABLE;
	}
	if (take_view(inspection, views.a, &work->a, report) != EXIT_DONE ||
	    take_view(inspection, views.b, &work->b, report) != EXIT_DONE)
		return EXIT_UNUSABLE;
	work->report.a = diff_side_of(options->task.dump, inspection->device, &inspection->prediction, &work->a);
	work->report.b = diff_side_of(options->task.dump, inspection->device, &inspection->prediction, &work->b);
	return EXIT_DONE;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	const struct options *options = context->options;
	struct work *work = context->own;
	enum exit_status status = options->rules_before != NULL
					? compare_rules(context, inspection, work, report)
					: compare_views(context, inspection, work, report);

	if (status != EXIT_DONE)
		return status;
	memcpy(work->report.wanted, work->wanted, sizeof(work->wanted));
	work->report.diff = NULL;
	status = compare(options, work, &report->error);
	if (work->report.diff != NULL)
		report->diff = &work->report;
	return status;
}

/* Compares two views, or two sets of rules, of each device. */
static enum exit_status run_alone(const struct options *options, struct work *work)
{
	static const struct inspector inspector = {
		.command = &command_diff,
		.past_vfio = true,
		.past_vmm = true,
		.policy = true,
		.disagreed = "with differences",
		.finish = finish,
	};

	return inspect(options, &inspector, work);
}

/* Compares two sides, or fills the report with the reason why that is not possible. */
static enum exit_status report_pair(const struct options *options, const struct diff_pair *pair,
				    struct work *work, struct report *report)
{
	char address[ADDRESS_TEXT_SIZE];
	enum exit_status status;

	if (pair->failed != NULL) {
		report->device = pair->failed;
		report->error = pair->fault;
		return EXIT_DONE;
	}
	work->report.a = pair->a.shown;
	work->report.b = pair->b.shown;
	work->report.guest = pair->a.shown.read_there || pair->b.shown.read_there
			     ? &pair->side->guest : NULL;
	report->vmm = pair->vmm;
	memcpy(work->report.wanted, work->wanted, sizeof(work->wanted));
	report->device = pair->a.shown.device;
	report->rules = &pair->a.prediction->rules;
	warn_unseen(report, &pair->a.shown);
	warn_unseen(report, &pair->b.shown);
	work->report.diff = NULL;
	status = compare(options, work, &report->error);
	if (work->report.diff != NULL)
		report->diff = &work->report;
	else
		message_fault(address_format(&report->device->address, address), &report->error);
	return status;
}

/* Compares two machines function by function. */
static enum exit_status run_machines(const struct options *options, struct diff_pair *pair,
				     struct work *work)
{
	struct devices_run run = {
		.options = options,
		.command = &command_diff,
		.several = true,
		.disagreed = "with differences",
	};
	enum exit_status status;

	if (!devices_begin(&run))
		return EXIT_UNUSABLE;
	while (diff_pair_next(options, pair, &status)) {
		struct report report = { .device = NULL };

		status = command_combine(status, report_pair(options, pair, work, &report));
		devices_print(&run, &report, status);
	}
	status = devices_end(&run);
	return memory_has_failed() ? EXIT_UNUSABLE : status;
}

static enum exit_status run_pair(const struct options *options, struct work *work)
{
	CLEANUP_DIFF_PAIR struct diff_pair pair = { .a = { .prediction = NULL } };
	enum exit_status status = diff_pair_read(options, &pair);
	struct devices_run run = { .command = &command_diff };
	struct report report = { .device = NULL };

	/* if both sides are files, this machine's facts do not apply */
	if (pair.a.options.task.dump != NULL && pair.b.options.task.dump != NULL)
		options = &pair.a.options;
	if (pair.several)
		return run_machines(options, &pair, work);
	if (pair.failed == NULL && status != EXIT_DONE)
		return status;
	status = command_combine(status, report_pair(options, &pair, work, &report));
	run.options = options;
	if (!devices_begin(&run))
		return EXIT_UNUSABLE;
	devices_print(&run, &report, status);
	return devices_end(&run);
}

static bool is_usage(const struct options *options, size_t arguments)
{
	const char *what = NULL;

	if (arguments > 2)
		what = "it compares two at most";
	else if (options->rules_before != NULL && arguments > 1)
		what = "two sets of rules are compared for one device";
	else if (arguments == 0 && !options->selected && options->task.dump == NULL)
		what = "nothing to compare";
	else if (wants_kernel(&options->task) ||
		 (options->rules_before != NULL && strcmp(options->rules_before, "kernel") == 0))
		what = "rules are compared with the kernel by: vfio-cfgtool verify";
	if (what == NULL)
		return false;
	message_error(NULL, "diff: %s", what);
	message_hint("name two of DEVICE, FILE and FILE@DEVICE, or one DEVICE; see: vfio-cfgtool help diff");
	return true;
}

/* Parses the first set of rules; --rules is parsed later. */
static enum exit_status check_before(const struct options *options)
{
	struct rules rules;

	return options->rules_before == NULL
	       ? EXIT_DONE : inspect_rules(options, options->rules_before, &rules);
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_FREE struct work *work = memory_take_zeroed(1, sizeof(*work));
	CLEANUP_RANGE_LIST struct range_list ranges = { .list = NULL };
	struct options one = *options;
	enum exit_status status;
	size_t arguments = 0;

	while (options->arguments[arguments] != NULL)
		arguments++;
	if (work == NULL)
		return EXIT_UNUSABLE;
	if (is_usage(options, arguments) || !parse_ignored(options, work->wanted))
		return EXIT_USAGE;
	status = range_list_parse(options->range, &ranges);
	work->ranges = ranges;
	if (status == EXIT_DONE)
		status = check_before(options);
	if (status != EXIT_DONE)
		return status;
	if (arguments == 2)
		return run_pair(options, work);
	if (arguments == 1 && !diff_argument(options->arguments[0], &one))
		return EXIT_USAGE;
	return run_alone(&one, work);
}

static bool inputs(const struct options *options)
{
	struct pci_address address;

	if (options->dumps != 0) {
		confine_dumps(options);
		return true;
	}
	for (size_t i = 0; options->arguments[i] != NULL; i++)
		if (address_parse(options->arguments[i], &address))
			return false;
	for (size_t i = 0; options->arguments[i] != NULL; i++) {
		struct options one = *options;

		if (diff_argument(options->arguments[i], &one))
			confine_dumps(&one);
	}
	return options->arguments[0] != NULL;
}

const struct command command_diff = {
	.name = "diff",
	.arguments =
		"[OPTION...] {A B|DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}; A, B: DEVICE, FILE, FILE@DEVICE",
	.summary =
		"compare devices, dumps, captures, two views, or two sets of rules",
	.group = GROUP_LOOK,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "diff before.txt after.txt", "two dumps" },
		{ "diff -F lspci.txt 01:00.0", "its two views" },
		{ "diff -F lspci.txt -k 5.10 -k 6.1 01:00.0", "two kernels" },
	},
	.renderers = diff_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
		OPTION_SOURCE, OPTION_VIEW, OPTION_VMM, OPTION_RANGE, OPTION_IGNORE, OPTION_VOLATILE,
		OPTION_END,
	},
	.completion = COMPLETE_DEVICES_AND_FILES,
	.files = true,
	.inputs = inputs,
	.run = run,
};
