// SPDX-License-Identifier: GPL-2.0-or-later
/* Each hazard is found in a device that has it, and not in a similar one. */
#include "lint_expect.h"

/* Hazards of the kernel */
TEST(an_open_that_fails_is_an_error_and_an_aligned_msi_opens)
{
	struct space_builder odd = builder_start(SPACE_SIZE), even = builder_start(SPACE_SIZE);

	add_standard(&odd, 0x51, 0x05);
	assert_found(&odd, NEWEST, LINT_INIT_FAILS, "error 51-53 CAP_MSI");
	assert_string_equal(detail_of(&odd, NEWEST, LINT_INIT_FAILS), "an unaligned read at 53");
	add_standard(&even, 0x52, 0x05);
	assert_found(&even, NEWEST, LINT_INIT_FAILS, "");
}

TEST(an_extended_length_that_cannot_be_read_names_its_capability)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xffc, 0x0b);
	assert_found(&builder, NEWEST, LINT_INIT_FAILS, "error ffc-fff ECAP_VNDR");
}

TEST(a_capability_past_the_end_is_an_error_and_one_up_to_the_end_is_not)
{
	struct space_builder past = builder_start(SPACE_SIZE), up = builder_start(SPACE_SIZE);

	add_standard(&past, 0xfc, 0x01);
	assert_found(&past, NEWEST, LINT_LENGTH_PAST_END, "error fc-ff CAP_PM");
	assert_found(&past, NEWEST, LINT_RAW_TAIL, "");
	add_standard(&up, 0xf8, 0x01);
	assert_found(&up, NEWEST, LINT_LENGTH_PAST_END, "");
}

TEST(past_the_end_of_extended_space_is_an_error_also_as_the_open_fails)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xff8, 0x03);
	assert_found(&builder, NEWEST, LINT_LENGTH_PAST_END, "error ff8-fff ECAP_DSN@1");
	assert_found(&builder, NEWEST, LINT_INIT_FAILS, "error ff8-fff ECAP_DSN@1");
}

TEST(a_standard_capability_that_crosses_100_is_an_error_and_one_that_ends_there_is_not)
{
	struct space_builder over = builder_start(SPACE_SIZE_EXTENDED);
	struct space_builder up = builder_start(SPACE_SIZE_EXTENDED);

	add_standard(&over, 0xfc, 0x01);
	assert_found(&over, NEWEST, LINT_CAPABILITY_CROSSES_100, "error fc-103 CAP_PM");
	add_standard(&up, 0xf8, 0x01);
	assert_found(&up, NEWEST, LINT_CAPABILITY_CROSSES_100, "");
}

TEST(neighbours_of_one_id_are_an_error_with_a_table_and_none_with_a_gap)
{
	struct space_builder touch = builder_start(SPACE_SIZE), gap = builder_start(SPACE_SIZE);

	add_standard(&touch, 0x50, 0x01);
	add_standard(&touch, 0x58, 0x01);
	assert_found(&touch, NEWEST, LINT_SAME_ID_NEIGHBOURS, "error 58-5f CAP_PM@1");
	add_standard(&gap, 0x50, 0x01);
	add_standard(&gap, 0x5c, 0x01);
	assert_found(&gap, NEWEST, LINT_SAME_ID_NEIGHBOURS, "");
}

TEST(neighbours_without_a_table_are_a_warning)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x09);
	put8(&builder, 0x52, 8);
	add_standard(&builder, 0x58, 0x09);
	put8(&builder, 0x5a, 8);
	assert_found(&builder, NEWEST, LINT_SAME_ID_NEIGHBOURS, "warning 58-5f CAP_VNDR@1");
}

TEST(at_100_one_id_means_two_capabilities)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0xf8, 0x03);
	add_extended(&builder, 0x100, 0x03);
	assert_found(&builder, NEWEST, LINT_SAME_ID_NEIGHBOURS, "");
}

TEST(neighbours_of_two_ids_are_none)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x58, 0x03);
	assert_found(&builder, NEWEST, LINT_SAME_ID_NEIGHBOURS, "");
}

