/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "commands/command.h"
#include "commands/messages.h"
#include "tasks/device_rules.h"
#include "output/json.h"
#include "output/table.h"

static enum exit_status run(const struct options *options)
{
	const char *format = options->output != NULL ? options->output : "table";
	struct report_run facts;
	struct rules running;
	int error;

	if (options->arguments[0] != NULL) {
		message_error(options->arguments[0], "rules takes no argument");
		message_hint("see: vfio-cfgtool help rules");
		return EXIT_USAGE;
	}
	running_rules(&running);
	command_run_facts(options, &command_rules, &facts);
	if (strcmp(format, "table") == 0)
		error = table_rules(&facts, &running);
	else
		error = json_rules(&facts, &running, strcmp(format, "jsonl") == 0);
	return error == 0 ? EXIT_DONE : EXIT_UNUSABLE;
}

const struct command command_rules = {
	.name = "rules",
	.bit = FOR_RULES,
	.arguments = "[OPTION...]",
	.summary = "the switches of the kernel's behaviour, and how they stand here",
	.formats = table_json_formats,
	.completion = COMPLETE_NOTHING,
	.run = run,
};
