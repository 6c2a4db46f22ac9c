// SPDX-License-Identifier: GPL-2.0-or-later
/* Which registers a device has, by its header, its capabilities and its map. */
#include "register_expect.h"

#include "model/vfio/capability.h"

/* The header */
TEST(the_header_type_decides_which_registers_the_header_has)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found = find(&builder, NEWEST);

	assert_register(&found, 0x00, 2, "VENDOR_ID");
	assert_register(&found, 0x08, 1, "REVISION");
	assert_register(&found, 0x24, 4, "BASE_ADDRESS_5");
	assert_register(&found, 0x30, 4, "ROM_ADDRESS");
	assert_register(&found, 0x3f, 1, "MAX_LAT");
	assert_no_registers(&found, 0x40, 0xff);
	put8(&builder, 0x0e, 0x81);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x18, 1, "PRIMARY_BUS");
	assert_register(&found, 0x38, 4, "BRIDGE_ROM_ADDRESS");
	assert_register(&found, 0x3e, 2, "BRIDGE_CONTROL");
	assert_no_registers(&found, 0x3f, 0xff);
	put8(&builder, 0x0e, 0x02);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x10, 4, "CB_CARDBUS_BASE");
	assert_register(&found, 0x3e, 2, "CB_BRIDGE_CONTROL");
}

TEST(an_unknown_header_type_has_the_registers_of_type_0)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put8(&builder, 0x0e, 0x7f);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x24, 4, "BASE_ADDRESS_5");
	assert_register(&found, 0x34, 1, "CAPABILITIES");
}

TEST(a_cardbus_header_continues_after_3f_if_the_bytes_are_free)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put8(&builder, 0x0e, 0x02);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x40, 2, "CB_SUBSYSTEM_VENDOR_ID");
	assert_register(&found, 0x44, 4, "CB_LEGACY_MODE_BASE");
	add_standard(&builder, 0x44, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "CB_SUBSYSTEM_ID");
	assert_register(&found, 0x44, 1, "CAP_PM");
	assert_register(&found, 0x48, 2, "PM_CTRL");
}

TEST(a_cardbus_header_ends_where_a_hidden_capability_starts)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put8(&builder, 0x0e, 0x02);
	add_standard(&builder, 0x40, 0x0d);
	found = find(&builder, NEWEST);
	assert_true(assert_register(&found, 0x40, 1, "CAP_SSVID")->hidden);
	assert_register(&found, 0x44, 2, "SSVID_VENDOR_ID");
}

TEST(a_capability_in_the_header_takes_the_place_of_its_registers)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x28, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x28, 1, "CAP_PM");
	assert_register(&found, 0x2c, 2, "PM_CTRL");
	assert_register(&found, 0x2f, 1, "PM_DATA_REGISTER");
	assert_register(&found, 0x30, 4, "ROM_ADDRESS");
}

/* Capabilities with flags that decide which registers they have */
TEST(the_flags_of_msi_decide_where_its_registers_are)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x40, CAP_ID_MSI);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "MSI_FLAGS");
	assert_no_register(&found, 0x43);
	assert_register(&found, 0x48, 2, "MSI_DATA_32");
	assert_no_registers(&found, 0x49, 0xff);
	put16(&builder, 0x42, 0x0080);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 4, "MSI_ADDRESS_HI");
	assert_register(&found, 0x4c, 2, "MSI_DATA_64");
	assert_no_registers(&found, 0x4d, 0xff);
	put16(&builder, 0x42, 0x0100);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x4c, 4, "MSI_MASK_32");
	assert_register(&found, 0x50, 4, "MSI_PENDING_32");
	assert_no_registers(&found, 0x51, 0xff);
	put16(&builder, 0x42, 0x0180);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x50, 4, "MSI_MASK_64");
	assert_register(&found, 0x54, 4, "MSI_PENDING_64");
	assert_no_registers(&found, 0x55, 0xff);
}

