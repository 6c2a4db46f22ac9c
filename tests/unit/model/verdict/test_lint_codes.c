// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of findings: its order, its room, and the words of its codes. */
#include "lint_expect.h"

TEST(findings_ascend_and_those_of_one_place_are_in_the_order_of_the_codes)
{
	struct space_builder builder = builder_start_express();
	const struct lint *lint;

	add_standard(&builder, 0x82, 0x01);
	add_extended(&builder, 0x100, 0x42);
	add_extended(&builder, 0x200, 0x1b);
	add_extended(&builder, 0x300, 0x03);
	lint = lint_of(&builder, "6.1.100");
	assert_true(lint->findings > 4);
	for (unsigned int i = 1; i < lint->findings; i++) {
		const struct lint_finding *a = &lint->finding[i - 1], *b = &lint->finding[i];

		assert_true(a->start < b->start || (a->start == b->start && a->code <= b->code));
		assert_true(b->start <= b->end && b->end < builder.space.size);
	}
}

TEST(more_findings_than_there_is_room_for_are_cut)
{
	struct space_builder builder = builder_start_express();
	const struct lint *lint;

	for (unsigned int offset = SPACE_SIZE; offset < SPACE_SIZE_EXTENDED; offset += 4)
		add_extended(&builder, offset, 0x42);
	lint = lint_of(&builder, NEWEST);
	assert_false(lint->cut);
	assert_true(lint->findings > 950);
	for (unsigned int offset = 0x84; offset < SPACE_SIZE; offset += 8) {
		add_standard(&builder, offset + 2, 0x05);
		put8(&builder, offset + 1, 1);
	}
	lint = lint_of(&builder, NEWEST);
	assert_true(lint->cut);
	assert_int_equal(lint->findings, LINT_FINDINGS);
}

TEST(each_code_has_its_words_and_is_found_by_its_name)
{
	struct lint_finding finding = { .detail = "something" };
	char text[LINT_MESSAGE_SIZE];
	unsigned int found;

	for (int code = 0; code < LINT_CODES; code++) {
		const struct lint_info *info = lint_info((enum lint_code)code);

		assert_non_null(info->name);
		assert_non_null(info->what);
		assert_non_null(info->advice);
		assert_true(words_find(&lint_code_words, info->name, strlen(info->name), &found));
		assert_int_equal(found, code);
		finding.code = (enum lint_code)code;
		assert_non_null(strstr(lint_message(&finding, text), "something"));
		assert_true(strlen(text) < LINT_MESSAGE_SIZE - 1 - LINT_DETAIL_SIZE);
	}
	assert_false(words_find(&lint_code_words, "overlapping", 11, &found));
	assert_false(words_find(&lint_code_words, "over", 4, &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_ascend_and_those_of_one_place_are_in_the_order_of_the_codes),
		cmocka_unit_test(more_findings_than_there_is_room_for_are_cut),
		cmocka_unit_test(each_code_has_its_words_and_is_found_by_its_name),
	};

	return cmocka_run_group_tests_name("lint codes", tests, NULL, NULL);
}
