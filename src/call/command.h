/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A command: its words for help and completion, and what it does. */
#ifndef VFIO_CFGTOOL_CALL_COMMAND_H
#define VFIO_CFGTOOL_CALL_COMMAND_H

#include "call/options.h"
#include "format/report.h"

/* The groups that help lists commands in. */
enum command_group { GROUP_LOOK, GROUP_JUDGE, GROUP_CHANGE, GROUP_ABOUT, COMMAND_GROUPS };

/* An example: a call without the program's name, and its purpose. A test runs those with -F. */
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
	const char *const *formats;	/* those without a renderer, NULL-terminated, or NULL */
	const struct field *const *tables;	/* columns of tables without a renderer, or NULL */
	const enum option_id *options;	/* besides the options of every command; ends with OPTION_END */
	enum completion completion;	/* of its arguments */
	bool internal;			/* not shown in help */
	bool words;			/* its arguments are devices and other words */
	bool files;			/* its arguments may be files, which it opens itself */
	bool no_bridges;		/* a filter leaves the bridges out, unless it finds nothing else */
	bool says_device;		/* given eth0, it says which device that is before it acts */
	/*
	 * Prepares all inputs of a call with confine_input(). Returns false if one is not a file.
	 * NULL: the command reads the files of --dump, or else devices.
	 */
	bool (*inputs)(const struct options *options);
	enum exit_status (*run)(const struct options *options);
};

extern const struct command command_map, command_policy, command_explain, command_read,
	command_write, command_probe, command_restore, command_check, command_lint,
	command_diff, command_capture, command_report, command_verify, command_list, command_info,
	command_bind, command_unbind, command_trace, command_rules, command_help, command_complete;

/* All commands, in the order of the help; ends with NULL. */
extern const struct command *const commands[];

/* The command of this name, or NULL. */
const struct command *command_find(const char *name);

/* The format with this number, the default first; NULL after the last. */
const char *command_format(const struct command *command, size_t number);

/* Prints the usage of the program (NULL) or of a command to a stream. */
void command_print_help(FILE *stream, const struct command *command, bool brief);

/* What --ignore of diff takes, NULL-terminated: bytes, map and policy. */
extern const char *const diff_ignored_words[];

/* Fills what a run's output says of the run, and the renderer of the requested format. */
void command_run_facts(const struct options *options, const struct command *command,
		       struct report_run *run);

/* Ends the output of a run. Returns its status, or another one if the end could not be written. */
enum exit_status command_run_end(struct report_run *run, enum exit_status status);

/* Prints the output of a run without a device, if its format has any. Returns the status. */
enum exit_status command_run_nothing(const struct options *options, const struct command *command,
				     enum exit_status status);

/* The status of several devices: 4, else 1, else 3, else 0. */
enum exit_status command_combine(enum exit_status a, enum exit_status b);

#endif
