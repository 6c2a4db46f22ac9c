/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Options: one table for parsing (popt), help and completion. Only this file and its source know
 * popt.
 */
#ifndef VFIO_CFGTOOL_CALL_OPTIONS_H
#define VFIO_CFGTOOL_CALL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "access/system/pci.h"
#include "base/space.h"
#include "base/words.h"
#include "model/verdict/lint.h"
#include "model/verdict/probe.h"
#include "model/vmm/vmm.h"
#include "tasks/settings.h"

/* Exit statuses; over several devices the first of 4, 1, 3 that occurred. */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_DISAGREED = 1,
	EXIT_USAGE = 2,
	EXIT_UNUSABLE = 3,
	EXIT_REFUSED = 4,
};

enum option_id {
	OPTION_END,		/* ends a list of options */
	OPTION_DUMP,
	OPTION_SLOT,
	OPTION_ID,
	OPTION_ALL,
	OPTION_SOURCE,
	OPTION_RULES,
	OPTION_REQUIRE,
	OPTION_OUTPUT,
	OPTION_JSON,
	OPTION_TO,
	OPTION_NUMERIC,
	OPTION_COLOR,
	OPTION_QUIET,
	OPTION_VERBOSE,
	OPTION_JOBS,
	OPTION_VF,
	OPTION_VF_ID,
	OPTION_NO_IRQ,
	OPTION_NO_INTX,
	OPTION_SIZE,
	OPTION_VF_TOKEN,
	OPTION_WAIT,
	OPTION_FREE,
	OPTION_CHAINS,
	OPTION_ONLY,
	OPTION_RANGE,
	OPTION_VIEW,
	OPTION_VMM,
	OPTION_DRY_RUN,
	OPTION_STRICT,
	OPTION_FORCE,
	OPTION_JOURNAL,
	OPTION_MIN,
	OPTION_FAIL,
	OPTION_IGNORE,
	OPTION_LIST,
	OPTION_REDACT,
	OPTION_FULL,
	OPTION_VOLATILE,
	OPTION_EXPECT,
	OPTION_UNMATCHED,
	OPTION_SKIP,
	OPTION_LAYOUT,
	OPTION_COLUMNS,
	OPTION_NO_HEADINGS,
	OPTION_SORT,
	OPTION_GROUPS,
	OPTION_BRIDGES,
	OPTION_DRIVER,
	OPTION_GROUP,
	OPTION_PERSISTENT,
	OPTION_WRITE,
	OPTION_KNOW,
	OPTION_DURATION,
	OPTION_NO_VALUES,
	OPTION_AGAINST,
	OPTION_HELP,
	OPTION_USAGE,
	OPTION_VERSION,
	OPTION_IDS
};

/* Groups of options that many commands list. */
#define OPTIONS_DEVICES	OPTION_SLOT, OPTION_ID, OPTION_ALL
#define OPTIONS_DUMP	OPTION_DUMP, OPTION_VF, OPTION_VF_ID, OPTION_NO_IRQ, OPTION_NO_INTX, OPTION_SIZE
#define OPTIONS_OPEN	OPTION_FORCE, OPTION_VF_TOKEN, OPTION_WAIT
#define OPTIONS_RULES	OPTION_RULES, OPTION_REQUIRE
#define OPTIONS_TABLE	OPTION_COLUMNS, OPTION_NO_HEADINGS, OPTION_SORT
#define OPTIONS_OUTPUT	OPTION_OUTPUT, OPTION_JSON, OPTION_TO

/* What completion offers for an argument. */
enum completion {
	COMPLETE_NOTHING,
	COMPLETE_FORMATS,	/* the command's formats */
	COMPLETE_FILES,
	COMPLETE_DEVICES,
	COMPLETE_BOUND,		/* devices bound to a VFIO driver */
	COMPLETE_UNBOUND,	/* the other devices, without bridges */
	COMPLETE_REGISTERS,	/* a device first, then its registers */
	COMPLETE_RULES,
	COMPLETE_COMMANDS,
	COMPLETE_DEVICES_AND_FILES,
	COMPLETE_IGNORED,	/* codes of lint, separated by commas */
	COMPLETE_COLUMNS,	/* columns of the command, separated by commas */
	COMPLETE_VMM,		/* a VMM, its placement and properties */
};

enum argument {
	ARGUMENT_NONE,
	ARGUMENT_REQUIRED,
	ARGUMENT_OPTIONAL,
};

/* What an option's value becomes. */
enum option_kind {
	OPTION_IS_FLAG,		/* a bool, true if it was given */
	OPTION_IS_TEXT,		/* a const char *, as it was written */
	OPTION_IS_WORD,		/* the value of an enum that stands for one of the row's words */
	OPTION_IS_NUMBER,	/* an unsigned int in the row's range */
	OPTION_IS_TAKEN,	/* what the row's function makes of it */
};

struct options;

struct option_range {
	int base;			/* 10 or 16 */
	unsigned int min, max;		/* both included; min is 0 or 1 */
	unsigned int missing;		/* with ARGUMENT_OPTIONAL: where it is left out */
};

