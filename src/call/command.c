/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/system/kernel_release.h"
#include "format/print.h"
#include "format/wrap.h"

const struct command *command_find(const char *name)
{
	for (const struct command *const *command = commands; *command != NULL; command++)
		if (strcmp((*command)->name, name) == 0)
			return *command;
	return NULL;
}

static bool wants_color(enum color_choice choice)
{
	const char *no_color = getenv("NO_COLOR");

	if (choice != COLOR_AUTO)
		return choice == COLOR_ALWAYS;
	return (no_color == NULL || no_color[0] == '\0') && isatty(STDOUT_FILENO);
}

/* The renderer of a format; the first for NULL. */
static const struct renderer *find_renderer(const struct renderer *renderers, const char *format)
{
	const struct renderer *renderer = renderers;

	while (renderer != NULL && format != NULL && renderer->format != NULL &&
	       strcmp(renderer->format, format) != 0)
		renderer++;
	return renderer;
}

/* Of the formats that are no renderer's. */
static bool is_for_people(const char *format)
{
	return format == NULL || strcmp(format, "table") == 0 || strcmp(format, "summary") == 0;
}

void command_run_facts(const struct options *options, const struct command *command,
		       struct report_run *run)
{
	static struct kernel_identity kernel;	/* the run's strings live as long as the process */

	*run = (struct report_run){
		.command = command->name,
		.renderer = find_renderer(command->renderers, options->output),
		.color = wants_color(options->color),
		.verbose = options->verbose,
		.chains = options->chains,
		.columns = options->columns,
		.groups = options->groups,
		.sort = options->sort,
		.no_headings = options->no_headings,
		.full = options->full,
	};
	run->tsv = options->output != NULL && strcmp(options->output, "tsv") == 0;
	if (run->renderer != NULL ? run->renderer->wraps : is_for_people(options->output))
		run->width = wrap_terminal(stdout);
	print_fit(run->width);
	print_mute(run->tsv);
	if (options->task.dump != NULL)
		return;
	kernel_identify(&kernel);
	run->host = kernel.host;
	run->kernel = kernel.release;
}

enum exit_status command_run_end(struct report_run *run, enum exit_status status)
{
	run->status = (int)status;
	return report_end(run) == 0 ? status : command_combine(status, EXIT_UNUSABLE);
}

enum exit_status command_run_nothing(const struct options *options, const struct command *command,
				     enum exit_status status)
{
	struct report_run run;

	command_run_facts(options, command, &run);
	if (status == EXIT_USAGE || run.renderer == NULL || !run.renderer->always)
		return status;
	return report_begin(&run) == 0 ? command_run_end(&run, status) : EXIT_UNUSABLE;
}

const char *command_format(const struct command *command, size_t number)
{
	size_t count = 0;

	while (command->renderers != NULL && command->renderers[count].format != NULL)
		count++;
	if (number < count)
		return command->renderers[number].format;
	return command->formats != NULL ? command->formats[number - count] : NULL;
}

enum exit_status command_combine(enum exit_status a, enum exit_status b)
{
	static const enum exit_status order[] = {
		EXIT_REFUSED, EXIT_DISAGREED, EXIT_UNUSABLE, EXIT_USAGE,
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return EXIT_DONE;
}
