// SPDX-License-Identifier: GPL-2.0-or-later
/* Several capabilities of one ID, registers that repeat, and names that lead back. */
#include "register_expect.h"

#include "model/vfio/capability.h"

/* Chains */
TEST(capabilities_of_one_id_are_numbered_in_the_order_of_the_chain)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x80, 0x09);
	add_standard(&builder, 0x60, 0x09);
	add_standard(&builder, 0x40, 0x01);
	put8(&builder, 0x82, 4);	/* at 60 the length 0 hides */
	found = find(&builder, NEWEST);
	assert_int_equal(assert_register(&found, 0x80, 1, "CAP_VNDR@0")->instance, 0);
	assert_register(&found, 0x82, 1, "CAP_VNDR+2@0");
	assert_true(assert_register(&found, 0x60, 1, "CAP_VNDR@1")->hidden);
	assert_int_equal(assert_register(&found, 0x61, 1, "CAP_VNDR+1@1")->instance, 1);
	assert_false(assert_register(&found, 0x44, 2, "PM_CTRL")->several);
}

TEST(the_two_chains_are_numbered_on_their_own)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0x80, 0x03);
	add_extended(&builder, 0x100, 0x03);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x80, 1, "CAP_VPD");
	assert_register(&found, 0x100, 4, "ECAP_DSN");
}

TEST(ids_that_share_their_low_byte_are_numbered_on_their_own)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x0103);
	add_extended(&builder, 0x300, 0x03);
	add_extended(&builder, 0x400, 0x0f);
	add_extended(&builder, 0x500, 0x010f);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x100, 4, "ECAP_DSN@0");
	assert_register(&found, 0x300, 4, "ECAP_DSN@1");
	assert_register(&found, 0x400, 4, "ECAP_ATS");
}

TEST(a_named_register_of_several_capabilities_has_a_number)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x0f);
	add_extended(&builder, 0x120, 0x0f);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x104, 2, "ATS_CAP@0");
	assert_register(&found, 0x126, 2, "ATS_CTRL@1");
}

TEST(a_loop_lists_a_register_once_and_counts_a_capability_once)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x0f);
	put16(&builder, 0x202, 0x1001);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x100, 4, "ECAP_L1PM");
	assert_register(&found, 0x204, 2, "ATS_CAP");
}

TEST(the_first_virtual_channel_capability_has_the_names)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_MFVC);
	add_extended(&builder, 0x200, ECAP_ID_VC);
	add_extended(&builder, 0x300, ECAP_ID_VC9);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x104, 4, "ECAP_MFVC+4");
	assert_register(&found, 0x204, 4, "VC_PORT_CAP1");
	assert_register(&found, 0x31a, 2, "ECAP_VC2+1a");
}

/* Repeats */
TEST(virtual_channels_repeat_as_often_as_the_capability_says)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_VC);
	put8(&builder, 0x104, 2);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x110, 4, "VC_RES_CAP");
	assert_int_equal(assert_register(&found, 0x12c, 4, "VC_RES_CTRL+18")->repeat, 2);
	assert_register(&found, 0x132, 2, "VC_RES_STATUS+18");
	assert_no_registers(&found, 0x133, 0xfff);
}

TEST(resizable_bars_repeat_as_often_as_the_capability_says)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_REBAR);
	add_extended(&builder, 0x200, ECAP_ID_VF_REBAR);
	found = find(&builder, NEWEST);
	assert_no_register(&found, 0x104);
	assert_no_register(&found, 0x204);
	put8(&builder, 0x108, 0x40);
	put8(&builder, 0x208, 0x60);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x110, 4, "REBAR_CTRL+8");
	assert_no_registers(&found, 0x111, 0x1ff);
	assert_true(assert_register(&found, 0x218, 4, "VF_REBAR_CTRL+10")->hidden);
	assert_no_registers(&found, 0x219, 0xfff);
}

TEST(tables_in_a_capability_repeat_as_often_as_it_says)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_TPH);
	put32(&builder, 0x104, 0x00020200);
	add_extended(&builder, 0x200, ECAP_ID_DPA);
	put8(&builder, 0x204, 3);
	add_extended(&builder, 0x300, ECAP_ID_ACS);
	put16(&builder, 0x304, 0x2120);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x110, 2, "ECAP_TPH+10");
	assert_no_registers(&found, 0x111, 0x1ff);
	assert_register(&found, 0x213, 1, "ECAP_DPA+13");
	assert_no_registers(&found, 0x214, 0x2ff);
	assert_register(&found, 0x30c, 4, "ACS_EGRESS_CTL_V+4");
	assert_no_registers(&found, 0x30d, 0xfff);
	put16(&builder, 0x304, 0x0020);
	put32(&builder, 0x104, 0x00020400);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x324, 4, "ACS_EGRESS_CTL_V+1c");
	assert_no_registers(&found, 0x325, 0xfff);
	assert_no_registers(&found, 0x109, 0x1ff);
	put16(&builder, 0x304, 0x0000);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x307, 0xfff);
}

