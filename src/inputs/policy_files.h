/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The policies that a call of check names: files, standard input, and rules of -e. */
#ifndef VFIO_CFGTOOL_INPUTS_POLICY_FILES_H
#define VFIO_CFGTOOL_INPUTS_POLICY_FILES_H

#include "call/options.h"
#include "model/policyfile/check.h"

/* The file name of the rules of -e. */
#define POLICY_FILE_RULES "-e"

/* One policy. A file has one, or several that begin with `format` each. */
struct policy_part {
	const char *file;	/* its name, as it was given */
	size_t count, room;
	struct policy_rule *list;
	size_t judging;		/* how many of its rules a device can keep or break */
	bool is_pinned, has_vmm;	/* it has a line `rules`, `vmm` */
	struct policy_pins pins;
};

/* Starts as zeros, ended by policy_files_free(). */
struct policy_files {
	size_t count, room;
	struct policy_part *parts;
	size_t texts;		/* the texts that the rules point into */
	char **text;
};

/*
 * Reads all policies of a call, and tells every mistake in them. Returns EXIT_DONE; EXIT_USAGE
 * after a mistake; EXIT_UNUSABLE if a file cannot be read, or if there is no rule.
 */
enum exit_status policy_files_read(const struct options *options, struct policy_files *files);

/* The same for one file. A file without a rule is no error. */
enum exit_status policy_files_read_one(struct policy_files *files, const char *path);

/*
 * Adds the policies of a text, which must live as long as they do; a fragment has no `format`
 * line. Calls tell() for every mistake. False after a mistake, or if memory is short.
 */
bool policy_files_add(struct policy_files *files, const char *name, const char *text,
		      size_t length, bool fragment,
		      void (*tell)(const char *name, const struct policy_mistake *mistake));

void policy_files_free(struct policy_files *files);

#endif
