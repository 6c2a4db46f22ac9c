/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * `vfio-cfgtool __complete WORD... CURRENT`: prints what can replace the last word, one a line,
 * with a tab and a description. The shells' scripts call it. It reads names, drivers, classes
 * and sizes of the devices in sysfs and the dump of the call, nothing else. The line "__files"
 * tells the shell to complete file names.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/macros.h"
#include "base/memory.h"
#include "call/columns.h"
#include "call/complete_question.h"
#include "format/columns.h"
#include "format/print.h"
#include "format/record.h"
#include "model/vfio/rules.h"

/* PCI_BASE_CLASS_BRIDGE of linux/pci_ids.h */
#define BASE_CLASS_BRIDGE 0x06

/* Whether the command can use a device; fills its driver. */
static bool is_sensible(enum completion completion, const struct pci_address *address,
			char *driver, size_t size)
{
	bool bound;

	sysfs_link(address, "driver", driver, size);
	if (completion == COMPLETE_DEVICES)
		return true;
	bound = sysfs_is_vfio_under(address, driver);
	if (completion == COMPLETE_BOUND)
		return bound;
	return !bound && sysfs_number(address, "class") >> 16 != BASE_CLASS_BRIDGE;
}

/* Offers one device. False if the word does not begin like it. */
static bool offer_device(const struct question *question, const char *prefix,
			 const struct pci_address *address, const char *driver)
{
	const char *typed = question->current + strlen(prefix);
	char text[ADDRESS_TEXT_SIZE];

	address_format(address, text);
	if (strncmp(text, typed, strlen(typed)) == 0) {
		question_offer(question, prefix, text, driver);
		/* without its domain, if the word begins so */
	} else if (address->domain == 0 && strncmp(text + strlen("0000:"), typed, strlen(typed)) == 0) {
		question_offer(question, prefix, text + strlen("0000:"), driver);
	} else {
		return false;
	}
	return true;
}

static bool offer_sensible(const struct question *question, const char *prefix,
			   enum completion completion)
{
	CLEANUP_DIR DIR *directory = memory_checked(opendir(SYSFS_DEVICES));
	struct dirent *entry;
	bool any = false;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		struct pci_address address;
		char driver[64];

		if (address_parse(entry->d_name, &address) &&
		    is_sensible(completion, &address, driver, sizeof(driver)))
			any |= offer_device(question, prefix, &address, driver);
	}
	return any;
}

/* Offers the devices that the command can use, or all if there are none: map still predicts. */
static bool offer_devices(const struct question *question, const char *prefix)
{
	enum completion completion = question->command == NULL ? COMPLETE_DEVICES
							       : question->command->completion;

	if (completion == COMPLETE_REGISTERS)
		completion = COMPLETE_BOUND;
	if (completion != COMPLETE_BOUND && completion != COMPLETE_UNBOUND)
		completion = COMPLETE_DEVICES;
	if (offer_sensible(question, prefix, completion))
		return true;
	return completion == COMPLETE_BOUND && question->command != &command_unbind &&
	       offer_sensible(question, prefix, COMPLETE_DEVICES);
}

/* Offers "+switch" and "-switch" after the first `kept` characters of the word. */
static void offer_switches(const struct question *question, int kept)
{
	char word[RULES_NAME_SIZE];

	for (int i = 0; i < RULES_SWITCHES; i++) {
		const char *name = rules_switch_infos[i].name;
		bool has_value = rules_switch_infos[i].is_number;
		const char *const *words = rules_switch_infos[i].words;

		snprintf(word, sizeof(word), "%.*s+%s%s", kept, question->current, name,
			 has_value ? "=" : "");
		question_offer(question, "", word, rules_switch_infos[i].effect);
		/* the word has its '=' */
		for (; words != NULL && *words != NULL && strchr(question->current + kept, '=') != NULL;
		     words++) {
			snprintf(word, sizeof(word), "%.*s+%s=%s", kept, question->current, name,
				 *words);
			question_offer(question, "", word, "");
		}
		snprintf(word, sizeof(word), "%.*s-%s", kept, question->current, name);
		if (!has_value)
			question_offer(question, "", word, "without it");
	}
}

