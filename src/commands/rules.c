/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "call/command.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "output/rules.h"
#include "tasks/device_rules.h"
#include "tasks/module_rules.h"

static const char *const formats[] = { "table", "tsv", "json", "jsonl", NULL };

static int print(const struct options *options, const struct rules *rules,
		 const struct report_modules *modules)
{
	const char *format = options->output != NULL ? options->output : "table";
	struct report_run facts;

	command_run_facts(options, &command_rules, &facts);
	if (strcmp(format, "table") != 0 && strcmp(format, "tsv") != 0)
		return rules_print_json(&facts, rules, strcmp(format, "jsonl") == 0, modules);
	if (modules->count > 1)
		return rules_print_modules(&facts, modules);
	return rules_print_table(&facts, rules, options->rules_given == NULL);
}

/* One file of a module. Whether it has something otherwise than its release. */
static enum exit_status read_module(const char *file, struct report_module *module)
{
	struct fault fault = { .code = FAULT_NONE };

	module->file = file != NULL ? file : "module";
	if (module_rules_read(file, &module->release, &module->shown, &fault) != 0) {
		message_fault(module->file, &fault);
		return fault.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
	}
	if (rules_equal(&module->release, &module->shown))
		return EXIT_DONE;
	message_note(module->file, "%s", module->shown.note);
	return EXIT_DISAGREED;
}

/* All files of the call: that of --rules=module:FILE, and those after it. */
static enum exit_status run_modules(const struct options *options, const char *first,
				    const struct rules *rules)
{
	struct report_modules modules = { .count = 0 };
	CLEANUP_FREE struct report_module *list = NULL;
	enum exit_status status = EXIT_DONE;
	size_t room = 1;

	while (options->arguments[room - 1] != NULL)
		room++;
	list = memory_take_zeroed(room, sizeof(*list));
	if (list == NULL)
		return EXIT_UNUSABLE;
	modules.list = list;
	for (size_t i = 0; i < room; i++) {
		enum exit_status one = read_module(i == 0 ? first : options->arguments[i - 1],
						   &list[modules.count]);

		status = command_combine(status, one);
		modules.count += one == EXIT_DONE || one == EXIT_DISAGREED;
	}
	if (modules.count > 0 && print(options, rules, &modules) != 0)
		return EXIT_UNUSABLE;
	return status;
}

static enum exit_status run(const struct options *options)
{
	const struct report_modules none = { .count = 0 };
	const char *file = NULL;
	enum exit_status status;
	struct rules rules;
	size_t switches;
	bool modules = module_rules_named(options->task.rules, &switches, &file);

	if (options->arguments[0] != NULL && file == NULL) {
		message_error(options->arguments[0], "rules takes files after --rules=module:FILE only");
		message_hint("see: vfio-cfgtool help rules");
		return EXIT_USAGE;
	}
	if (wants_kernel(&options->task)) {
		message_error("--rules", "kernel needs an open device: vfio-cfgtool verify");
		return EXIT_USAGE;
	}
	status = inspect_rules(options, options->task.rules, &rules);
	if (status != EXIT_DONE)
		return status;
	if (modules)
		return run_modules(options, file, &rules);
	return print(options, &rules, &none) == 0 ? EXIT_DONE : EXIT_UNUSABLE;
}

const struct command command_rules = {
	.name = "rules",
	.arguments = "[OPTION...] [-k RULES] [-k module:FILE [FILE...]]",
	.summary = "the switches of the kernel's behaviour, and what changed them",
	.group = GROUP_ABOUT,
	.does = "reads the release of the kernel; reads no config and opens nothing; as any user",
	.examples = {
		{ "rules", "those of this kernel" },
		{ "rules -k 6.1 --columns=switch,now,commit", "those of a release" },
		{ "rules -k module:vfio-pci-core.ko", "what a module file shows" },
	},
	.formats = formats,
	.tables = rules_tables,
	.options = (const enum option_id[]) {
		OPTIONS_OUTPUT, OPTIONS_TABLE, OPTION_RULES, OPTION_END,
	},
	.completion = COMPLETE_FILES,
	.run = run,
};
