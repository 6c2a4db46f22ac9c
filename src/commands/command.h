/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command: its words for help and completion, and what it does. */
#ifndef VFIO_CFGTOOL_COMMANDS_COMMAND_H
#define VFIO_CFGTOOL_COMMANDS_COMMAND_H

#include "commands/options.h"
#include "output/report.h"

struct command {
	const char *name;
	unsigned int bit;		/* FOR_x */
	const char *arguments;		/* for the usage */
	const char *summary;
	const char *const *formats;	/* NULL-terminated, the default first, or NULL */
	enum completion completion;	/* of its arguments */
	bool internal;			/* not shown in help */
	bool words;			/* its arguments are not devices alone */
	/*
	 * Prepares all inputs of a call with confine_input() and returns true, or false if one
	 * is no file. NULL: the command reads what --dump names, and devices else.
	 */
	bool (*inputs)(const struct options *options);
	enum exit_status (*run)(const struct options *options);
};

extern const struct command command_map, command_policy, command_explain, command_read,
	command_write, command_probe, command_restore, command_check, command_lint,
	command_diff, command_capture, command_verify, command_list, command_info,
	command_bind, command_unbind, command_trace, command_rules, command_help, command_complete;

/* All commands in the order of the help; ends with NULL. */
extern const struct command *const commands[];

/* The command of this name, or NULL. */
const struct command *command_find(const char *name);

/* Prints the usage of the program (NULL) or of a command to a stream. */
void command_print_help(FILE *stream, const struct command *command, bool brief);

/* The formats of commands by their renderers. */
extern const char *const map_formats[];
extern const char *const table_json_formats[];
extern const char *const policy_formats[];
extern const char *const judging_formats[];
extern const char *const capture_formats[];
extern const char *const text_json_formats[];

/* What --ignore of diff takes, NULL-terminated: bytes, map and policy. */
extern const char *const diff_ignored_words[];

/* What a run says of itself in its output. */
void command_run_facts(const struct options *options, const struct command *command,
		       struct report_run *run);

/* The renderer of a format; the first for NULL. */
const struct renderer *command_renderer(const struct renderer *renderers, const char *format);

/* The status of several devices: 4, else 1, else 3, else 0. */
enum exit_status command_combine(enum exit_status a, enum exit_status b);

#endif
