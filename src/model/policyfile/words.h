/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that the rules of a policy file choose from. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_WORDS_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_WORDS_H

#include "model/policyfile/rule.h"

struct policy_words {
	unsigned int count;
	const char *(*name)(unsigned int index);	/* below count */
};

/* enum map_kind, policy_mask, effect, rules_switch, lint_code */
extern const struct policy_words policy_kind_words, policy_mask_words, policy_effect_words,
	policy_switch_words, policy_lint_words;

/* The subjects of deny: the kinds of the map, then the others. */
extern const struct policy_words policy_subject_words;

/* The subject with this word; with SUBJECT_KIND *kind is set. */
enum policy_subject policy_subject_at(unsigned int index, enum map_kind *kind);

#endif
