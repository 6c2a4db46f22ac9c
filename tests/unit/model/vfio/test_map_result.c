// SPDX-License-Identifier: GPL-2.0-or-later
/* The OpRegion pointer, and what is asked of a map: ranges, totals, spellings. */
#include "map_expect.h"

/* The OpRegion of an Intel display device */
static struct space_builder display(unsigned int vendor, unsigned int class, uint32_t opregion)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x00, vendor);
	put16(&builder, 0x0a, class);
	put32(&builder, 0xfc, opregion);
	return builder;
}

TEST(an_intel_display_device_has_a_virtual_opregion_pointer)
{
	static const struct {
		const char *release;
		uint16_t vendor, class;
		uint32_t opregion;
		bool is_virtual;
	} rows[] = {
		{ NEWEST, 0x8086, 0x0300, 0x7b0f1018, true },
		{ NEWEST, 0x8086, 0x0380, 0x7b0f1018, true },
		{ NEWEST, 0x8086, 0x0300, 0x00000001, true },
		{ NEWEST, 0x8086, 0x0300, 0xfffffffe, true },
		{ NEWEST, 0x8086, 0x0300, 0x00000000, false },
		{ NEWEST, 0x8086, 0x0300, 0xffffffff, false },
		{ NEWEST, 0x8086, 0x0200, 0x7b0f1018, false },
		{ NEWEST, 0x1002, 0x0300, 0x7b0f1018, false },
		{ "6.14", 0x8086, 0x0300, 0x7b0f1018, true },
		{ "6.14", 0x8086, 0x0380, 0x7b0f1018, false },
		{ "6.15", 0x8086, 0x0380, 0x7b0f1018, true },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = display(rows[i].vendor, rows[i].class,
						       rows[i].opregion);
		const struct map *map = build(&builder, rows[i].release);

		assert_values(map, 0xf8, 0xfb, MAP_RAW);
		assert_values(map, 0xfc, 0xff, rows[i].is_virtual ? MAP_VIRTUAL : MAP_RAW);
		assert_int_equal(owner_at(map, 0xfc)->kind,
				 rows[i].is_virtual ? KIND_VIRTUAL : KIND_RAW);
		assert_int_equal(owner_at(map, 0xfc)->inferred, rows[i].is_virtual);
	}
}

TEST(the_opregion_pointer_lies_over_a_capability)
{
	struct space_builder builder = display(0x8086, 0x0300, 0);
	const struct map *map;

	add_standard(&builder, 0xfa, 0x01);
	put32(&builder, 0xfc, 0x1000);
	map = build(&builder, NEWEST);
	assert_values(map, 0xfa, 0xfb, 0x01);
	assert_values(map, 0xfc, 0xff, MAP_VIRTUAL);
}

TEST(a_region_list_decides_about_the_opregion_where_it_is_known)
{
	const struct device_facts with = {
		.vendor = -1, .class = -1, .opregion_known = true, .opregion = true,
	};
	const struct device_facts without = { .vendor = -1, .class = -1, .opregion_known = true };
	struct space_builder builder = display(0x8086, 0x0300, 0x1000);

	assert_values(build_with(&builder, NEWEST, &without), 0xfc, 0xff, MAP_RAW);
	builder = display(0x1af4, 0x0200, 0);
	assert_values(build_with(&builder, NEWEST, &with), 0xfc, 0xff, MAP_VIRTUAL);
	assert_false(owner_at(build_with(&builder, NEWEST, &with), 0xfc)->inferred);
}

TEST(the_kernels_vendor_and_class_win_over_the_registers)
{
	const struct device_facts facts = { .vendor = 0x8086, .class = 0x030000 };
	const struct device_facts other = { .vendor = 0x1002, .class = -1 };
	struct space_builder builder = display(0xffff, 0x0000, 0x1000);

	assert_values(build_with(&builder, NEWEST, &facts), 0xfc, 0xff, MAP_VIRTUAL);
	builder = display(0x8086, 0x0300, 0x1000);
	assert_values(build_with(&builder, NEWEST, &other), 0xfc, 0xff, MAP_RAW);
}

/* Ranges, contents, totals, views */
TEST(a_range_knows_what_its_bytes_hold)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x50, 0x01);
	for (unsigned int offset = 0x58; offset < 0x100; offset++)
		put8(&builder, offset, 0xff);
	map = build(&builder, NEWEST);
	assert_int_equal(map_range_at(map, &builder.space, 0x00).content, CONTENT_DATA);
	assert_int_equal(map_range_at(map, &builder.space, 0x40).content, CONTENT_ZERO);
	assert_int_equal(map_range_at(map, &builder.space, 0x50).content, CONTENT_DATA);
	assert_int_equal(map_range_at(map, &builder.space, 0x58).content, CONTENT_ONES);
}

