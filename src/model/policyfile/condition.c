/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/condition.h"

#include <string.h>

#include "model/vfio/capability.h"

/* `rules >= RELEASE`, `rules < RELEASE` */
static bool take_release(struct scan *scan, struct policy_condition *condition)
{
	char text[SCAN_WORD_SIZE];
	struct scan_word word;
	size_t taken;

	condition->kind = IF_FROM;
	if (!scan_mark(scan, ">=")) {
		condition->kind = IF_BEFORE;
		if (!scan_mark(scan, "<"))
			return scan_refuse(scan, scan->at, ">= or < is missing");
	}
	word = scan_word(scan, "");
	if (!scan_copy(scan, &word, "a release, such as 6.4", text))
		return false;
	return (rules_release_parse(text, &condition->release, &taken) && text[taken] == '\0') ||
	       scan_refuse(scan, word.text, "not a release, such as 6.4");
}

/* `+len:CAPABILITY=HEX`: the entry of the kernel's table of lengths */
static bool take_length(struct scan *scan, const struct scan_word *word,
			struct policy_condition *condition)
{
	const size_t prefix = strlen("+len:");
	struct scan_word value;
	bool extended;
	uint32_t number;
	uint16_t id;

	if (!capability_parse(word->text + prefix, word->length - prefix, &extended, &id) ||
	    id == CAP_ID_NULL || id > (extended ? ECAP_ID_LAST : CAP_ID_MAX))
		return scan_refuse(scan, word->text, "not a capability that has a length: +len:CAPABILITY=HEX");
	if (!scan_mark(scan, "="))
		return scan_refuse(scan, word->text, "a length has a value: +len:CAPABILITY=HEX");
	value = scan_word(scan, "");
	if (!scan_hex(scan, &value, 1, 2, &number))
		return false;
	condition->kind = IF_SWITCH;
	condition->setting = RULES_LENGTH_OF(extended, id);
	condition->value = (int)number;
	return true;
}

/* `=WORD` after a switch with words as values, such as dvsec */
static bool take_switch_word(struct scan *scan, const struct scan_word *word,
			     struct policy_condition *condition)
{
	const char *const *words = rules_switch_infos[condition->setting].words;
	struct scan_word value = scan_word(scan, "");

	for (int i = 0; word->text[0] == '+' && words != NULL && words[i] != NULL; i++) {
		condition->value = i + 2;
		if (scan_word_is(&value, words[i]))
			return true;
	}
	return scan_refuse(scan, value.text, "no value of this switch");
}

/* `+SWITCH`, `-SWITCH`, `+ext-cap-max=HEX`, `+dvsec=WORD` */
static bool take_switch(struct scan *scan, const struct scan_word *word,
			struct policy_condition *condition)
{
	struct scan_word name = { word->text + 1, word->length - 1 }, value;
	unsigned int which;
	uint32_t number;

	condition->kind = IF_SWITCH;
	if (!scan_one_of(scan, &name, "a switch", &rules_switch_words, &which))
		return false;
	condition->setting = (int)which;
	condition->value = word->text[0] == '+' ? -1 : 0;
	if (!rules_switch_infos[which].is_number)
		return !scan_mark(scan, "=") || take_switch_word(scan, word, condition);
	if (word->text[0] != '+' || !scan_mark(scan, "="))
		return scan_refuse(scan, word->text, "ext-cap-max has a value: +ext-cap-max=HEX");
	value = scan_word(scan, "");
	if (!scan_hex(scan, &value, 1, 2, &number))
		return false;
	condition->value = (int)number;
	return true;
}

bool condition_parse(struct scan *scan, struct policy_rule *rule)
{
	do {
		struct scan_word word = scan_word(scan, "=<>");
		struct policy_condition *condition;

		if (rule->conditions.count == POLICY_CONDITIONS)
			return scan_refuse(scan, word.text, "more than %d conditions in one line",
					   POLICY_CONDITIONS);
		condition = &rule->conditions.list[rule->conditions.count++];
		if (scan_word_is(&word, "rules")) {
			if (!take_release(scan, condition))
				return false;
		} else if (word.length == 0 || (word.text[0] != '+' && word.text[0] != '-')) {
			return scan_refuse(
				scan, word.text,
				"a condition is rules >= RELEASE, rules < RELEASE, +SWITCH, -SWITCH or +len:CAPABILITY=HEX");
		} else if (word.length > strlen("+len:") &&
			   memcmp(word.text, "+len:", strlen("+len:")) == 0) {
			if (!take_length(scan, &word, condition))
				return false;
		} else if (!take_switch(scan, &word, condition)) {
			return false;
		}
	} while (!scan_is_at_end(scan));
	return true;
}
