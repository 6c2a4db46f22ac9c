// SPDX-License-Identifier: GPL-2.0-or-later
/* How many bytes capabilities have by the standards: hidden ones, and those that the kernel cuts. */
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

	put16(&integrated, 0x42, 0x0092);
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
}

TEST(link_and_selective_streams_make_ide_longer)
{
	struct space_builder builder = with_lanes(1, 0x30);

	put32(&builder, 0x204, 0x00012003);
	put32(&builder, 0x21c, 1);
	assert_extent(&builder, 0x200, 0xc + 2 * 8 + 0x14 + 0xc + 0x14, true);
}

TEST(bytes_behind_what_the_kernel_takes_are_the_capabilitys_too)
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
		cmocka_unit_test(bytes_behind_what_the_kernel_takes_are_the_capabilitys_too),
		cmocka_unit_test(arbitration_tables_are_a_virtual_channels),
		cmocka_unit_test(no_two_extents_overlap_and_none_leaves_the_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
