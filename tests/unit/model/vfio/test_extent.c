// SPDX-License-Identifier: GPL-2.0-or-later
/* The lengths of capabilities by the standards: hidden ones, and those that the kernel shortens. */
#include "map_expect.h"

#include "base/macros.h"

/* A device with a link of so many lanes and one more extended capability, at 200. */
static struct space_builder with_lanes(unsigned int lanes, unsigned int id)
{
	struct space_builder builder = builder_start_express();

	put16(&builder, 0x4c, lanes << 4);
	add_extended(&builder, 0x100, 0x01);
	add_extended(&builder, 0x200, id);
	return builder;
}

static const struct map_visit *visit_of(const struct map *map, unsigned int start)
{
	for (unsigned int i = 0; i < map->visits; i++)
		if (map->visit[i].start == start)
			return &map->visit[i];
	fail_msg("nothing starts at %x", start);
	return NULL;
}

static void assert_extent(const struct space_builder *builder, unsigned int start,
			  unsigned int extent, bool known)
{
	const struct map_visit *visit = visit_of(build(builder, NEWEST), start);

	if (visit->extent != extent || visit->extent_known != known)
		fail_msg("%04x at %x has %x bytes%s, not %x%s", visit->id, start, visit->extent,
			 visit->extent_known ? "" : " (not known)", extent,
			 known ? "" : " (not known)");
}

