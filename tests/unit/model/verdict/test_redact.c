// SPDX-License-Identifier: GPL-2.0-or-later
/* The values that replace addresses and serial numbers in a redacted capture. */
#include "map_expect.h"

#include <string.h>

#include "model/verdict/redact.h"

static uint32_t redacted(const struct space_builder *builder,
			 const struct device_resources *resources, unsigned int offset)
{
	struct config_space space = builder->space;

	redact_space(build(builder, NEWEST), resources, &space);
	return space_dword(&space, offset);
}

TEST(the_serial_number_is_written_over)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	put32(&builder, 0x104, 0x11223344);
	put32(&builder, 0x10c, 0x11223344);
	assert_int_equal(redacted(&builder, NULL, 0x100), space_dword(&builder.space, 0x100));
	assert_int_equal(redacted(&builder, NULL, 0x104), 0x5a5a5a5a);
	assert_int_equal(redacted(&builder, NULL, 0x108), 0x5a5a5a5a);
	assert_int_equal(redacted(&builder, NULL, 0x10c), 0x11223344);
}

TEST(vital_product_data_are_written_over_and_their_address_is_not)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x03);
	put16(&builder, 0x52, 0x8010);
	put32(&builder, 0x54, 0x41424344);
	assert_int_equal(redacted(&builder, NULL, 0x50), 0x80100003);
	assert_int_equal(redacted(&builder, NULL, 0x54), 0x5a5a5a5a);
}

TEST(a_bar_keeps_its_type_and_an_empty_one_stays_empty)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put32(&builder, 0x10, 0xfe400008);
	put32(&builder, 0x14, 0x0000c001);
	put32(&builder, 0x1c, 0xfe500004);
	put32(&builder, 0x20, 0x00000012);
	put32(&builder, 0x24, 0x00000001);
	put32(&builder, 0x30, 0xfe600001);
	assert_int_equal(redacted(&builder, NULL, 0x10), 0x5a5a5a58);
	assert_int_equal(redacted(&builder, NULL, 0x14), 0x00005a59);
	assert_int_equal(redacted(&builder, NULL, 0x18), 0);
	assert_int_equal(redacted(&builder, NULL, 0x1c), 0x5a5a5a54);
	assert_int_equal(redacted(&builder, NULL, 0x20), 0x5a5a5a5a);
	assert_int_equal(redacted(&builder, NULL, 0x24), 1);
	assert_int_equal(redacted(&builder, NULL, 0x30), 0x5a5a5801);
}

TEST(a_bridge_has_two_bars_and_its_bus_numbers_stay)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put8(&builder, 0x0e, 0x01);
	put32(&builder, 0x10, 0xfe400008);
	put32(&builder, 0x14, 0xfe500000);
	put32(&builder, 0x18, 0x00ff0201);
	put32(&builder, 0x1c, 0x0000d1c1);
	assert_int_equal(redacted(&builder, NULL, 0x10), 0x5a5a5a58);
	assert_int_equal(redacted(&builder, NULL, 0x14), 0x5a5a5a50);
	assert_int_equal(redacted(&builder, NULL, 0x18), 0x00ff0201);
	assert_int_equal(redacted(&builder, NULL, 0x1c), 0x0000d1c1);
}

TEST(a_bar_and_its_resource_lie_at_the_same_aligned_place)
{
	static const struct {
		uint32_t bar, high;
		uint64_t size, flags;
	} rows[] = {
		{ 0xfe400000, 0, 0x20000, 0x40200 },
		{ 0xfe40000c, 0x12, 0x400000, 0x14220c },
		{ 0x0000c001, 0, 0x20, 0x40101 },
		{ 0xf0000000, 0, 0x10000000, 0x40200 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);
		struct device_resources resources = { .at = { { .start = 0 } } }, moved;
		uint32_t type = rows[i].flags & 0x100 ? 3 : 0xf, low;

		put32(&builder, 0x10, rows[i].bar);
		put32(&builder, 0x14, rows[i].high);
		resources.at[0].start = (uint64_t)rows[i].high << 32 | (rows[i].bar & ~type);
		resources.at[0].end = resources.at[0].start + rows[i].size - 1;
		resources.at[0].flags = rows[i].flags;
		moved = resources;
		redact_resources(&moved);
		low = redacted(&builder, &resources, 0x10);
		assert_int_equal(low & type, rows[i].bar & type);
		assert_true((moved.at[0].start & UINT32_MAX) == (low & ~type));
		assert_true(moved.at[0].start >> 32 == redacted(&builder, &resources, 0x14));
		assert_true(moved.at[0].end - moved.at[0].start == rows[i].size - 1);
		assert_true(moved.at[0].start % rows[i].size == 0);
		assert_true(moved.at[0].start != resources.at[0].start);
		assert_true(moved.at[0].flags == rows[i].flags);
		assert_true(moved.at[1].start == 0 && moved.at[1].end == 0);
	}
}