TEST(what_repeats_with_the_lanes_is_there_once)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x19);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x10c, 2, "SECPCI_LE_CTRL");
	assert_no_registers(&found, 0x10d, 0xfff);
}

TEST(the_locator_of_register_blocks_has_as_many_as_its_length_says)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_MMIO_RBL);
	put32(&builder, 0x104, 0x18);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x108, 4, "MMIO_RBL_LOCATOR");
	assert_register(&found, 0x110, 4, "MMIO_RBL_LOCATOR+8");
	assert_register(&found, 0x114, 4, "MMIO_RBL_LOCATOR_HIGH+8");
	assert_no_registers(&found, 0x115, 0xfff);
	put32(&builder, 0x104, 0xf);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x105, 0xfff);
}

TEST(a_dvsec_of_cxl_has_the_registers_of_its_id)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_DVSEC);
	put32(&builder, 0x104, 0x03c01e98);
	put16(&builder, 0x10a, 0x0010);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x10c, 2, "DVSEC_CXL_CTRL");
	assert_register(&found, 0x124, 4, "DVSEC_CXL_RANGE_BASE_LOW");
	assert_no_registers(&found, 0x125, 0x137);
	put16(&builder, 0x10a, 0x0030);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x134, 4, "DVSEC_CXL_RANGE_BASE_LOW+10");
	assert_register(&found, 0x138, 2, "DVSEC_CXL_CAP3");
	assert_no_registers(&found, 0x139, 0xfff);
	put16(&builder, 0x106, 0x0381);	/* before CXL 3.0 it ends in front of that */
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x135, 0xfff);
	put16(&builder, 0x108, 8);
	put16(&builder, 0x106, 0x01c0);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x114, 4, "DVSEC_CXL_REG_LOCATOR_BLOCK1+8");
	assert_register(&found, 0x118, 4, "DVSEC_CXL_REG_LOCATOR_BLOCK1_HIGH+8");
	assert_no_registers(&found, 0x119, 0xfff);
	put16(&builder, 0x104, 0x8086);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x108, 2, "DVSEC_HEADER2");
	assert_no_registers(&found, 0x109, 0xfff);
}

TEST(the_other_dvsecs_of_cxl_have_their_registers)
{
	static const struct {
		uint16_t id, offset;
		const char *name;
	} cases[] = {
		{ 3, 0x10c, "DVSEC_CXL_PORT_CTL" },
		{ 4, 0x10c, "DVSEC_CXL_PORT_GPF_PHASE_1_CONTROL" },
		{ 4, 0x10e, "DVSEC_CXL_PORT_GPF_PHASE_2_CONTROL" },
		{ 7, 0x10e, "DVSEC_CXL_FLEXBUS_PORT_STATUS" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct space_builder builder = builder_start_express();
		struct found found;

		add_extended(&builder, 0x100, ECAP_ID_DVSEC);
		put32(&builder, 0x104, 0x01001e98);
		put16(&builder, 0x108, cases[i].id);
		found = find(&builder, NEWEST);
		assert_register(&found, cases[i].offset, 2, cases[i].name);
	}
}

TEST(encryption_has_link_streams_or_the_first_selective_one)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_IDE);
	put32(&builder, 0x104, 0x00002001);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x10c, 4, "IDE_LINK_CTL_0");
	assert_register(&found, 0x118, 4, "IDE_LINK_STS_0+8");
	assert_no_registers(&found, 0x119, 0xfff);
	put32(&builder, 0x104, 0x00000002);
	put8(&builder, 0x10c, 2);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x11c, 4, "IDE_SEL_RID_2");
	assert_register(&found, 0x134, 4, "IDE_SEL_ADDR_3+c");
	assert_no_registers(&found, 0x135, 0xfff);
}