TEST(the_version_and_type_of_pci_express_decide_which_registers_it_has)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_express(&builder, 0x40, 0x0001);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 2, "EXP_DEVCTL");
	assert_register(&found, 0x52, 2, "EXP_LNKSTA");
	assert_no_registers(&found, 0x53, 0xff);
	put16(&builder, 0x42, 0x0091);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x4b, 0xff);
	put16(&builder, 0x42, 0x0142);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x54, 4, "EXP_SLTCAP");
	assert_register(&found, 0x60, 4, "EXP_RTSTA");
	assert_register(&found, 0x68, 2, "EXP_DEVCTL2");
	assert_register(&found, 0x78, 2, "EXP_SLTCTL2");
	put16(&builder, 0x42, 0x0162);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x58, 2, "EXP_SLTCTL");
	assert_no_register(&found, 0x5c);
	put16(&builder, 0x42, 0x0102);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x53, 0x63);
	assert_register(&found, 0x64, 4, "EXP_DEVCAP2");
}

TEST(every_version_of_pci_express_but_1_has_the_second_registers)
{
	for (unsigned int version = 0; version < 0x10; version++) {
		struct space_builder builder = builder_start(SPACE_SIZE);
		struct found found;

		add_express(&builder, 0x40, version);
		found = find(&builder, NEWEST);
		assert_int_equal(registers_at(found.registers, 0x68) != NULL, version != 1);
	}
}

TEST(an_event_collector_has_root_registers_and_no_link)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_express(&builder, 0x40, 0x00a2);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x4b, 0x5b);
	assert_register(&found, 0x5c, 2, "EXP_RTCTL");
	assert_no_register(&found, 0x70);
}

TEST(each_of_two_pci_express_capabilities_goes_by_its_own_flags)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_express(&builder, 0x40, 0x0142);
	add_express(&builder, 0x80, 0x0001);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x58, 2, "EXP_SLTCTL@0");
	assert_register(&found, 0x92, 2, "EXP_LNKSTA@1");
	assert_no_registers(&found, 0x93, 0xff);
}

TEST(sata_has_index_and_data_if_they_are_in_the_capability)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x40, CAP_ID_SATA);
	found = find(&builder, NEWEST);
	assert_no_register(&found, 0x48);
	put8(&builder, 0x44, 0x0f);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 4, "CAP_SATA+8");
	assert_no_registers(&found, 0x49, 0x4b);
	assert_register(&found, 0x4c, 4, "CAP_SATA+c");
	assert_no_registers(&found, 0x4d, 0xff);
}

TEST(a_vendor_capability_has_nothing_but_its_header)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0x80, 0x09);
	put8(&builder, 0x82, 0x20);
	add_extended(&builder, 0x100, 0x0b);
	put32(&builder, 0x104, 0x04010000);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x82, 1, "CAP_VNDR+2");
	assert_no_registers(&found, 0x83, 0xff);
	assert_register(&found, 0x104, 4, "VNDR_HEADER");
	assert_no_registers(&found, 0x105, 0xfff);
}

/* Registers past the length that the kernel assumes */
TEST(registers_past_the_length_that_the_kernel_assumes_exist_while_they_are_raw)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_express(&builder, 0x40, 0x0142);
	found = find(&builder, "6.1");
	assert_int_equal(owner_at(found.map, 0x72)->kind, KIND_RAW);
	assert_false(assert_register(&found, 0x72, 2, "EXP_LNKSTA2")->hidden);
	assert_register(&found, 0x74, 4, "EXP_SLTCAP2");
	add_standard(&builder, 0x74, 0x01);
	found = find(&builder, "6.1");
	assert_register(&found, 0x72, 2, "EXP_LNKSTA2");
	assert_register(&found, 0x74, 1, "CAP_PM");
	assert_register(&found, 0x78, 2, "PM_CTRL");
	assert_register(&found, 0x7a, 1, "PM_PPB_EXTENSIONS");
}

TEST(a_capability_ends_where_a_hidden_one_starts)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_express(&builder, 0x40, 0x0142);
	add_standard(&builder, 0x74, 0x0d);
	found = find(&builder, "6.1");
	assert_register(&found, 0x72, 2, "EXP_LNKSTA2");
	assert_true(assert_register(&found, 0x74, 1, "CAP_SSVID")->hidden);
	assert_register(&found, 0x78, 2, "SSVID_VENDOR_ID");
	assert_register(&found, 0x7a, 2, "SSVID_DEVICE_ID");
}