TEST(msi_addresses_are_written_over_in_each_shape)
{
	static const uint16_t flags[] = { 0x0000, 0x0080, 0x0100, 0x0180 };

	for (size_t i = 0; i < ARRAY_LENGTH(flags); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);
		bool wide = flags[i] & 0x80;

		add_standard(&builder, 0x50, 0x05);
		put16(&builder, 0x52, flags[i]);
		put32(&builder, 0x54, 0xfee01000);
		put32(&builder, 0x58, 0x00000012);
		assert_int_equal(redacted(&builder, NULL, 0x50), space_dword(&builder.space, 0x50));
		assert_int_equal(redacted(&builder, NULL, 0x54), 0x5a5a5a58);
		assert_int_equal(redacted(&builder, NULL, 0x58), wide ? 0x5a5a5a5a : 0x12);
	}
}

TEST(addresses_of_virtual_functions_are_written_over)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x10);
	put32(&builder, 0x124, 0xfde04004);
	put32(&builder, 0x128, 0x00000001);
	assert_int_equal(redacted(&builder, NULL, 0x120), 0);
	assert_int_equal(redacted(&builder, NULL, 0x124), 0x5a5a5a54);
	assert_int_equal(redacted(&builder, NULL, 0x128), 0x5a5a5a5a);
	assert_int_equal(redacted(&builder, NULL, 0x12c), 0);
}

TEST(bytes_that_were_not_read_stay_unknown)
{
	struct space_builder builder = builder_start_express();
	struct config_space space;

	add_extended(&builder, 0x100, 0x03);
	space_forget(&builder.space, 0x105);
	space = builder.space;
	redact_space(build(&builder, NEWEST), NULL, &space);
	assert_false(space_is_known(&space, 0x105));
	assert_int_equal(space.read, builder.space.read);
}

TEST(where_the_chain_leads_through_a_serial_number_it_stays)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x104, 0x1b);	/* hidden, so the bytes stay the first one's */
	assert_int_equal(redacted(&builder, NULL, 0x104), 0x0001001b);
	assert_int_equal(redacted(&builder, NULL, 0x108), 0);
}

TEST(bytes_that_another_capability_has_stay)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x18);
	add_extended(&builder, 0x140, 0x03);
	add_extended(&builder, 0x130, 0x10);
	put32(&builder, 0x144, 0x11223344);
	assert_int_equal(redacted(&builder, NULL, 0x144), 0x11223344);
}

TEST(the_map_of_any_bytes_stays_the_same)
{
	static const uint8_t ids[] = { 0x01, 0x03, 0x05, 0x09, 0x10, 0x11, 0x13, 0x04 };
	static const uint8_t extended[] = { 0x01, 0x03, 0x0b, 0x10, 0x1b, 0x23, 0x02 };
	static struct map before;
	uint64_t seed = test_seed(20261123);
	unsigned int changed = 0;

	for (unsigned int round = 0; round < 2000; round++) {
		struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
		struct space_builder after;

		for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset += 4)
			put32(&builder, offset, next_random(&seed) & 0x3f3f3f3f);
		put8(&builder, 0x0e, 0);
		for (unsigned int i = 0; i < 6; i++)
			add_standard(&builder, 0x40 + (next_random(&seed) & 0xbc),
				     ids[next_random(&seed) % ARRAY_LENGTH(ids)]);
		for (unsigned int i = 0; i < 6; i++)
			add_extended(&builder, i == 0 ? 0x100 : 0x100 + (next_random(&seed) & 0xfc),
				     extended[next_random(&seed) % ARRAY_LENGTH(extended)]);
		before = *build(&builder, NEWEST);
		after = builder;
		redact_space(&before, NULL, &after.space);
		changed += memcmp(&after.space, &builder.space, sizeof(after.space)) != 0;
		if (memcmp(build(&after, NEWEST)->value, before.value, sizeof(before.value)) != 0 &&
		    before.state == MAP_BUILT)
			fail_msg("round %u", round);
	}
	assert_true(changed > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_serial_number_is_written_over),
		cmocka_unit_test(vital_product_data_are_written_over_and_their_address_is_not),
		cmocka_unit_test(a_bar_keeps_its_type_and_an_empty_one_stays_empty),
		cmocka_unit_test(a_bridge_has_two_bars_and_its_bus_numbers_stay),
		cmocka_unit_test(a_bar_and_its_resource_lie_at_the_same_aligned_place),
		cmocka_unit_test(msi_addresses_are_written_over_in_each_shape),
		cmocka_unit_test(addresses_of_virtual_functions_are_written_over),
		cmocka_unit_test(bytes_that_were_not_read_stay_unknown),
		cmocka_unit_test(where_the_chain_leads_through_a_serial_number_it_stays),
		cmocka_unit_test(bytes_that_another_capability_has_stay),
		cmocka_unit_test(the_map_of_any_bytes_stays_the_same),
	};

	return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}
