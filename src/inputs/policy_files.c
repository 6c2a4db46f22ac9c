/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/policy_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/files/text_file.h"
#include "base/memory.h"
#include "call/messages.h"
#include "model/policyfile/text.h"

/* The longest file, in bytes: enough for the policies of some hundred models. */
#define LONGEST_FILE (4 * 1024 * 1024)

static struct policy_part *add_part(struct policy_files *files, const char *name)
{
	struct policy_part *grown = memory_grow_list(files->parts, files->count,
						     &files->room, sizeof(*grown));

	if (grown == NULL)
		return NULL;
	files->parts = grown;
	memset(&files->parts[files->count], 0, sizeof(*files->parts));
	files->parts[files->count].file = name;
	return &files->parts[files->count++];
}

static bool add_rule(struct policy_part *part, const struct policy_rule *rule,
		     const struct policy_pins *pins)
{
	struct policy_rule *grown = memory_grow_list(part->list, part->count,
						     &part->room, sizeof(*grown));

	if (grown == NULL)
		return false;
	part->list = grown;
	part->list[part->count++] = *rule;
	part->judging += policy_rule_judges(rule);
	if (rule->kind == POLICY_RULE_RULES) {
		part->is_pinned = true;
		part->pins.rules = pins->rules;
	}
	if (rule->kind == POLICY_RULE_VMM) {
		part->has_vmm = true;
		part->pins.vmm = pins->vmm;
	}
	return true;
}

bool policy_files_add(struct policy_files *files, const char *name, const char *text,
		      size_t length, bool fragment,
		      void (*tell)(const char *name, const struct policy_mistake *mistake))
{
	struct policy_text reader = { .at = text, .end = text + length, .fragment = fragment };
	struct policy_part *part = add_part(files, name);
	bool right = part != NULL;

	while (part != NULL) {
		struct policy_mistake mistake;
		struct policy_rule rule;
		struct policy_pins pins;

		switch (policy_text_next(&reader, part->list, &rule, &pins, &mistake)) {
		case POLICY_TEXT_END:
			return right;
		case POLICY_TEXT_MISTAKE:
			tell(name, &mistake);
			right = false;
			break;
		case POLICY_TEXT_POLICY:
			if (part->count != 0)
				part = add_part(files, name);
			break;
		case POLICY_TEXT_RULE:
			if (!add_rule(part, &rule, &pins))
				part = NULL;
			break;
		}
	}
	return false;
}

static void tell_mistake(const char *name, const struct policy_mistake *mistake)
{
	char place[512];

	snprintf(place, sizeof(place), "%s:%u:%u", name, mistake->line, mistake->column);
	message_error(place, "%s", mistake->message);
}

/* Makes the files own a text that their rules point into. */
static bool keep_text(struct policy_files *files, char *text)
{
	char **grown = memory_grow(files->text, files->texts + 1, sizeof(*grown));

	if (grown == NULL) {
		free(text);
		return false;
	}
	files->text = grown;
	files->text[files->texts++] = text;
	return true;
}

static enum exit_status read_status(bool right)
{
	if (right)
		return EXIT_DONE;
	return memory_has_failed() ? EXIT_UNUSABLE : EXIT_USAGE;
}

enum exit_status policy_files_read_one(struct policy_files *files, const char *path)
{
	struct fault fault = { .code = FAULT_NONE };
	size_t length;
	char *text;

	if (text_file_read(path, LONGEST_FILE, &text, &length, &fault) != 0) {
		message_fault(path, &fault);
		return EXIT_UNUSABLE;
	}
	if (!keep_text(files, text))
		return EXIT_UNUSABLE;
	return read_status(policy_files_add(files, path, text, length, false, tell_mistake));
}

/* Reads the rules of -e, each as a line of one text. */
static enum exit_status read_rules(struct policy_files *files, const struct options *options)
{
	size_t length = 0;
	char *text, *end;

	for (size_t i = 0; i < options->policy_rules; i++)
		length += strlen(options->policy_rule[i]) + 1;
	text = memory_take(length + 1);
	if (text == NULL)
		return EXIT_UNUSABLE;
	end = text;
	for (size_t i = 0; i < options->policy_rules; i++) {
		end = stpcpy(end, options->policy_rule[i]);
		*end++ = '\n';
	}
	if (!keep_text(files, text))
		return EXIT_UNUSABLE;
	return read_status(policy_files_add(files, POLICY_FILE_RULES, text, length, true,
					    tell_mistake));
}

/* Refuses to read standard input twice, for the dump and for a file. */
static bool input_is_free(const struct options *options)
{
	bool taken = false;

	for (size_t i = 0; i < options->dumps; i++)
		taken = taken || strcmp(options->dump[i].path, "-") == 0;
	for (size_t i = 0; options->words[i] != NULL; i++) {
		if (strcmp(options->words[i], "-") != 0)
			continue;
		if (taken) {
			message_error("-", "standard input can be read once");
			return false;
		}
		taken = true;
	}
	return true;
}

static bool has_judging(const struct policy_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->parts[i].judging != 0)
			return true;
	return false;
}

/* The worse of two statuses: a mistake in a file is worse than a file that cannot be read. */
static enum exit_status worse(enum exit_status a, enum exit_status b)
{
	if (a == EXIT_USAGE || b == EXIT_USAGE)
		return EXIT_USAGE;
	return a != EXIT_DONE ? a : b;
}

enum exit_status policy_files_read(const struct options *options, struct policy_files *files)
{
	enum exit_status status = EXIT_DONE;

	if (options->words[0] == NULL && options->policy_rules == 0) {
		message_error(NULL, "no policy");
		message_hint("name a FILE, or a rule with -e; one for a device as it is: vfio-cfgtool policy -o policy DEVICE > FILE");
		return EXIT_USAGE;
	}
	if (!input_is_free(options))
		return EXIT_USAGE;
	for (size_t i = 0; options->words[i] != NULL; i++)
		status = worse(status, policy_files_read_one(files, options->words[i]));
	if (options->policy_rules != 0)
		status = worse(status, read_rules(files, options));
	if (status != EXIT_DONE || has_judging(files))
		return status;
	message_error(options->words[0], "it has no rule that a device could keep or break");
	message_hint("see: man 5 vfio-cfgtool.policy");
	return EXIT_UNUSABLE;
}

void policy_files_free(struct policy_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->parts[i].list);
	for (size_t i = 0; i < files->texts; i++)
		free(files->text[i]);
	free(files->parts);
	free(files->text);
	*files = (struct policy_files) { .parts = NULL };
}
