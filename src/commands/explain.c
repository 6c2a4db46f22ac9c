/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "commands/inspect.h"
#include "call/messages.h"
#include "commands/registers.h"

/* What one run explains: what was asked for, and room for the answers of one device. */
struct answers {
	struct register_list wanted;		/* none: every register */
	struct explanation *explanation;	/* `room` of them */
	size_t room;
	struct prediction *scratch;
};

/* Room for one device's answers; what was there is lost. */
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
	explanation->user = shown.user;
	explanation->hardware = shown.hardware;
}

/* The places of every register of a device. */
static void set_all(const struct inspection *inspection, struct explanation *explanations)
{
	const struct registers *registers = &inspection->prediction.registers;

	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *known = &registers->list[i];
		struct register_place place = {
			.offset = known->offset, .width = known->type->width, .known = known,
		};

		set_place(inspection, &place, &explanations[i]);
	}
}

/* The places that were asked for. False, with the reason in *error, where one is not there. */
static bool set_wanted(const struct inspection *inspection, const struct register_list *wanted,
		       struct explanation *explanations, struct fault *error)
{
	for (size_t i = 0; i < wanted->count; i++) {
		struct register_place place;

		if (register_find(&inspection->prediction, &wanted->words[i], &place, error) != 0)
			return false;
		set_place(inspection, &place, &explanations[i]);
	}
	return true;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct answers *answers = context->own;
	bool all = answers->wanted.count == 0;
	size_t count = all ? inspection->prediction.registers.count : answers->wanted.count;

	/* that a device cannot be opened is a result, too */
	if (report->policy == NULL)
		return EXIT_DONE;
	if (!make_room(answers, count))
		return EXIT_UNUSABLE;
	if (all)
		set_all(inspection, answers->explanation);
	else if (!set_wanted(inspection, &answers->wanted, answers->explanation, &report->error))
		return EXIT_UNUSABLE;
	explain(&inspection->prediction, answers->scratch, answers->explanation, count);
	report->explained = answers->explanation;
	report->explained_count = count;
	report->explained_all = all;
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
	enum exit_status status = register_list_parse(options, &answers.wanted);

	if (status == EXIT_DONE)
		status = run_wanted(options, &answers);
	register_list_free(&answers.wanted);
	free(answers.explanation);
	free(answers.scratch);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} [REGISTER...]",
	.summary = "say in words what a register is, reads and does with a write, and why",
	.renderers = explain_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT,
		OPTION_SOURCE, OPTION_VMM, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