TEST(flags_of_extended_capabilities_decide_which_registers_they_have)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, ECAP_ID_RCEC);
	add_extended(&builder, 0x200, ECAP_ID_DPC);
	found = find(&builder, NEWEST);
	assert_no_register(&found, 0x108);
	assert_no_register(&found, 0x20c);
	put8(&builder, 0x102, 2);
	put8(&builder, 0x204, 0x20);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x108, 4, "RCEC_BUSN");
	assert_register(&found, 0x20c, 4, "EXP_DPC_RP_PIO_STATUS");
	assert_register(&found, 0x240, 4, "EXP_DPC_RP_PIO_TLPPREFIX_LOG+c");
}

/* Names lead back to their registers: find() checks each */
TEST(every_capability_alone_and_twice_has_names_that_lead_back)
{
	for (unsigned int id = 0; id <= 0x40; id++) {
		struct space_builder standard = builder_start_express();
		struct space_builder extended = builder_start_express();

		add_standard(&standard, 0x80, id);
		find(&standard, NEWEST);
		add_standard(&standard, 0xc0, id);
		find(&standard, NEWEST);
		add_extended(&extended, 0x100, id);
		find(&extended, NEWEST);
		for (unsigned int offset = 0x104; offset < 0x200; offset++)
			put8(&extended, offset, 0xff);
		find(&extended, NEWEST);
		add_extended(&extended, 0x600, id);
		find(&extended, NEWEST);
	}
}

/* Chains of random IDs at random places, through random bytes. */
static struct space_builder random_device(uint64_t *seed)
{
	struct space_builder builder = builder_start_express();
	unsigned int standard = next_random(seed) % 6, extended = next_random(seed) % 30;
	unsigned int offset = SPACE_SIZE;

	for (unsigned int i = 0x80; i < SPACE_SIZE_EXTENDED; i++)
		if (next_random(seed) % 3 == 0)
			put8(&builder, i, next_random(seed) & next_random(seed));
	put8(&builder, 0x0e, next_random(seed) % 3);
	put16(&builder, 0x42, next_random(seed));
	for (unsigned int i = 0; i < standard; i++)
		add_standard(&builder, 0x20 + next_random(seed) % 0xd8, next_random(seed) % 0x16);
	for (unsigned int i = 0; i < extended; i++) {
		add_extended(&builder, offset, next_random(seed) % 0x33);
		offset = 0x100 + next_random(seed) % 0x200 / 4 * 4;
		if (next_random(seed) % 4 == 0)
			offset = 0x100 + next_random(seed) % 0xf00 / 4 * 4;
	}
	return builder;
}

TEST(in_random_devices_registers_ascend_and_have_names_that_lead_back)
{
	uint64_t seed = test_seed(0x5eed);
	unsigned int built = 0;

	for (unsigned int i = 0; i < 3000; i++) {
		struct space_builder builder = random_device(&seed);

		built += find(&builder, i % 2 ? NEWEST : "6.1").map->state == MAP_BUILT;
	}
	assert_true(built > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_of_one_id_are_numbered_in_the_order_of_the_chain),
		cmocka_unit_test(the_two_chains_are_numbered_on_their_own),
		cmocka_unit_test(ids_that_share_their_low_byte_are_numbered_on_their_own),
		cmocka_unit_test(a_named_register_of_several_capabilities_has_a_number),
		cmocka_unit_test(a_loop_lists_a_register_once_and_counts_a_capability_once),
		cmocka_unit_test(the_first_virtual_channel_capability_has_the_names),
		cmocka_unit_test(virtual_channels_repeat_as_often_as_the_capability_says),
		cmocka_unit_test(resizable_bars_repeat_as_often_as_the_capability_says),
		cmocka_unit_test(tables_in_a_capability_repeat_as_often_as_it_says),
		cmocka_unit_test(what_repeats_with_the_lanes_is_there_once),
		cmocka_unit_test(the_locator_of_register_blocks_has_as_many_as_its_length_says),
		cmocka_unit_test(a_dvsec_of_cxl_has_the_registers_of_its_id),
		cmocka_unit_test(the_other_dvsecs_of_cxl_have_their_registers),
		cmocka_unit_test(encryption_has_link_streams_or_the_first_selective_one),
		cmocka_unit_test(flags_of_extended_capabilities_decide_which_registers_they_have),
		cmocka_unit_test(every_capability_alone_and_twice_has_names_that_lead_back),
		cmocka_unit_test(in_random_devices_registers_ascend_and_have_names_that_lead_back),
	};

	return cmocka_run_group_tests_name("register names", tests, NULL, NULL);
}
