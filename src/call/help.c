/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <stdio.h>
#include <string.h>

#include "call/command.h"
#include "call/messages.h"

/* The width of a line of help. */
#define WIDTH 80

static const char intro[] =
	"Shows what vfio-pci makes of a device's PCI configuration space.\n";

/* The options that many commands have. The rows mark those that every command has. */
static const enum option_id shared[] = {
	OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
	OPTION_SOURCE, OPTION_VMM, OPTION_END,
};

static bool is_shared(const struct option_row *row)
{
	return row->common || options_include(shared, row);
}

static void print_commands(FILE *stream)
{
	static const char *const titles[COMMAND_GROUPS] = {
		[GROUP_LOOK] = "Look", [GROUP_JUDGE] = "Judge",
		[GROUP_CHANGE] = "Change", [GROUP_ABOUT] = "About",
	};

	for (unsigned int group = 0; group < COMMAND_GROUPS; group++) {
		fprintf(stream, "\n%s:\n", titles[group]);
		for (const struct command *const *command = commands; *command != NULL; command++)
			if (!(*command)->internal && (*command)->group == group)
				fprintf(stream, "  %-8s %s\n", (*command)->name, (*command)->summary);
	}
	fputs("\nA DEVICE is [DOMAIN:]BUS:DEVICE.FUNCTION. The manual: man vfio-cfgtool\n"
	      "common options: vfio-cfgtool help options\n", stream);
}

/* Breaks a text into lines that begin at `column`. The first line has begun already. */
static void print_words(FILE *stream, const char *text, size_t column)
{
	size_t used = column;

	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (used > column && used + 1 + word > WIDTH) {
			fprintf(stream, "\n%*s", (int)column, "");
			used = column;
		}
		fprintf(stream, "%s%.*s", used > column ? " " : "", (int)word, text);
		used += word + (used > column);
		text += word;
		text += strspn(text, " ");
	}
	fputc('\n', stream);
}

/* "  -F, --dump=FILE" */
#define OPTION_COLUMN 28

static void print_option(FILE *stream, const struct option_row *row)
{
	char text[80];
	int used = row->letter != 0 ? snprintf(text, sizeof(text), "  -%c, ", row->letter)
				    : snprintf(text, sizeof(text), "      ");

	snprintf(text + used, sizeof(text) - (size_t)used, "--%s%s%s%s", row->name,
		 row->argument == ARGUMENT_OPTIONAL ? "[" : "",
		 row->metavar != NULL ? "=" : "", row->metavar != NULL ? row->metavar : "");
	fprintf(stream, "%s%s", text, row->argument == ARGUMENT_OPTIONAL ? "]" : "");
	if (strlen(text) + 2 > OPTION_COLUMN)
		fprintf(stream, "\n%*s", OPTION_COLUMN, "");
	else
		fprintf(stream, "%*s", OPTION_COLUMN - (int)strlen(text) -
			(row->argument == ARGUMENT_OPTIONAL), "");
	print_words(stream, row->help, OPTION_COLUMN);
}

/* Prints the options that few commands have. */
static void print_options(FILE *stream, const struct command *command)
{
	const char *title = "\nOptions:\n";

	for (const struct option_row *row = option_rows; row->name != NULL; row++) {
		if (!options_include(command->options, row) || is_shared(row))
			continue;
		fputs(title, stream);
		title = "";
		print_option(stream, row);
	}
}

static void print_formats(FILE *stream, const struct command *command)
{
	const char *format = command_format(command, 0);

	if (format == NULL)
		return;
	fputs("Formats:", stream);
	for (size_t i = 0; format != NULL; format = command_format(command, ++i))
		fprintf(stream, " %s", format);
	fputc('\n', stream);
}

static void print_examples(FILE *stream, const struct command *command)
{
	for (size_t i = 0; i < COMMAND_EXAMPLES; i++) {
		const struct command_example *example = &command->examples[i];

		if (example->words != NULL)
			fprintf(stream, "  vfio-cfgtool %-42s  %s\n", example->words, example->what);
	}
}

static void print_command(FILE *stream, const struct command *command)
{
	fprintf(stream, "Usage: vfio-cfgtool %s %s\n\n", command->name, command->arguments);
	fprintf(stream, "%s: %s\n\n", command->name, command->summary);
	print_examples(stream, command);
	print_options(stream, command);
	fputc('\n', stream);
	print_formats(stream, command);
	fputs("does: ", stream);
	print_words(stream, command->does, strlen("does: "));
	fputs("common options: vfio-cfgtool help options\n", stream);
}

/* Prints the options that no command's own help has. */
static void print_shared(FILE *stream)
{
	fputs("Options that every command has:\n", stream);
	for (const struct option_row *row = option_rows; row->name != NULL; row++)
		if (row->common)
			print_option(stream, row);
	fputs("\nOptions that many commands have (man vfio-cfgtool says which):\n", stream);
	for (const struct option_row *row = option_rows; row->name != NULL; row++)
		if (!row->common && is_shared(row))
			print_option(stream, row);
}

void command_print_help(FILE *stream, const struct command *command, bool brief)
{
	char usage[256];

	if (command != NULL && !brief) {
		print_command(stream, command);
		return;
	}
	if (command != NULL) {
		snprintf(usage, sizeof(usage), "%s %s", command->name, command->arguments);
		options_help(stream, usage, command->options, true);
		return;
	}
	if (brief) {
		options_help(stream, "[OPTION...] COMMAND [OPTION...] [DEVICE...] [ARGUMENT...]",
			     NULL, true);
		return;
	}
	fprintf(stream, "Usage: vfio-cfgtool [OPTION...] COMMAND [OPTION...] [DEVICE...] [ARGUMENT...]\n\n%s",
		intro);
	print_commands(stream);
}

static enum exit_status run(const struct options *options)
{
	const struct command *command = NULL;

	if (options->arguments[0] != NULL && options->arguments[1] != NULL) {
		message_error(options->arguments[1], "help is on one command at a time");
		return EXIT_USAGE;
	}
	if (options->arguments[0] != NULL && strcmp(options->arguments[0], "options") == 0) {
		print_shared(stdout);
		return EXIT_DONE;
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
	.arguments = "[COMMAND|options]",
	.summary = "help on the program or a command",
	.group = GROUP_ABOUT,
	.does = "reads nothing; as any user",
	.examples = {
		{ "help", "the commands" },
		{ "help map", "a command" },
		{ "help options", "the options that many commands have" },
	},
	.options = (const enum option_id[]) { OPTION_END },
	.completion = COMPLETE_COMMANDS,
	.run = run,
};
