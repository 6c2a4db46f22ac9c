/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "call/confine.h"
#include "inputs/guest.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "inputs/policy_files.h"
#include "inputs/ranges.h"
#include "tasks/device_rules.h"

/* The policies of a run, and the memory that each device uses in turn. */
struct judging {
	struct policy_files files;
	struct range_list ranges;	/* --range */
	struct prediction pinned;	/* by the rules of the policy that pins them */
	struct check_subject subject;
	struct guest_side guest;	/* by the VMM of the policy, or of the call */
	size_t room;
	struct report_check *checks;	/* of the device at hand */
	bool any;			/* a device was judged, or should have been */
};

static struct check_rules rules_of(const struct policy_part *part)
{
	return (struct check_rules) { .list = part->list, .count = part->count };
}

/* Whether the command line names no rules, so that the policy's apply. */
static bool takes_pinned(const struct options *options, const struct policy_part *part)
{
	return part->is_pinned && !(options->given >> OPTION_RULES & 1);
}

/*
 * The prediction that a policy is checked against: the device's own, or one under the rules
 * that the policy pins. Pinned rules are used as written: the user view does not correct them.
 */
static const struct prediction *predict(const struct options *options,
					const struct policy_part *part,
					const struct inspection *inspection,
					struct judging *judging)
{
	const struct prediction *own = &inspection->prediction;
	struct rules rules = part->pins.rules;

	if (!takes_pinned(options, part))
		return own;
	device_rules(rules.name, inspection->device, &rules, NULL);	/* asked for by name */
	prediction_build(own->space, &rules, &own->facts, &judging->pinned);
	return &judging->pinned;
}

/* The guest view under the VMM of the call, or else of the policy; NULL: neither names one. */
static const struct guest_outcome *predict_guest(const struct inspect_context *context,
						 const struct policy_part *part,
						 const struct prediction *prediction,
						 struct report *report)
{
	struct judging *judging = context->own;

	if (context->options->vmm == NULL)
		report->vmm = part->has_vmm ? &part->pins.vmm : NULL;
	if (report->vmm == NULL || !prediction_opens(prediction))
		return NULL;
	guest_predict(report->vmm, report->device, prediction, &judging->guest);
	return &judging->guest.outcome;
}

/* Makes the report show this prediction. */
static void show(const struct prediction *prediction, struct report *report)
{
	report->rules = &prediction->rules;
	report->map = &prediction->map;
	inspection_describe(report);
}

static struct report_check *add_check(struct judging *judging, struct report *report)
{
	struct report_check *grown = memory_grow_list(judging->checks, report->check_count,
						      &judging->room, sizeof(*grown));

	if (grown == NULL) {
		fault_set(&report->error, FAULT_IO, ENOMEM, "out of memory");
		return NULL;
	}
	judging->checks = grown;
	report->checks = judging->checks;
	return &judging->checks[report->check_count++];
}

/* Copies a rule with one blank between its words. */
static void copy_rule(const struct policy_rule *rule, char *text, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < rule->length && used + 1 < size; i++) {
		bool blank = rule->text[i] == ' ' || rule->text[i] == '\t';

		if (!blank)
			text[used++] = rule->text[i];
		else if (used > 0 && text[used - 1] != ' ')
			text[used++] = ' ';
	}
	text[used] = '\0';
}

static bool judge_rules(struct judging *judging, const struct policy_part *part,
			struct report *report)
{
	const struct check_rules rules = rules_of(part);
	struct byte_set bytes = { .bits = { 0 } };

	if (range_list_bytes(&judging->ranges, report->map, &bytes, &report->error) != 0)
		return false;
	check_find_holes(&rules, &judging->subject);
	for (size_t i = 0; i < part->count; i++) {
		const struct policy_rule *rule = &part->list[i];
		struct report_check *check;

		if (!policy_rule_judges(rule) ||
		    (judging->ranges.count != 0 && !check_is_about(rule, &judging->subject, &bytes)))
			continue;
		check = add_check(judging, report);
		if (check == NULL)
			return false;
		check->file = part->file;
		check->line = rule->line;
		copy_rule(rule, check->rule, sizeof(check->rule));
		check_judge(&rules, i, &judging->subject, &check->result);
	}
	return true;
}

