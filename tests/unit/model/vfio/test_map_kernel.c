// SPDX-License-Identifier: GPL-2.0-or-later
/* What the kernel holds, in the place of a prediction. */
#include <string.h>

#include "map_expect.h"

/* A map that is predicted, and the values that the kernel is going to have. */
struct taking {
	struct config_space space;
	struct map map;
	uint8_t values[SPACE_SIZE_EXTENDED];
};

/* The kernel has what was predicted, until a test changes it. */
static struct taking *predict(const struct space_builder *builder, const char *release)
{
	static struct taking taking;
	struct rules rules = rules_of(release);

	taking.space = builder->space;
	map_build(&taking.space, &rules, &no_facts, &taking.map);
	memcpy(taking.values, taking.map.value, sizeof(taking.values));
	return &taking;
}

static void kernel_has(struct taking *taking, unsigned int first, unsigned int last,
		       unsigned int value)
{
	memset(taking->values + first, (int)value, last - first + 1);
}

/* The map afterwards; it holds what the kernel holds, and is sound. */
static const struct map *take(struct taking *taking)
{
	const struct map *map = &taking->map;
	const char *complaint;

	map_take_kernel(&taking->map, taking->values);
	assert_int_equal(map->state, MAP_BUILT);
	assert_memory_equal(map->value, taking->values, map->size);
	complaint = map_complaint(map, &taking->space);
	if (complaint != NULL)
		fail_msg("%s", complaint);
	return map;
}

static void assert_range(const struct taking *taking, unsigned int start, unsigned int end,
			 enum map_kind kind)
{
	struct map_range range = map_range_at(&taking->map, &taking->space, (uint16_t)start);

	assert_string_equal(map_kind_name(range.owner->kind), map_kind_name(kind));
	assert_int_equal(range.start, start);
	assert_int_equal(range.end, end);
}

TEST(a_prediction_that_holds_stays_as_it_is)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking;
	struct map before;

	add_extended(&builder, 0x100, 0x03);
	taking = predict(&builder, NEWEST);
	before = taking->map;
	take(taking);
	assert_memory_equal(&taking->map, &before, sizeof(before));
}

TEST(a_capability_that_the_kernel_leaves_raw_is_raw)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x72, 0x73, MAP_RAW);
	take(taking);
	assert_range(taking, 0x40, 0x71, KIND_CAPABILITY);
	assert_range(taking, 0x72, 0xfff, KIND_RAW);
}

TEST(a_capability_outside_the_prediction_is_named_by_its_value)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x80, 0x87, 0x01);
	take(taking);
	assert_range(taking, 0x80, 0x87, KIND_CAPABILITY);
	assert_int_equal(owner_at(&taking->map, 0x80)->id, 0x01);
	assert_int_equal(owner_at(&taking->map, 0x80)->start, 0x80);
}

TEST(the_same_value_after_100_is_an_extended_capability)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x200, 0x22b, 0x01);
	take(taking);
	assert_range(taking, 0x200, 0x22b, KIND_EXTENDED);
	assert_int_equal(owner_at(&taking->map, 0x200)->id, 0x01);
}

TEST(header_values_mean_the_header_anywhere_before_100)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x90, 0x93, MAP_HEADER);
	kernel_has(taking, 0x200, 0x203, 0x00);
	take(taking);
	assert_range(taking, 0x90, 0x93, KIND_HEADER);
	/* behind 100 it is the null capability, as a placeholder is */
	assert_range(taking, 0x200, 0x203, KIND_EXTENDED);
}

TEST(the_virtual_value_is_virtual)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0xfc, 0xff, MAP_VIRTUAL);
	take(taking);
	assert_range(taking, 0xfc, 0xff, KIND_VIRTUAL);
}

TEST(a_run_ends_where_the_value_changes_or_the_prediction_holds_again)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x80, 0x87, 0x01);
	kernel_has(taking, 0x88, 0x8b, 0x03);
	kernel_has(taking, 0x90, 0x97, 0x01);
	take(taking);
	assert_range(taking, 0x80, 0x87, KIND_CAPABILITY);
	assert_range(taking, 0x88, 0x8b, KIND_CAPABILITY);
	assert_range(taking, 0x8c, 0x8f, KIND_RAW);
	assert_range(taking, 0x90, 0x97, KIND_CAPABILITY);
	assert_int_equal(owner_at(&taking->map, 0x90)->start, 0x90);
}

