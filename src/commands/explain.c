/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "inputs/inspect.h"
#include "inputs/operation_words.h"
#include "inputs/registers.h"

/* The places that a run explains, and the answers for the current device. */
struct answers {
	struct operations wanted;		/* none: every register */
	struct place_list places;		/* of the device at hand */
	struct explanation *explanation;	/* `room` of them */
	size_t room;
	struct prediction *scratch;
};

/* Makes room for the answers of one device, and drops those before. */
static bool make_room(struct answers *answers, size_t count)
{
	if (count <= answers->room)
		return true;
	free(answers->explanation);
	answers->explanation = memory_take_zeroed(count, sizeof(*answers->explanation));
	answers->room = answers->explanation != NULL ? count : 0;
	return answers->explanation != NULL;
}

static void set_place(const struct inspection *inspection, const struct register_place *place,
		      struct explanation *explanation)
{
	struct report_register shown;

	register_show(inspection, place, &shown);
	explanation->place = *place;
	explanation->last = (uint16_t)(place->offset + place->width - 1);
	explanation->user = shown.user;
	explanation->hardware = shown.hardware;
}

/* Sets an explanation for each place, and one for each run of bytes. Returns their number. */
static size_t set_places(const struct inspection *inspection, const struct place_list *places,
			 struct explanation *explanations)
{
	size_t count = 0;

	for (size_t i = 0, run; i < places->count; i += run) {
		struct explanation *explanation = &explanations[count++];

		run = place_list_run(&inspection->prediction, places, i);
		set_place(inspection, &places->list[i], explanation);
		if (run == 1)
			continue;
		explanation->last = places->list[i + run - 1].offset;
		explanation->user.known = explanation->hardware.known = false;
	}
	return count;
}

/* How many explanations the places need. */
static size_t count_places(const struct inspection *inspection, const struct place_list *places)
{
	size_t count = 0;

	for (size_t i = 0; i < places->count; count++)
		i += place_list_run(&inspection->prediction, places, i);
	return count;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct answers *answers = context->own;
	size_t count;

	/* a device that cannot be opened is still a result */
	if (report->policy == NULL)
		return EXIT_DONE;
	if (place_list_find(&inspection->prediction, &answers->wanted, &answers->places,
			    &report->error) != 0 ||
	    !make_room(answers, count_places(inspection, &answers->places)))
		return EXIT_UNUSABLE;
	count = set_places(inspection, &answers->places, answers->explanation);
	explain(&inspection->prediction, answers->scratch, answers->explanation, count);
	report->explained = answers->explanation;
	report->explained_count = count;
	report->explained_all = answers->wanted.count == 0;
	return EXIT_DONE;
}

static enum exit_status run_wanted(const struct options *options, struct answers *answers)
{
	static const struct inspector inspector = {
		.command = &command_explain,
		.past_vfio = true,
		.policy = true,
		.parts = true,
		.finish = finish,
	};

	answers->scratch = memory_take(sizeof(*answers->scratch));
	if (answers->scratch == NULL)
		return EXIT_UNUSABLE;
	return inspect(options, &inspector, answers);
}

static enum exit_status run(const struct options *options)
{
	struct answers answers = { .scratch = NULL };
	enum exit_status status = operations_parse_reads(options, &answers.wanted);

	if (status == EXIT_DONE)
		status = run_wanted(options, &answers);
	operations_free(&answers.wanted);
	place_list_end(&answers.places);
	free(answers.explanation);
	free(answers.scratch);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} [REGISTER|RANGE|-]...",
	.summary = "say in words what a register reads and does with a write, and why",
	.group = GROUP_LOOK,
	.does = "reads config; opens nothing; needs root above 40",
	.examples = {
		{ "explain -F lspci.txt 01:00.0 DevCtl", "a register, by its name in lspci" },
		{ "explain -F lspci.txt 01:00.0 gaps", "the raw bytes" },
		{ "explain 01:00.0", "every register in a line" },
	},
	.renderers = explain_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT,
		OPTION_SOURCE, OPTION_VMM, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