TEST(the_rules_decide_how_severe_an_unknown_first_extended_capability_is)
{
	static const struct {
		uint16_t id;
		const char *release, *expected;
	} rows[] = {
		{ 0x0042, "6.1.100", "error 100-103 ECAP0042" },
		{ 0x0042, "6.1.176", "info 100-103 ECAP0042" },
		{ 0x010b, NEWEST, "warning 100-103 ECAP010b" },
		{ 0x0123, NEWEST, "warning 100-103 ECAP0123" },
		{ 0x0123, "6.1.176", "info 100-103 ECAP0123" },
		{ 0x01fe, NEWEST, "warning 100-103 ECAP01fe" },
		{ 0x01ff, NEWEST, "warning 100-103 ECAP01ff" },
		{ 0x001b, NEWEST, "" },		/* hidden, but known */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start_express();

		add_extended(&builder, 0x100, rows[i].id);
		assert_found(&builder, rows[i].release, LINT_UNKNOWN_FIRST_ECAP,
			     rows[i].expected);
	}
}

TEST(an_unknown_extended_capability_after_the_first_has_no_finding)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x42);
	assert_found(&builder, "6.1.100", LINT_UNKNOWN_FIRST_ECAP, "");
}

TEST(fewer_than_256_bytes_are_an_error_and_256_are_none)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	assert_found(&builder, NEWEST, LINT_SHORT, "");
	for (unsigned int offset = 0x40; offset < SPACE_SIZE; offset++)
		space_forget(&builder.space, (uint16_t)offset);
	assert_found(&builder, NEWEST, LINT_SHORT, "error 40-ff ");
	assert_int_equal(lint_of(&builder, NEWEST)->findings, 1);
}

TEST(a_second_msi_is_a_warning_and_the_only_one_is_not)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x05);
	assert_found(&builder, NEWEST, LINT_SEVERAL_MSI, "");
	add_standard(&builder, 0x70, 0x05);
	assert_found(&builder, NEWEST, LINT_SEVERAL_MSI, "warning 70-79 CAP_MSI@1");
}

/* Hazards of chains */
TEST(a_hidden_first_extended_capability_warns_where_others_follow)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1b);
	assert_found(&builder, NEWEST, LINT_HIDDEN_FIRST_ECAP, "");
	add_extended(&builder, 0x200, 0x03);
	assert_found(&builder, NEWEST, LINT_HIDDEN_FIRST_ECAP, "warning 100-103 ECAP_PASID");
}

TEST(an_overlap_warns_and_neighbours_do_not)
{
	struct space_builder over = builder_start(SPACE_SIZE), touch = builder_start(SPACE_SIZE);

	add_standard(&over, 0x50, 0x11);
	add_standard(&over, 0x58, 0x01);
	assert_found(&over, NEWEST, LINT_OVERLAP, "warning 58-5f CAP_PM");
	add_standard(&touch, 0x50, 0x11);
	add_standard(&touch, 0x5c, 0x01);
	assert_found(&touch, NEWEST, LINT_OVERLAP, "");
}

TEST(a_pointer_into_the_header_warns_and_one_to_40_does_not)
{
	struct space_builder in = builder_start(SPACE_SIZE), out = builder_start(SPACE_SIZE);

	add_standard(&in, 0x3c, 0x01);
	assert_found(&in, NEWEST, LINT_POINTER_IN_HEADER, "warning 3c-43 CAP_PM");
	add_standard(&out, 0x40, 0x01);
	assert_found(&out, NEWEST, LINT_POINTER_IN_HEADER, "");
}

TEST(a_pointer_that_is_not_a_multiple_of_4_warns)
{
	struct space_builder odd = builder_start(SPACE_SIZE), even = builder_start(SPACE_SIZE);

	add_standard(&odd, 0x52, 0x01);
	assert_found(&odd, NEWEST, LINT_POINTER_UNALIGNED, "warning 52-59 CAP_PM");
	add_standard(&even, 0x54, 0x01);
	assert_found(&even, NEWEST, LINT_POINTER_UNALIGNED, "");
}

TEST(a_pointer_into_a_capability_warns_and_one_past_it_does_not)
{
	struct space_builder in = builder_start(SPACE_SIZE), behind = builder_start(SPACE_SIZE);

	add_standard(&in, 0x50, 0x01);
	add_standard(&in, 0x54, 0x04);		/* hidden: takes nothing, so no overlap */
	assert_found(&in, NEWEST, LINT_POINTER_INTO_CAPABILITY, "warning 54-55 CAP_SLOTID");
	assert_found(&in, NEWEST, LINT_OVERLAP, "");
	add_standard(&behind, 0x50, 0x01);
	add_standard(&behind, 0x58, 0x04);
	assert_found(&behind, NEWEST, LINT_POINTER_INTO_CAPABILITY, "");
}

