/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "inputs/guest.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "inputs/operation_words.h"
#include "inputs/registers.h"
#include "tasks/device_rules.h"

/* What one run asks for, and the rows of the current device. */
struct printing {
	struct operations wanted;
	struct place_list places;	/* of the current device */
	struct check_subject *subject;	/* of a policy file: the current device */
	size_t shown_count, shown_room;
	struct report_register *shown;	/* of the current device */
};

/* Whether a write reaches the device, by its bits or by an effect. */
static bool reaches_device(const struct policy *policy, const struct report_register *shown)
{
	if (shown->bits.write & ~shown->bits.write_virtual)
		return true;
	for (unsigned int i = 0; i < policy->effects; i++)
		if (policy->effect[i].effect != EFFECT_BAR_SIZING &&
		    policy_effect_is_in(&policy->effect[i], shown->place.offset, shown->place.width))
			return true;
	return false;
}

static bool has_effect(const struct policy *policy, const struct report_register *shown)
{
	for (unsigned int i = 0; i < policy->effects; i++)
		if (policy_effect_is_in(&policy->effect[i], shown->place.offset, shown->place.width))
			return true;
	return false;
}

/* The bits whose writes are dropped. */
static bool drops(const struct report_register *shown)
{
	return !shown->bits.undefined && (bits_all(shown->place.width) & ~shown->bits.write) != 0;
}

static bool is_wanted(const struct options *options, const struct prediction *prediction,
		      const struct report_register *shown)
{
	const struct policy *policy = &prediction->policy;
	const struct map *map = &prediction->map;

	switch (options->only) {
	case ONLY_HARDWARE_WRITE:
		return reaches_device(policy, shown);
	case ONLY_VIRTUAL_WRITE:
		return shown->bits.write_virtual != 0;
	case ONLY_EFFECT:
		return has_effect(policy, shown);
	case ONLY_HIDDEN:
		return shown->place.known != NULL && shown->place.known->hidden;
	case ONLY_WRITE:
		return shown->bits.write != 0;
	case ONLY_RAW:
		return map->owner_of[shown->place.offset] == OWNER_RAW;
	case ONLY_DROPPED:
		return drops(shown);
	case ONLY_NOTHING:
		break;
	}
	return true;
}

/* Fills the rows of the places that --only asks for. False if memory is short. */
static bool show_places(const struct options *options, const struct inspection *inspection,
			struct printing *printing)
{
	const struct place_list *places = &printing->places;

	printing->shown_count = 0;
	if (places->count > printing->shown_room) {
		struct report_register *grown =
			memory_grow(printing->shown, places->count, sizeof(*grown));

		if (grown == NULL)
			return false;
		printing->shown = grown;
		printing->shown_room = places->count;
	}
	for (size_t i = 0; i < places->count; i++) {
		struct report_register *shown = &printing->shown[printing->shown_count];

		register_show(inspection, &places->list[i], shown);
		if (is_wanted(options, &inspection->prediction, shown))
			printing->shown_count++;
	}
	return true;
}

static bool writes_file(const struct options *options)
{
	return options->output != NULL && strcmp(options->output, "policy") == 0;
}

/* Fills everything that a policy file is generated from. */
static void add_subject(const struct inspect_context *context, const struct inspection *inspection,
			struct report *report)
{
	const struct printing *printing = context->own;

	check_subject_build(report->device, &inspection->prediction,
			    report->vmm != NULL ? &context->guest->outcome : NULL, printing->subject);
	if (report->vmm != NULL && !context->options->vmm_running)
		report->vmm_words = strchrnul(context->options->vmm, ',');
	report->subject = printing->subject;
	report->layout = context->options->layout;
	/* pin rules that were named; those of the running kernel or a dump can change */
	report->pinned = strcmp(context->options->task.rules, "auto") != 0 &&
			 !wants_kernel(&context->options->task);
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct printing *printing = context->own;
	const struct options *options = context->options;

	if (writes_file(options))
		add_subject(context, inspection, report);
	/* a device that cannot be opened is still a result */
	if (report->policy == NULL)
		return EXIT_DONE;
	report->shown_part = printing->wanted.count != 0 || options->only != ONLY_NOTHING;
	if (place_list_find(&inspection->prediction, &printing->wanted, &printing->places,
			    &report->error) != 0 ||
	    !show_places(options, inspection, printing))
		return EXIT_UNUSABLE;
	report->shown = printing->shown;
	report->shown_count = printing->shown_count;
	return EXIT_DONE;
}

/* A policy file is about a whole device. */
static enum exit_status check_options(const struct options *options)
{
	if (options->layout && !writes_file(options)) {
		message_error("--layout", "goes with -o policy only");
		return EXIT_USAGE;
	}
	if (!writes_file(options) || (options->words[0] == NULL && options->only == ONLY_NOTHING))
		return EXIT_DONE;
	message_error("-o policy", "a policy file is about a whole device: no REGISTER, and not --only");
	return EXIT_USAGE;
}

static enum exit_status run(const struct options *options)
{
	const struct inspector inspector = {
		.command = &command_policy,
		.past_vfio = true,
		.policy = true,
		.parts = !writes_file(options),	/* which is about a whole device */
		.finish = finish,
	};
	CLEANUP_FREE struct check_subject *subject = memory_take_zeroed(1, sizeof(*subject));
	struct printing printing = { .subject = subject };
	enum exit_status status = check_options(options);

	if (subject == NULL)
		return EXIT_UNUSABLE;
	if (status == EXIT_DONE)
		status = operations_parse_reads(options, &printing.wanted);
	if (status == EXIT_DONE)
		status = inspect(options, &inspector, &printing);
	operations_free(&printing.wanted);
	place_list_end(&printing.places);
	free(printing.shown);
	return status;
}

const struct command command_policy = {
	.name = "policy",
	.arguments =
		"[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} [REGISTER|RANGE|-]...",
	.summary = "predict where each bit is read from, and where a write of it goes",
	.group = GROUP_LOOK,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "policy -F lspci.txt 01:00.0 COMMAND CAP_MSI", "of a register and a capability" },
		{ "policy -F lspci.txt --only=hardware-write 01:00.0", "what a user can change in the device" },
		{ "policy -o policy 01:00.0 >nic.policy", "rules for check" },
	},
	.renderers = policy_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
		OPTION_SOURCE, OPTION_ONLY, OPTION_VMM, OPTION_LAYOUT, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
