/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/inspect.h"

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
	.group = GROUP_LOOK,
	.does = "reads config; opens one idle device, and so resets it (--source=sysfs does not); needs root above 40",
	.examples = {
		{ "map 01:00.0", "of a device" },
		{ "map -F lspci.txt -o grid 01:00.0", "of a dump, each byte in its place" },
		{ "map -F lspci.txt --free=8 01:00.0", "where a new capability fits" },
	},
	.renderers = map_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
		OPTION_SOURCE, OPTION_FREE, OPTION_CHAINS, OPTION_VMM, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.run = run,
};