TEST(the_root_registers_of_error_reporting_are_there_on_a_root_port)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x128, 4, "ERR_HEADER_LOG+c");
	assert_no_registers(&found, 0x129, 0xfff);
	put16(&builder, 0x42, 0x0042);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x12c, 4, "ERR_ROOT_COMMAND");
	assert_register(&found, 0x134, 4, "ERR_ROOT_ERR_SRC");
	assert_no_registers(&found, 0x135, 0xfff);
}

TEST(the_prefix_log_is_there_where_end_to_end_prefixes_are)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x01);
	put32(&builder, 0x64, 0x00200000);
	found = find(&builder, NEWEST);
	assert_no_register(&found, 0x12c);
	assert_register(&found, 0x138, 4, "ERR_PREFIX_LOG");
	assert_register(&found, 0x144, 4, "ERR_PREFIX_LOG+c");
}

TEST(the_first_version_of_pci_express_has_no_flag_of_prefixes)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	struct found found;

	add_express(&builder, 0x40, 0x0001);
	add_extended(&builder, 0x100, 0x01);
	put32(&builder, 0x64, 0x00200000);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x128, 4, "ERR_HEADER_LOG+c");
	assert_no_registers(&found, 0x129, 0xfff);
}

TEST(a_standard_capability_does_not_go_on_in_extended_space)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0xfc, 0x0d);
	found = find(&builder, NEWEST);
	assert_register(&found, 0xfd, 1, "CAP_SSVID+1");
	assert_no_registers(&found, 0xfe, 0xfff);
}

TEST(no_register_is_past_the_end)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	put16(&builder, 0x42, 0x0042);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xfd4, 0x01);
	found = find(&builder, NEWEST);
	assert_int_equal(found.map->state, MAP_BUILT);
	assert_register(&found, 0xffc, 4, "ERR_HEADER_LOG+c");
	assert_no_registers(&found, 0x1000, 0x1040);
}

TEST(a_register_whose_first_byte_another_has_is_left_out)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0x44, 0x03);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "PM_PMC");
	assert_register(&found, 0x44, 1, "CAP_VPD");
	assert_register(&found, 0x46, 2, "VPD_ADDR");
	assert_register(&found, 0x48, 4, "VPD_DATA");
	assert_null(registers_at(found.registers, 0x47));
}

TEST(the_opregion_takes_the_place_of_a_capability)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, 0x0300);
	add_standard(&builder, 0xf8, 0x03);
	put32(&builder, 0xfc, 0x12345678);
	found = find(&builder, NEWEST);
	assert_int_equal(owner_at(found.map, 0xfc)->kind, KIND_VIRTUAL);
	assert_register(&found, 0xfa, 2, "VPD_ADDR");
	assert_register(&found, 0xfc, 4, "ASLS");
	assert_no_registers(&found, 0xfd, 0xff);
}

TEST(a_capability_all_under_the_opregion_has_no_register)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, 0x0300);
	add_standard(&builder, 0xfc, 0x13);
	found = find(&builder, NEWEST);
	assert_int_equal(owner_at(found.map, 0xfc)->kind, KIND_VIRTUAL);
	assert_no_registers(&found, 0xc8, 0xfb);
	assert_register(&found, 0xfc, 4, "ASLS");
}

/* EXP at 40, taken for shorter than it is, and a placeholder at 100. */
static struct space_builder short_device(void)
{
	struct space_builder builder = builder_start_express();

	put16(&builder, 0x42, 0x0142);
	add_extended(&builder, 0x100, 0x1e);
	return builder;
}

/* The registers of a device where the kernel holds another value at some bytes. */
static struct found find_held(const struct space_builder *builder, unsigned int first,
			      unsigned int last, unsigned int value)
{
	static uint8_t values[SPACE_SIZE_EXTENDED];
	static struct registers registers;
	static struct map map;

	map = *build(builder, "6.1");
	memcpy(values, map.value, sizeof(values));
	memset(values + first, (int)value, last - first + 1);
	map_take_kernel(&map, values);
	registers_find(&map, &builder->space, &registers);
	return (struct found) { &map, &registers };
}

