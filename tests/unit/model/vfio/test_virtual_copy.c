// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's virtual copy as an open leaves it: memory, header, standard capabilities. */
#include "virtual_copy_expect.h"

/* A device whose header says that it has a pin and 1af4:1234. */
static struct space_builder device_with_pin(uint16_t size)
{
	struct space_builder builder = builder_start(size);

	put32(&builder, 0x00, 0x12341af4);
	put8(&builder, 0x3d, 1);
	return builder;
}

/* Memory */
TEST(what_the_kernel_never_wrote_is_not_known)
{
	struct space_builder builder = builder_start_express();
	const struct config_space *copy;

	put32(&builder, 0x80, 0x11223344);
	copy = copy_of(&builder, NEWEST);
	assert_int_equal(copy->read, 0x40 + 0x34);
	assert_unknown(copy, 0x74, 0xfff);
}

TEST(what_the_kernel_never_wrote_is_0_where_memory_is_zeroed)
{
	struct space_builder builder = builder_start_express();
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct config_space *copy;

	put32(&builder, 0x80, 0x11223344);
	facts.memory_zeroed = true;
	copy = copy_with(&builder, NEWEST, facts);
	assert_int_equal(copy->read, 0x1000);
	assert_copy(copy, 0x80, "00 00 00 00");
}

TEST(what_was_not_read_is_not_known)
{
	struct space_builder whole = builder_start(SPACE_SIZE_EXTENDED), holes = whole;
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	add_standard(&whole, 0x50, 0x01);
	put16(&whole, 0x52, 0xffff);
	space_clear(&holes.space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		if (offset != 0x3c && offset != 0x53)
			space_set(&holes.space, offset, whole.space.byte[offset]);
	facts.memory_zeroed = true;
	assert_copy(copy_with(&holes, NEWEST, facts), 0x3b, "00 -- 00");
	assert_copy(copy_with(&holes, NEWEST, facts), 0x50, "01 00 ff -- 00");
}

TEST(a_device_that_cannot_be_opened_has_no_copy)
{
	struct space_builder builder = device_with_pin(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	add_standard(&builder, 0x51, 0x05);
	facts.memory_zeroed = true;
	assert_int_equal(copy_with(&builder, NEWEST, facts)->read, 0);
}

/* The header */
TEST(the_header_is_the_hardwares_bars_and_all)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct config_space *copy;

	for (unsigned int offset = 0; offset < 0x40; offset++)
		put8(&builder, offset, offset == 0x06 || offset == 0x0e ? 0 : offset + 0x80);
	copy = copy_of(&builder, NEWEST);
	assert_copy(copy, 0x00, "80 81 82 83 84 85 00 87");
	assert_copy(copy, 0x10, "90 91 92 93 94 95 96 97");
	assert_copy(copy, 0x30, "b0 b1 b2 b3 b4");
	assert_copy(copy, 0x3c, "bc bd be bf --");
}

TEST(a_vf_has_the_kernels_ids)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put32(&builder, 0x00, 0xffffffff);
	facts.vendor = 0x1af4;
	facts.device = 0x1234;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "ff ff ff ff");
	facts.is_vf = true;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "f4 1a 34 12");
}

TEST(a_vfs_ids_are_unknown_if_they_are_not_given)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put32(&builder, 0x00, 0xffffffff);
	facts.is_vf = true;
	facts.memory_zeroed = true;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "-- -- -- -- 02 00");
	facts.device = 0x1234;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "-- -- 34 12");
}

TEST(a_vf_has_memory_enabled_and_no_pin)
{
	struct space_builder builder = device_with_pin(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put16(&builder, 0x04, 0x0405);
	facts.is_vf = true;
	assert_copy(copy_with(&builder, "5.10", facts), 0x04, "07 04");
	assert_copy(copy_with(&builder, "5.10", facts), 0x3d, "00");
}

TEST(a_function_without_memory_enable_has_it_set_and_keeps_its_pin)
{
	struct space_builder builder = device_with_pin(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	assert_copy(copy_with(&builder, NEWEST, facts), 0x04, "00 00");
	facts.no_memory_enable = true;
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "f4 1a 34 12 02 00");
	assert_copy(copy_with(&builder, NEWEST, facts), 0x3d, "01");
}

/* The pin */
static void assert_pin(const char *release, struct device_facts facts, unsigned int pin)
{
	struct space_builder builder = device_with_pin(SPACE_SIZE);

	assert_copy(copy_with(&builder, release, facts), 0x3d, pin ? "01" : "00");
}

TEST(a_kernel_without_intx_shows_no_pin)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.intx_unsupported = true;
	assert_pin("5.10", facts, 0);
	assert_pin(NEWEST, facts, 0);
}

