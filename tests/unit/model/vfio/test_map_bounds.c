// SPDX-License-Identifier: GPL-2.0-or-later
/* The map where bytes end, are missing, or are anything at all. */
#include "map_expect.h"

/* Opening fails */
TEST(an_unaligned_word_fails)
{
	static const uint8_t ids[] = { 0x05, 0x07 };

	for (size_t i = 0; i < sizeof(ids); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_standard(&builder, 0x40, 0x01);
		add_standard(&builder, 0x51, ids[i]);
		assert_fails(build(&builder, NEWEST), FAILURE_UNALIGNED, 0x53, 0x51);
	}
}

TEST(an_even_unaligned_msi_does_not_fail)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x52, 0x05);
	assert_values(build(&builder, NEWEST), 0x52, 0x5b, 0x05);
}

TEST(a_body_that_reaches_1000_fails)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xff0, 0x0b);
	put32(&builder, 0xff4, 0x01100000);
	assert_fails(build(&builder, NEWEST), FAILURE_PAST_END, 0x1000, 0xff0);
	assert_fails(build(&builder, "5.10"), FAILURE_PAST_END, 0x1000, 0xff0);
}

TEST(a_body_that_ends_at_1000_is_whole)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xfd4, 0x01);
	assert_values(build(&builder, NEWEST), 0xfd4, 0xfff, 0x01);
}

TEST(a_length_field_at_1000_fails_from_5_13_on_before_the_walk_ended)
{
	static const uint8_t ids[] = { 0x02, 0x0b, 0x0d, 0x15, 0x16, 0x17 };

	for (size_t i = 0; i < sizeof(ids); i++) {
		struct space_builder builder = builder_start_express();
		unsigned int field = ids[i] == 0x15 ? 0x1004 : 0x1000;
		const struct map *map;

		add_extended(&builder, 0x100, 0x03);
		add_extended(&builder, 0xffc, ids[i]);
		assert_fails(build(&builder, "5.13"), FAILURE_PAST_END, field, 0xffc);
		map = build(&builder, "5.12");
		assert_values(map, 0x100, 0x10b, 0x03);
		assert_values(map, 0x10c, 0xfff, MAP_RAW);
		assert_int_equal(map->failure, FAILURE_NONE);
	}
}

TEST(a_body_past_1000_fails_in_a_space_of_600_too)
{
	struct space_builder builder = builder_start(0x600);

	add_express(&builder, 0x40, 0x0002);
	add_extended(&builder, 0x100, 0x0b);
	put32(&builder, 0x104, 0xf0100000);
	assert_fails(build(&builder, NEWEST), FAILURE_PAST_END, 0x1000, 0x100);
	put32(&builder, 0x104, 0xf0000000);
	assert_values(build(&builder, NEWEST), 0x100, 0x5ff, 0x0b);
}

/* The end of 100 bytes, and what was not read */
TEST(a_body_past_100_is_cut_on_a_small_device)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0xfc, 0x01);
	map = build(&builder, NEWEST);
	assert_values(map, 0xfc, 0xff, 0x01);
	assert_int_equal(owner_at(map, 0xfc)->length, 8);
	assert_true(has_warning(map, WARNING_LENGTH_PAST_END, 0xfc));
}

TEST(a_length_field_past_100_is_taken_as_ff_on_a_small_device)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	put16(&builder, 0x06, 0x10);
	put8(&builder, 0x34, 0xfe);
	put16(&builder, 0xfe, 0x0009);
	map = build(&builder, NEWEST);
	assert_int_equal(owner_at(map, 0xfe)->length, 0xff);
	assert_true(has_warning(map, WARNING_UNREAD, 0x100));
	assert_true(has_warning(map, WARNING_LENGTH_PAST_END, 0xfe));
}

TEST(a_hole_in_the_chain_is_taken_as_ff)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	struct config_space whole;
	const struct map *map;

	add_standard(&builder, 0x50, 0x09);
	whole = builder.space;
	space_clear(&builder.space, whole.size, VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < whole.size; offset++)
		if (offset != 0x52)
			space_set(&builder.space, offset, whole.byte[offset]);
	map = build(&builder, NEWEST);
	assert_values(map, 0x50, 0x14e, 0x09);
	assert_true(has_warning(map, WARNING_UNREAD, 0x52));
	assert_string_equal(map_content_name(map_range_at(map, &builder.space, 0x50).content),
			    "unread");
}

