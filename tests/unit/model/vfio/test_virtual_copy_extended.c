// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's virtual copy as an open leaves it: extended space, the OpRegion, anything. */
#include "virtual_copy_expect.h"

/* Extended space */
TEST(a_hidden_extended_capability_is_left_out_of_the_chain)
{
	struct space_builder builder = builder_start_express();
	const struct config_space *copy;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x1e);
	add_extended(&builder, 0x300, 0x1f);
	add_extended(&builder, 0x3ac, 0x18);
	put16(&builder, 0x102, 0x203f);
	copy = copy_of(&builder, NEWEST);
	assert_copy(copy, 0x100, "03 00 ff 3a");
	assert_unknown(copy, 0x200, 0x3ab);
	assert_copy(copy, 0x3ac, "18 00 01 00 00 00 00 00 --");
}

TEST(of_a_next_pointer_that_is_edited_only_10_bits_change)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x1e);
	put16(&builder, 0x102, 0x203a);
	put16(&builder, 0x202, 0x0001);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "03 00 3a 00");
	put16(&builder, 0x202, 0x337f);
	put32(&builder, 0x334, 0x00010003);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "03 00 7a 33");
}

TEST(of_a_placeholder_only_the_next_pointer_is_left)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1e);
	put32(&builder, 0x104, 0xffffffff);
	add_extended(&builder, 0x20c, 0x03);
	put16(&builder, 0x102, 0x20ff);
	assert_copy(copy_of(&builder, NEWEST), 0x0ff, "-- 00 00 c0 20 --");
	put16(&builder, 0x20c, 0x1f);
	put16(&builder, 0x20e, 0x3001);
	add_extended(&builder, 0x300, 0x03);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "00 00 00 30 --");
}

/* 960 steps: the last of them fills 200, or edits the pointer at 402. */
TEST(a_loop_leaves_what_its_last_step_left)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x03);
	put16(&builder, 0x202, 0x1001);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "00 00 00 20 --");
	assert_copy(copy_of(&builder, NEWEST), 0x200, "03 00 01 10");
	builder = builder_start_express();
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x03);
	add_extended(&builder, 0x280, 0x03);
	add_extended(&builder, 0x300, 0x1e);
	add_extended(&builder, 0x400, 0x03);
	put16(&builder, 0x402, 0x3001);
	assert_copy(copy_of(&builder, NEWEST), 0x400, "03 00 01 40");
}

TEST(the_first_extended_header_is_cleared_where_nothing_is_shown)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x1f);
	put16(&builder, 0x202, 0x1001);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "00 00 00 00 --");
}

TEST(extended_space_that_is_not_looked_at_is_not_cleared)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	add_standard(&builder, 0xfa, 0x03);
	put32(&builder, 0x100, 0x44332211);
	assert_copy(copy_of(&builder, NEWEST), 0xfe, "00 00 11 22 -- --");
	add_express(&builder, 0x40, 0x0002);
	put32(&builder, 0x100, 0);
	assert_copy(copy_of(&builder, NEWEST), 0xfe, "00 00 00 00 -- --");
}

TEST(an_extended_capability_undoes_the_edit_of_an_earlier_one)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x104, 0x1e);
	builder.last = 0;
	add_extended(&builder, 0x100, 0x0b);
	put16(&builder, 0x102, 0x2001);
	put32(&builder, 0x104, 0x00800000);
	put32(&builder, 0x200, 0x3001001e);
	put32(&builder, 0x300, 0x00010003);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "0b 00 01 30");
	put32(&builder, 0x300, 0x10010003);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "0b 00 01 30");
	assert_copy(copy_of(&builder, NEWEST), 0x300, "03 00 01 10");
}

TEST(a_vsec_too_short_for_its_header_gets_what_an_edit_writes_whole)
{
	struct space_builder builder = builder_start_express();
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	add_extended(&builder, 0x100, 0x0b);
	put32(&builder, 0x104, 0x00200000);
	put16(&builder, 0x102, 0x200f);
	put32(&builder, 0x200, 0x3331001e);
	put32(&builder, 0x330, 0x00000003);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "0b 00 -- 33 --");
	facts.memory_zeroed = true;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x100, "0b 00 00 33 00");
}

TEST(dvsec_is_shown_by_the_rules)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x23);
	put32(&builder, 0x204, 0x00a00000);
	put32(&builder, 0x208, 0x44332211);
	assert_copy(copy_of(&builder, "6.1.192"), 0x100, "03 00 01 00");
	assert_copy(copy_of(&builder, "6.1.192"), 0x200, "-- -- -- --");
	assert_copy(copy_of(&builder, "6.12.117"), 0x100, "03 00 01 20");
	assert_copy(copy_of(&builder, "6.12.117"), 0x200, "23 00 01 00 00 00 a0 00 11 22 --");
}

