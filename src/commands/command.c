/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/system/kernel_release.h"

const struct command *const commands[] = {
	&command_map, &command_policy, &command_explain, &command_read, &command_write,
	&command_probe, &command_restore, &command_check, &command_lint, &command_diff,
	&command_capture, &command_verify, &command_list, &command_info, &command_bind,
	&command_unbind, &command_trace, &command_rules, &command_help, &command_complete, NULL,
};

const char *const map_formats[] = { "table", "grid", "hex", "json", "jsonl", NULL };
const char *const table_json_formats[] = { "table", "json", "jsonl", NULL };
const char *const policy_formats[] = { "table", "json", "jsonl", "policy", NULL };
const char *const judging_formats[] = { "table", "json", "jsonl", "tap", NULL };
const char *const capture_formats[] = { "text", NULL };
const char *const text_json_formats[] = { "text", "json", "jsonl", NULL };

const struct command *command_find(const char *name)
{
	for (const struct command *const *command = commands; *command != NULL; command++)
		if (strcmp((*command)->name, name) == 0)
			return *command;
	return NULL;
}

static bool wants_color(const char *choice)
{
	const char *no_color = getenv("NO_COLOR");

	if (strcmp(choice, "auto") != 0)
		return strcmp(choice, "always") == 0;
	return (no_color == NULL || no_color[0] == '\0') && isatty(STDOUT_FILENO);
}

void command_run_facts(const struct options *options, const struct command *command,
		       struct report_run *run)
{
	static struct kernel_identity kernel;	/* the run's strings live as long as the process */

	*run = (struct report_run) {
		.command = command->name,
		.color = wants_color(options->color),
		.verbose = options->verbose,
		.free_size = options->free_size,
		.chains = options->chains,
	};
	if (options->task.dump != NULL)
		return;
	kernel_identify(&kernel);
	run->host = kernel.host;
	run->kernel = kernel.release;
}

const struct renderer *command_renderer(const struct renderer *renderers, const char *format)
{
	const struct renderer *renderer = renderers;

	while (format != NULL && renderer->format != NULL && strcmp(renderer->format, format) != 0)
		renderer++;
	return renderer;
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
