// SPDX-License-Identifier: GPL-2.0-or-later
/* Configuration space: bytes, and which of them are known. */
#include "test.h"

#include <string.h>

#include "base/macros.h"
#include "base/space.h"

TEST(an_empty_space_reads_ff_and_knows_nothing)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED };

	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		struct config_space space;

		memset(&space, 0x5a, sizeof(space));
		space_clear(&space, sizes[i], VIEW_USER);
		assert_int_equal(space.size, sizes[i]);
		assert_int_equal(space.read, 0);
		assert_int_equal(space.view, VIEW_USER);
		for (unsigned int offset = 0; offset < 0x1100; offset++) {
			assert_false(space_is_known(&space, offset));
			assert_int_equal(space_byte(&space, offset), 0xff);
		}
	}
}

TEST(a_byte_that_was_read_is_known_and_its_neighbours_are_not)
{
	static const uint16_t offsets[] = { 0, 1, 0x3f, 0x40, 0x7f, 0xff, 0x100, 0xabc, 0xfff };
	struct config_space space;

	space_clear(&space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	for (size_t i = 0; i < ARRAY_LENGTH(offsets); i++)
		space_set(&space, offsets[i], (uint8_t)i);
	assert_int_equal(space.read, ARRAY_LENGTH(offsets));
	for (size_t i = 0; i < ARRAY_LENGTH(offsets); i++) {
		assert_true(space_is_known(&space, offsets[i]));
		assert_int_equal(space_byte(&space, offsets[i]), i);
	}
	assert_false(space_is_known(&space, 0x02));
	assert_false(space_is_known(&space, 0x41));
	assert_false(space_is_known(&space, 0xffe));
}

TEST(a_byte_that_is_set_twice_counts_once)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_set(&space, 0x10, 0x11);
	space_set(&space, 0x10, 0x22);
	assert_int_equal(space.read, 1);
	assert_int_equal(space_byte(&space, 0x10), 0x22);
}

TEST(a_byte_past_the_end_of_a_small_space_is_not_known)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_set(&space, 0x100, 0x00);
	assert_false(space_is_known(&space, 0x100));
}

TEST(a_fill_takes_bytes_from_the_start_on)
{
	static const uint8_t bytes[] = { 0x86, 0x80, 0x33, 0x15 };
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_fill(&space, bytes, sizeof(bytes));
	assert_int_equal(space.read, 4);
	assert_int_equal(space_dword(&space, 0), 0x15338086);
	assert_false(space_is_known(&space, 4));
	space_fill(&space, bytes, 0);
	assert_int_equal(space.read, 4);
}

TEST(words_are_little_endian_and_ff_where_nothing_was_read)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	space_set(&space, 0x11, 0x34);
	space_set(&space, 0xfff, 0x12);
	assert_int_equal(space_word(&space, 0x10), 0x34ff);
	assert_int_equal(space_word(&space, 0x11), 0xff34);
	assert_int_equal(space_dword(&space, 0x10), 0xffff34ff);
	assert_int_equal(space_word(&space, 0xfff), 0xff12);
	assert_int_equal(space_dword(&space, 0xffe), 0xffff12ff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_space_reads_ff_and_knows_nothing),
		cmocka_unit_test(a_byte_that_was_read_is_known_and_its_neighbours_are_not),
		cmocka_unit_test(a_byte_that_is_set_twice_counts_once),
		cmocka_unit_test(a_byte_past_the_end_of_a_small_space_is_not_known),
		cmocka_unit_test(a_fill_takes_bytes_from_the_start_on),
		cmocka_unit_test(words_are_little_endian_and_ff_where_nothing_was_read),
	};

	return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
