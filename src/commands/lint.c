/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "inputs/guest.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "output/lint.h"

/* A reviewed finding (--ignore): a code, anywhere or in a range. */
struct reviewed {
	enum lint_code code;
	bool in_range;
	struct range_reference range;
};

/* The memory of a call; starts as zeros, ended by work_end(). */
struct work {
	size_t count;
	struct reviewed *reviewed;
	struct lint lint;
	bool ignored[LINT_FINDINGS];
	struct lint_verdict verdict;
};

static void work_end(struct work **work)
{
	if (*work != NULL)
		free((*work)->reviewed);
	free(*work);
}

/* Parses "CODE" or "CODE@RANGE". The range may have an '@', too. */
static bool parse_reviewed(const char *text, struct reviewed *reviewed)
{
	size_t length = strcspn(text, "@");
	unsigned int code;
	char why[160];

	reviewed->in_range = text[length] == '@';
	if (!words_find(&lint_code_words, text, length, &code)) {
		message_error("--ignore", "%.*s: no such code", (int)length, text);
		message_hint("see: vfio-cfgtool lint --list");
		return false;
	}
	reviewed->code = (enum lint_code)code;
	if (!reviewed->in_range ||
	    range_parse(text + length + 1, &reviewed->range, why, sizeof(why)))
		return true;
	message_error("--ignore", "%s", why);
	return false;
}

/* Parses a list separated by commas, and skips empty words. */
static enum exit_status parse_ignored(const char *text, struct work *work)
{
	size_t length = strlen(text);
	CLEANUP_FREE char *copy = memory_copy(text);
	char *rest = copy, *word;

	work->reviewed = memory_take_zeroed(length + 1, sizeof(*work->reviewed));
	if (copy == NULL || work->reviewed == NULL)
		return EXIT_UNUSABLE;
	while ((word = strsep(&rest, ",")) != NULL) {
		if (word[0] != '\0' && !parse_reviewed(word, &work->reviewed[work->count++]))
			return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* Whether the finding is about the capability with this name and number. */
static bool is_of(const struct lint_finding *finding, const struct register_reference *base)
{
	char name[LINT_CAPABILITY_SIZE], numbered[LINT_CAPABILITY_SIZE + 8];

	capability_name(base->extended, base->id, name);
	snprintf(numbered, sizeof(numbered), "%s@%u", name, (unsigned int)base->instance);
	return strcmp(finding->capability, numbered) == 0 ||
	       (base->instance == 0 && strcmp(finding->capability, name) == 0);
}

/* Whether the whole finding lies in the range. */
static bool is_in(const struct lint_finding *finding, const struct range_reference *range,
		  const struct map *map)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
	char why[160];

	if (range->whole)
		return is_of(finding, &range->base);
	/* a finding can be about bytes that a dump does not show */
	if (!range->gaps && !range->capability)
		return finding->start >= range->first && finding->end <= range->last;
	if (!range_resolve(range, map, bytes, why, sizeof(why)))
		return false;
	for (unsigned int offset = finding->start; offset <= finding->end; offset++)
		if (!(bytes[offset / 8] >> offset % 8 & 1))
			return false;
	return true;
}

static bool is_reviewed(const struct work *work, const struct lint_finding *finding,
			const struct map *map)
{
	for (size_t i = 0; i < work->count; i++)
		if (work->reviewed[i].code == finding->code &&
		    (!work->reviewed[i].in_range ||
		     is_in(finding, &work->reviewed[i].range, map)))
			return true;
	return false;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	const struct guest_outcome *guest = NULL;
	struct work *work = context->own;

	if (context->guest != NULL && inspection->prediction.map.state == MAP_BUILT)
		guest = &context->guest->outcome;
	lint_find(&inspection->prediction, guest, &work->lint);
	for (unsigned int i = 0; i < work->lint.findings; i++)
		work->ignored[i] = is_reviewed(work, &work->lint.finding[i], &inspection->prediction.map);
	work->verdict = (struct lint_verdict){
		.lint = &work->lint,
		.min = context->options->min,
		.fail = context->options->fail,
		.ignored = work->ignored,
	};
	report->lint = &work->verdict;
	return lint_has_failed(report->lint) ? EXIT_DISAGREED : EXIT_DONE;
}

static enum exit_status list_codes(const struct options *options)
{
	const char *format = options->output != NULL ? options->output : "table";
	struct report_run facts;

	if (options->arguments[0] != NULL || options->task.dump != NULL || options->selected) {
		message_error("--list", "it lists the codes, of no device");
		return EXIT_USAGE;
	}
	if (strcmp(format, "table") != 0 && strcmp(format, "tsv") != 0 &&
	    strncmp(format, "json", 4) != 0) {
		message_error("--list", "no device is judged: its formats are table, tsv, json and jsonl");
		return EXIT_USAGE;
	}
	command_run_facts(options, &command_lint, &facts);
	return lint_print_codes(&facts) == 0 ? EXIT_DONE : EXIT_UNUSABLE;
}

static enum exit_status run(const struct options *options)
{
	static const struct inspector inspector = {
		.command = &command_lint,
		.past_vfio = true,
		.past_vmm = true,
		.policy = true,
		.disagreed = "with findings that fail (--fail)",
		.shorts = true,
		.parts = true,
		.finish = finish,
	};
	__attribute__((cleanup(work_end))) struct work *work = memory_take_zeroed(1, sizeof(*work));
	enum exit_status status = EXIT_DONE;

	if (options->codes)
		return list_codes(options);
	if (strcmp(options->task.rules, "kernel") == 0) {
		message_error("--rules", "kernel needs an open device, and lint opens none");
		return EXIT_USAGE;
	}
	if (work == NULL)
		return EXIT_UNUSABLE;
	if (options->ignored != NULL)
		status = parse_ignored(options->ignored, work);
	return status == EXIT_DONE ? inspect(options, &inspector, work) : status;
}

const struct command command_lint = {
	.name = "lint",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]|--list}",
	.summary = "find what is hazardous in configuration space, for kernel and user",
	.group = GROUP_JUDGE,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "lint -F lspci.txt 01:00.0", "of a dump" },
		{ "lint --all --fail=warning", "exit 1 from warnings on" },
		{ "lint --list", "what is looked for" },
	},
	.renderers = lint_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE, OPTION_VMM, OPTION_MIN,
		OPTION_FAIL, OPTION_IGNORE, OPTION_LIST, OPTION_SKIP, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