TEST(no_pointer_leads_to_the_first_extended_capability)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0xf0, 0x09);
	put8(&builder, 0xf2, 0x30);
	add_extended(&builder, 0x100, 0x03);
	assert_found(&builder, NEWEST, LINT_POINTER_INTO_CAPABILITY, "");
	assert_found(&builder, NEWEST, LINT_OVERLAP, "warning 100-10b ECAP_DSN");
}

TEST(a_loop_warns_once_and_a_long_chain_does_not)
{
	struct space_builder loop = builder_start(SPACE_SIZE), chain = builder_start(SPACE_SIZE);

	add_standard(&loop, 0x50, 0x01);
	add_standard(&loop, 0x60, 0x03);
	put8(&loop, 0x61, 0x50);
	assert_found(&loop, NEWEST, LINT_CHAIN_LOOP, "warning 50-57 CAP_PM");
	for (unsigned int offset = 0x40; offset < SPACE_SIZE; offset += 8)
		add_standard(&chain, offset, 0x04);
	assert_found(&chain, NEWEST, LINT_CHAIN_LOOP, "");
}

TEST(a_capability_shorter_than_its_header_warns_and_one_as_long_does_not)
{
	static const struct {
		uint16_t id;
		uint8_t header;
		const char *release, *shorter, *empty;
	} rows[] = {
		{ 0x0b, 0x8, NEWEST, "warning 200-206 ECAP_VNDR", "warning 200-203 ECAP_VNDR" },
		{ 0x23, 0xc, NEWEST, "warning 200-20a ECAP_DVSEC", "warning 200-203 ECAP_DVSEC" },
		{ 0x23, 0xc, "6.1.176", "", "" },	/* hidden with any value */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start_express();

		add_extended(&builder, 0x100, 0x03);
		add_extended(&builder, 0x200, rows[i].id);
		put32(&builder, 0x204, (uint32_t)rows[i].header << 20);
		assert_found(&builder, rows[i].release, LINT_VENDOR_LENGTH, "");
		put32(&builder, 0x204, (rows[i].header - 1U) << 20);
		assert_found(&builder, rows[i].release, LINT_VENDOR_LENGTH, rows[i].shorter);
		put32(&builder, 0x204, 0);
		assert_found(&builder, rows[i].release, LINT_VENDOR_LENGTH, rows[i].empty);
	}
}

TEST(a_vendor_capability_needs_three_bytes)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x09);
	put8(&builder, 0x52, 3);
	assert_found(&builder, NEWEST, LINT_VENDOR_LENGTH, "");
	put8(&builder, 0x52, 2);
	assert_found(&builder, NEWEST, LINT_VENDOR_LENGTH, "warning 50-51 CAP_VNDR");
	put8(&builder, 0x52, 0);
	assert_found(&builder, NEWEST, LINT_VENDOR_LENGTH, "warning 50-51 CAP_VNDR");
}

/* Hazards of the user */
TEST(a_reset_bit_that_reads_1_warns_where_the_device_can_reset)
{
	struct space_builder builder = builder_start_express();

	put16(&builder, 0x48, 0x8000);
	assert_found(&builder, NEWEST, LINT_RESET_BIT_SET, "");
	put32(&builder, 0x44, 0x10000000);
	assert_found(&builder, NEWEST, LINT_RESET_BIT_SET, "warning 48-49 CAP_EXP");
	put16(&builder, 0x48, 0x7fff);
	assert_found(&builder, NEWEST, LINT_RESET_BIT_SET, "");
}

TEST(the_reset_bit_of_advanced_features_needs_both_its_capabilities)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x13);
	put8(&builder, 0x54, 1);
	put8(&builder, 0x53, 2);
	assert_found(&builder, NEWEST, LINT_RESET_BIT_SET, "");
	put8(&builder, 0x53, 3);
	assert_found(&builder, NEWEST, LINT_RESET_BIT_SET, "warning 54-54 CAP_AF");
}