static bool judge_part(const struct inspect_context *context, const struct policy_part *part,
		       const struct inspection *inspection, struct report *report)
{
	struct judging *judging = context->own;
	const struct prediction *prediction = predict(context->options, part, inspection, judging);

	show(prediction, report);
	if (basis_check(&context->options->task, &prediction->rules, &report->error) != 0)
		return false;
	check_subject_build(report->device, prediction,
			    predict_guest(context, part, prediction, report),
			    &judging->subject);
	return judge_rules(judging, part, report);
}

static enum exit_status outcome(const struct report *report)
{
	enum exit_status status = EXIT_DONE;

	for (size_t i = 0; i < report->check_count; i++) {
		if (report->checks[i].result.outcome == CHECK_FAILED)
			return EXIT_DISAGREED;
		if (report->checks[i].result.outcome == CHECK_NOT_SEEN)
			status = EXIT_UNUSABLE;
	}
	return status;
}

static enum exit_status unmatched(const struct options *options, struct report *report)
{
	const struct device *device = report->device;

	report->left_out = options->unmatched == UNMATCHED_IS_IGNORED;
	if (report->left_out)
		return EXIT_DONE;
	fault_set(&report->error, FAULT_UNMATCHED, ENOENT,
		  "no policy is for this device, %04x:%04x class %06x",
		  (unsigned int)device->vendor & 0xffff, (unsigned int)device->product & 0xffff,
		  (unsigned int)device->class & 0xffffff);
	fault_hint(&report->error, "a policy for it: vfio-cfgtool policy -o policy; devices without one are left out with --unmatched=ignore");
	return EXIT_UNUSABLE;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct judging *judging = context->own;
	bool matched = false, judged = true;

	for (size_t i = 0; i < judging->files.count && judged; i++) {
		const struct policy_part *part = &judging->files.parts[i];
		const struct check_rules rules = rules_of(part);

		if (part->judging == 0 || !check_applies(&rules, report->device))
			continue;
		matched = true;
		judged = judge_part(context, part, inspection, report);
	}
	judging->any = judging->any || matched;
	if (!matched)
		return unmatched(context->options, report);
	if (judged && report->check_count == 0 && judging->ranges.count != 0) {
		fault_set(&report->error, FAULT_UNMATCHED, ENOENT,
			  "no rule of the policy names bytes of --range");
		judged = false;
	}
	if (judged)
		return outcome(report);
	report->checks = NULL;
	report->check_count = 0;
	return EXIT_UNUSABLE;
}

static enum exit_status run(const struct options *options)
{
	static const struct inspector inspector = {
		.command = &command_check,
		.past_vfio = true,
		.past_vmm = true,
		.policy = true,
		.finish = finish,
	};
	struct judging *judging = memory_take_zeroed(1, sizeof(*judging));
	enum exit_status status;

	if (judging == NULL)
		return EXIT_UNUSABLE;
	status = range_list_parse(options->range, &judging->ranges);
	if (status == EXIT_DONE)
		status = policy_files_read(options, &judging->files);
	if (status == EXIT_DONE)
		status = inspect(options, &inspector, judging);
	if (status == EXIT_DONE && !judging->any)
		message_note(NULL, "no device was judged: no policy is for any of them");
	policy_files_free(&judging->files);
	range_list_end(&judging->ranges);
	free(judging->checks);
	free(judging);
	return status;
}

static bool inputs(const struct options *options)
{
	if (options->task.dump == NULL)
		return false;
	confine_dumps(options);
	for (size_t i = 0; options->words[i] != NULL; i++)
		confine_input(options->words[i]);
	return true;
}

const struct command command_check = {
	.name = "check",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} [FILE...]",
	.summary = "judge devices by policy files",
	.group = GROUP_JUDGE,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "check 01:00.0 nic.policy", "by a policy file; exit 1 if it is broken" },
		{ "check -F lspci.txt -e 'visible CAP_PM' 01:00.0", "by a rule" },
		{ "check -F lspci.txt -o junit 01:00.0 nic.policy", "for continuous integration" },
	},
	.renderers = check_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
		OPTION_SOURCE, OPTION_VMM, OPTION_EXPECT, OPTION_UNMATCHED, OPTION_RANGE,
		OPTION_SKIP, OPTION_END,
	},
	.completion = COMPLETE_DEVICES_AND_FILES,
	.words = true,
	.inputs = inputs,
	.run = run,
};
