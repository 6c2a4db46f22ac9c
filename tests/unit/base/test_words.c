// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of an enum: printed, found and listed by one table. */
#include "test.h"

#include <string.h>

#include "base/permission.h"
#include "base/words.h"
#include "model/verdict/lint.h"
#include "model/verdict/probe.h"
#include "model/vfio/map.h"
#include "model/vfio/policy.h"
#include "model/vfio/rules.h"

enum colour { COLOUR_NONE, COLOUR_RED, COLOUR_GREEN, COLOURS };

static const struct words colours = WORDS(COLOURS,
	[COLOUR_GREEN] = "green",
	[COLOUR_RED] = "red"
);

TEST(a_word_is_found_by_exactly_its_letters)
{
	unsigned int value = 99;

	assert_true(words_find(&colours, "green@1", 5, &value));
	assert_int_equal(value, COLOUR_GREEN);
	assert_false(words_find(&colours, "greens", 6, &value));
	assert_false(words_find(&colours, "gree", 4, &value));
	assert_false(words_find(&colours, "", 0, &value));
	assert_int_equal(value, COLOUR_GREEN);
}

TEST(a_value_without_a_word_is_passed_over_and_found_by_nothing)
{
	assert_int_equal(words_next(&colours, 0), COLOUR_RED);
	assert_int_equal(words_next(&colours, COLOUR_RED + 1), COLOUR_GREEN);
	assert_int_equal(words_next(&colours, COLOUR_GREEN + 1), COLOURS);
	assert_null(words_name(&colours, COLOUR_NONE));
}

TEST(what_cannot_be_chosen_is_named_but_not_found)
{
	unsigned int value;

	assert_string_equal(probe_class_name(PROBE_READ), "read");
	assert_string_equal(probe_class_name(PROBE_NEVER), "never");
	assert_false(words_find(&probe_class_words, "read", 4, &value));
	assert_false(words_find(&probe_class_words, "never", 5, &value));
	assert_true(words_find(&probe_class_words, "all", 3, &value));
	assert_int_equal(value, PROBE_ALL);
	assert_false(words_find(&rules_basis_words, "assumed", 7, &value));
}

TEST(each_value_that_has_to_have_a_word_has_one_of_its_own)
{
	static const struct words *const all[] = {
		&map_kind_words, &effect_words, &rules_switch_words, &lint_code_words,
		&lint_severity_words,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
		for (unsigned int value = 0; value < all[i]->count; value++) {
			const char *name = words_name(all[i], value);
			unsigned int found;

			assert_non_null(name);
			assert_true(words_find(all[i], name, strlen(name), &found));
			assert_int_equal(found, value);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_found_by_exactly_its_letters),
		cmocka_unit_test(a_value_without_a_word_is_passed_over_and_found_by_nothing),
		cmocka_unit_test(what_cannot_be_chosen_is_named_but_not_found),
		cmocka_unit_test(each_value_that_has_to_have_a_word_has_one_of_its_own),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
