// SPDX-License-Identifier: GPL-2.0-or-later
/* The user view that is predicted: what the open changes, and what each read returns. */
#include "user_view_expect.h"

#include "base/macros.h"

/* linux/ioport.h */
#define IO	0x00000100
#define MEMORY	0x00000200
#define PREFETCH 0x00002000
#define WIDE	0x00100000

static const struct device_resources no_resources;

/* Facts with these resources. */
static struct device_facts facts_with(const struct device_resources *resources)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.resources = resources;
	return facts;
}

static void set_resource(struct device_resources *resources, unsigned int number,
			 uint64_t start, uint64_t length, uint64_t flags)
{
	resources->at[number].start = start;
	resources->at[number].end = start + length - 1;
	resources->at[number].flags = flags;
}

/* What the open changes */
TEST(an_open_clears_bus_master_and_intx_disable)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	put16(&builder, 0x04, 0x0546);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x04, 2, 0x0142);
}

TEST(an_open_enables_what_the_bars_need)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed = view(&builder, NEWEST);

	assert_read(&viewed, 0x04, 2, 0);
	put32(&builder, 0x14, 0xe001);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x04, 2, 1);
	put32(&builder, 0x18, 0xfe000000);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x04, 2, 3);
}

TEST(the_upper_half_of_a_64_bit_bar_is_not_taken_for_io)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	put32(&builder, 0x10, 0xfe000004);
	put32(&builder, 0x14, 0x00000001);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x04, 2, 2);
}

TEST(resources_say_better_than_bars_what_is_enabled)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x10, 0xfe000000);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x04, 2, 0);
	set_resource(&resources, 2, 0xe000, 0x20, IO);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x04, 2, 1);
}

TEST(an_open_wakes_the_device)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x54, 0x000b);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x54, 2, 0x0008);
}

TEST(what_somebody_has_open_is_as_it_is)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x54, 0x000b);
	put16(&builder, 0x04, 0x0006);
	facts.is_open = true;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x54, 2, 0x000b);
	assert_read(&viewed, 0x04, 2, 0x0006);
}

TEST(a_device_whose_intx_cannot_be_masked_has_it_disabled_and_no_pin)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	put32(&builder, 0x00, 0x15728086);
	put8(&builder, 0x3d, 1);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x04, 2, 0x0400);
	assert_read(&viewed, 0x3d, 1, 0);
}

TEST(with_nointxmask_intx_disable_stays)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	put16(&builder, 0x04, 0x0400);
	facts.nointxmask = true;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x04, 2, 0x0400);
}

/* BARs */
TEST(bars_are_cut_to_their_resources_and_get_their_type)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x10, 0xfebf1230);
	put32(&builder, 0x14, 0x0000e0f1);
	put32(&builder, 0x18, 0x80001230);
	put32(&builder, 0x1c, 0x12345678);
	put32(&builder, 0x24, 0xfe000000);
	set_resource(&resources, 0, 0xfebf0000, 0x1000, MEMORY);
	set_resource(&resources, 1, 0xe0e0, 0x20, IO);
	set_resource(&resources, 2, 0x1200000000, 0x100000000, MEMORY | PREFETCH | WIDE);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x10, 4, 0xfebf1000);
	assert_read(&viewed, 0x14, 4, 0x0000e0e1);
	assert_read(&viewed, 0x18, 4, 0x0000000c);
	assert_read(&viewed, 0x1c, 4, 0x12345678);
	assert_read(&viewed, 0x24, 4, 0);
}

TEST(a_64_bit_bar_of_less_than_4_gib_keeps_its_upper_half)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x20, 0xf0004004);
	put32(&builder, 0x24, 0x00000012);
	set_resource(&resources, 4, 0x12f0004000, 0x4000, MEMORY | WIDE);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x20, 4, 0xf0004004);
	assert_read(&viewed, 0x24, 4, 0x12);
}

TEST(an_io_bar_of_4_bytes_with_bit_2_takes_the_next_one_for_its_upper_half)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x14, 0x1c5d);
	put32(&builder, 0x18, 0x1c61);
	set_resource(&resources, 1, 0x1c5c, 4, IO);
	set_resource(&resources, 2, 0x1c60, 8, IO);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x14, 4, 0x1c5d);
	assert_read(&viewed, 0x18, 4, 0x1c61);
	put32(&builder, 0x18, 0x1c67);		/* would be cut to 1c61 by itself */
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x18, 4, 0x1c67);
}

TEST(the_rom_bar_keeps_its_enable_bit)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x30, 0xfe81f801);
	set_resource(&resources, DEVICE_RESOURCE_ROM, 0xfe800000, 0x10000, MEMORY);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x30, 4, 0xfe810001);
}

TEST(a_rom_bar_without_a_resource_is_not_known_unless_it_is_0)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = facts_with(&no_resources);
	struct viewed viewed = view_with(&builder, NEWEST, &facts);

	assert_read(&viewed, 0x30, 4, 0);
	put32(&builder, 0x30, 0xc0000);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_no_read(&viewed, 0x30, 4);
}

