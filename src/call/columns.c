/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/columns.h"

#include <string.h>

#include "call/messages.h"
#include "format/columns.h"
#include "format/print.h"
#include "format/record.h"
#include "format/wrap.h"

/* Longer than any heading. */
#define NAME_SIZE 32

const struct field *const *call_tables(const struct command *command)
{
	const struct renderer *renderer = command->renderers;

	for (; renderer != NULL && renderer->format != NULL; renderer++)
		if (renderer->tables != NULL)
			return renderer->tables;
	return command->tables;
}

/* A heading as --columns takes it: without blanks. */
static const char *column_name(const struct field *field, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "%s", field->heading);
	for (char *at = name; *at != '\0'; at++)
		if (*at == ' ')
			*at = '-';
	return name;
}

static void print_help(const char *name, const char *help)
{
	print_part("%-14s ", name);
	print_hang();
	print_line("%s", help);
}

void call_columns_help(const struct command *command)
{
	const struct field *const *tables = call_tables(command);
	const struct field *field;
	char name[NAME_SIZE];

	print_fit(wrap_terminal(stdout));
	for (size_t i = 0; (field = columns_at(tables, i)) != NULL; i++)
		if (field->help != NULL)
			print_help(column_name(field, name), field->help);
		else
			print_line("%s", column_name(field, name));
}

static bool is_table(const struct command *command, const char *format)
{
	if (format == NULL)
		format = command_format(command, 0);
	return strcmp(format, "table") == 0 || strcmp(format, "tsv") == 0;
}

static bool is_column(const struct command *command, const char *option, const char *names)
{
	const char *unknown = columns_unknown(names, call_tables(command));

	if (names == NULL || unknown == NULL)
		return true;
	message_error(option, "no such column: '%.*s'", (int)strcspn(unknown, ","), unknown);
	message_hint("see: vfio-cfgtool %s --columns=help", command->name);
	return false;
}

bool call_columns_agree(const struct command *command, const struct options *options)
{
	const char *option = options->columns != NULL ? "--columns"
			   : options->sort != NULL ? "--sort" : "--noheadings";

	if (options->columns == NULL && options->sort == NULL && !options->no_headings)
		return true;
	if (!is_table(command, options->output)) {
		message_error(option,
			      "goes with -o table and -o tsv: the other formats have all that is known");
		return false;
	}
	return is_column(command, "--columns", options->columns) &&
	       is_column(command, "--sort", options->sort);
}
