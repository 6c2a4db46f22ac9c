// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's byte map: chains, placeholders, failures, warnings, ranges. */
#include "map_expect.h"

/* Placeholders */
TEST(hidden_first_extended_capability_leaves_a_placeholder)
{
	struct space_builder builder = builder_start_express();
	const struct map_owner *owner;
	const struct map *map;

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x03);
	map = build(&builder, NEWEST);
	owner = owner_at(map, 0x100);
	assert_values(map, 0x100, 0x103, 0x1e);
	assert_values(map, 0x104, 0x1ff, MAP_RAW);
	assert_values(map, 0x200, 0x20b, 0x03);
	assert_int_equal(owner->kind, KIND_PLACEHOLDER);
	assert_int_equal(owner->length, 4);
	assert_int_equal(owner->version, 1);
	assert_hidden(map, 0x100, 0x1e, HIDDEN_NOT_VIRTUALIZED);
}

TEST(a_placeholder_cuts_its_id_to_eight_bits)
{
	static const uint16_t ids[] = { 0x01ff, 0xfffe, 0x010b, 0x0123, 0x0100, 0x0042, 0xffff };

	for (size_t i = 0; i < ARRAY_LENGTH(ids); i++) {
		struct space_builder builder = builder_start_express();
		const struct map *map;

		add_extended(&builder, 0x100, ids[i]);
		map = build(&builder, NEWEST);
		assert_values(map, 0x100, 0x103, ids[i] & 0xff);
		assert_int_equal(owner_at(map, 0x100)->kind, KIND_PLACEHOLDER);
		assert_int_equal(owner_at(map, 0x100)->id, ids[i]);
		assert_int_equal(owner_at(map, 0x100)->value, ids[i] & 0xff);
	}
}

TEST(only_the_first_extended_capability_leaves_a_placeholder)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x1f);
	add_extended(&builder, 0x300, 0x19);
	map = build(&builder, NEWEST);
	assert_values(map, 0x104, 0xfff, MAP_RAW);
	assert_int_equal(map->hiddens, 3);
}

TEST(a_loop_back_to_a_placeholder_changes_nothing)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x03);
	put16(&builder, 0x202, 0x1001);
	map = build(&builder, NEWEST);
	assert_values(map, 0x100, 0x103, 0x1e);
	assert_values(map, 0x104, 0x1ff, MAP_RAW);
	assert_int_equal(map->hiddens, 1);
	assert_true(has_warning(map, WARNING_CHAIN_LOOP, 0x100));
}

/* Chains */
TEST(without_capabilities_all_but_the_header_is_raw)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED };

	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		struct space_builder builder = builder_start(sizes[i]);
		const struct map *map = build(&builder, NEWEST);

		assert_int_equal(map->size, sizes[i]);
		assert_int_equal(map->warnings, 0);
		assert_values(map, 0x00, 0x3f, MAP_HEADER);
		assert_values(map, 0x40, sizes[i] - 1U, MAP_RAW);
	}
}

TEST(a_device_without_the_status_bit_has_no_chain)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x06, 0xffef);
	assert_values(build(&builder, NEWEST), 0x40, 0xff, MAP_RAW);
}

TEST(a_later_capability_overwrites_an_earlier_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct map_range range;
	const struct map *map;

	add_standard(&builder, 0x50, 0x11);
	add_standard(&builder, 0x54, 0x13);
	map = build(&builder, NEWEST);
	assert_values(map, 0x50, 0x53, 0x11);
	assert_values(map, 0x54, 0x59, 0x13);
	assert_values(map, 0x5a, 0x5b, 0x11);
	assert_true(has_warning(map, WARNING_OVERLAP, 0x54));
	range = map_range_at(map, &builder.space, 0x5a);
	assert_int_equal(range.end, 0x5b);
	assert_ptr_equal(range.owner, owner_at(map, 0x50));
}

TEST(two_neighbours_of_one_id_are_two_ranges)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct map_range range;
	const struct map *map;

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x58, 0x01);
	map = build(&builder, NEWEST);
	assert_values(map, 0x50, 0x5f, 0x01);
	assert_false(has_warning(map, WARNING_OVERLAP, 0x58));
	range = map_range_at(map, &builder.space, 0x50);
	assert_int_equal(range.end, 0x57);
	range = map_range_at(map, &builder.space, 0x58);
	assert_int_equal(range.end, 0x5f);
}

TEST(a_pointer_into_the_header_overwrites_header_bytes)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x50, 0x11);
	add_standard(&builder, 0x20, 0x01);
	map = build(&builder, NEWEST);
	assert_values(map, 0x00, 0x1f, MAP_HEADER);
	assert_values(map, 0x20, 0x27, 0x01);
	assert_values(map, 0x28, 0x3f, MAP_HEADER);
	assert_true(has_warning(map, WARNING_POINTER_IN_HEADER, 0x20));
	assert_true(has_warning(map, WARNING_OVERLAP, 0x20));
}

