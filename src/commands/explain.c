/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "commands/inspect.h"
#include "commands/messages.h"
#include "commands/registers.h"

/* What one run explains: what was asked for, and room for the answers of one device. */
struct answers {
	struct register_list wanted;
	struct explanation *explanation;	/* one for each of them */
	struct prediction *scratch;
};

static void explain_place(const struct inspection *inspection, struct answers *answers,
			  const struct register_place *place, struct explanation *explanation)
{
	struct report_register shown;

	register_show(inspection, place, &shown);
	explanation->place = *place;
	explanation->user = shown.user;
	explanation->hardware = shown.hardware;
	explain(&inspection->prediction, answers->scratch, explanation);
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct answers *answers = context->own;

	/* that a device cannot be opened is a result, too */
	if (report->policy == NULL)
		return EXIT_DONE;
	for (size_t i = 0; i < answers->wanted.count; i++) {
		struct register_place place;

		if (register_find(&inspection->prediction, &answers->wanted.words[i], &place,
				  &report->error) != 0)
			return EXIT_UNUSABLE;
		explain_place(inspection, answers, &place, &answers->explanation[i]);
	}
	report->explained = answers->explanation;
	report->explained_count = answers->wanted.count;
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

	if (answers->wanted.count == 0) {
		message_error(NULL, "no REGISTER");
		message_hint("name one, such as COMMAND, 40.l, CAP_PM+4.w; all of a device: vfio-cfgtool policy");
		return EXIT_USAGE;
	}
	answers->explanation = memory_take_zeroed(answers->wanted.count, sizeof(*answers->explanation));
	answers->scratch = memory_take(sizeof(*answers->scratch));
	if (answers->explanation == NULL || answers->scratch == NULL)
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
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} REGISTER...",
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