TEST(an_error_that_was_not_reported_keeps_what_was_done_and_clears_nothing)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x1f);
	put16(&builder, 0x202, 0xffc1);
	put32(&builder, 0xffc, 0x0001000b);
	assert_int_equal(copy_of(&builder, "5.13")->read, 0);
	assert_copy(copy_of(&builder, "5.12"), 0x100, "00 00 c0 ff --");
}

TEST(writes_past_the_end_of_an_odd_size_are_left_out)
{
	struct space_builder builder = builder_start(0x600);

	add_express(&builder, 0x40, 0x0002);
	add_extended(&builder, 0x100, 0x0b);
	put32(&builder, 0x104, 0xf0000000);
	put16(&builder, 0x102, 0x5fc1);
	put32(&builder, 0x5fc, 0x00010003);
	assert_copy(copy_of(&builder, NEWEST), 0x5fc, "03 00 01 00");
}

/* The OpRegion */
TEST(the_opregion_pointer_is_the_hardwares_before_igd_vbt)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, 0x0300);
	put32(&builder, 0xfc, 0x7b0f1018);
	assert_copy(copy_of(&builder, "5.15"), 0xfb, "-- 18 10 0f 7b");
	put8(&builder, 0x00, 0x87);
	assert_copy(copy_of(&builder, "5.15"), 0xfb, "-- -- -- -- --");
}

TEST(the_opregion_pointer_is_not_known_with_igd_vbt)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, 0x0300);
	add_standard(&builder, 0xf8, 0x01);
	put32(&builder, 0xfc, 0x7b0f1018);
	facts.memory_zeroed = true;
	assert_copy(copy_with(&builder, "5.16", facts), 0xf8, "01 00 00 00 -- -- -- --");
	assert_copy(copy_of(&builder, "5.15"), 0xf8, "01 00 00 00 18 10 0f 7b");
}

/* Anything */
static void assert_any(const struct space_builder *builder, const char *release)
{
	struct config_space copy = *copy_of(builder, release), zeroed;
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct map *map;

	facts.memory_zeroed = true;
	zeroed = *copy_with(builder, release, facts);
	map = build(builder, release);
	assert_int_equal(zeroed.read, map->state == MAP_BUILT ? map->size : 0);
	for (unsigned int offset = 0; map->state == MAP_BUILT && offset < map->size; offset++) {
		if (map->value[offset] != MAP_RAW)
			assert_true(space_is_known(&copy, offset));
		if (space_is_known(&copy, offset))
			assert_int_equal(copy.byte[offset], zeroed.byte[offset]);
	}
}

TEST(of_any_bytes_all_that_is_mapped_is_known_and_with_zeroed_memory_the_rest_too)
{
	static const char *const releases[] = { "5.10", "5.15.185", "6.1.192", "6.12", NEWEST };
	static const uint16_t sizes[] = { SPACE_SIZE, 0x600, SPACE_SIZE_EXTENDED };
	uint64_t seed = test_seed(20);

	for (unsigned int round = 0; round < 3000; round++) {
		struct space_builder builder = builder_start(sizes[round % 3]);

		for (unsigned int offset = 0; offset < builder.space.size; offset++)
			if (next_random(&seed) % 4 != 0)
				put8(&builder, offset, next_random(&seed) % 0x30);
		put16(&builder, 0x06, 0x10);
		put16(&builder, 0x0e, 0);
		assert_any(&builder, releases[next_random(&seed) % ARRAY_LENGTH(releases)]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hidden_extended_capability_is_left_out_of_the_chain),
		cmocka_unit_test(of_a_next_pointer_that_is_edited_only_10_bits_change),
		cmocka_unit_test(of_a_placeholder_only_the_next_pointer_is_left),
		cmocka_unit_test(a_loop_leaves_what_its_last_step_left),
		cmocka_unit_test(the_first_extended_header_is_cleared_where_nothing_is_shown),
		cmocka_unit_test(extended_space_that_is_not_looked_at_is_not_cleared),
		cmocka_unit_test(an_extended_capability_undoes_the_edit_of_an_earlier_one),
		cmocka_unit_test(a_vsec_too_short_for_its_header_gets_what_an_edit_writes_whole),
		cmocka_unit_test(dvsec_is_shown_by_the_rules),
		cmocka_unit_test(an_error_that_was_not_reported_keeps_what_was_done_and_clears_nothing),
		cmocka_unit_test(writes_past_the_end_of_an_odd_size_are_left_out),
		cmocka_unit_test(the_opregion_pointer_is_the_hardwares_before_igd_vbt),
		cmocka_unit_test(the_opregion_pointer_is_not_known_with_igd_vbt),
		cmocka_unit_test(of_any_bytes_all_that_is_mapped_is_known_and_with_zeroed_memory_the_rest_too),
	};

	return cmocka_run_group_tests_name("virtual copy, extended", tests, NULL, NULL);
}