static void offer_rules(const struct question *question, const char *prefix)
{
	size_t count;
	const struct rules_step *steps = rules_steps(&count);
	const char *comma = strrchr(question->current, ',');
	char word[128];

	if (comma != NULL) {
		offer_switches(question, (int)(comma - question->current) + 1);
		return;
	}
	question_offer(question, prefix, "auto", "the running kernel");
	if (question->command != &command_verify && question->command != &command_lint)
		question_offer(question, prefix, "kernel", "what the running kernel holds");
	for (size_t i = 0; i < count; i++) {
		const struct kernel_release *release = &steps[i].release;
		size_t first = 0;

		while (memcmp(&steps[first].release, release, sizeof(*release)) != 0)
			first++;
		if (first != i)
			continue;
		snprintf(word, sizeof(word), release->patch != 0 ? "%u.%u.%u" : "%u.%u",
			 release->major, release->minor, release->patch);
		question_offer(question, prefix, word, rules_switch_infos[steps[i].which].name);
	}
}

static void offer_words(const struct question *question, const char *prefix,
			const struct words *words)
{
	for (unsigned int i = words_next(words, 0); i < words->count; i = words_next(words, i + 1))
		question_offer(question, prefix, words_name(words, i), "");
}

/* Offers the formats of the command; without a command those of all. */
static void offer_formats(const struct question *question, const char *prefix)
{
	const struct command *command =
		question->command != NULL ? question->command : &command_map;
	const char *format;

	for (size_t i = 0; (format = command_format(command, i)) != NULL; i++)
		question_offer(question, prefix, format, "");
}

static void offer_commands(const struct question *question)
{
	for (const struct command *const *command = commands; *command != NULL; command++)
		if (!(*command)->internal)
			question_offer(question, "", (*command)->name, (*command)->summary);
	if (question->command == &command_help)
		question_offer(question, "", "options", "the options that many commands have");
}

/* Offers a word after the words before the last comma. */
static void offer_behind(const struct question *question, const char *prefix, const char *name,
			 const char *description)
{
	const char *comma = strrchr(question->current, ',');
	char word[RULES_NAME_SIZE];

	if (comma != NULL)
		snprintf(word, sizeof(word), "%.*s%s", (int)(comma - question->current) + 1,
			 question->current, name);
	else
		snprintf(word, sizeof(word), "%s%s", prefix, name);
	question_offer(question, "", word, description);
}

/* Offers codes of lint, or parts of diff. */
static void offer_ignored(const struct question *question, const char *prefix)
{
	for (const char *const *part = diff_ignored_words;
	     question->command == &command_diff && *part != NULL; part++)
		offer_behind(question, prefix, *part, "");
	for (int code = 0; question->command != &command_diff && code < LINT_CODES; code++) {
		const struct lint_info *info = lint_info((enum lint_code)code);

		offer_behind(question, prefix, info->name, info->what);
	}
}

/* Offers files if no device begins like the word. */
static void offer_devices_or_files(const struct question *question)
{
	if (!offer_devices(question, "") || question->current[0] == '\0')
		print_line("__files");
}

/* Offers columns, also after the last comma of the word. */
static void offer_columns(const struct question *question, const char *prefix)
{
	const struct field *const *tables = call_tables(question->command);
	const char *comma = strrchr(question->current, ',');
	const struct field *field;
	char word[512], name[64];

	for (size_t i = 0; tables != NULL && (field = columns_at(tables, i)) != NULL; i++) {
		snprintf(name, sizeof(name), "%s", field->heading);
		for (char *blank = name; (blank = strchr(blank, ' ')) != NULL;)
			*blank = '-';
		snprintf(word, sizeof(word), "%.*s%s",
			 comma != NULL ? (int)(comma + 1 - question->current) : 0,
			 question->current, name);
		question_offer(question, comma != NULL ? "" : prefix, word,
		      field->help != NULL ? field->help : "");
	}
	if (comma == NULL)
		question_offer(question, prefix, "help", "lists them");
}

/* Offers, after a comma, what the VMM before it has. */
static void offer_vmm_words(const struct question *question, const char *prefix)
{
	const char *begin = question->current + strlen(prefix), *name, *what;
	CLEANUP_FREE char *given = memory_copy_length(begin, (size_t)(strrchr(begin, ',') - begin));
	struct vmm_rules rules;
	char why[256];

	if (given == NULL || !vmm_parse(given, &rules, why, sizeof(why)))
		return;
	for (size_t i = 0; (name = vmm_word(&rules, i, &what)) != NULL; i++)
		offer_behind(question, prefix, name, what);
}