TEST(without_resources_bars_read_as_the_hardware_has_them)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	put32(&builder, 0x10, 0xfebf0004);
	put32(&builder, 0x30, 0xfe800000);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x10, 4, 0xfebf0004);
	assert_read(&viewed, 0x30, 4, 0xfe800000);
}

TEST(a_bar_without_an_address_reads_0_and_enables_nothing)
{
	static const struct {
		uint32_t bar[6], read[6];
		unsigned int command;
	} rows[] = {
		{ { 0x0c }, { 0 }, 0 },
		{ { 0x04 }, { 0 }, 0 },
		{ { 0x08 }, { 0 }, 0 },
		{ { 0x01 }, { 0 }, 0 },
		{ { 0x0c, 1 }, { 0x0c, 1 }, 2 },
		{ { 0, 0x0c, 0, 0xe001 }, { 0, 0, 0, 0xe001 }, 1 },
		{ { 0x0c, 0, 0xfe000000 }, { 0, 0, 0xfe000000 }, 2 },
		{ { [5] = 0x04 }, { 0 }, 0 },
		{ { 0xfe00000c, 0x01, 0x0c }, { 0xfe00000c, 0x01, 0 }, 2 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);
		struct viewed viewed;

		for (unsigned int bar = 0; bar < 6; bar++)
			put32(&builder, 0x10 + 4 * bar, rows[i].bar[bar]);
		viewed = view(&builder, NEWEST);
		for (unsigned int bar = 0; bar < 6; bar++)
			assert_read(&viewed, 0x10 + 4 * bar, 4, rows[i].read[bar]);
		assert_read(&viewed, 0x04, 2, rows[i].command);
	}
}

TEST(a_bar_that_was_not_read_is_not_0)
{
	struct space_builder builder = builder_start_express();
	struct viewed viewed;

	space_forget(&builder.space, 0x13);
	viewed = view(&builder, NEWEST);
	assert_no_read(&viewed, 0x10, 4);
}

/* VFs */
TEST(a_vfs_bars_are_not_known_without_its_resources)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	facts.is_vf = true;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_no_read(&viewed, 0x10, 4);
	assert_no_read(&viewed, 0x24, 4);
	assert_no_read(&viewed, 0x30, 4);
	assert_read(&viewed, 0x28, 4, 0);
}

TEST(a_vf_shows_the_kernels_ids_the_type_of_its_bars_and_no_pin)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = no_resources;
	struct device_facts facts = facts_with(&resources);
	struct viewed viewed;

	put32(&builder, 0x00, 0xffffffff);
	put8(&builder, 0x3d, 1);
	set_resource(&resources, 0, 0xfebf0000, 0x4000, MEMORY | WIDE);
	facts.is_vf = true;
	facts.vendor = 0x8086;
	facts.device = 0x154c;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x00, 4, 0x154c8086);
	assert_read(&viewed, 0x10, 4, 4);
	assert_int_equal(space_byte(&viewed.view->hardware, 0x04), 0);
	assert_read(&viewed, 0x3d, 1, 0);
}

TEST(memory_enable_of_a_vf_is_added_to_a_read_that_starts_at_4_and_to_no_other)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	facts.is_vf = true;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x04, 1, 2);
	assert_read(&viewed, 0x04, 2, 2);
	assert_read(&viewed, 0x04, 4, 2);
	assert_read(&viewed, 0x05, 1, 0);
	facts.is_vf = false;
	facts.no_memory_enable = true;
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x04, 2, 2);
}

/* Reads */
TEST(the_users_chain_leads_past_what_is_hidden)
{
	struct space_builder builder = builder_start_express();
	struct viewed viewed;

	add_standard(&builder, 0x80, 0x04);
	add_standard(&builder, 0x90, 0x11);
	add_extended(&builder, 0x100, 0x01);
	add_extended(&builder, 0x140, 0x1b);
	add_extended(&builder, 0x160, 0x03);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x34, 1, 0x40);
	assert_read(&viewed, 0x41, 1, 0x90);
	assert_read(&viewed, 0x81, 1, 0x90);	/* raw */
	assert_read(&viewed, 0x100, 4, 0x16010001);
}

TEST(a_placeholder_reads_with_id_0_and_leads_on)
{
	struct space_builder builder = builder_start_express();
	struct viewed viewed;

	add_extended(&builder, 0x100, 0x1b);
	add_extended(&builder, 0x140, 0x03);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x100, 4, 0x14000000);
	assert_read(&viewed, 0x100, 2, 0);
}

TEST(a_placeholder_at_the_end_of_the_chain_reads_0)
{
	struct space_builder builder = builder_start_express();
	struct viewed viewed;

	add_extended(&builder, 0x100, 0x1b);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x100, 4, 0);
}

TEST(pme_reads_0_with_the_switch_and_as_the_hardware_has_it_without)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x01);
	put32(&builder, 0x50, 0xfe030001);
	put16(&builder, 0x54, 0x8100);
	viewed = view(&builder, "6.1.192");
	assert_read(&viewed, 0x52, 2, 0x0603);
	assert_read(&viewed, 0x54, 2, 0x0000);
	viewed = view(&builder, "5.10.262");
	assert_read(&viewed, 0x52, 2, 0xfe03);
	assert_read(&viewed, 0x54, 2, 0x8100);
}

