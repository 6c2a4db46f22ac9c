/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/policyfile/words.h"

#include <stdio.h>

static const char *kind_name(unsigned int index)
{
	return map_kind_name((enum map_kind)index);
}

static const char *mask_name(unsigned int index)
{
	static const char *const names[] = {
		[MASK_READ_VIRTUAL] = "read_virtual",
		[MASK_WRITE] = "write",
		[MASK_WRITE_VIRTUAL] = "write_virtual",
	};

	return names[index];
}

static const char *name_of_effect(unsigned int index)
{
	return effect_name((enum effect)index);
}

static const char *switch_name(unsigned int index)
{
	return rules_switch_infos[index].name;
}

static const char *lint_name(unsigned int index)
{
	return lint_info((enum lint_code)index)->name;
}

static const char *subject_name(unsigned int index)
{
	static const char *const names[] = {
		[SUBJECT_WRITE] = "write",
		[SUBJECT_HARDWARE_WRITE] = "hardware-write",
		[SUBJECT_HARDWARE_READ] = "hardware-read",
		[SUBJECT_HIDDEN_WRITE] = "hidden-write",
		[SUBJECT_RAW_NONZERO] = "raw-nonzero",
		[SUBJECT_EFFECT] = "effect",
		[SUBJECT_LINT] = "lint",
	};

	return index < MAP_KINDS ? kind_name(index) : names[index - MAP_KINDS + SUBJECT_WRITE];
}

const struct policy_words policy_kind_words = { MAP_KINDS, kind_name };
const struct policy_words policy_mask_words = { RULE_MASKS, mask_name };
const struct policy_words policy_effect_words = { EFFECTS, name_of_effect };
const struct policy_words policy_switch_words = { RULES_SWITCHES, switch_name };
const struct policy_words policy_lint_words = { LINT_CODES, lint_name };
const struct policy_words policy_subject_words = {
	MAP_KINDS + POLICY_SUBJECTS - SUBJECT_WRITE, subject_name,
};

enum policy_subject policy_subject_at(unsigned int index, enum map_kind *kind)
{
	if (index >= MAP_KINDS)
		return (enum policy_subject)(index - MAP_KINDS + SUBJECT_WRITE);
	*kind = (enum map_kind)index;
	return SUBJECT_KIND;
}

const char *policy_subject_text(const struct policy_rule *rule, char text[POLICY_SUBJECT_SIZE])
{
	if (rule->deny.subject == SUBJECT_KIND)
		snprintf(text, POLICY_SUBJECT_SIZE, "%s", map_kind_name(rule->deny.kind));
	else if (rule->deny.subject == SUBJECT_EFFECT)
		snprintf(text, POLICY_SUBJECT_SIZE, "effect %s", effect_name(rule->deny.effect));
	else if (rule->deny.subject == SUBJECT_LINT)
		snprintf(text, POLICY_SUBJECT_SIZE, "lint %s", lint_info(rule->deny.code)->name);
	else
		snprintf(text, POLICY_SUBJECT_SIZE, "%s",
			 subject_name(MAP_KINDS + rule->deny.subject - SUBJECT_WRITE));
	return text;
}