TEST(a_run_over_100_is_one_as_a_capability_that_reaches_over_it_is)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0xf8, 0x107, 0x01);
	take(taking);
	assert_range(taking, 0xf8, 0x107, KIND_CAPABILITY);
}

TEST(a_capability_within_another_splits_it)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x50, 0x57, 0x01);
	take(taking);
	assert_range(taking, 0x40, 0x4f, KIND_CAPABILITY);
	assert_range(taking, 0x50, 0x57, KIND_CAPABILITY);
	assert_range(taking, 0x58, 0x73, KIND_CAPABILITY);
	assert_int_equal(owner_at(&taking->map, 0x58)->id, 0x10);
}

/* As the kernel shows it: the ID gone, the next pointer kept. */
static struct space_builder user_view_of_a_placeholder(unsigned int next)
{
	struct space_builder builder = builder_start_express();

	put32(&builder, 0x100, next << 20);
	if (next != 0)
		put32(&builder, next, 0x00010003);
	builder.space.view = VIEW_USER;
	return builder;
}

TEST(the_kernel_says_the_id_that_a_user_does_not_see)
{
	struct space_builder builder = user_view_of_a_placeholder(0x140);
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x100, 0x103, 0x1b);
	take(taking);
	assert_range(taking, 0x100, 0x103, KIND_PLACEHOLDER);
	assert_int_equal(owner_at(&taking->map, 0x100)->id, 0x1b);
	assert_range(taking, 0x140, 0x14b, KIND_EXTENDED);
}

TEST(an_id_that_ends_as_the_raw_value_is_a_placeholder_all_the_same)
{
	struct space_builder builder = user_view_of_a_placeholder(0x140);
	struct taking *taking = predict(&builder, NEWEST);

	kernel_has(taking, 0x100, 0x103, 0xff);
	take(taking);
	assert_range(taking, 0x100, 0x103, KIND_PLACEHOLDER);
}

TEST(a_placeholder_that_ends_the_chain_is_known_to_be_one)
{
	struct space_builder builder = user_view_of_a_placeholder(0);
	struct taking *taking = predict(&builder, NEWEST);

	assert_true(has_warning(&taking->map, WARNING_PLACEHOLDER_UNKNOWN, 0x100));
	kernel_has(taking, 0x100, 0x103, 0x1b);
	take(taking);
	assert_range(taking, 0x100, 0x103, KIND_PLACEHOLDER);
	assert_int_equal(owner_at(&taking->map, 0x100)->id, 0x1b);
	assert_false(has_warning(&taking->map, WARNING_PLACEHOLDER_UNKNOWN, 0x100));
}

TEST(the_kernel_can_show_that_a_placeholder_is_missing)
{
	struct space_builder builder = user_view_of_a_placeholder(0);
	struct taking *taking = predict(&builder, NEWEST);

	take(taking);
	assert_range(taking, 0x74, 0xfff, KIND_RAW);
	assert_int_equal(taking->map.warnings, 0);
}

TEST(other_warnings_stay)
{
	struct space_builder builder = user_view_of_a_placeholder(0);
	struct taking *taking;

	put8(&builder, 0x0e, 0x01);
	taking = predict(&builder, NEWEST);
	assert_int_equal(taking->map.warnings, 2);
	take(taking);
	assert_int_equal(taking->map.warnings, 1);
	assert_true(has_warning(&taking->map, WARNING_HEADER_TYPE, 0x0e));
}

TEST(a_placeholder_whose_id_was_seen_gives_way_to_what_the_kernel_holds)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking;

	add_extended(&builder, 0x100, 0x1b);
	taking = predict(&builder, NEWEST);
	assert_range(taking, 0x100, 0x103, KIND_PLACEHOLDER);
	kernel_has(taking, 0x100, 0x103, MAP_RAW);
	take(taking);
	assert_range(taking, 0x74, 0xfff, KIND_RAW);
}