TEST(hidden_control_registers_warn_and_hidden_constants_are_info)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x1b);
	assert_found(&builder, NEWEST, LINT_HIDDEN_WRITABLE, "warning 200-207 ECAP_PASID");
	assert_string_equal(detail_of(&builder, NEWEST, LINT_HIDDEN_WRITABLE), "PASID_CTRL");
	put16(&builder, 0x200, 0x42);
	assert_found(&builder, NEWEST, LINT_HIDDEN_WRITABLE, "info 200-fff ECAP0042");
	assert_string_equal(detail_of(&builder, NEWEST, LINT_HIDDEN_WRITABLE),
			    "its length is not known: up to the next capability");
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "");
	put8(&builder, 0x700, 1);	/* a vendor's register as likely as this capability's */
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "info 700-700 ");
	put16(&builder, 0x200, 0x18);
	assert_found(&builder, NEWEST, LINT_HIDDEN_WRITABLE, "");
}

TEST(the_rest_of_a_placeholders_capability_can_be_written)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1b);
	assert_found(&builder, NEWEST, LINT_HIDDEN_WRITABLE, "warning 104-107 ECAP_PASID");
	put16(&builder, 0x100, 0x42);
	assert_found(&builder, NEWEST, LINT_HIDDEN_WRITABLE, "info 104-fff ECAP0042");
}

TEST(raw_bytes_that_are_not_0_have_one_finding_for_each_gap)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "");
	put8(&builder, 0x48, 1);
	put8(&builder, 0x4a, 2);
	put8(&builder, 0x80, 0xff);
	put8(&builder, 0x56, 0xff);	/* power management's own */
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "info 48-4a ; info 80-80 ");
	assert_string_equal(detail_of(&builder, NEWEST, LINT_RAW_NONZERO), "2 bytes");
}

TEST(registers_of_a_hidden_capability_are_not_unknown_raw_bytes)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x1b);
	put16(&builder, 0x204, 0x1406);
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "");
	put16(&builder, 0x208, 0x1406);
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "info 208-209 ");
}

TEST(raw_bytes_after_a_short_msi_have_a_finding_and_a_long_one_has_none)
{
	static const struct {
		unsigned int flags;
		const char *expected;
	} rows[] = {
		{ 0x0000, "info 5a-5b CAP_MSI" },
		{ 0x0080, "info 5e-5f CAP_MSI" },
		{ 0x0100, "" },
		{ 0x0180, "" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_standard(&builder, 0x50, 0x05);
		put16(&builder, 0x52, rows[i].flags);
		assert_found(&builder, NEWEST, LINT_RAW_TAIL, rows[i].expected);
	}
}

TEST(link_status_2_is_a_raw_tail_by_the_rules_that_forget_it)
{
	struct space_builder builder = builder_start_express();

	assert_found(&builder, "6.1.176", LINT_RAW_TAIL, "info 72-73 CAP_EXP");
	assert_string_equal(detail_of(&builder, "6.1.176", LINT_RAW_TAIL), "EXP_LNKSTA2");
	assert_found(&builder, NEWEST, LINT_RAW_TAIL, "");
}

TEST(advanced_features_have_a_raw_tail)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x13);
	assert_found(&builder, NEWEST, LINT_RAW_TAIL, "info 56-57 CAP_AF");
	add_standard(&builder, 0x56, 0x04);
	put8(&builder, 0x51, 0);
	add_standard(&builder, 0x58, 0x01);
	assert_found(&builder, NEWEST, LINT_RAW_TAIL, "info 56-57 CAP_AF");
}

TEST(the_root_registers_of_an_event_collector_are_a_raw_tail_and_an_endpoint_has_none)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x01);
	assert_found(&builder, NEWEST, LINT_RAW_TAIL, "");
	put16(&builder, 0x42, 0x00a2);
	assert_found(&builder, NEWEST, LINT_RAW_TAIL, "info 12c-137 ECAP_AER");
}

TEST(vendor_capabilities_are_written_through_and_others_are_not)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x23);
	put32(&builder, 0x204, 0x01000000);
	assert_found(&builder, NEWEST, LINT_RAW_WRITE_IN_CAPABILITY, "info 200-20f ECAP_DVSEC");
	assert_found(&builder, "6.1.176", LINT_RAW_WRITE_IN_CAPABILITY, "");
	put16(&builder, 0x200, 0x0b);
	assert_found(&builder, "6.1.176", LINT_RAW_WRITE_IN_CAPABILITY, "info 200-20f ECAP_VNDR");
}