TEST(fewer_than_100_bytes_are_short)
{
	static const struct {
		uint16_t size, read;
	} rows[] = { { 0x100, 0 }, { 0x100, 0x40 }, { 0x100, 0xff }, { 0x1000, 0x40 } };

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		space_clear(&builder.space, rows[i].size, VIEW_HARDWARE);
		for (unsigned int offset = 0; offset < rows[i].read; offset++)
			put8(&builder, offset, 0);
		assert_int_equal(build(&builder, NEWEST)->state, MAP_SHORT);
	}
}

/* Any bytes */
static void fill_randomly(struct space_builder *builder, uint64_t *seed)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED, 0x600 };

	*builder = builder_start(sizes[next_random(seed) % ARRAY_LENGTH(sizes)]);
	for (unsigned int offset = 0; offset < builder->space.size; offset += 4)
		put32(builder, offset, next_random(seed));
	put16(builder, 0x06, 0x10);
}

/* Plausible chains over random bytes: dword pointers, known IDs. */
static void chain_randomly(struct space_builder *builder, uint64_t *seed)
{
	for (unsigned int i = next_random(seed) % 8; i > 0; i--)
		add_standard(builder, 0x40 + next_random(seed) % 48 * 4,
			     next_random(seed) % 0x16);
	add_express(builder, 0x40 + next_random(seed) % 48 * 4, next_random(seed) & 0xff);
	if (builder->space.size == SPACE_SIZE)
		return;
	add_extended(builder, 0x100, next_random(seed) % 0x34);
	for (unsigned int i = next_random(seed) % 20; i > 0; i--)
		add_extended(builder, 0x100 + next_random(seed) % 320 * 4,
			     next_random(seed) % 0x34);
}

TEST(random_bytes_never_break_what_holds_for_every_map)
{
	static const char *const releases[] = { "5.10", "5.12", "6.1.192", "6.12.117", NEWEST };
	unsigned int built = 0, failed = 0;
	uint64_t seed = test_seed(20240229);

	for (unsigned int i = 0; i < 5000; i++) {
		struct space_builder builder;

		fill_randomly(&builder, &seed);
		if (i % 4 != 0)
			chain_randomly(&builder, &seed);
		for (size_t j = 0; j < ARRAY_LENGTH(releases); j++) {
			const struct map *map = build(&builder, releases[j]);

			built += map->state == MAP_BUILT;
			failed += map->state == MAP_INIT_FAILS;
		}
	}
	assert_in_range(failed, 100, 12500);
	assert_in_range(built, 12500, 25000);
}

TEST(repeated_bytes_never_break_what_holds_for_every_map)
{
	for (unsigned int value = 0; value < 0x100; value++) {
		struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

		for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
			put8(&builder, offset, value);
		build(&builder, NEWEST);
		put16(&builder, 0x06, 0x10);
		build(&builder, NEWEST);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unaligned_word_fails),
		cmocka_unit_test(an_even_unaligned_msi_does_not_fail),
		cmocka_unit_test(a_body_that_reaches_1000_fails),
		cmocka_unit_test(a_body_that_ends_at_1000_is_whole),
		cmocka_unit_test(a_length_field_at_1000_fails_from_5_13_on_before_the_walk_ended),
		cmocka_unit_test(a_body_past_1000_fails_in_a_space_of_600_too),
		cmocka_unit_test(a_body_past_100_is_cut_on_a_small_device),
		cmocka_unit_test(a_length_field_past_100_is_taken_as_ff_on_a_small_device),
		cmocka_unit_test(a_hole_in_the_chain_is_taken_as_ff),
		cmocka_unit_test(fewer_than_100_bytes_are_short),
		cmocka_unit_test(random_bytes_never_break_what_holds_for_every_map),
		cmocka_unit_test(repeated_bytes_never_break_what_holds_for_every_map),
	};

	return cmocka_run_group_tests_name("map bounds", tests, NULL, NULL);
}