TEST(the_pin_of_an_irq_that_is_not_connected_follows_the_rules)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.irq = DEVICE_IRQ_NOT_CONNECTED;
	assert_pin("6.1.140", facts, 1);
	assert_pin("6.1.141", facts, 0);
	facts.irq = DEVICE_IRQ_NOT_CONNECTED + 1;
	assert_pin("6.1.141", facts, 1);
}

TEST(the_pin_of_a_function_without_irq_follows_the_rules)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.irq = 0;
	assert_pin("6.12.117", facts, 1);
	assert_pin("6.15", facts, 0);
}

TEST(devices_whose_intx_is_broken_show_no_pin)
{
	static const struct {
		int vendor, device, pin;
	} rows[] = {
		{ 0x8086, 0x1562, 1 }, { 0x8086, 0x1563, 0 }, { 0x8086, 0x1564, 1 },
		{ 0x8086, 0x1571, 1 }, { 0x8086, 0x1572, 0 }, { 0x8086, 0x1573, 1 },
		{ 0x8086, 0x1574, 0 }, { 0x8086, 0x1575, 1 }, { 0x8086, 0x157f, 1 },
		{ 0x8086, 0x1580, 0 }, { 0x8086, 0x1581, 0 }, { 0x8086, 0x1582, 1 },
		{ 0x8086, 0x1583, 0 }, { 0x8086, 0x158b, 0 }, { 0x8086, 0x158c, 1 },
		{ 0x8086, 0x37cf, 1 }, { 0x8086, 0x37d0, 0 }, { 0x8086, 0x37d2, 0 },
		{ 0x8086, 0x37d3, 1 }, { 0x8087, 0x1572, 1 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = device_with_pin(SPACE_SIZE);
		struct device_facts facts = DEVICE_FACTS_DEFAULT;

		put16(&builder, 0x00, (unsigned int)rows[i].vendor);
		put16(&builder, 0x02, (unsigned int)rows[i].device);
		assert_copy(copy_with(&builder, "5.10", facts), 0x3d, rows[i].pin ? "01" : "00");
		facts.vendor = rows[i].vendor;
		facts.device = rows[i].device;
		assert_pin(NEWEST, facts, (unsigned int)rows[i].pin);
	}
}

TEST(the_kernel_does_not_look_for_broken_intx_with_nointxmask)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.vendor = 0x8086;
	facts.device = 0x1572;
	facts.nointxmask = true;
	assert_pin(NEWEST, facts, 1);
}

/* The standard chain */
TEST(capabilities_are_the_hardwares_as_far_as_the_kernel_takes_them)
{
	struct space_builder builder = builder_start_express();
	const struct config_space *copy;

	put32(&builder, 0x70, 0x44332211);
	add_standard(&builder, 0x80, 0x05);
	put32(&builder, 0x88, 0x88776655);
	copy = copy_of(&builder, "6.1.192");
	assert_copy(copy, 0x3f, "00 10 80 02 00");
	assert_copy(copy, 0x70, "11 22 -- --");
	assert_copy(copy, 0x7f, "-- 05 00 00 00 00 00 00 00 55 66 -- --");
	assert_copy(copy_of(&builder, "6.12.117"), 0x70, "11 22 33 44 --");
}