TEST(raw_bytes_are_one_range_across_100)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	const struct map *map = build(&builder, NEWEST);

	assert_int_equal(map_range_at(map, &builder.space, 0x40).end, 0xfff);
}

TEST(totals_count_the_bytes_of_each_kind)
{
	struct space_builder builder = builder_start_express();
	unsigned int totals[MAP_KINDS];

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x03);
	map_totals(build(&builder, NEWEST), totals);
	assert_int_equal(totals[KIND_HEADER], 0x40);
	assert_int_equal(totals[KIND_CAPABILITY], 0x34);
	assert_int_equal(totals[KIND_EXTENDED], 12);
	assert_int_equal(totals[KIND_PLACEHOLDER], 4);
	assert_int_equal(totals[KIND_VIRTUAL], 0);
	assert_int_equal(totals[KIND_RAW], 0x1000 - 0x40 - 0x34 - 12 - 4);
}

TEST(the_map_says_whose_view_it_was_built_from)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	builder.space.view = VIEW_USER;
	assert_int_equal(build(&builder, NEWEST)->view, VIEW_USER);
}

/* VFIO clears the dword at 100 where it shows nothing; hardware has 0 there by itself. */
TEST(a_user_view_without_extended_capabilities_may_hide_a_placeholder)
{
	struct space_builder builder = builder_start_express();
	const struct map *map = build(&builder, NEWEST);

	assert_false(has_warning(map, WARNING_PLACEHOLDER_UNKNOWN, 0x100));
	builder.space.view = VIEW_USER;
	map = build(&builder, NEWEST);
	assert_true(has_warning(map, WARNING_PLACEHOLDER_UNKNOWN, 0x100));
	assert_int_equal(owner_at(map, 0x100)->kind, KIND_RAW);
}

TEST(a_placeholder_of_the_user_view_is_not_named_as_hidden)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x00);
	add_extended(&builder, 0x200, 0x03);
	map = build(&builder, NEWEST);
	assert_int_equal(map->hiddens, 1);
	builder.space.view = VIEW_USER;
	map = build(&builder, NEWEST);
	assert_int_equal(map->hiddens, 0);
	assert_int_equal(owner_at(map, 0x100)->kind, KIND_PLACEHOLDER);
}

TEST(warnings_past_their_limit_are_cut)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	for (unsigned int offset = 0x100; offset < 0x300; offset += 4)
		add_extended(&builder, offset, 0x03);
	map = build(&builder, NEWEST);
	assert_int_equal(map->warnings, MAP_WARNINGS);
	assert_true(map->warnings_cut);
}

TEST(a_plain_device_has_no_warnings)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_standard(&builder, 0x80, 0x05);
	add_extended(&builder, 0x100, 0x01);
	map = build(&builder, NEWEST);
	assert_int_equal(map->warnings, 0);
	assert_false(map->warnings_cut);
}

TEST(every_spelling_is_there)
{
	for (int i = 0; i < MAP_KINDS; i++)
		assert_non_null(map_kind_name((enum map_kind)i));
	for (int i = 0; i < MAP_WARNING_CODES; i++) {
		assert_non_null(map_warning_name((enum map_warning_code)i));
		assert_non_null(map_warning_text((enum map_warning_code)i));
	}
	assert_string_equal(map_kind_name(KIND_PLACEHOLDER), "placeholder");
	assert_string_equal(map_warning_name(WARNING_LENGTH_PAST_END), "length-past-end");
	assert_string_equal(map_hidden_reason_name(HIDDEN_EMPTY), "empty");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_intel_display_device_has_a_virtual_opregion_pointer),
		cmocka_unit_test(the_opregion_pointer_lies_over_a_capability),
		cmocka_unit_test(a_region_list_decides_about_the_opregion_where_it_is_known),
		cmocka_unit_test(the_kernels_vendor_and_class_win_over_the_registers),
		cmocka_unit_test(a_range_knows_what_its_bytes_hold),
		cmocka_unit_test(raw_bytes_are_one_range_across_100),
		cmocka_unit_test(totals_count_the_bytes_of_each_kind),
		cmocka_unit_test(the_map_says_whose_view_it_was_built_from),
		cmocka_unit_test(a_user_view_without_extended_capabilities_may_hide_a_placeholder),
		cmocka_unit_test(a_placeholder_of_the_user_view_is_not_named_as_hidden),
		cmocka_unit_test(warnings_past_their_limit_are_cut),
		cmocka_unit_test(a_plain_device_has_no_warnings),
		cmocka_unit_test(every_spelling_is_there),
	};

	return cmocka_run_group_tests_name("map result", tests, NULL, NULL);
}
