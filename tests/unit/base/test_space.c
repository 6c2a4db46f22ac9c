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

		memset(&space, 0x01, sizeof(space));
		space_clear(&space, sizes[i], VIEW_USER);
		assert_false(space.excerpt);
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

TEST(a_size_is_at_least_100_and_at_most_1000)
{
	assert_int_equal(space_size(0), SPACE_SIZE);
	assert_int_equal(space_size(0xff), SPACE_SIZE);
	assert_int_equal(space_size(0x100), 0x100);
	assert_int_equal(space_size(0x101), 0x101);
	assert_int_equal(space_size(0xfff), 0xfff);
	assert_int_equal(space_size(0x1000), 0x1000);
	assert_int_equal(space_size(0x1001), SPACE_SIZE_EXTENDED);
	assert_int_equal(space_size(UINT64_MAX), SPACE_SIZE_EXTENDED);
}

TEST(a_byte_that_is_forgotten_reads_ff_and_its_neighbours_stay)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_put(&space, 0x40, 4, 0x44332211);
	space_forget(&space, 0x41);
	space_forget(&space, 0x41);
	space_forget(&space, 0x80);
	assert_int_equal(space.read, 3);
	assert_int_equal(space_byte(&space, 0x41), 0xff);
	assert_false(space_is_known(&space, 0x41));
	assert_true(space_is_known(&space, 0x40));
	assert_true(space_is_known(&space, 0x42));
}

TEST(a_value_is_known_if_each_of_its_bytes_is)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_put(&space, 0x40, 4, 0x44332211);
	for (unsigned int width = 1; width <= 4; width++) {
		assert_true(space_value(&space, 0x40, width).known);
		assert_int_equal(space_value(&space, 0x40, width).value,
				 0x44332211 & UINT32_MAX >> (32 - 8 * width));
	}
	assert_false(space_value(&space, 0x3f, 2).known);
	assert_false(space_value(&space, 0x43, 2).known);
	assert_int_equal(space_value(&space, 0x43, 2).value, 0);
	assert_int_equal(space_byte(&space, 0x3f), 0xff);
	assert_int_equal(space_byte(&space, 0x44), 0xff);
}

TEST(a_space_is_silent_if_its_header_was_read_and_all_bytes_read_ff)
{
	struct config_space space;
	static const uint16_t places[] = { 0, 0x3f, 0x40, 0xfff };

	space_clear(&space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < 0x40; offset++) {
		assert_false(space_is_silent(&space));
		space_set(&space, offset, 0xff);
	}
	assert_true(space_is_silent(&space));
	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		space_set(&space, places[i], 0xfe);
		assert_false(space_is_silent(&space));
		space_set(&space, places[i], 0xff);
	}
	assert_true(space_is_silent(&space));
	space_forget(&space, 0x20);
	assert_false(space_is_silent(&space));
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
		cmocka_unit_test(a_size_is_at_least_100_and_at_most_1000),
		cmocka_unit_test(a_byte_that_is_forgotten_reads_ff_and_its_neighbours_stay),
		cmocka_unit_test(a_value_is_known_if_each_of_its_bytes_is),
		cmocka_unit_test(a_space_is_silent_if_its_header_was_read_and_all_bytes_read_ff),
	};

	return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