TEST(what_is_hidden_is_left_out_of_the_chain)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct config_space *copy;

	add_standard(&builder, 0x40, 0x04);
	add_standard(&builder, 0x44, 0x0c);
	add_standard(&builder, 0x50, 0x09);
	put8(&builder, 0x52, 4);
	add_standard(&builder, 0x60, 0x00);
	add_standard(&builder, 0x70, 0x03);
	add_standard(&builder, 0x80, 0x14);
	copy = copy_of(&builder, NEWEST);
	assert_copy(copy, 0x06, "10");
	assert_copy(copy, 0x34, "50");
	assert_copy(copy, 0x40, "-- -- -- --");
	assert_copy(copy, 0x50, "09 70 04 00 --");
	assert_copy(copy, 0x60, "-- --");
	assert_copy(copy, 0x70, "03 00 00");
	assert_copy(copy, 0x80, "-- --");
}

TEST(a_device_that_shows_no_capability_says_so)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x06, 0xffff);
	assert_copy(copy_of(&builder, NEWEST), 0x06, "ef ff");
	add_standard(&builder, 0x40, 0x04);
	put16(&builder, 0x06, 0xffff);
	assert_copy(copy_of(&builder, NEWEST), 0x06, "ef ff");
	assert_copy(copy_of(&builder, NEWEST), 0x34, "00");
}

TEST(without_the_status_bit_the_pointer_stays)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put8(&builder, 0x34, 0x40);
	put8(&builder, 0x40, 0x04);
	assert_copy(copy_of(&builder, NEWEST), 0x34, "40");
}

/* Its next pointer is at the place of the header's first one. */
TEST(a_capability_at_33_counts_as_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x06, 0x10);
	put8(&builder, 0x33, 0x09);
	put8(&builder, 0x34, 0x33);
	put8(&builder, 0x35, 0x03);
	assert_copy(copy_of(&builder, NEWEST), 0x06, "10");
}

TEST(a_capability_over_an_edited_pointer_brings_the_hardwares_back)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x03);
	add_standard(&builder, 0x60, 0x04);
	assert_copy(copy_of(&builder, NEWEST), 0x50, "03 00");
	add_standard(&builder, 0x4c, 0x11);
	assert_copy(copy_of(&builder, NEWEST), 0x4c, "11 00 00 00 03 60");
}

TEST(an_edit_after_an_overlap_stays)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x4c, 0x11);
	add_standard(&builder, 0x50, 0x03);
	add_standard(&builder, 0x60, 0x04);
	assert_copy(copy_of(&builder, NEWEST), 0x4c, "11 50 00 00 03 00");
}

TEST(a_capability_in_the_header_brings_the_hardwares_back)
{
	struct space_builder builder = device_with_pin(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.is_vf = true;
	facts.vendor = facts.device = 0x5555;
	add_standard(&builder, 0x02, 0x03);
	assert_copy(copy_with(&builder, NEWEST, facts), 0x00, "55 55 03 00 00 00 10 00");
	assert_copy(copy_with(&builder, NEWEST, facts), 0x3d, "00");
	add_standard(&builder, 0x3a, 0x03);
	assert_copy(copy_with(&builder, NEWEST, facts), 0x3a, "03 00 00 01");
}

TEST(a_capability_too_short_for_its_next_pointer_gets_only_an_edited_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x09);
	put8(&builder, 0x42, 1);
	add_standard(&builder, 0x50, 0x03);
	assert_copy(copy_of(&builder, NEWEST), 0x40, "09 -- --");
	put8(&builder, 0x50, 0x04);
	assert_copy(copy_of(&builder, NEWEST), 0x40, "09 00 --");
}

TEST(the_pointer_of_a_capability_at_ff_is_at_100)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	add_standard(&builder, 0xff, 0x01);
	put8(&builder, 0x100, 0x60);
	put8(&builder, 0x60, 0x04);
	put8(&builder, 0x61, 0x70);
	put8(&builder, 0x70, 0x04);
	put8(&builder, 0x71, 0x00);
	assert_copy(copy_of(&builder, NEWEST), 0xfe, "-- 01 00 00 00");
}

TEST(an_extended_capability_is_filled_after_the_standard_ones)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0xff, 0x01);
	put32(&builder, 0x100, 0x00010003);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "03 00 01 00");
	put8(&builder, 0x03, 0x03);
	assert_copy(copy_of(&builder, NEWEST), 0x100, "03 00 01 00");
}