TEST(capabilities_by_lane_grow_with_the_width_of_the_link)
{
	static const struct {
		uint16_t id, lanes, extent;
	} rows[] = {
		{ 0x19, 1, 0x10 }, { 0x19, 2, 0x10 }, { 0x19, 4, 0x14 }, { 0x19, 16, 0x2c },
		{ 0x19, 32, 0x4c },
		{ 0x26, 1, 0x24 }, { 0x26, 4, 0x24 }, { 0x26, 8, 0x28 }, { 0x26, 16, 0x30 },
		{ 0x2a, 1, 0x24 }, { 0x2a, 12, 0x2c }, { 0x2a, 16, 0x30 },
		{ 0x31, 1, 0x14 }, { 0x31, 8, 0x18 }, { 0x31, 16, 0x20 },
		{ 0x27, 1, 0x0c }, { 0x27, 4, 0x18 }, { 0x27, 16, 0x48 }, { 0x27, 32, 0x88 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = with_lanes(rows[i].lanes, rows[i].id);

		assert_extent(&builder, 0x200, rows[i].extent, true);
	}
}

TEST(without_a_sane_width_their_length_is_not_known)
{
	struct space_builder none = with_lanes(0, 0x26), many = with_lanes(33, 0x26), next;
	struct space_builder integrated = with_lanes(4, 0x26), unread = with_lanes(4, 0x26);
	struct space_builder collector = with_lanes(4, 0x26);

	put16(&integrated, 0x42, 0x0092);
	put16(&collector, 0x42, 0x00a2);
	assert_extent(&collector, 0x200, 0xe00, false);
	space_forget(&unread.space, 0x4c);
	next = none;
	add_extended(&next, 0x300, 0x03);
	assert_extent(&none, 0x200, 0xe00, false);
	assert_extent(&many, 0x200, 0xe00, false);
	assert_extent(&integrated, 0x200, 0xe00, false);
	assert_extent(&unread, 0x200, 0xe00, false);
	assert_extent(&next, 0x200, 0x100, false);
}

TEST(root_complex_link_declaration_grows_with_its_links)
{
	for (unsigned int links = 0; links < 4; links++) {
		struct space_builder builder = with_lanes(1, 0x05);

		put32(&builder, 0x204, 0x01000000 | links << 8);
		assert_extent(&builder, 0x200, 0x10 + 0x10 * links, true);
	}
}

TEST(hidden_capabilities_of_one_length_have_it)
{
	static const struct {
		uint16_t id, extent;
	} rows[] = {
		{ 0x1b, 0x08 }, { 0x1e, 0x10 }, { 0x1f, 0x0c }, { 0x22, 0x0c }, { 0x25, 0x0c },
		{ 0x29, 0x10 }, { 0x2e, 0x18 }, { 0x2f, 0x10 }, { 0x1d, 0x0c }, { 0x00, 0x04 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = with_lanes(1, rows[i].id);

		assert_extent(&builder, 0x200, rows[i].extent, true);
	}
}

/* A value at 204 of an extended capability and the length that it gives. */
struct extended_row {
	uint16_t id;
	uint32_t value;
	uint16_t extent;
};

static void check_extended(const struct extended_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct space_builder builder = with_lanes(1, rows[i].id);

		put32(&builder, 0x204, rows[i].value);
		assert_extent(&builder, 0x200, rows[i].extent, true);
	}
}

TEST(extended_capabilities_of_one_length_have_it_with_any_value_inside)
{
	static const struct extended_row rows[] = {
		{ 0x06, UINT32_MAX, 0x0c }, { 0x07, UINT32_MAX, 0x0c }, { 0x0a, UINT32_MAX, 0x14 },
		{ 0x0c, UINT32_MAX, 0x08 }, { 0x12, UINT32_MAX, 0x30 }, { 0x1b, UINT32_MAX, 0x08 },
		{ 0x1c, UINT32_MAX, 0x08 }, { 0x21, UINT32_MAX, 0x10 }, { 0x22, UINT32_MAX, 0x0c },
		{ 0x25, UINT32_MAX, 0x0c }, { 0x28, UINT32_MAX, 0x20 }, { 0x29, UINT32_MAX, 0x10 },
		{ 0x2c, UINT32_MAX, 0x14 }, { 0x2e, UINT32_MAX, 0x18 }, { 0x2f, UINT32_MAX, 0x10 },
	};

	check_extended(rows, ARRAY_LENGTH(rows));
}

TEST(counts_in_a_capability_make_it_longer_and_their_neighbours_do_not)
{
	static const struct extended_row rows[] = {
		{ 0x05, 0xffff00ff, 0x10 }, { 0x05, 0x00008100, 0x10 + 0x81 * 0x10 },
		{ 0x1a, 0xffffffc0, 0x10 }, { 0x1a, 0x00000021, 0x10 + 0x21 * 4 },
		{ 0x23, 0x010fffff, 0x10 }, { 0x23, 0x80400000, 0x804 },
		{ 0x1e, 0xffffffdf, 0x10 }, { 0x1e, 0x00000020, 0x14 },
	};

	check_extended(rows, ARRAY_LENGTH(rows));
	for (unsigned int bars = 0; bars < 8; bars++) {
		struct space_builder builder = with_lanes(1, 0x24);

		put32(&builder, 0x208, 0xffffff1f | bars << 5);
		assert_extent(&builder, 0x200, bars != 0 ? 0x04 + 0x08 * bars : 0x04, true);
	}
}

TEST(port_containment_has_the_logs_of_a_root_port)
{
	static const struct extended_row rows[] = {
		{ 0x1d, 0xffdf, 0x0c }, { 0x1d, 0x0020, 0x20 + 9 * 4 }, { 0x1d, 0x0320, 0x20 + 9 * 4 },
		{ 0x1d, 0x0420, 0x20 + 4 * 4 }, { 0x1d, 0x0f20, 0x20 + 15 * 4 },
		{ 0x1d, 0x20ff, 0x20 + 16 * 4 }, { 0x1d, 0x2120, 0x20 + 17 * 4 },
		{ 0x1d, 0xdfff, 0x20 + 15 * 4 },
	};

	check_extended(rows, ARRAY_LENGTH(rows));
}

TEST(standard_capabilities_of_one_length_have_it)
{
	static const struct {
		uint8_t id, extent;
	} rows[] = {
		{ 0x01, 0x08 }, { 0x03, 0x08 }, { 0x04, 0x04 }, { 0x06, 0x04 }, { 0x0a, 0x04 },
		{ 0x0c, 0x08 }, { 0x0d, 0x08 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_standard(&builder, 0x40, rows[i].id);
		put32(&builder, 0x44, UINT32_MAX);
		assert_extent(&builder, 0x40, rows[i].extent, true);
	}
}

TEST(version_1_of_pci_express_ends_with_the_last_register_of_its_type)
{
	static const struct {
		uint16_t flags, extent;
	} rows[] = {
		{ 0x0001, 0x14 }, { 0x0101, 0x1c }, { 0xfe11, 0x14 }, { 0x0041, 0x24 }, { 0x0141, 0x24 },
		{ 0x0051, 0x14 }, { 0x0161, 0x1c }, { 0x0091, 0x0c }, { 0x00a1, 0x24 }, { 0x0002, 0x3c },
		{ 0x0092, 0x3c }, { 0x0003, 0x3c }, { 0x0000, 0x3c },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_express(&builder, 0x40, rows[i].flags);
		assert_extent(&builder, 0x40, rows[i].extent, true);
	}
}

TEST(a_byte_that_decides_a_length_and_was_not_read_leaves_it_unknown)
{
	static const struct {
		uint16_t id, first, last;	/* the bytes that decide */
	} rows[] = {
		{ 0x05, 0x205, 0x205 }, { 0x1a, 0x204, 0x204 }, { 0x1d, 0x204, 0x205 },
		{ 0x1e, 0x204, 0x204 }, { 0x24, 0x208, 0x208 }, { 0x30, 0x204, 0x207 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		for (unsigned int at = 0x204; at < 0x20c; at++) {
			struct space_builder builder = with_lanes(1, rows[i].id);
			bool decides = at >= rows[i].first && at <= rows[i].last;
			const struct map_visit *visit;

			space_forget(&builder.space, (uint16_t)at);
			visit = visit_of(build(&builder, NEWEST), 0x200);
			if (visit->extent_known == decides)
				fail_msg("%x: byte %x", rows[i].id, at);
		}
}

TEST(an_unknown_capability_can_reach_to_the_next_one)
{
	struct space_builder builder = with_lanes(1, 0x1234);

	add_extended(&builder, 0x280, 0x03);
	assert_extent(&builder, 0x200, 0x80, false);
}

TEST(a_length_ends_at_the_next_capability)
{
	struct space_builder builder = with_lanes(16, 0x27);

	add_extended(&builder, 0x220, 0x03);
	assert_extent(&builder, 0x200, 0x20, true);
}

TEST(standard_capabilities_end_with_their_space)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x0e);
	assert_extent(&builder, 0x40, 0xc0, false);
	add_standard(&builder, 0x80, 0x0d);
	assert_extent(&builder, 0x40, 0x40, false);
	assert_extent(&builder, 0x80, 0x08, true);
}

TEST(enhanced_allocation_is_as_long_as_its_entries)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x14);
	put8(&builder, 0x42, 2);
	put32(&builder, 0x44, 2);
	put32(&builder, 0x50, 4);
	assert_extent(&builder, 0x40, 4 + 0xc + 0x14, true);
	put8(&builder, 0x42, 0xc2);
	assert_extent(&builder, 0x40, 4 + 0xc + 0x14, true);
	put8(&builder, 0x42, 0);
	assert_extent(&builder, 0x40, 4, true);
}

