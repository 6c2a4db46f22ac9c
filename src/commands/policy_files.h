/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The policies that a call of check names: files, standard input, and rules of -e. */
#ifndef VFIO_CFGTOOL_COMMANDS_POLICY_FILES_H
#define VFIO_CFGTOOL_COMMANDS_POLICY_FILES_H

#include "call/options.h"
#include "model/policyfile/check.h"

/* What is named in the place of a file for the rules of -e. */
#define POLICY_FILE_RULES "-e"

/* One policy. A file has one, or several that begin with `format` each. */
struct policy_part {
	const char *file;	/* its name, as it was given */
	size_t count, room;
	struct policy_rule *list;
	size_t judging;		/* how many of its rules a device can keep or break */
	bool is_pinned, has_vmm;	/* it has `rules`, `vmm` */
	struct policy_pins pins;
};

/* Starts as zeros, ended by policy_files_free(). */
struct policy_files {
	size_t count, room;
	struct policy_part *parts;
	size_t texts;		/* what the rules point into */
	char **text;
};

/*
 * Reads all policies of a call. Every mistake of every file is told. EXIT_USAGE for
 * those; EXIT_UNUSABLE where a file cannot be read or no rule is in all of them.
 */
enum exit_status policy_files_read(const struct options *options, struct policy_files *files);

/* Reads the policies of one file: as above, but for a file without any rule, which is no error. */
enum exit_status policy_files_read_one(struct policy_files *files, const char *path);

/*
 * Adds the policies of a text, which has to live as long as they do; a fragment is one
 * without format. `tell` is called for every mistake. False where there was any, or
 * memory is short.
 */
bool policy_files_add(struct policy_files *files, const char *name, const char *text,
		      size_t length, bool fragment,
		      void (*tell)(const char *name, const struct policy_mistake *mistake));

void policy_files_free(struct policy_files *files);

#endif
