/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "call/command.h"
#include "call/messages.h"

static const char intro[] =
	"Shows what vfio-pci makes of a device's PCI configuration space.\n";

static void print_commands(FILE *stream)
{
	fputs("\nCommands:\n", stream);
	for (const struct command *const *command = commands; *command != NULL; command++)
		if (!(*command)->internal)
			fprintf(stream, "  %-8s %s\n", (*command)->name, (*command)->summary);
	fputs("\nA DEVICE is [DOMAIN:]BUS:DEVICE.FUNCTION. The manual: man vfio-cfgtool\n", stream);
}

static void print_formats(FILE *stream, const struct command *command)
{
	const char *format = command_format(command, 0);

	if (format == NULL)
		return;
	fputs("\nFormats:", stream);
	for (size_t i = 0; format != NULL; format = command_format(command, ++i))
		fprintf(stream, " %s", format);
	fputc('\n', stream);
}

void command_print_help(FILE *stream, const struct command *command, bool brief)
{
	char usage[256];

	if (command == NULL) {
		options_help(stream, "[OPTION...] COMMAND [OPTION...] [DEVICE...] [ARGUMENT...]",
			     NULL, brief);
		if (!brief) {
			fprintf(stream, "\n%s", intro);
			print_commands(stream);
		}
		return;
	}
	snprintf(usage, sizeof(usage), "%s %s", command->name, command->arguments);
	options_help(stream, usage, command->options, brief);
	if (brief)
		return;
	fprintf(stream, "\n%s: %s\n", command->name, command->summary);
	print_formats(stream, command);
}

static enum exit_status run(const struct options *options)
{
	const struct command *command = NULL;

	if (options->arguments[0] != NULL && options->arguments[1] != NULL) {
		message_error(options->arguments[1], "help is on one command at a time");
		return EXIT_USAGE;
	}
	if (options->arguments[0] != NULL) {
		command = command_find(options->arguments[0]);
		if (command == NULL) {
			message_error(options->arguments[0], "no such command");
			message_hint("see: vfio-cfgtool help");
			return EXIT_USAGE;
		}
	}
	command_print_help(stdout, command, false);
	return EXIT_DONE;
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "help on the program or a command",
	.options = (const enum option_id[]) { OPTION_END },
	.completion = COMPLETE_COMMANDS,
	.run = run,
};