TEST(registers_that_identify_a_host_have_a_finding_if_the_user_reads_them)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x03);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x10);
	put8(&builder, 0x10b, 0x01);
	put32(&builder, 0x224, 0xfe000000);
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY,
		     "info 82-87 CAP_VPD; info 104-10b ECAP_DSN; info 224-23b ECAP_SRIOV");
	put8(&builder, 0x80, 0x02);
	put16(&builder, 0x100, 0x04);
	put16(&builder, 0x200, 0x0f);
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY, "");
}

TEST(zeros_do_not_identify_a_host)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x10);
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY, "");
	put32(&builder, 0x224, 0x0000000c);
	put32(&builder, 0x22c, 0x0000000c);
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY, "");
	put32(&builder, 0x228, 0x00000004);	/* bits 63:32 of an address */
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY, "info 224-23b ECAP_SRIOV");
	put32(&builder, 0x228, 0);
	put8(&builder, 0x104, 1);
	assert_found(&builder, NEWEST, LINT_HOST_IDENTITY, "info 104-10b ECAP_DSN");
}

/* Extended space and header */
TEST(extended_space_without_pci_express_has_a_finding)
{
	struct space_builder without = builder_start(SPACE_SIZE_EXTENDED);
	struct space_builder pcix = builder_start(SPACE_SIZE_EXTENDED);
	struct space_builder small = builder_start(SPACE_SIZE);

	assert_found(&without, NEWEST, LINT_NO_PCIE_CAP_4K, "info 100-fff ");
	add_standard(&pcix, 0x50, 0x07);
	assert_found(&pcix, NEWEST, LINT_NO_PCIE_CAP_4K, "info 100-fff ");
	put16(&pcix, 0x52, 0x1000);
	assert_found(&pcix, NEWEST, LINT_NO_PCIE_CAP_4K, "");
	assert_found(&small, NEWEST, LINT_NO_PCIE_CAP_4K, "");
}

TEST(extended_space_of_ones_has_a_finding_and_with_one_other_byte_it_does_not)
{
	struct space_builder builder = builder_start_express();

	for (unsigned int offset = SPACE_SIZE; offset < SPACE_SIZE_EXTENDED; offset++)
		put8(&builder, offset, 0xff);
	assert_found(&builder, NEWEST, LINT_EXT_ALL_ONES, "info 100-fff ");
	assert_found(&builder, NEWEST, LINT_RAW_NONZERO, "");
	put8(&builder, 0xfff, 0xfe);
	assert_found(&builder, NEWEST, LINT_EXT_ALL_ONES, "");
}

TEST(a_first_dword_of_0_has_a_finding_and_a_null_capability_with_a_version_does_not)
{
	struct space_builder builder = builder_start_express();

	assert_found(&builder, NEWEST, LINT_EXT_EMPTY, "info 100-fff ");
	put8(&builder, 0x102, 1);
	assert_found(&builder, NEWEST, LINT_EXT_EMPTY, "");
}

TEST(a_bridge_has_a_finding_and_a_multifunction_device_does_not)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put8(&builder, 0x0e, 0x80);
	assert_found(&builder, NEWEST, LINT_HEADER_TYPE, "");
	put8(&builder, 0x0e, 0x01);
	assert_found(&builder, NEWEST, LINT_HEADER_TYPE, "info e-e ");
}

/* A serial number, raw bytes that are not 0, a hidden capability, one that ends past 1000. */
TEST(a_bridge_is_not_judged_as_if_a_user_had_it)
{
	for (unsigned int type = 1; type <= 2; type++) {
		struct space_builder builder = builder_start_express();
		const struct lint *lint;

		add_standard(&builder, 0x82, 0x01);
		put8(&builder, 0xc0, 0xff);
		put8(&builder, 0x34, type == 2 ? 0x01 : 0x40);	/* of CardBus: an I/O base */
		add_extended(&builder, 0x100, 0x03);
		put8(&builder, 0x104, 0x55);
		add_extended(&builder, 0x200, 0x1b);
		add_extended(&builder, 0xff0, 0x01);
		assert_int_not_equal(lint_of(&builder, NEWEST)->findings, 0);
		put8(&builder, 0x0e, type);
		lint = lint_of(&builder, NEWEST);
		assert_int_equal(lint->findings, 1);
		assert_int_equal(lint->finding[0].code, LINT_HEADER_TYPE);
	}
}

