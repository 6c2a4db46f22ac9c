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
	.bit = FOR_MAP,
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}",
	.summary = "rebuild and print the byte map that the kernel keeps",
	.renderers = map_renderers,
	.completion = COMPLETE_BOUND,
	.run = run,
};
