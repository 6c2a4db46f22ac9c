/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/inspect.h"

static enum exit_status run(const struct options *options)
{
	static const struct inspector inspector = {
		.command = &command_map,
	};

	return inspect(options, &inspector, NULL);
}

const struct command command_map = {
	.name = "map",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}",
	.summary = "rebuild and print the byte map that the kernel keeps",
	.renderers = map_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
		OPTION_SOURCE, OPTION_FREE, OPTION_CHAINS, OPTION_VMM, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.run = run,
};