TEST(pointers_of_the_standard_chain_are_not_aligned)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x53, 0x01);
	map = build(&builder, NEWEST);
	assert_values(map, 0x40, 0x52, MAP_RAW);
	assert_values(map, 0x53, 0x5a, 0x01);
	assert_values(map, 0x5b, 0xff, MAP_RAW);
}

TEST(a_capability_that_points_to_itself_is_walked_to_the_end)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	put8(&builder, 0x41, 0x40);
	add_extended(&builder, 0x100, 0x03);
	put16(&builder, 0x102, 0x1001);
	map = build(&builder, NEWEST);
	assert_values(map, 0x40, 0x73, 0x10);
	assert_values(map, 0x100, 0x10b, 0x03);
	assert_true(has_warning(map, WARNING_CHAIN_LOOP, 0x40));
	assert_true(has_warning(map, WARNING_CHAIN_LOOP, 0x100));
	assert_int_equal(map->owners, OWNER_FIRST + 2);
}

TEST(the_standard_walk_takes_48_steps)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x3c, 0x14);
	for (unsigned int offset = 0x40; offset < 0xf8; offset += 4)
		add_standard(&builder, offset, 0x14);
	add_standard(&builder, 0xfc, 0x13);
	assert_int_equal(build(&builder, NEWEST)->value[0xfc], 0x13);
	add_standard(&builder, 0xf8, 0x14);
	put8(&builder, 0xf5, 0xf8);
	put8(&builder, 0xf9, 0xfc);
	assert_int_equal(build(&builder, NEWEST)->value[0xfc], MAP_RAW);
}

TEST(the_extended_walk_takes_960_steps)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	for (unsigned int offset = 0x100; offset < 0x1000; offset += 4)
		add_extended(&builder, offset, 0x1e);
	map = build(&builder, NEWEST);
	assert_values(map, 0x104, 0xfff, MAP_RAW);
	assert_int_equal(map->hiddens, 960);
}

TEST(the_extended_chain_ends_at_a_pointer_below_100)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	put16(&builder, 0x102, 0x0fc1);
	put32(&builder, 0xfc, 0x00010003);
	assert_values(build(&builder, NEWEST), 0xfc, 0xff, MAP_RAW);
}

TEST(the_low_bits_of_an_extended_pointer_are_ignored)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x0e);
	put16(&builder, 0x102, 0x2031);
	assert_values(build(&builder, NEWEST), 0x200, 0x207, 0x0e);
}

TEST(a_standard_capability_may_cross_100)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	const struct map *map;

	add_standard(&builder, 0xfc, 0x01);
	map = build(&builder, NEWEST);
	assert_values(map, 0xfc, 0x103, 0x01);
	assert_values(map, 0x104, 0xfff, MAP_RAW);
	assert_true(has_warning(map, WARNING_CAPABILITY_CROSSES_100, 0xfc));
	assert_int_equal(map_range_at(map, &builder.space, 0xfc).end, 0x103);
}

/* What announces extended space */
TEST(extended_capabilities_need_pci_express_or_a_versioned_pci_x)
{
	static const struct {
		uint8_t id;
		uint16_t word;
		bool counts;
	} rows[] = {
		{ 0x10, 0x0002, true }, { 0x10, 0x0000, true },
		{ 0x07, 0x1000, true }, { 0x07, 0x2000, true },
		{ 0x07, 0x0000, false }, { 0x01, 0xffff, false },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

		add_standard(&builder, 0x50, rows[i].id);
		put16(&builder, 0x52, rows[i].word);
		add_extended(&builder, 0x100, 0x03);
		assert_values(build(&builder, NEWEST), 0x100, 0x10b,
			      rows[i].counts ? 0x03 : MAP_RAW);
	}
}

TEST(a_first_dword_of_0_means_no_extended_capabilities)
{
	struct space_builder builder = builder_start_express();
	const struct map *map = build(&builder, NEWEST);

	assert_values(map, 0x100, 0xfff, MAP_RAW);
	assert_int_equal(map->hiddens, 0);
}

TEST(a_first_dword_of_ones_is_a_placeholder_that_reads_as_raw)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	put32(&builder, 0x100, 0xffffffff);
	map = build(&builder, NEWEST);
	assert_values(map, 0x100, 0xfff, MAP_RAW);
	assert_int_equal(owner_at(map, 0x100)->kind, KIND_PLACEHOLDER);
	assert_int_equal(owner_at(map, 0x100)->id, 0xffff);
}

