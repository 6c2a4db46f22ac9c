// SPDX-License-Identifier: GPL-2.0-or-later
/* Excerpts: what a plain dump does not show is not made up, and said. */
#include "map_expect.h"

/* A plain dump of a device, without the bytes from `first` to `last`. */
static struct space_builder without(struct space_builder builder, unsigned int first,
				    unsigned int last)
{
	builder.space.excerpt = true;
	for (unsigned int offset = first; offset <= last; offset++)
		space_forget(&builder.space, (uint16_t)offset);
	return builder;
}

/* AER at 100, DSN at 200, hidden PASID at 300. */
static struct space_builder long_chain(void)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x01);
	add_extended(&builder, 0x200, 0x03);
	add_extended(&builder, 0x300, 0x1b);
	return builder;
}

/* The runs of bytes that the map says are not in the dump, as "110-1ff 300-fff". */
static const char *runs_of(const struct map *map)
{
	static char text[256];
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < map->warnings; i++)
		if (map->warning[i].code == WARNING_NOT_IN_DUMP)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%x-%x",
						 used > 0 ? " " : "", map->warning[i].offset,
						 map->warning[i].end);
	return text;
}

TEST(express_with_256_bytes_has_extended_space_that_is_not_shown)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_express(&builder, 0x40, 0x0002);
	builder.space.excerpt = true;
	map = build(&builder, NEWEST);
	assert_string_equal(runs_of(map), "100-fff");
	assert_true(map->extended_unseen);
	assert_false(map->standard_unseen);
	assert_true(map_is_unseen(map, 0x100));
	assert_true(map_is_unseen(map, 0xfff));
	assert_false(map_is_unseen(map, 0xff));
	assert_false(map_is_unseen(map, SPACE_SIZE_EXTENDED));
}

TEST(pcix_2_with_256_bytes_has_extended_space_that_is_not_shown)
{
	struct space_builder by_version = builder_start(SPACE_SIZE), by_speed, slow;

	add_standard(&by_version, 0x40, 0x07);
	by_version.space.excerpt = true;
	by_speed = slow = by_version;
	put16(&by_version, 0x42, 0x2000);
	put32(&by_speed, 0x44, 0x40000000);
	assert_string_equal(runs_of(build(&by_version, NEWEST)), "100-fff");
	assert_string_equal(runs_of(build(&by_speed, NEWEST)), "100-fff");
	assert_string_equal(runs_of(build(&slow, NEWEST)), "");
}

TEST(conventional_pci_with_256_bytes_is_whole)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x01);
	builder.space.excerpt = true;
	assert_string_equal(runs_of(build(&builder, NEWEST)), "");
	assert_false(build(&builder, NEWEST)->extended_unseen);
}

TEST(what_knows_its_size_lacks_nothing)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_express(&builder, 0x40, 0x0002);
	assert_string_equal(runs_of(build(&builder, NEWEST)), "");
	assert_int_equal(build(&builder, NEWEST)->warnings, 0);
}

TEST(chain_ends_where_the_dump_does)
{
	struct space_builder builder = without(long_chain(), 0x110, 0xfff);
	const struct map *map = build(&builder, NEWEST);

	assert_string_equal(runs_of(map), "110-fff");
	assert_values(map, 0x100, 0x12b, 0x01);
	assert_int_equal(map->hiddens, 0);
	assert_int_equal(map->visits, 2);
	assert_false(map_is_unseen(map, 0x12b));
	assert_true(map_is_unseen(map, 0x12c));
}

TEST(missing_row_that_the_chain_leads_past_hides_no_owner)
{
	struct space_builder builder = without(long_chain(), 0x180, 0x18f);
	const struct map *map = build(&builder, NEWEST);

	assert_string_equal(runs_of(map), "180-18f");
	assert_false(map->extended_unseen);
	assert_false(map_is_unseen(map, 0x180));
	assert_int_equal(map->visits, 4);
}

TEST(missing_row_that_a_capability_begins_in_cuts_the_chain)
{
	struct space_builder builder = without(long_chain(), 0x200, 0x20f);
	const struct map *map = build(&builder, NEWEST);

	assert_string_equal(runs_of(map), "200-20f");
	assert_true(map->extended_unseen);
	assert_true(map_is_unseen(map, 0x180));
	assert_true(map_is_unseen(map, 0x300));
	assert_int_equal(map->visits, 2);
}

