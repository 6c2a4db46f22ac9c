// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets of bytes. Memory after a set is never read. */
#include "test.h"

#include <string.h>

#include "model/registers/byte_set.h"

/* A set, and a byte after it that is not part of it. */
struct bounded {
	struct byte_set set;
	uint8_t behind;
};

static struct bounded set_of(uint8_t bits, uint8_t behind)
{
	struct bounded bounded;

	memset(&bounded.set, bits, sizeof(bounded.set));
	bounded.behind = behind;
	return bounded;
}

static void assert_text(const struct bounded *bounded, const char *expected)
{
	char text[100];

	assert_string_equal(byte_set_text(&bounded->set, text, sizeof(text)), expected);
}

TEST(a_set_ends_with_the_last_byte_of_configuration_space)
{
	const struct bounded all = set_of(0xff, 0xff), none = set_of(0, 0xff);

	assert_text(&all, "000-fff");
	assert_text(&none, "");
	assert_true(byte_set_is_empty(&none.set));
	assert_false(byte_set_is_empty(&all.set));
}

TEST(the_first_and_the_last_byte_are_bytes)
{
	struct bounded ends = set_of(0, 0xff);

	byte_set_add(&ends.set, 0xfff);
	assert_false(byte_set_is_empty(&ends.set));
	assert_text(&ends, "fff");
	byte_set_add(&ends.set, 0);
	assert_text(&ends, "000, fff");
	assert_true(byte_set_has(&ends.set, 0) && byte_set_has(&ends.set, 0xfff));
	assert_false(byte_set_has(&ends.set, 1) || byte_set_has(&ends.set, 0xffe));
}

TEST(four_runs_are_printed_and_the_others_counted)
{
	struct bounded runs = set_of(0, 0xff);

	for (unsigned int offset = 0x10; offset < 0x50; offset += 0x10)
		byte_set_add(&runs.set, offset);
	byte_set_add(&runs.set, 0x11);
	assert_text(&runs, "010-011, 020, 030, 040");
	byte_set_add(&runs.set, 0x60);
	byte_set_add(&runs.set, 0x61);
	byte_set_add(&runs.set, 0x70);
	assert_text(&runs, "010-011, 020, 030, 040 and 2 more");
}

TEST(a_text_without_room_is_cut)
{
	const struct bounded all = set_of(0x55, 0xff);
	char text[6];

	assert_string_equal(byte_set_text(&all.set, text, sizeof(text)), "000, ");
}

TEST(sets_are_kept_and_taken_out_byte_by_byte)
{
	struct bounded set = set_of(0xff, 0xff);
	const struct bounded some = set_of(0x0f, 0);
	const struct bounded others = set_of(0x03, 0xff);

	byte_set_keep(&set.set, &some.set);
	assert_int_equal(set.set.bits[0], 0x0f);
	assert_int_equal(set.set.bits[sizeof(set.set) - 1], 0x0f);
	byte_set_subtract(&set.set, &others.set);
	assert_int_equal(set.set.bits[0], 0x0c);
	assert_int_equal(set.set.bits[sizeof(set.set) - 1], 0x0c);
	assert_int_equal(set.behind, 0xff);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_ends_with_the_last_byte_of_configuration_space),
		cmocka_unit_test(the_first_and_the_last_byte_are_bytes),
		cmocka_unit_test(four_runs_are_printed_and_the_others_counted),
		cmocka_unit_test(a_text_without_room_is_cut),
		cmocka_unit_test(sets_are_kept_and_taken_out_byte_by_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
