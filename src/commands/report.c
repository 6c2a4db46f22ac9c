/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/diff_sides.h"
#include "inputs/guest.h"
#include "inputs/inspect.h"
#include "inputs/registers.h"
#include "model/verdict/redact.h"
#include "tasks/device_rules.h"

/* What the page of one device is made of; large. */
struct work {
	struct device device;		/* as it is shown: redacted, unless all is wanted */
	struct config_space read_user;	/* its user view, if it was read */
	struct inspection inspection;	/* of these bytes */
	struct config_space user;	/* what a user reads of them */
	struct guest_side guest;
	struct lint lint;
	bool ignored[LINT_FINDINGS];	/* none */
	struct lint_verdict verdict;
	struct prediction before;	/* under the rules that were named first */
	struct config_space a, b;
	struct diff diff;
	struct report_diff sides;
	struct report_register shown[SPACE_SIZE_EXTENDED];
	struct prediction scratch;
	struct explanation *explanation;	/* room for `room` of them */
	size_t room;
	struct report_page page;
};

static void work_end(struct work **work)
{
	if (*work != NULL)
		free((*work)->explanation);
	free(*work);
}

/* Whether the bytes that are shown come to the same map. */
static bool is_same_map(const struct map *a, const struct map *b)
{
	return a->state == b->state && memcmp(a->value, b->value, a->size) == 0 &&
	       memcmp(a->owner_of, b->owner_of, a->size * sizeof(a->owner_of[0])) == 0;
}

/* Predicts the device once more, of the bytes that are shown. */
static int take_device(const struct options *options, const struct inspection *inspection,
		       struct work *work, struct fault *fault)
{
	const struct prediction *prediction = &inspection->prediction;
	struct device *device = &work->device;
	const struct device_resources *resources = NULL;
	struct device_facts facts = prediction->facts;

	*device = *inspection->device;
	if (device->user != NULL) {
		work->read_user = *device->user;
		device->user = &work->read_user;
	}
	if (device->resources_known)
		resources = &inspection->device->resources;
	if (!options->full) {
		redact_space(&prediction->map, resources, &device->space);
		if (device->user != NULL)
			redact_space(&prediction->map, resources, &work->read_user);
		redact_resources(&device->resources);
		device->file = NULL;
	}
	if (facts.resources != NULL)
		facts.resources = &device->resources;
	prediction_build(&device->space, &prediction->rules, &facts, &work->inspection.prediction);
	work->inspection.device = device;
	if (is_same_map(&prediction->map, &work->inspection.prediction.map))
		return 0;
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
		  "it cannot be redacted: its capabilities lie over each other so that the map would change");
	fault_hint(fault, "show all of it, with addresses and serial number: --full");
	return -ENOTSUP;
}

/* The guest's side, or what VFIO alone shows. */
static void add_guest(struct work *work, struct report *report)
{
	const struct prediction *prediction = &work->inspection.prediction;
	struct guest_side *side = &work->guest;

	report->guest = NULL;
	report->chains = &side->chains;
	if (report->vmm != NULL) {
		guest_predict(report->vmm, &work->device, prediction, side);
		if (side->guest.state == GUEST_BUILT) {
			report->guest = &side->guest;
			return;
		}
		work->page.refused = side->guest.reason;
	}
	chains_find(prediction, &work->user, NULL, &side->chains);
}

static void add_lint(struct work *work, struct report *report)
{
	bool guest = report->vmm != NULL && report->policy != NULL;

	lint_find(&work->inspection.prediction, guest ? &work->guest.outcome : NULL, &work->lint);
	work->verdict = (struct lint_verdict) {
		.lint = &work->lint,
		.min = LINT_INFO,
		.fail = LINT_ERROR,
		.ignored = work->ignored,
	};
	report->lint = &work->verdict;
}

/* Every register, with its values and why it is so. */
static bool add_registers(struct work *work, struct report *report)
{
	const struct registers *registers = &work->inspection.prediction.registers;

	if (registers->count > work->room) {
		free(work->explanation);
		work->explanation = memory_take_zeroed(registers->count, sizeof(*work->explanation));
		work->room = work->explanation != NULL ? registers->count : 0;
	}
	if (registers->count > work->room)
		return false;
	for (size_t i = 0; i < registers->count; i++) {
		const struct register_place place = {
			.offset = registers->list[i].offset,
			.width = registers->list[i].type->width,
			.known = &registers->list[i],
		};

		register_show(&work->inspection, &place, &work->shown[i]);
		work->explanation[i].place = place;
		work->explanation[i].user = work->shown[i].user;
		work->explanation[i].hardware = work->shown[i].hardware;
	}
	explain(&work->inspection.prediction, &work->scratch, work->explanation, registers->count);
	report->shown = work->shown;
	report->explained = work->explanation;
	report->shown_count = report->explained_count = registers->count;
	report->explained_all = true;
	return true;
}