TEST(a_device_that_the_kernel_opens_against_the_rules_has_a_map)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct taking *taking;

	add_standard(&builder, 0x41, 0x05);
	taking = predict(&builder, NEWEST);
	assert_fails(&taking->map, FAILURE_UNALIGNED, 0x43, 0x41);
	kernel_has(taking, 0x00, 0x3f, MAP_HEADER);
	kernel_has(taking, 0x40, 0xff, MAP_RAW);
	kernel_has(taking, 0x41, 0x4a, 0x05);
	take(taking);
	assert_range(taking, 0x41, 0x4a, KIND_CAPABILITY);
}

TEST(any_values_give_ranges_without_gap_or_overlap)
{
	uint64_t seed = test_seed(0x9e3779b97f4a7c15);

	for (int round = 0; round < 300; round++) {
		struct space_builder builder = builder_start_express();
		struct taking *taking;

		add_extended(&builder, 0x100, round % 3 ? 0x03 : 0x1b);
		builder.space.view = round % 2 ? VIEW_USER : VIEW_HARDWARE;
		taking = predict(&builder, NEWEST);
		for (int run = 0; run < 40; run++) {
			unsigned int first = next_random(&seed) % SPACE_SIZE_EXTENDED;
			unsigned int last = first + next_random(&seed) % 64;
			uint32_t value = next_random(&seed) % 8;

			if (last >= SPACE_SIZE_EXTENDED)
				last = SPACE_SIZE_EXTENDED - 1;
			kernel_has(taking, first, last, value < 6 ? value : 0xf8 + value);
		}
		/* only the first of its bytes decides about a placeholder's ID */
		kernel_has(taking, 0x100, 0x103, taking->values[0x100]);
		take(taking);
	}
}

TEST(more_runs_than_there_is_room_for_stay_within_it)
{
	struct space_builder builder = builder_start_express();
	struct taking *taking = predict(&builder, NEWEST);

	for (unsigned int offset = 0x40; offset < SPACE_SIZE_EXTENDED; offset++)
		kernel_has(taking, offset, offset, offset % 3 + 1);
	map_take_kernel(&taking->map, taking->values);
	assert_int_equal(taking->map.owners, ARRAY_LENGTH(taking->map.owner));
	assert_memory_equal(taking->map.value, taking->values, SPACE_SIZE_EXTENDED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_prediction_that_holds_stays_as_it_is),
		cmocka_unit_test(a_capability_that_the_kernel_leaves_raw_is_raw),
		cmocka_unit_test(a_capability_outside_the_prediction_is_named_by_its_value),
		cmocka_unit_test(the_same_value_after_100_is_an_extended_capability),
		cmocka_unit_test(header_values_mean_the_header_anywhere_before_100),
		cmocka_unit_test(the_virtual_value_is_virtual),
		cmocka_unit_test(a_run_ends_where_the_value_changes_or_the_prediction_holds_again),
		cmocka_unit_test(a_run_over_100_is_one_as_a_capability_that_reaches_over_it_is),
		cmocka_unit_test(a_capability_within_another_splits_it),
		cmocka_unit_test(the_kernel_says_the_id_that_a_user_does_not_see),
		cmocka_unit_test(an_id_that_ends_as_the_raw_value_is_a_placeholder_all_the_same),
		cmocka_unit_test(a_placeholder_that_ends_the_chain_is_known_to_be_one),
		cmocka_unit_test(the_kernel_can_show_that_a_placeholder_is_missing),
		cmocka_unit_test(other_warnings_stay),
		cmocka_unit_test(a_placeholder_whose_id_was_seen_gives_way_to_what_the_kernel_holds),
		cmocka_unit_test(a_device_that_the_kernel_opens_against_the_rules_has_a_map),
		cmocka_unit_test(any_values_give_ranges_without_gap_or_overlap),
		cmocka_unit_test(more_runs_than_there_is_room_for_stay_within_it),
	};

	return cmocka_run_group_tests_name("map_kernel", tests, NULL, NULL);
}
