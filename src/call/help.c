/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <stdio.h>
#include <string.h>

#include "call/command.h"
#include "call/messages.h"
#include "format/wrap.h"

/* What explains something has at least so many columns. */
#define NARROW 20

static void print_wrapped(FILE *stream, const char *line, unsigned int hang)
{
	wrap_print(stream, line, wrap_page(stream), hang);
}

/* A line of two columns, the second of which begins at `column`; below where the first is long. */
static void print_columns(FILE *stream, const char *first, const char *second, unsigned int column)
{
	char line[512];

	if (column + NARROW > wrap_page(stream))
		column = 6;
	if (strlen(first) + 1 > column) {
		print_wrapped(stream, first, 4);
		first = "";
	}
	snprintf(line, sizeof(line), "%-*s%s", (int)column, first, second);
	print_wrapped(stream, line, column);
}

#define GRAMMAR "[OPTION...] COMMAND [OPTION...] [DEVICE...] [ARGUMENT...]"

/* The options that many commands have. The rows mark those that every command has. */
static const enum option_id shared[] = {
	OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_RULES, OPTIONS_OUTPUT, OPTIONS_TABLE,
	OPTION_SOURCE, OPTION_VMM, OPTION_END,
};

static bool is_shared(const struct option_row *row)
{
	return row->common || options_include(shared, row);
}

static void print_summary(FILE *stream, const struct command *command)
{
	char name[32];

	snprintf(name, sizeof(name), "  %s", command->name);
	print_columns(stream, name, command->summary, strlen("  restore  "));
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
				print_summary(stream, *command);
	}
	fputc('\n', stream);
	print_wrapped(stream, "A DEVICE is [DOMAIN:]BUS:DEVICE.FUNCTION. The manual: man vfio-cfgtool", 4);
	print_wrapped(stream, "common options: vfio-cfgtool help options", 4);
}

/* "  -F, --dump=FILE" */
#define OPTION_COLUMN 28

/*
 * Whether a clause of an option's text begins with names of commands, as "bind, unbind: ...".
 * If so, *rest is what follows them, and *mine whether the command is one of them.
 */
static bool is_of_commands(const char *clause, const struct command *command, const char **rest,
			   bool *mine)
{
	const char *at = clause;

	*mine = false;
	for (;;) {
		size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
		char name[16];

		snprintf(name, sizeof(name), "%.*s", (int)length, at);
		if (command_find(name) == NULL)
			return false;
		*mine = *mine || strcmp(name, command->name) == 0;
		at += length;
		if (strncmp(at, ": ", 2) == 0)
			break;
		if (strncmp(at, ", ", 2) != 0)
			return false;
		at += 2;
	}
	*rest = at + 2;
	return true;
}

/* Writes the clauses of an option's text that are for this command (NULL: all). */
static void take_clauses(const char *help, const struct command *command, char *text, size_t size)
{
	const char *separator = "";
	size_t used = 0;

	text[0] = '\0';
	for (const char *clause = help; *clause != '\0' && used < size;) {
		const char *end = strstr(clause, "; "), *next = end != NULL ? end + 2 : "";
		const char *rest = clause;
		bool mine = true;
		size_t length;

		if (command != NULL && !is_of_commands(clause, command, &rest, &mine))
			mine = true;
		length = end != NULL ? (size_t)(end - rest) : strlen(rest);
		if (mine) {
			used += (size_t)snprintf(text + used, size - used, "%s%.*s", separator,
						 (int)length, rest);
			separator = "; ";
		}
		clause = next;
	}
}

static void print_option(FILE *stream, const struct option_row *row, const struct command *command)
{
	char help[256];
	bool optional = row->argument == ARGUMENT_OPTIONAL;
	char text[160];
	int used = row->letter != 0 ? snprintf(text, sizeof(text), "  -%c, ", row->letter)
				    : snprintf(text, sizeof(text), "      ");

	snprintf(text + used, sizeof(text) - (size_t)used, "--%s%s%s%s%s", row->name,
		 optional ? "[" : "", row->metavar != NULL ? "=" : "",
		 row->metavar != NULL ? row->metavar : "", optional ? "]" : "");
	take_clauses(row->help, command, help, sizeof(help));
	print_columns(stream, text, help, OPTION_COLUMN);
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
		print_option(stream, row, command);
	}
}

static void print_formats(FILE *stream, const struct command *command)
{
	const char *format = command_format(command, 0);
	char line[128] = "Formats:";

	if (format == NULL)
		return;
	for (size_t i = 0; format != NULL; format = command_format(command, ++i)) {
		size_t used = strlen(line);

		snprintf(line + used, sizeof(line) - used, " %s", format);
	}
	print_wrapped(stream, line, 4);
}

/* The purposes of examples begin there at the latest. */
#define EXAMPLE_COLUMN 62

/* A column that is right of all examples but the longest. */
static unsigned int example_column(const struct command *command)
{
	size_t column = 0;

	for (size_t i = 0; i < COMMAND_EXAMPLES; i++) {
		const char *words = command->examples[i].words;
		size_t end = words != NULL ? strlen("  vfio-cfgtool ") + strlen(words) + 2 : 0;

		if (end > column && end <= EXAMPLE_COLUMN)
			column = end;
	}
	return (unsigned int)column;
}

static void print_examples(FILE *stream, const struct command *command)
{
	char line[128];

	for (size_t i = 0; i < COMMAND_EXAMPLES; i++) {
		const struct command_example *example = &command->examples[i];

		if (example->words == NULL)
			continue;
		snprintf(line, sizeof(line), "  vfio-cfgtool %s", example->words);
		print_columns(stream, line, example->what, example_column(command));
	}
}

static void print_command(FILE *stream, const struct command *command)
{
	char line[256];

	snprintf(line, sizeof(line), "Usage: vfio-cfgtool %s %s", command->name, command->arguments);
	print_wrapped(stream, line, 4);
	snprintf(line, sizeof(line), "\n%s: %s\n", command->name, command->summary);
	print_wrapped(stream, line, 4);
	print_examples(stream, command);
	print_options(stream, command);
	fputc('\n', stream);
	print_formats(stream, command);
	print_columns(stream, "does:", command->does, strlen("does:  "));
	print_wrapped(stream, "common options: vfio-cfgtool help options", 4);
}

/* Prints the options that no command's own help has. */
static void print_shared(FILE *stream)
{
	print_wrapped(stream, "Options that every command has:", 4);
	for (const struct option_row *row = option_rows; row->name != NULL; row++)
		if (row->common)
			print_option(stream, row, NULL);
	fputc('\n', stream);
	print_wrapped(stream, "Options that many commands have (man vfio-cfgtool says which):", 4);
	for (const struct option_row *row = option_rows; row->name != NULL; row++)
		if (!row->common && is_shared(row))
			print_option(stream, row, NULL);
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
		options_usage(stream, usage, command->options);
		return;
	}
	if (brief) {
		options_usage(stream, GRAMMAR, NULL);
		return;
	}
	print_wrapped(stream, "Usage: vfio-cfgtool " GRAMMAR, 4);
	fputc('\n', stream);
	print_wrapped(stream, "Shows what vfio-pci makes of a device's PCI configuration space.", 0);
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