static struct report_side side_of(const struct work *work, const struct prediction *prediction,
				  const struct config_space *space)
{
	return diff_side_of(work->device.file, &work->device, prediction, space);
}

/* The two sets of rules, as diff compares them. */
static int take_rules(const struct options *options, struct work *work, struct fault *fault)
{
	const struct prediction *after = &work->inspection.prediction;
	int error = diff_predict_before(options, &work->inspection, &work->before, fault);

	if (error != 0)
		return error;
	prediction_view(&work->before, &work->a);
	prediction_view(after, &work->b);
	work->sides.a = side_of(work, &work->before, &work->a);
	work->sides.b = side_of(work, after, &work->b);
	/* nobody reads a device that cannot be opened */
	if (!prediction_opens(&work->before) || !prediction_opens(after))
		work->sides.a.side.space = work->sides.b.side.space = NULL;
	return 0;
}

/* Two sets of rules if two were named, else both views. */
static enum exit_status add_difference(const struct options *options, struct work *work,
				       struct report *report)
{
	const struct prediction *prediction = &work->inspection.prediction;
	const struct diff_request request = {
		.a = &work->sides.a.side, .b = &work->sides.b.side, .wanted = { true, true, true },
	};

	if (options->rules_before != NULL) {
		if (take_rules(options, work, &report->error) != 0)
			return EXIT_UNUSABLE;
	} else if (prediction_opens(prediction) && work->device.space.view == VIEW_HARDWARE) {
		work->sides.a = side_of(work, prediction, &work->device.space);
		work->sides.b = side_of(work, prediction, &work->user);
	} else {
		return EXIT_DONE;
	}
	for (int part = 0; part < DIFF_PARTS; part++)
		work->sides.wanted[part] = true;
	diff_find(&request, &work->diff);
	work->sides.diff = &work->diff;
	report->diff = work->page.diff = &work->sides;
	return EXIT_DONE;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct work *work = context->own;
	struct prediction *prediction = &work->inspection.prediction;

	work->page = (struct report_page) { .user = &work->user, .prediction = prediction };
	if (take_device(context->options, inspection, work, &report->error) != 0) {
		report->map = NULL;
		return EXIT_UNUSABLE;
	}
	devices_name(context->options, &work->device);
	report->device = &work->device;
	report->rules = &prediction->rules;
	report->map = &prediction->map;
	if (report->prediction != NULL)
		report->prediction = prediction;
	if (report->policy != NULL) {
		report->policy = &prediction->policy;
		prediction_user_view(prediction, &work->device, &work->user);
		add_guest(work, report);
		if (!add_registers(work, report))
			return EXIT_UNUSABLE;
	}
	add_lint(work, report);
	report->page = &work->page;
	return add_difference(context->options, work, report);
}

static bool is_usage(const struct options *options)
{
	if (wants_kernel(&options->task) ||
	    (options->rules_before != NULL && strcmp(options->rules_before, "kernel") == 0)) {
		message_error("--rules", "kernel needs an open device, and report opens none");
		return true;
	}
	if (options->to != NULL || !isatty(STDOUT_FILENO))
		return false;
	message_error(NULL, "report: a page of HTML is not written to a terminal");
	message_hint("name a file for it: --to=page.html");
	return true;
}

static enum exit_status run(const struct options *options)
{
	static const struct inspector inspector = {
		.command = &command_report,
		.past_vfio = true,
		.past_vmm = true,
		.policy = true,
		.finish = finish,
	};
	__attribute__((cleanup(work_end))) struct work *work = NULL;
	enum exit_status status;
	struct rules rules;

	if (is_usage(options))
		return EXIT_USAGE;
	status = options->rules_before == NULL
		 ? EXIT_DONE : inspect_rules(options, options->rules_before, &rules);
	if (status != EXIT_DONE)
		return status;
	work = memory_take_zeroed(1, sizeof(*work));
	return work != NULL ? inspect(options, &inspector, work) : EXIT_UNUSABLE;
}

const struct command command_report = {
	.name = "report",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}",
	.summary = "one HTML page on devices: bytes, chains, registers, hazards, redacted",
	.group = GROUP_LOOK,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "report 01:00.0 --to=page.html", "a page for a ticket, redacted" },
		{ "report -F lspci.txt -k 6.1 -k 6.12 --to=page.html 01:00.0", "and what changes" },
		{ "report --all --vmm=qemu-10.0 --full --to=page.html", "guests' view, with all values" },
	},
	.renderers = page_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_RULES, OPTION_OUTPUT, OPTION_TO, OPTION_VMM,
		OPTION_FULL, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