TEST(several_missing_rows_are_several_runs)
{
	struct space_builder builder = without(long_chain(), 0x180, 0x18f);

	builder = without(builder, 0x400, 0x41f);
	assert_string_equal(runs_of(build(&builder, NEWEST)), "180-18f 400-41f");
}

TEST(a_capability_with_an_unseen_length_has_its_header)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x02);
	add_extended(&builder, 0x200, 0x03);
	builder = without(builder, 0x104, 0x10f);
	map = build(&builder, NEWEST);
	assert_values(map, 0x100, 0x103, 0x02);
	assert_values(map, 0x200, 0x20b, 0x03);
	assert_values(map, 0x104, 0x1ff, 0xff);
	assert_true(map_is_unseen(map, 0x104));
}

TEST(chain_of_standard_capabilities_can_be_cut_too)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	const struct map *map;

	add_standard(&builder, 0x50, 0x01);
	add_express(&builder, 0x80, 0x0002);
	builder = without(builder, 0x80, 0x8f);
	map = build(&builder, NEWEST);
	assert_string_equal(runs_of(map), "80-8f");
	assert_true(map->standard_unseen);
	assert_true(map->extended_unseen);
	assert_int_equal(map->visits, 1);
	assert_false(map_is_unseen(map, 0x50));
	assert_true(map_is_unseen(map, 0xff));
	assert_true(map_is_unseen(map, 0x100));
}

TEST(header_without_status_or_pointer_has_no_chain)
{
	struct space_builder no_status = without(long_chain(), 0x00, 0x0f);
	struct space_builder no_pointer = without(long_chain(), 0x30, 0x3f);

	assert_int_equal(build(&no_status, NEWEST)->visits, 0);
	assert_true(build(&no_status, NEWEST)->standard_unseen);
	assert_int_equal(build(&no_pointer, NEWEST)->visits, 0);
	assert_true(build(&no_pointer, NEWEST)->standard_unseen);
}

/* Of any excerpt of a device each owner is one that the whole device has, with the same bytes. */
TEST(no_excerpt_has_a_capability_that_the_device_lacks)
{
	const struct space_builder whole = long_chain();
	static struct map all;
	uint64_t seed = test_seed(20260711);

	printf("seed %llu\n", (unsigned long long)seed);
	all = *build(&whole, NEWEST);
	for (int turn = 0; turn < 2000; turn++) {
		unsigned int first = next_random(&seed) % 0x1000, length = next_random(&seed) % 0x80;
		unsigned int last = first + length < 0x1000 ? first + length : 0xfff;
		struct space_builder builder = without(whole, first, last);
		const struct map *map = build(&builder, NEWEST);

		if (map->state != MAP_BUILT)
			continue;
		for (unsigned int offset = 0; offset < map->size; offset++)
			if (map->owner_of[offset] >= OWNER_FIRST &&
			    map->value[offset] != all.value[offset])
				fail_msg("without %x-%x byte %x is given to %x", first, last, offset,
					 map->value[offset]);
		for (unsigned int i = 0; i < map->hiddens; i++)
			assert_non_null(hidden_at(&all, map->hidden[i].offset));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(express_with_256_bytes_has_extended_space_that_is_not_shown),
		cmocka_unit_test(pcix_2_with_256_bytes_has_extended_space_that_is_not_shown),
		cmocka_unit_test(conventional_pci_with_256_bytes_is_whole),
		cmocka_unit_test(what_knows_its_size_lacks_nothing),
		cmocka_unit_test(chain_ends_where_the_dump_does),
		cmocka_unit_test(missing_row_that_the_chain_leads_past_hides_no_owner),
		cmocka_unit_test(missing_row_that_a_capability_begins_in_cuts_the_chain),
		cmocka_unit_test(several_missing_rows_are_several_runs),
		cmocka_unit_test(a_capability_with_an_unseen_length_has_its_header),
		cmocka_unit_test(chain_of_standard_capabilities_can_be_cut_too),
		cmocka_unit_test(header_without_status_or_pointer_has_no_chain),
		cmocka_unit_test(no_excerpt_has_a_capability_that_the_device_lacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