/* Offers VMMs with their newest version; after a comma placement and properties. */
static void offer_vmm(const struct question *question, const char *prefix)
{
	if (strchr(question->current, ',') == NULL) {
		for (int i = 0; i < VMM_PROGRAMS; i++) {
			const struct vmm_listing *listing = &vmm_listings[i];
			struct vmm_rules rules;

			vmm_for_version(listing->program, &listing->last, &rules);
			question_offer(question, prefix, rules.name, listing->source);
		}
		question_offer(question, prefix, "running", "the QEMU that holds the device");
		question_offer(question, prefix, "help", "lists names, versions, basis");
		return;
	}
	offer_vmm_words(question, prefix);
}

static void offer_argument(const struct question *question, const struct option_row *row,
			   const char *prefix)
{
	if (row->words != NULL)
		offer_words(question, prefix, row->words);
	switch (row->completion) {
	case COMPLETE_FORMATS:
		offer_formats(question, prefix);
		break;
	case COMPLETE_FILES:
		print_line("__files");
		break;
	case COMPLETE_DEVICES_AND_FILES:
	case COMPLETE_DEVICES:
	case COMPLETE_BOUND:
	case COMPLETE_UNBOUND:
	case COMPLETE_REGISTERS:
		offer_devices(question, prefix);
		break;
	case COMPLETE_RULES:
		offer_rules(question, prefix);
		break;
	case COMPLETE_IGNORED:
		offer_ignored(question, prefix);
		break;
	case COMPLETE_COLUMNS:
		offer_columns(question, prefix);
		break;
	case COMPLETE_VMM:
		offer_vmm(question, prefix);
		break;
	case COMPLETE_COMMANDS:
	case COMPLETE_NOTHING:
		break;
	}
}

static void offer_options(const struct question *question)
{
	const enum option_id *list = question->command != NULL ? question->command->options : NULL;
	char word[64];

	for (const struct option_row *row = option_rows; row->name != NULL; row++) {
		if (!options_include(list, row))
			continue;
		snprintf(word, sizeof(word), "--%s%s", row->name,
			 row->argument == ARGUMENT_REQUIRED ? "=" : "");
		question_offer(question, "", word, row->help);
		if (row->letter != 0 && strncmp(question->current, "--", 2) != 0) {
			snprintf(word, sizeof(word), "-%c", row->letter);
			question_offer(question, "", word, row->help);
		}
	}
}

/* Completes the value of "--option=value". */
static bool offer_joined(const struct question *question)
{
	const char *equals = strchr(question->current, '=');
	const struct option_row *row;
	char prefix[64];

	if (equals == NULL || strncmp(question->current, "--", 2) != 0)
		return false;
	row = question_option(question->current + 2, (size_t)(equals - question->current) - 2);
	if (row == NULL)
		return true;
	snprintf(prefix, sizeof(prefix), "%.*s", (int)(equals - question->current) + 1,
		 question->current);
	offer_argument(question, row, prefix);
	return true;
}

/* A register follows a device. With a dump no device needs to be named. */
static void offer_devices_and_registers(const struct question *question)
{
	offer_devices(question, "");
	if (question->has_device || question->dump != NULL)
		question_offer_registers(question);
}

static enum exit_status run(const struct options *options)
{
	struct question question = { .command = NULL };

	question_read(options->arguments, &question);
	if (question.pending != NULL)
		offer_argument(&question, question.pending, "");
	else if (offer_joined(&question))
		;
	else if (question.current[0] == '-')
		offer_options(&question);
	else if (question.command == NULL || question.command->completion == COMPLETE_COMMANDS)
		offer_commands(&question);
	else if (question.command->completion == COMPLETE_DEVICES ||
		 question.command->completion == COMPLETE_BOUND ||
		 question.command->completion == COMPLETE_UNBOUND)
		offer_devices(&question, "");
	else if (question.command->completion == COMPLETE_DEVICES_AND_FILES)
		offer_devices_or_files(&question);
	else if (question.command->completion == COMPLETE_REGISTERS)
		offer_devices_and_registers(&question);
	return EXIT_DONE;
}

const struct command command_complete = {
	.name = "__complete",
	.arguments = "WORD...",
	.summary = "what the shells ask",
	.options = (const enum option_id[]) { OPTION_END },
	.internal = true,
	.run = run,
};