/* The list */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_that_fails_is_an_error_and_an_aligned_msi_opens),
		cmocka_unit_test(an_extended_length_that_cannot_be_read_names_its_capability),
		cmocka_unit_test(a_capability_past_the_end_is_an_error_and_one_up_to_the_end_is_not),
		cmocka_unit_test(past_the_end_of_extended_space_is_an_error_also_as_the_open_fails),
		cmocka_unit_test(a_standard_capability_that_crosses_100_is_an_error_and_one_that_ends_there_is_not),
		cmocka_unit_test(neighbours_of_one_id_are_an_error_with_a_table_and_none_with_a_gap),
		cmocka_unit_test(neighbours_without_a_table_are_a_warning),
		cmocka_unit_test(at_100_one_id_means_two_capabilities),
		cmocka_unit_test(neighbours_of_two_ids_are_none),
		cmocka_unit_test(the_rules_decide_how_severe_an_unknown_first_extended_capability_is),
		cmocka_unit_test(an_unknown_extended_capability_after_the_first_has_no_finding),
		cmocka_unit_test(fewer_than_256_bytes_are_an_error_and_256_are_none),
		cmocka_unit_test(a_second_msi_is_a_warning_and_the_only_one_is_not),
		cmocka_unit_test(a_hidden_first_extended_capability_warns_where_others_follow),
		cmocka_unit_test(an_overlap_warns_and_neighbours_do_not),
		cmocka_unit_test(a_pointer_into_the_header_warns_and_one_to_40_does_not),
		cmocka_unit_test(a_pointer_that_is_not_a_multiple_of_4_warns),
		cmocka_unit_test(a_pointer_into_a_capability_warns_and_one_past_it_does_not),
		cmocka_unit_test(no_pointer_leads_to_the_first_extended_capability),
		cmocka_unit_test(a_loop_warns_once_and_a_long_chain_does_not),
		cmocka_unit_test(a_capability_shorter_than_its_header_warns_and_one_as_long_does_not),
		cmocka_unit_test(a_vendor_capability_needs_three_bytes),
		cmocka_unit_test(a_reset_bit_that_reads_1_warns_where_the_device_can_reset),
		cmocka_unit_test(the_reset_bit_of_advanced_features_needs_both_its_capabilities),
		cmocka_unit_test(hidden_control_registers_warn_and_hidden_constants_are_info),
		cmocka_unit_test(the_rest_of_a_placeholders_capability_can_be_written),
		cmocka_unit_test(raw_bytes_that_are_not_0_have_one_finding_for_each_gap),
		cmocka_unit_test(registers_of_a_hidden_capability_are_not_unknown_raw_bytes),
		cmocka_unit_test(raw_bytes_after_a_short_msi_have_a_finding_and_a_long_one_has_none),
		cmocka_unit_test(link_status_2_is_a_raw_tail_by_the_rules_that_forget_it),
		cmocka_unit_test(advanced_features_have_a_raw_tail),
		cmocka_unit_test(the_root_registers_of_an_event_collector_are_a_raw_tail_and_an_endpoint_has_none),
		cmocka_unit_test(vendor_capabilities_are_written_through_and_others_are_not),
		cmocka_unit_test(registers_that_identify_a_host_have_a_finding_if_the_user_reads_them),
		cmocka_unit_test(zeros_do_not_identify_a_host),
		cmocka_unit_test(extended_space_without_pci_express_has_a_finding),
		cmocka_unit_test(extended_space_of_ones_has_a_finding_and_with_one_other_byte_it_does_not),
		cmocka_unit_test(a_first_dword_of_0_has_a_finding_and_a_null_capability_with_a_version_does_not),
		cmocka_unit_test(a_bridge_has_a_finding_and_a_multifunction_device_does_not),
		cmocka_unit_test(a_bridge_is_not_judged_as_if_a_user_had_it),
	};

	return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
