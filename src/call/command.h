/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command: its words for help and completion, and what it does. */
#ifndef VFIO_CFGTOOL_CALL_COMMAND_H
#define VFIO_CFGTOOL_CALL_COMMAND_H

#include "call/options.h"
#include "format/report.h"

/* What help lists together. */
enum command_group { GROUP_LOOK, GROUP_JUDGE, GROUP_CHANGE, GROUP_ABOUT, COMMAND_GROUPS };

/* A call, without the name of the program, and what it is for. One with -F is run as a test. */
struct command_example {
	const char *words, *what;
};

#define COMMAND_EXAMPLES 3

struct command {
	const char *name;
	const char *arguments;		/* for the usage */
	const char *summary;
	enum command_group group;
	const char *does;		/* what it reads, opens, writes and needs */
	struct command_example examples[COMMAND_EXAMPLES];
	const struct renderer *renderers;	/* its formats, the default first, or NULL */
	const char *const *formats;	/* those that it prints by itself, NULL-terminated, or NULL */
	const struct field *const *tables;	/* the columns of what it prints by itself, or NULL */
	const enum option_id *options;	/* those that not every command has; ends with OPTION_END */
	enum completion completion;	/* of its arguments */
	bool internal;			/* not shown in help */
	bool words;			/* its arguments are not devices alone */
	bool files;			/* its arguments may be files, which it takes itself */
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

/* A command's format by its number, the default first; NULL behind the last. */
const char *command_format(const struct command *command, size_t number);

/* Prints the usage of the program (NULL) or of a command to a stream. */
void command_print_help(FILE *stream, const struct command *command, bool brief);

/* What --ignore of diff takes, NULL-terminated: bytes, map and policy. */
extern const char *const diff_ignored_words[];

/* What a run says of itself in its output, and the renderer of the format that was asked for. */
void command_run_facts(const struct options *options, const struct command *command,
		       struct report_run *run);

/* Ends the output of a run of this status; returns it, or what it becomes. */
enum exit_status command_run_end(struct report_run *run, enum exit_status status);

/* The output of a run that found no device, for this reason, where its format has any. */
enum exit_status command_run_nothing(const struct options *options, const struct command *command,
				     enum exit_status status);

/* The status of several devices: 4, else 1, else 3, else 0. */
enum exit_status command_combine(enum exit_status a, enum exit_status b);

#endif
