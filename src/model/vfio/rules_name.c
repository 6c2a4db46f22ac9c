/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set's name follows its switches, so that --rules makes the same set of it. */
#include <stdio.h>
#include <string.h>

#include "model/vfio/rules.h"

const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size)
{
	const char *name = rules_switch_infos[which].name;

	if (which == RULE_EXT_CAP_MAX)
		snprintf(text, size, "%s=%02x", name, rules->value[which]);
	else
		snprintf(text, size, "%s", rules->value[which] ? name : "");
	return text;
}

/* Takes an earlier ",+NAME", ",-NAME" or ",+NAME=HEX" out of the name. */
static void forget_switch(char *name, const char *which)
{
	size_t length = strlen(which);

	for (char *place = strchr(name, ','); place != NULL; place = strchr(place + 1, ',')) {
		size_t whole = 1 + strcspn(place + 1, ",");

		if (strcspn(place + 1, ",=") != length + 1 || memcmp(place + 2, which, length) != 0)
			continue;
		memmove(place, place + whole, strlen(place + whole) + 1);
		return;
	}
}

void rules_set(struct rules *rules, enum rules_switch which, uint8_t value)
{
	char text[32];
	size_t used;

	forget_switch(rules->name, rules_switch_infos[which].name);
	used = strlen(rules->name);
	rules->value[which] = value;
	if (which == RULE_EXT_CAP_MAX || value != 0)
		snprintf(rules->name + used, sizeof(rules->name) - used, ",+%s",
			 rules_switch_text(rules, which, text, sizeof(text)));
	else
		snprintf(rules->name + used, sizeof(rules->name) - used, ",-%s",
			 rules_switch_infos[which].name);
}

bool rules_move(struct rules *rules, enum rules_switch which, uint8_t value)
{
	if (rules->value[which] == value)
		return false;
	rules_set(rules, which, value);
	return true;
}

void rules_move_all(struct rules *rules, const struct rules *wanted)
{
	for (int i = 0; i < RULES_SWITCHES; i++)
		rules_move(rules, (enum rules_switch)i, wanted->value[i]);
}

bool rules_equal(const struct rules *a, const struct rules *b)
{
	return memcmp(a->value, b->value, sizeof(a->value)) == 0;
}