TEST(enhanced_allocation_of_a_bridge_has_its_bus_numbers_first)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x14);
	put8(&builder, 0x0e, 0x81);
	put8(&builder, 0x42, 1);
	put32(&builder, 0x44, 7);
	put32(&builder, 0x48, 2);
	assert_extent(&builder, 0x40, 8 + 0xc, true);
}

TEST(link_and_selective_streams_make_ide_longer)
{
	struct space_builder builder = with_lanes(1, 0x30);

	put32(&builder, 0x204, 0x00012003);
	put32(&builder, 0x21c, 1);
	assert_extent(&builder, 0x200, 0xc + 2 * 8 + 0x14 + 0xc + 0x14, true);
	put32(&builder, 0x204, 0xff00fffc);
	assert_extent(&builder, 0x200, 0xc, true);
	put32(&builder, 0x204, 0x0000e001);
	assert_extent(&builder, 0x200, 0xc + 8 * 8, true);
	put32(&builder, 0x204, 0x00000002);
	put32(&builder, 0x20c, 0xfffffff4);
	assert_extent(&builder, 0x200, 0xc + 0x14 + 4 * 0xc, true);
}

TEST(bytes_past_the_length_that_the_kernel_assumes_belong_to_the_capability)
{
	struct space_builder builder = with_lanes(4, 0x03);
	const struct map *map = build(&builder, NEWEST);

	assert_extent(&builder, 0x100, 0x48, true);
	assert_extent(&builder, 0x40, 0x3c, true);
	assert_null(map_extent(map, 0x12b));
	assert_ptr_equal(map_extent(map, 0x12c), visit_of(map, 0x100));
	assert_ptr_equal(map_extent(map, 0x147), visit_of(map, 0x100));
	assert_null(map_extent(map, 0x148));
	put16(&builder, 0x42, 0x8002);
	assert_extent(&builder, 0x100, 0x60, true);
}

TEST(arbitration_tables_are_a_virtual_channels)
{
	struct space_builder builder = with_lanes(1, 0x02);

	put32(&builder, 0x208, 0x04000002);
	assert_extent(&builder, 0x200, 0x50, true);
	put32(&builder, 0x204, 0x00000801);
	put32(&builder, 0x21c, 0x06000020);
	assert_extent(&builder, 0x200, 0x60 + 256 * 4 / 8, true);
}

