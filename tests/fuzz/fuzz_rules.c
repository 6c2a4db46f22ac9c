// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any line as the argument of --rules and as the names of a kernel. An accepted
 * name gives the same rules again.
 */
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/kernel_name.h"
#include "model/vfio/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct rules *rules)
{
	struct rules again;
	char why[512];

	if (!rules_parse(rules->name, NULL, &again, why, sizeof(why))) {
		fprintf(stderr, "'%s': %s\n", rules->name, why);
		abort();
	}
	if (!rules_equal(&again, rules) ||
	    strcmp(again.name, rules->name) != 0)
		abort();
}

static void check_rules(const char *text, const struct rules *base)
{
	struct rules rules;
	char why[512] = "";

	if (rules_parse(text, base, &rules, why, sizeof(why))) {
		check_round_trip(&rules);
		for (int i = 0; i < RULES_SWITCHES; i++)
			rules_set(&rules, (enum rules_switch)i,
				  i == RULE_EXT_CAP_MAX ? 0x2f : !rules.value[i]);
		check_round_trip(&rules);
	} else if (why[0] == '\0') {
		abort();
	}
}

static void check_words(const struct kernel_words *words)
{
	struct rules rules;

	if (kernel_rules(words, &rules))
		check_round_trip(&rules);
}

static void check_kernel(const char *text)
{
	check_words(&(struct kernel_words) { text, text, text });
	check_words(&(struct kernel_words) { "6.1.0-56-amd64", text, "" });
	check_words(&(struct kernel_words) { "6.8.0-41-generic", "", text });
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP_FREE char *text = malloc(size + 1);
	struct rules base;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	text[strcspn(text, "\n")] = '\0';
	rules_for_release(&rules_newest, &base);
	rules_set(&base, RULE_DVSEC, 0);
	check_rules(text, NULL);
	check_rules(text, &base);
	check_kernel(text);
	return 0;
}