/* The PCI core's own walk, whose flags give the PCI Express capability's length */
static unsigned int express_length(const struct space_builder *builder, unsigned int start)
{
	const struct map *map = build(builder, NEWEST);

	assert_int_equal(owner_at(map, start)->start, start);
	assert_int_equal(owner_at(map, start)->id, 0x10);
	return owner_at(map, start)->length;
}

TEST(the_first_pci_express_capability_gives_the_length_of_all)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_express(&builder, 0x50, 0x0001);
	add_express(&builder, 0xa0, 0x0002);
	assert_int_equal(express_length(&builder, 0x50), 0x14);
	assert_int_equal(express_length(&builder, 0xa0), 0x14);
}

TEST(the_core_aligns_pointers_that_vfio_does_not)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_express(&builder, 0x53, 0x0002);
	put8(&builder, 0x50, 0x10);
	put16(&builder, 0x52, 0x1001);
	assert_int_equal(express_length(&builder, 0x53), 0x14);
}

TEST(the_core_stops_at_a_pointer_into_the_header)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x20, 0x14);
	add_express(&builder, 0x50, 0x0001);
	assert_int_equal(express_length(&builder, 0x50), 0x34);
}

TEST(the_core_stops_at_id_ff)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0xff);
	add_express(&builder, 0x60, 0x0001);
	assert_int_equal(express_length(&builder, 0x60), 0x34);
}

TEST(the_core_takes_48_steps)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	for (unsigned int offset = 0x40; offset < 0xfc; offset += 4)
		add_standard(&builder, offset, 0x14);
	add_express(&builder, 0xfc, 0x0001);
	assert_int_equal(express_length(&builder, 0xfc), 0x14);
}

TEST(the_core_finds_the_chain_by_header_type_and_vfio_always_at_34)
{
	static const struct {
		uint8_t header_type, pointer;
		uint16_t length;
	} rows[] = {
		{ 0x00, 0x00, 0x14 }, { 0x80, 0x00, 0x14 }, { 0x01, 0x00, 0x14 },
		{ 0x02, 0x00, 0x34 }, { 0x02, 0x50, 0x14 }, { 0x82, 0x50, 0x14 },
		{ 0x03, 0x50, 0x34 }, { 0x7f, 0x50, 0x34 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_express(&builder, 0x50, 0x0001);
		put8(&builder, 0x0e, rows[i].header_type);
		put8(&builder, 0x14, rows[i].pointer);
		assert_int_equal(express_length(&builder, 0x50), rows[i].length);
		assert_int_equal(has_warning(build(&builder, NEWEST), WARNING_HEADER_TYPE, 0x0e),
				 (rows[i].header_type & 0x7f) != 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hidden_first_extended_capability_leaves_a_placeholder),
		cmocka_unit_test(a_placeholder_cuts_its_id_to_eight_bits),
		cmocka_unit_test(only_the_first_extended_capability_leaves_a_placeholder),
		cmocka_unit_test(a_loop_back_to_a_placeholder_changes_nothing),
		cmocka_unit_test(without_capabilities_all_but_the_header_is_raw),
		cmocka_unit_test(a_device_without_the_status_bit_has_no_chain),
		cmocka_unit_test(a_later_capability_overwrites_an_earlier_one),
		cmocka_unit_test(two_neighbours_of_one_id_are_two_ranges),
		cmocka_unit_test(a_pointer_into_the_header_overwrites_header_bytes),
		cmocka_unit_test(pointers_of_the_standard_chain_are_not_aligned),
		cmocka_unit_test(a_capability_that_points_to_itself_is_walked_to_the_end),
		cmocka_unit_test(the_standard_walk_takes_48_steps),
		cmocka_unit_test(the_extended_walk_takes_960_steps),
		cmocka_unit_test(the_extended_chain_ends_at_a_pointer_below_100),
		cmocka_unit_test(the_low_bits_of_an_extended_pointer_are_ignored),
		cmocka_unit_test(a_standard_capability_may_cross_100),
		cmocka_unit_test(extended_capabilities_need_pci_express_or_a_versioned_pci_x),
		cmocka_unit_test(a_first_dword_of_0_means_no_extended_capabilities),
		cmocka_unit_test(a_first_dword_of_ones_is_a_placeholder_that_reads_as_raw),
		cmocka_unit_test(the_first_pci_express_capability_gives_the_length_of_all),
		cmocka_unit_test(the_core_aligns_pointers_that_vfio_does_not),
		cmocka_unit_test(the_core_stops_at_a_pointer_into_the_header),
		cmocka_unit_test(the_core_stops_at_id_ff),
		cmocka_unit_test(the_core_takes_48_steps),
		cmocka_unit_test(the_core_finds_the_chain_by_header_type_and_vfio_always_at_34),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
