/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Predicts a device under a release's rules, and judges it by the text of a policy. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_CHECK_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_CHECK_EXPECT_H

#include "map_expect.h"

#include <stdio.h>
#include <string.h>

#include "inputs/policy_files.h"

/* One device; large. */
struct subject {
	struct device device;
	struct prediction prediction;
	struct check_subject judged;
};

/* The device of a space; valid until the next call. */
static inline struct subject *subject_of(const struct space_builder *builder, const char *release)
{
	static struct subject subject;
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct rules rules = rules_of(release);

	memset(&subject, 0, sizeof(subject));
	subject.device.space = builder->space;
	subject.device.vendor = space_word(&builder->space, 0);
	subject.device.product = space_word(&builder->space, 2);
	subject.device.class = space_word(&builder->space, 9) |
			       space_byte(&builder->space, 0xb) << 16;
	subject.device.revision = space_byte(&builder->space, 8);
	prediction_build(&subject.device.space, &rules, &facts, &subject.prediction);
	check_subject_build(&subject.device, &subject.prediction, NULL, &subject.judged);
	return &subject;
}

static inline void no_mistake(const char *name, const struct policy_mistake *mistake)
{
	fail_msg("%s:%u:%u: %s", name, mistake->line, mistake->column, mistake->message);
}

/* The rules of a text without mistakes; ended by policy_files_free(). */
static inline struct policy_files files_of(const char *text)
{
	struct policy_files files = { .parts = NULL };

	assert_true(policy_files_add(&files, "policy", text, strlen(text), true, no_mistake));
	return files;
}

/* The outcomes of the rules are these: '+' kept, '-' broken, '?' not judged, '!' not seen. */
static inline void assert_outcomes(struct subject *subject, const char *text,
				   const char *expected)
{
	static const char signs[] = {
		[CHECK_PASSED] = '+', [CHECK_FAILED] = '-', [CHECK_NOT_JUDGED] = '?',
		[CHECK_NOT_SEEN] = '!',
	};
	struct policy_files files = files_of(text);
	const struct check_rules rules = { files.parts[0].list, files.parts[0].count };
	char outcomes[100] = "";
	struct check_result result;
	size_t used = 0;

	check_find_holes(&rules, &subject->judged);
	for (size_t i = 0; i < rules.count && used + 1 < sizeof(outcomes); i++) {
		if (!policy_rule_judges(&rules.list[i]))
			continue;
		check_judge(&rules, i, &subject->judged, &result);
		outcomes[used++] = signs[result.outcome];
		assert_true((result.outcome == CHECK_FAILED || result.outcome == CHECK_NOT_SEEN) ==
			    (result.message[0] != '\0'));
	}
	policy_files_free(&files);
	assert_string_equal(outcomes, expected);
}

/* The message about the only rule of a text, which is not kept. */
static inline void assert_says(const struct subject *subject, const char *text,
			       enum check_outcome outcome, const char *expected,
			       const char *actual, const char *message)
{
	struct policy_files files = files_of(text);
	const struct check_rules rules = { files.parts[0].list, files.parts[0].count };
	struct check_result result;

	check_judge(&rules, 0, &subject->judged, &result);
	policy_files_free(&files);
	assert_string_equal(result.message, message);
	assert_int_equal(result.outcome, outcome);
	assert_string_equal(result.expected, expected);
	assert_string_equal(result.actual, actual);
}

/* It is broken. */
static inline void assert_broken(const struct subject *subject, const char *text,
				 const char *expected, const char *actual, const char *message)
{
	assert_says(subject, text, CHECK_FAILED, expected, actual, message);
}

/* It cannot be judged, because unseen bytes decide it. */
static inline void assert_not_seen(const struct subject *subject, const char *text,
				   const char *expected, const char *message)
{
	assert_says(subject, text, CHECK_NOT_SEEN, expected, "not seen", message);
}

#endif