TEST(a_register_whose_bytes_the_kernel_gives_to_another_does_not_exist)
{
	struct space_builder builder = short_device();
	struct found found = find(&builder, "6.1");

	assert_register(&found, 0x72, 2, "EXP_LNKSTA2");
	found = find_held(&builder, 0x73, 0x73, 0x01);
	assert_no_register(&found, 0x72);
	assert_register(&found, 0x74, 4, "EXP_SLTCAP2");
}

TEST(a_placeholder_that_the_kernel_does_not_have_is_hidden)
{
	struct space_builder builder = short_device();
	struct found found = find(&builder, "6.1");

	assert_false(assert_register(&found, 0x100, 4, "ECAP_L1PM")->hidden);
	found = find_held(&builder, 0x100, 0x103, MAP_RAW);
	assert_true(assert_register(&found, 0x100, 4, "ECAP_L1PM")->hidden);
}

TEST(a_register_at_an_odd_place_is_left_out)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x41, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x41, 1, "CAP_PM");
	assert_register(&found, 0x42, 1, "CAP_PM+1");
	assert_no_registers(&found, 0x43, 0x46);
	assert_register(&found, 0x47, 1, "PM_PPB_EXTENSIONS");
}

/* Hidden capabilities */
TEST(a_hidden_capability_has_its_registers_and_they_are_hidden)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0x80, 0x0d);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x1e);
	found = find(&builder, NEWEST);
	assert_true(assert_register(&found, 0x80, 1, "CAP_SSVID")->hidden);
	assert_true(assert_register(&found, 0x84, 2, "SSVID_VENDOR_ID")->hidden);
	assert_false(assert_register(&found, 0x104, 4, "DSN_LOW")->hidden);
	assert_true(assert_register(&found, 0x200, 4, "ECAP_L1PM")->hidden);
	assert_true(assert_register(&found, 0x20c, 4, "L1SS_CTL2")->hidden);
}

TEST(of_a_placeholder_the_dword_is_shown_and_the_rest_hidden)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x1e);
	found = find(&builder, NEWEST);
	assert_false(assert_register(&found, 0x100, 4, "ECAP_L1PM")->hidden);
	assert_true(assert_register(&found, 0x104, 4, "L1SS_CAP")->hidden);
}

TEST(a_placeholder_of_an_unknown_id_has_its_dword)
{
	struct space_builder builder = builder_start_express();
	const struct device_register *entry;
	struct found found;

	add_extended(&builder, 0x100, 0x0123);
	add_extended(&builder, 0x200, 0x0124);
	found = find(&builder, NEWEST);
	entry = assert_register(&found, 0x100, 4, "ECAP0123");
	assert_int_equal(entry->id, 0x0123);
	assert_string_equal(entry->type->fields[2].name, "NEXT");
	assert_no_registers(&found, 0x101, 0xfff);
}

TEST(in_the_view_of_a_user_nothing_is_hidden)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	builder.space.view = VIEW_USER;
	add_extended(&builder, 0x100, 0x00);
	put16(&builder, 0x102, 0x2000);
	put32(&builder, 0x200, 0x00010003);
	add_standard(&builder, 0x80, 0x0d);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x80, 0xff);
	assert_register(&found, 0x100, 4, "ECAP0000");
	assert_no_registers(&found, 0x101, 0x1ff);
	assert_register(&found, 0x204, 4, "DSN_LOW");
}

/* Searches */
TEST(a_register_is_found_at_its_first_byte_and_around_each)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found = find(&builder, NEWEST);
	const struct device_register *bar = registers_at(found.registers, 0x10);

	for (unsigned int offset = 0x10; offset < 0x14; offset++)
		assert_ptr_equal(registers_around(found.registers, offset), bar);
	assert_ptr_not_equal(registers_around(found.registers, 0x0f), bar);
	assert_ptr_not_equal(registers_around(found.registers, 0x14), bar);
	assert_null(registers_at(found.registers, 0x11));
	assert_null(registers_around(found.registers, 0x36));
	assert_null(registers_around(found.registers, 0xff));
	assert_null(registers_at(found.registers, 0x40));
	assert_null(registers_at(found.registers, 0xffff));
}

