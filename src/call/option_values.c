/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/option_values.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/uuid.h"
#include "call/dump_names.h"
#include "call/messages.h"

static bool option_refuse(const struct option_row *row, const char *value, const char *why)
{
	if (!memory_has_failed())
		message_error(NULL, "--%s=%s: %s", row->name, value, why);
	return false;
}

/* Lists the words that are valid. */
static bool refuse_word(const struct option_row *row, const char *value)
{
	const struct words *words = row->words;
	char why[128] = "one of";
	size_t used = strlen(why);

	for (unsigned int i = words_next(words, 0); i < words->count && used < sizeof(why);
	     i = words_next(words, i + 1))
		used += (size_t)snprintf(why + used, sizeof(why) - used, " %s",
					 words_name(words, i));
	return option_refuse(row, value, why);
}

static bool take_number(const struct option_row *row, const char *value, unsigned int *number)
{
	const struct option_range *range = &row->range;
	unsigned long parsed;
	char *end;

	if (value == NULL || (value[0] == '\0' && row->argument == ARGUMENT_OPTIONAL)) {
		*number = range->missing;
		return true;
	}
	errno = 0;
	parsed = strtoul(value, &end, range->base);
	if (!isxdigit((unsigned char)value[0]) || *end != '\0' || errno != 0 || parsed > range->max)
		return option_refuse(row, value, range->base == 16 ? "not a hexadecimal number in range"
								   : "not a number in range");
	*number = (unsigned int)parsed;
	return parsed >= range->min || option_refuse(row, value, "at least 1");
}

bool option_take(const struct option_row *row, const char *value, struct options *options)
{
	char *place = (char *)options + row->place;
	unsigned int number = 0;

	if (row->words != NULL && !words_find(row->words, value, strlen(value), &number))
		return refuse_word(row, value);
	switch (row->kind) {
	case OPTION_IS_FLAG:
		*(bool *)place = true;
		return true;
	case OPTION_IS_TEXT:
		*(const char **)place = value;
		return true;
	case OPTION_IS_WORD:	/* an enum is as large as an unsigned int: see option_rows.c */
		memcpy(place, &number, sizeof(number));
		return true;
	case OPTION_IS_NUMBER:
		return take_number(row, value, (unsigned int *)place);
	case OPTION_IS_TAKEN:
		return row->take(row, value, options);
	}
	return false;
}

/* "8086:10d3", four digits each */
bool option_take_ids(const struct option_row *row, const char *value, struct options *options)
{
	unsigned int vendor, product;
	int taken = 0;

	if (strlen(value) != 9 || sscanf(value, "%4x:%4x%n", &vendor, &product, &taken) != 2 ||
	    taken != 9)
		return option_refuse(row, value, "IDs are VENDOR:DEVICE, four hexadecimal digits each");
	options->vf_vendor = (int)vendor;
	options->vf_product = (int)product;
	return true;
}

bool option_take_token(const struct option_row *row, const char *value, struct options *options)
{
	uint8_t uuid[UUID_SIZE];

	if (!uuid_parse(value, uuid))
		return option_refuse(row, value,
				 "a token is a UUID, such as 00112233-4455-6677-8899-aabbccddeeff");
	options->task.vf_token = value;
	return true;
}

bool option_take_selection(const struct option_row *row, const char *value, struct options *options)
{
	const char *why = row->id == OPTION_SLOT
		? pci_selection_slot(&options->selection, value)
		: pci_selection_id(&options->selection, value);

	/* no slot has such characters */
	if (why != NULL && row->id == OPTION_SLOT && strspn(value, "0123456789abcdefABCDEF:.*") != strlen(value)) {
		options->slot_name = value;
		return true;
	}
	return why == NULL || option_refuse(row, value, why);
}

/* Parses a VMM; "help" lists the known ones. */
bool option_take_vmm(const struct option_row *row, const char *value, struct options *options)
{
	char why[256];

	options->vmm = value;
	options->vmm_help = strcmp(value, "help") == 0;
	options->vmm_running = strcmp(value, "running") == 0;
	return options->vmm_help || options->vmm_running ||
	       vmm_parse(value, &options->vmm_rules, why, sizeof(why)) ||
	       option_refuse(row, value, why);
}

/* Each use of the option adds to the text, which is never freed. */
bool option_take_list(const struct option_row *row, const char *value, struct options *options)
{
	const char **place = (const char **)((char *)options + row->place);
	char *joined;

	if (*place == NULL) {
		*place = value;
		return true;
	}
	if (memory_count(asprintf(&joined, "%s,%s", *place, value)) < 0)
		return false;
	*place = joined;
	return true;
}

/* Each use of the option is another rule. The list is never freed. */
bool option_take_expected(const struct option_row *row, const char *value, struct options *options)
{
	const char **grown = memory_grow(options->policy_rule, options->policy_rules + 1,
					  sizeof(*grown));

	(void)row;
	if (grown == NULL)
		return false;
	options->policy_rule = grown;
	options->policy_rule[options->policy_rules++] = value;
	return true;
}

/* Each use of the option is another dump. */
bool option_take_dump(const struct option_row *row, const char *value, struct options *options)
{
	struct dump_name name;

	(void)row;
	if (!dump_name_parse(value, true, &name))
		return false;
	name.only = name.has_address;
	return dump_names_add(options, &name);
}

/* The words of --view: one view, then two, by the row of view_pairs. */
static const struct view_pair view_pairs[] = {
	{ true, VIEW_HARDWARE, VIEW_USER }, { true, VIEW_USER, VIEW_HARDWARE },
	{ true, VIEW_HARDWARE, VIEW_GUEST }, { true, VIEW_GUEST, VIEW_HARDWARE },
	{ true, VIEW_USER, VIEW_GUEST }, { true, VIEW_GUEST, VIEW_USER },
};

const struct words option_view_words = WORDS(VIEW_GUEST + 7,
	[VIEW_HARDWARE] = "hardware",
	[VIEW_USER] = "user",
	[VIEW_GUEST] = "guest",
	[VIEW_GUEST + 1] = "hardware,user", [VIEW_GUEST + 2] = "user,hardware",
	[VIEW_GUEST + 3] = "hardware,guest", [VIEW_GUEST + 4] = "guest,hardware",
	[VIEW_GUEST + 5] = "user,guest", [VIEW_GUEST + 6] = "guest,user"
);

bool option_take_view(const struct option_row *row, const char *value, struct options *options)
{
	unsigned int number = 0;

	words_find(row->words, value, strlen(value), &number);
	options->views = (struct view_pair) { .given = false };
	if (number > VIEW_GUEST)
		options->views = view_pairs[number - VIEW_GUEST - 1];
	options->view = number > VIEW_GUEST ? VIEW_USER : (enum view)number;
	return true;
}

/* Keeps the value of an earlier use, too. */
bool option_take_rules(const struct option_row *row, const char *value, struct options *options)
{
	(void)row;
	if (options->rules_before != NULL) {
		message_error("--rules", "at most two sets of rules are compared");
		return false;
	}
	options->rules_before = options->rules_given;
	options->rules_given = options->task.rules = value;
	return true;
}

bool option_take_json(const struct option_row *row, const char *value, struct options *options)
{
	(void)row;
	(void)value;
	options->output = "json";
	return true;
}