TEST(what_runs_past_the_end_is_left_out)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0xfe, 0xffff);
	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0xfc, 0x01);
	put8(&builder, 0xfd, 0x44);
	assert_copy(copy_of(&builder, NEWEST), 0xfb, "-- 01 00 ff 07");
	builder = builder_start(SPACE_SIZE);
	add_standard(&builder, 0xff, 0x01);
	assert_copy(copy_of(&builder, NEWEST), 0xfe, "-- 01");
}

/* Power management */
TEST(pme_bits_are_cleared_by_the_rules)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x52, 0xffff);
	put32(&builder, 0x54, 0xffffffff);
	assert_copy(copy_of(&builder, "5.18"), 0x50, "01 00 ff ff ff ff ff ff --");
	assert_copy(copy_of(&builder, "5.19"), 0x50, "01 00 ff 07 ff 7e ff ff --");
}

TEST(pme_bits_reappear_under_a_later_capability)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x52, 0xffff);
	put32(&builder, 0x54, 0xffffffff);
	add_standard(&builder, 0x54, 0x09);
	put8(&builder, 0x56, 2);
	add_standard(&builder, 0x81, 0x03);
	assert_copy(copy_of(&builder, NEWEST), 0x50, "01 54 ff 07 09 81 02 ff --");
}

TEST(pme_bits_of_an_earlier_capability_are_cleared_too)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x4c, 0x09);
	put32(&builder, 0x4e, 0xffffff10);
	add_standard(&builder, 0x50, 0x01);
	put16(&builder, 0x52, 0xffff);
	put32(&builder, 0x54, 0xffffffff);
	assert_copy(copy_of(&builder, NEWEST), 0x4c, "09 50 10 ff 01 00 ff 07 ff 7e ff ff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_kernel_never_wrote_is_not_known),
		cmocka_unit_test(what_the_kernel_never_wrote_is_0_where_memory_is_zeroed),
		cmocka_unit_test(what_was_not_read_is_not_known),
		cmocka_unit_test(a_device_that_cannot_be_opened_has_no_copy),
		cmocka_unit_test(the_header_is_the_hardwares_bars_and_all),
		cmocka_unit_test(a_vf_has_the_kernels_ids),
		cmocka_unit_test(a_vfs_ids_are_unknown_if_they_are_not_given),
		cmocka_unit_test(a_vf_has_memory_enabled_and_no_pin),
		cmocka_unit_test(a_function_without_memory_enable_has_it_set_and_keeps_its_pin),
		cmocka_unit_test(a_kernel_without_intx_shows_no_pin),
		cmocka_unit_test(the_pin_of_an_irq_that_is_not_connected_follows_the_rules),
		cmocka_unit_test(the_pin_of_a_function_without_irq_follows_the_rules),
		cmocka_unit_test(devices_whose_intx_is_broken_show_no_pin),
		cmocka_unit_test(the_kernel_does_not_look_for_broken_intx_with_nointxmask),
		cmocka_unit_test(capabilities_are_the_hardwares_as_far_as_the_kernel_takes_them),
		cmocka_unit_test(what_is_hidden_is_left_out_of_the_chain),
		cmocka_unit_test(a_device_that_shows_no_capability_says_so),
		cmocka_unit_test(without_the_status_bit_the_pointer_stays),
		cmocka_unit_test(a_capability_at_33_counts_as_one),
		cmocka_unit_test(a_capability_over_an_edited_pointer_brings_the_hardwares_back),
		cmocka_unit_test(an_edit_after_an_overlap_stays),
		cmocka_unit_test(a_capability_in_the_header_brings_the_hardwares_back),
		cmocka_unit_test(a_capability_too_short_for_its_next_pointer_gets_only_an_edited_one),
		cmocka_unit_test(the_pointer_of_a_capability_at_ff_is_at_100),
		cmocka_unit_test(an_extended_capability_is_filled_after_the_standard_ones),
		cmocka_unit_test(what_runs_past_the_end_is_left_out),
		cmocka_unit_test(pme_bits_are_cleared_by_the_rules),
		cmocka_unit_test(pme_bits_reappear_under_a_later_capability),
		cmocka_unit_test(pme_bits_of_an_earlier_capability_are_cleared_too),
	};

	return cmocka_run_group_tests_name("virtual copy", tests, NULL, NULL);
}