TEST(around_a_byte_the_one_in_front_that_reaches_it_is_found)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	/* CAP_VNDR of one byte lies inside BASE_ADDRESS_3 */
	add_standard(&builder, 0x1d, 0x09);
	put8(&builder, 0x1f, 1);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x1d, 1, "CAP_VNDR");
	assert_int_equal(registers_around(found.registers, 0x1d)->offset, 0x1d);
	assert_int_equal(registers_around(found.registers, 0x1e)->offset, 0x1c);
}

TEST(a_device_without_a_map_has_no_register)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0x83, CAP_ID_MSI);
	found = find(&builder, NEWEST);
	assert_int_equal(found.map->state, MAP_INIT_FAILS);
	assert_int_equal(found.registers->count, 0);
	builder.space.read = 0x40;
	found = find(&builder, NEWEST);
	assert_int_equal(found.registers->count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_type_decides_which_registers_the_header_has),
		cmocka_unit_test(an_unknown_header_type_has_the_registers_of_type_0),
		cmocka_unit_test(a_cardbus_header_continues_after_3f_if_the_bytes_are_free),
		cmocka_unit_test(a_cardbus_header_ends_where_a_hidden_capability_starts),
		cmocka_unit_test(a_capability_in_the_header_takes_the_place_of_its_registers),
		cmocka_unit_test(the_flags_of_msi_decide_where_its_registers_are),
		cmocka_unit_test(the_version_and_type_of_pci_express_decide_which_registers_it_has),
		cmocka_unit_test(every_version_of_pci_express_but_1_has_the_second_registers),
		cmocka_unit_test(an_event_collector_has_root_registers_and_no_link),
		cmocka_unit_test(each_of_two_pci_express_capabilities_goes_by_its_own_flags),
		cmocka_unit_test(sata_has_index_and_data_if_they_are_in_the_capability),
		cmocka_unit_test(a_vendor_capability_has_nothing_but_its_header),
		cmocka_unit_test(registers_past_the_length_that_the_kernel_assumes_exist_while_they_are_raw),
		cmocka_unit_test(a_capability_ends_where_a_hidden_one_starts),
		cmocka_unit_test(the_root_registers_of_error_reporting_are_there_on_a_root_port),
		cmocka_unit_test(the_prefix_log_is_there_where_end_to_end_prefixes_are),
		cmocka_unit_test(the_first_version_of_pci_express_has_no_flag_of_prefixes),
		cmocka_unit_test(a_standard_capability_does_not_go_on_in_extended_space),
		cmocka_unit_test(no_register_is_past_the_end),
		cmocka_unit_test(a_register_whose_first_byte_another_has_is_left_out),
		cmocka_unit_test(the_opregion_takes_the_place_of_a_capability),
		cmocka_unit_test(a_capability_all_under_the_opregion_has_no_register),
		cmocka_unit_test(a_register_whose_bytes_the_kernel_gives_to_another_does_not_exist),
		cmocka_unit_test(a_placeholder_that_the_kernel_does_not_have_is_hidden),
		cmocka_unit_test(a_register_at_an_odd_place_is_left_out),
		cmocka_unit_test(a_hidden_capability_has_its_registers_and_they_are_hidden),
		cmocka_unit_test(of_a_placeholder_the_dword_is_shown_and_the_rest_hidden),
		cmocka_unit_test(a_placeholder_of_an_unknown_id_has_its_dword),
		cmocka_unit_test(in_the_view_of_a_user_nothing_is_hidden),
		cmocka_unit_test(a_register_is_found_at_its_first_byte_and_around_each),
		cmocka_unit_test(around_a_byte_the_one_in_front_that_reaches_it_is_found),
		cmocka_unit_test(a_device_without_a_map_has_no_register),
	};

	return cmocka_run_group_tests_name("registers", tests, NULL, NULL);
}