TEST(each_bit_of_arbitration_has_its_number_of_phases)
{
	static const uint16_t phases[] = { 0, 32, 64, 128, 128, 256, 0 };

	for (unsigned int bit = 0; bit < ARRAY_LENGTH(phases); bit++)
		for (unsigned int entry = 0; entry < 4; entry++) {
			struct space_builder builder = with_lanes(1, 0x02);
			unsigned int bits = (unsigned int)phases[bit] << entry;

			put32(&builder, 0x204, 0xfffff0f8 | entry << 10);
			put32(&builder, 0x210, 0x10000000 | 1U << bit);
			assert_extent(&builder, 0x200, 0x100 + bits / 8, true);
			put32(&builder, 0x210, 0x10000001 | 1U << bit);
			assert_extent(&builder, 0x200, 0x100 + bits / 8, true);
		}
	for (unsigned int bit = 0; bit < ARRAY_LENGTH(phases); bit++) {
		struct space_builder builder = with_lanes(1, 0x02);

		put32(&builder, 0x208, 0x10000000 | 1U << bit);
		assert_extent(&builder, 0x200, 0x100 + (bit < 4 ? phases[bit] * 4U / 8 : 0), true);
	}
}

TEST(the_three_virtual_channel_capabilities_grow_with_their_channels)
{
	static const uint16_t ids[] = { 0x02, 0x08, 0x09 };

	for (size_t i = 0; i < ARRAY_LENGTH(ids); i++)
		for (unsigned int more = 0; more < 8; more++) {
			struct space_builder builder = with_lanes(1, ids[i]);

			put32(&builder, 0x204, more);
			assert_extent(&builder, 0x200, 0x10 + (1 + more) * 0x0c, true);
			put32(&builder, 0x210 + more * 0x0c, 0x20000000);
			assert_extent(&builder, 0x200, 0x200, true);
		}
}

TEST(no_two_extents_overlap_and_none_leaves_the_space)
{
	uint64_t seed = test_seed(4711);

	printf("seed %llu\n", (unsigned long long)seed);
	for (int turn = 0; turn < 3000; turn++) {
		struct space_builder builder = builder_start_express();
		const struct map *map;
		unsigned int at = 0x100;

		put16(&builder, 0x4c, next_random(&seed));
		for (; at < 0xff0; at += 4 + next_random(&seed) % 0x80 * 4) {
			add_extended(&builder, at, next_random(&seed) % 0x40);
			put32(&builder, at + 4, next_random(&seed));
			put32(&builder, at + 8, next_random(&seed));
		}
		map = build(&builder, NEWEST);
		for (unsigned int i = 0; map->state == MAP_BUILT && i < map->visits; i++) {
			const struct map_visit *visit = &map->visit[i];

			if ((unsigned int)visit->start + visit->extent > map->size)
				fail_msg("turn %d: %x leaves the space", turn, visit->start);
			for (unsigned int j = 1; j < visit->extent; j++)
				for (unsigned int k = 0; k < map->visits; k++)
					if (map->visit[k].start == visit->start + j)
						fail_msg("turn %d: %x and %x", turn, visit->start,
							 map->visit[k].start);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_by_lane_grow_with_the_width_of_the_link),
		cmocka_unit_test(without_a_sane_width_their_length_is_not_known),
		cmocka_unit_test(root_complex_link_declaration_grows_with_its_links),
		cmocka_unit_test(hidden_capabilities_of_one_length_have_it),
		cmocka_unit_test(an_unknown_capability_can_reach_to_the_next_one),
		cmocka_unit_test(a_length_ends_at_the_next_capability),
		cmocka_unit_test(standard_capabilities_end_with_their_space),
		cmocka_unit_test(enhanced_allocation_is_as_long_as_its_entries),
		cmocka_unit_test(link_and_selective_streams_make_ide_longer),
		cmocka_unit_test(bytes_past_the_length_that_the_kernel_assumes_belong_to_the_capability),
		cmocka_unit_test(arbitration_tables_are_a_virtual_channels),
		cmocka_unit_test(extended_capabilities_of_one_length_have_it_with_any_value_inside),
		cmocka_unit_test(counts_in_a_capability_make_it_longer_and_their_neighbours_do_not),
		cmocka_unit_test(port_containment_has_the_logs_of_a_root_port),
		cmocka_unit_test(standard_capabilities_of_one_length_have_it),
		cmocka_unit_test(version_1_of_pci_express_ends_with_the_last_register_of_its_type),
		cmocka_unit_test(a_byte_that_decides_a_length_and_was_not_read_leaves_it_unknown),
		cmocka_unit_test(enhanced_allocation_of_a_bridge_has_its_bus_numbers_first),
		cmocka_unit_test(each_bit_of_arbitration_has_its_number_of_phases),
		cmocka_unit_test(the_three_virtual_channel_capabilities_grow_with_their_channels),
		cmocka_unit_test(no_two_extents_overlap_and_none_leaves_the_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