TEST(a_read_is_put_together_of_what_the_kernel_takes_at_once)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x13);	/* six bytes: a dword at 54 is cut in two */
	put32(&builder, 0x54, 0x11220007);
	put32(&builder, 0x58, 0xaabbccdd);
	viewed = view(&builder, NEWEST);
	assert_read(&viewed, 0x54, 4, 0x11220007);
	assert_read(&viewed, 0x58, 4, 0xaabbccdd);
	space_set(&viewed.view->hardware, 0x54, 0x00);
	assert_read(&viewed, 0x54, 4, 0x11220001);
}

TEST(what_was_not_read_is_not_known_where_it_counts)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	struct viewed viewed;

	space_forget(&builder.space, 0x80);
	space_forget(&builder.space, 0x34);
	viewed = view(&builder, NEWEST);
	assert_no_read(&viewed, 0x80, 1);
	assert_no_read(&viewed, 0x80, 4);
	assert_read(&viewed, 0x81, 1, 0);
	assert_no_read(&viewed, 0x34, 1);
	assert_read(&viewed, 0x35, 1, 0);
}

TEST(what_is_undefined_is_not_known)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x58, 0x01);
	viewed = view(&builder, NEWEST);
	assert_no_read(&viewed, 0x58, 1);
	assert_no_read(&viewed, 0x5c, 2);
	assert_read(&viewed, 0x57, 1, 0);
}

TEST(a_wide_read_of_a_header_takes_its_id_from_the_virtual_copy)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x50, 0x11);
	viewed = view(&builder, NEWEST);
	space_set(&viewed.view->hardware, 0x50, 0x77);
	assert_read(&viewed, 0x50, 1, 0x77);
	assert_read(&viewed, 0x50, 2, 0x0011);
}

TEST(bars_are_not_cut_where_capabilities_lie_over_all_of_them)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = facts_with(&no_resources);
	struct viewed viewed;

	add_standard(&builder, 0x18, 0x03);
	add_standard(&builder, 0x20, 0x03);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x18, 2, 0x0003);
	add_standard(&builder, 0x10, 0x03);
	add_standard(&builder, 0x30, 0x03);
	viewed = view_with(&builder, NEWEST, &facts);
	assert_read(&viewed, 0x18, 2, 0x2003);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_clears_bus_master_and_intx_disable),
		cmocka_unit_test(an_open_enables_what_the_bars_need),
		cmocka_unit_test(the_upper_half_of_a_64_bit_bar_is_not_taken_for_io),
		cmocka_unit_test(resources_say_better_than_bars_what_is_enabled),
		cmocka_unit_test(an_open_wakes_the_device),
		cmocka_unit_test(what_somebody_has_open_is_as_it_is),
		cmocka_unit_test(a_device_whose_intx_cannot_be_masked_has_it_disabled_and_no_pin),
		cmocka_unit_test(with_nointxmask_intx_disable_stays),
		cmocka_unit_test(bars_are_cut_to_their_resources_and_get_their_type),
		cmocka_unit_test(a_64_bit_bar_of_less_than_4_gib_keeps_its_upper_half),
		cmocka_unit_test(an_io_bar_of_4_bytes_with_bit_2_takes_the_next_one_for_its_upper_half),
		cmocka_unit_test(bars_are_not_cut_where_capabilities_lie_over_all_of_them),
		cmocka_unit_test(the_rom_bar_keeps_its_enable_bit),
		cmocka_unit_test(a_rom_bar_without_a_resource_is_not_known_unless_it_is_0),
		cmocka_unit_test(without_resources_bars_read_as_the_hardware_has_them),
		cmocka_unit_test(a_bar_without_an_address_reads_0_and_enables_nothing),
		cmocka_unit_test(a_bar_that_was_not_read_is_not_0),
		cmocka_unit_test(a_vfs_bars_are_not_known_without_its_resources),
		cmocka_unit_test(a_vf_shows_the_kernels_ids_the_type_of_its_bars_and_no_pin),
		cmocka_unit_test(memory_enable_of_a_vf_is_added_to_a_read_that_starts_at_4_and_to_no_other),
		cmocka_unit_test(the_users_chain_leads_past_what_is_hidden),
		cmocka_unit_test(a_placeholder_reads_with_id_0_and_leads_on),
		cmocka_unit_test(a_placeholder_at_the_end_of_the_chain_reads_0),
		cmocka_unit_test(pme_reads_0_with_the_switch_and_as_the_hardware_has_it_without),
		cmocka_unit_test(a_read_is_put_together_of_what_the_kernel_takes_at_once),
		cmocka_unit_test(what_was_not_read_is_not_known_where_it_counts),
		cmocka_unit_test(what_is_undefined_is_not_known),
		cmocka_unit_test(a_wide_read_of_a_header_takes_its_id_from_the_virtual_copy),
	};

	return cmocka_run_group_tests_name("user view", tests, NULL, NULL);
}