struct option_row {
	enum option_id id;
	const char *name;
	char letter;			/* 0: none */
	enum argument argument;
	const char *metavar;		/* of the argument, or NULL */
	enum completion completion;	/* of its argument, if it has no words */
	bool common;			/* every command has it */
	enum option_kind kind;
	size_t place;			/* of the member of struct options, but for OPTION_IS_TAKEN */
	const struct words *words;	/* the values it may have, or NULL: any */
	struct option_range range;	/* OPTION_IS_NUMBER */
	/* OPTION_IS_TAKEN: stores the value, and returns as option_take() does */
	bool (*take)(const struct option_row *row, const char *value, struct options *options);
	const char *help;
};

/* Ends with a row without name. */
extern const struct option_row option_rows[];

/* --view of diff with two views: those of its two sides. */
struct view_pair {
	bool given;
	enum view a, b;
};

/* --only of policy and trace; the last three are of trace alone. */
enum only_choice {
	ONLY_NOTHING,
	ONLY_HARDWARE_WRITE,
	ONLY_VIRTUAL_WRITE,
	ONLY_EFFECT,
	ONLY_HIDDEN,
	ONLY_WRITE,
	ONLY_RAW,
	ONLY_DROPPED,
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* --unmatched: a device that no policy is for */
enum unmatched_choice { UNMATCHED_FAILS, UNMATCHED_IS_IGNORED };

/* A dump that the call names. */
struct dump_name {
	const char *path;		/* lives as long as the process */
	bool has_address;		/* of bytes without a slot line */
	struct pci_address address;
	bool only;			/* -F FILE@ADDRESS: no other of its devices */
};

/* The options of one call, with their defaults where they were not given. */
struct options {
	struct task_settings task;	/* task.command NULL: none was given */
	const char *const *arguments;	/* NULL-terminated, after the command: the devices ... */
	const char *const *words;	/* ... and what is none, where the command takes such */
	uint64_t given;	/* bit n: option_id n */
	bool all;
	bool selected;			/* -s, -d or --all */
	struct pci_selection selection;
	const char *slot_name;		/* -s: a name of this machine, such as eth0, or NULL */
	const char *rules_given;	/* task.rules, NULL: not given */
	const char *rules_before;	/* given twice: the first one; NULL: it was not */
	const char *output;		/* NULL: the command's default */
	const char *to;			/* NULL: standard output */
	bool numeric;
	enum color_choice color;
	bool quiet, verbose;
	bool vf, no_irq, no_intx;
	struct dump_name *dump;		/* in their order; task.dump is the first one's path */
	size_t dumps;
	bool small;			/* the 256 bytes of a dump are all there are */
	int vf_vendor, vf_product;	/* -1: not given */
	unsigned int free_size;		/* bytes; 0: not asked for */
	bool chains;
	const char *range;		/* --range, joined by commas; NULL: not given */
	enum only_choice only;
	enum view view;			/* VIEW_USER unless asked otherwise */
	struct view_pair views;		/* of diff */
	const char *vmm;		/* --vmm as it was given, or NULL; its rules: */
	struct vmm_rules vmm_rules;
	bool vmm_help;			/* --vmm=help */
	bool vmm_running;	/* ... and "running" */
	bool dry_run, strict;
	enum lint_severity min, fail;
	const char *ignored;		/* --ignore as it was given, joined by commas; NULL: not */
	const char **policy_rule;	/* -e, as often as it was given */
	size_t policy_rules;
	enum unmatched_choice unmatched;
	bool skip_tokens;		/* --skip: of what is selected, not the VFs that need a token */
	bool layout;
	bool codes;			/* --list */
	bool redact, full, with_volatile;
	const char *columns;		/* of tables; NULL: the usual ones */
	const char *sort;		/* by this column; NULL: as it comes */
	bool no_headings;
	bool groups, bridges;
	const char *driver;		/* of bind and unbind; NULL: the usual one */
	bool group;
	bool persistent;		/* bind, unbind: over reboots */
	enum probe_class write;		/* probe: the class of --write; PROBE_READ: it was not given */
	bool know_device;
	unsigned int duration;		/* trace: seconds; 0: without end */
	bool no_values;
	const char *against;		/* trace: a policy file; NULL: none */
	bool help, usage, version;
};

/*
 * Parses the command line; options may precede or follow the command. Returns
 * false, with the reason told on standard error, for a usage error. What
 * *options points to lives as long as argv and the process.
 */
bool options_parse(int argc, const char **argv, struct options *options);

/* "json" or "jsonl" if the words of the call ask for it, whatever else is wrong with them; or NULL. */
const char *options_json(int argc, const char **argv);

/*
 * Takes what has not the form of a device out of the arguments, into
 * options->words. False where memory is short.
 */
bool options_split(struct options *options);

/*
 * Whether a command with this list of options, which ends with OPTION_END, has the row's
 * option. A list of NULL has all options.
 */
bool options_include(const enum option_id *list, const struct option_row *row);

/*
 * Takes the files of FILE@DEVICE for dumps, where the command's list has --dump. False, with the
 * reason told, for a usage error.
 */
bool options_take_dumps(struct options *options, const enum option_id *list);

/* Whether all options go together; tells the first that does not. */
bool options_agree(const struct options *options);

/* Whether the command's list has every option that was given; tells the first that it has not. */
bool options_belong(const struct options *options, const char *command,
		    const enum option_id *list);

/* Prints the usage: the list's options (NULL: all), then the arguments. */
void options_usage(FILE *stream, const char *arguments, const enum option_id *list);

/* The row with this id. */
const struct option_row *option_find(enum option_id id);

/* The version of popt, for --version. */
const char *options_version(void);

#endif
