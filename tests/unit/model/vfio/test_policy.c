// SPDX-License-Identifier: GPL-2.0-or-later
/* How each place is judged: which table, which offset, what wider accesses do, and effects. */
#include "policy_expect.h"

#include "base/macros.h"

/* Where the kernel counts from */
TEST(raw_bytes_go_straight_to_the_hardware_in_both_directions)
{
	struct space_builder builder = builder_start_express();
	struct judged judged = judge(&builder, NEWEST);

	assert_bytes(&judged, 0x74, 0xfff, 0, 0xff, 0);
	assert_undefined(&judged, 1, 0);
}

TEST(the_header_is_judged_by_its_own_table)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged = judge(&builder, NEWEST);

	assert_bits(&judged, 0x00, 4, 0xffffffff, 0, 0);
	assert_bits(&judged, 0x04, 2, 0x0400, 0xffff, 0x0400);
	assert_bits(&judged, 0x06, 2, 0x0010, 0, 0);
	assert_bits(&judged, 0x08, 4, 0, 0, 0);
	assert_bits(&judged, 0x0c, 4, 0, 0xff00ffff, 0);
	assert_bits(&judged, 0x30, 4, 0xffffffff, 0xffffffff, 0xffffffff);
	assert_bits(&judged, 0x34, 4, 0x000000ff, 0, 0);
	assert_bits(&judged, 0x3c, 4, 0x0000ffff, 0x000000ff, 0x000000ff);
	for (unsigned int offset = 0; offset < 0x40; offset++)
		assert_int_equal(judged.policy->place[offset].offset, offset);
}

TEST(link_status_2_is_raw_where_the_kernel_takes_pci_express_for_50_bytes)
{
	struct space_builder builder = builder_start_express();
	struct judged judged = judge(&builder, "6.1.192");

	assert_bits(&judged, 0x71, 1, 0, 0, 0);
	assert_bytes(&judged, 0x72, 0x73, 0, 0xff, 0);
	judged = judge(&builder, "6.1.192,+exp-v2-52");
	assert_bytes(&judged, 0x72, 0x73, 0, 0, 0);
}

TEST(link_control_and_all_other_registers_of_pci_express_are_read_only)
{
	struct space_builder builder = builder_start_express();
	struct judged judged = judge(&builder, NEWEST);

	assert_bits(&judged, 0x40, 2, 0xff00, 0, 0);
	assert_bits(&judged, 0x48, 2, 0xf0e0, 0xfdff, 0xf0e0);
	assert_bytes(&judged, 0x4a, 0x67, 0, 0, 0);
	assert_bits(&judged, 0x68, 2, 0, 0xffdf, 0);
	assert_bytes(&judged, 0x6a, 0x73, 0, 0, 0);
}

TEST(of_a_capability_without_a_table_only_the_next_pointer_is_virtual)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x11);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x50, 2, 0xff00, 0, 0);
	assert_bytes(&judged, 0x52, 0x5b, 0, 0, 0);
	assert_bits(&judged, 0x5c, 1, 0, 0xff, 0);
}

TEST(writes_of_a_vendor_capability_reach_the_hardware_header_and_all)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_standard(&builder, 0x80, 0x09);
	put8(&builder, 0x82, 6);
	add_extended(&builder, 0x100, 0x0b);
	put32(&builder, 0x104, 0x00c00000);
	judged = judge(&builder, "5.10.223");
	assert_bits(&judged, 0x80, 2, 0xff00, 0xffff, 0);
	assert_bytes(&judged, 0x82, 0x85, 0, 0xff, 0);
	assert_bits(&judged, 0x100, 4, 0xffffffff, 0xffffffff, 0);
	assert_bytes(&judged, 0x104, 0x10b, 0, 0xff, 0);
}

TEST(of_an_extended_capability_without_a_table_the_header_is_virtual)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_extended(&builder, 0x100, 0x03);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
	assert_bytes(&judged, 0x104, 0x10b, 0, 0, 0);
}

TEST(the_root_registers_after_aer_are_raw)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_extended(&builder, 0x100, 0x01);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x104, 4, 0, 0x03fff031, 0);
	assert_bytes(&judged, 0x11c, 0x12b, 0, 0, 0);
	assert_bytes(&judged, 0x12c, 0x137, 0, 0xff, 0);
}

TEST(neighbours_of_one_id_are_judged_as_one_and_undefined_past_the_table)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x58, 0x01);
	judged = judge(&builder, NEWEST);
	assert_undefined(&judged, 0x58, 0x5f);
	assert_int_equal(judged.policy->place[0x5c].offset, 0x0c);
	assert_effects(&judged, 0x40, 0xff, "54.2 3 power-state");
}

TEST(a_second_capability_without_a_table_next_to_its_like_shows_the_hardwares_pointer)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x11);
	add_standard(&builder, 0x5c, 0x11);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x51, 1, 0xff, 0, 0);
	assert_bits(&judged, 0x5d, 1, 0, 0, 0);
	assert_undefined(&judged, 1, 0);
}

TEST(the_bytes_after_a_cut_count_from_their_own_first_byte)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_express(&builder, 0x40, 0x0002);
	add_standard(&builder, 0x50, 0x13);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x48, 2, 0xf0e0, 0xfdff, 0xf0e0);
	assert_int_equal(judged.policy->place[0x56].offset, 0);
	assert_bits(&judged, 0x57, 1, 0xff, 0, 0);
	assert_bits(&judged, 0x5e, 2, 0xf0e0, 0xfdff, 0xf0e0);
	assert_bits(&judged, 0x68, 2, 0, 0, 0);
	assert_effects(&judged, 0x40, 0xff,
		       "48.2 7000 read-request-size; 48.2 8000 function-reset; "
		       "54.1 1 function-reset; "
		       "5e.2 7000 read-request-size; 5e.2 8000 function-reset");
}

TEST(all_msi_capabilities_are_judged_by_the_first_ones_table)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x05);
	add_standard(&builder, 0x70, 0x05);
	put16(&builder, 0x72, 0x0180);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x78, 4, 0x0000ffff, 0x0000ffff, 0x0000ffff);
	assert_undefined(&judged, 0x7c, 0x87);
}

TEST(the_first_msi_shapes_the_table_also_where_a_later_capability_lies_over_it)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x05);
	put16(&builder, 0x52, 0x0080);
	add_standard(&builder, 0x70, 0x05);
	add_standard(&builder, 0x4c, 0x11);
	add_standard(&builder, 0x58, 0x11);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x78, 1, 0xff, 0xff, 0xff);	/* the upper address, not data */
	assert_undefined(&judged, 1, 0);
}

TEST(msi_masks_go_to_the_hardware_and_what_lies_between_is_read_only)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x05);
	put16(&builder, 0x52, 0x0180);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0x52, 2, 0x00ff, 0x00ff, 0x00ff);
	assert_bits(&judged, 0x5c, 4, 0x0000ffff, 0x0000ffff, 0x0000ffff);
	assert_bits(&judged, 0x60, 4, 0, 0xffffffff, 0);
	assert_bits(&judged, 0x64, 4, 0, 0xffffffff, 0);
	assert_bits(&judged, 0x68, 4, 0, 0xffffffff, 0);	/* raw, and no longer MSI */
}

TEST(below_40_each_byte_of_a_capability_is_its_first)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x3c, 0x01);
	judged = judge(&builder, NEWEST);
	assert_bytes(&judged, 0x3c, 0x3f, 0, 0, 0);
	assert_int_equal(judged.policy->place[0x3f].offset, 0);
	assert_bits(&judged, 0x40, 4, 0xf800ff00, 0, 0);	/* counts from 40 */
	assert_effects(&judged, 0x34, 0xff, "");
}

TEST(a_vendor_capability_over_the_bars_lets_them_be_written)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x10, 0x09);
	put8(&builder, 0x12, 8);
	judged = judge(&builder, NEWEST);
	assert_bytes(&judged, 0x10, 0x17, 0, 0xff, 0);
	assert_effects(&judged, 0x10, 0x18, "18.4 ffffffff bar-sizing");
}

TEST(a_bar_that_a_capability_covers_in_part_keeps_the_effect_of_the_rest)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x2d, 0x13);
	judged = judge(&builder, NEWEST);
	assert_effects(&judged, 0x30, 0x33, "30.4 ff000000 bar-sizing");
}

/* From 100 on */
TEST(a_standard_capability_that_crosses_100_is_judged_as_an_extended_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	struct judged judged;

	add_standard(&builder, 0xfe, 0x01);
	judged = judge(&builder, NEWEST);
	assert_bits(&judged, 0xff, 1, 0xff, 0, 0);
	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
	assert_bytes(&judged, 0x104, 0x104, 0, 0x31, 0);	/* as AER */
	assert_bytes(&judged, 0x105, 0x105, 0, 0xf0, 0);
	assert_effects(&judged, 0x40, 0xfff, "");
}

/* A device whose first extended capability is hidden. */
static struct judged first_hidden(unsigned int id, const char *release)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, id);
	add_extended(&builder, 0x140, 0x01);
	return judge(&builder, release);
}

TEST(a_placeholder_is_virtual_and_read_only)
{
	struct judged judged = first_hidden(0x001b, "6.1.192");

	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
	assert_bits(&judged, 0x104, 4, 0, 0xffffffff, 0);
}

TEST(a_placeholder_whose_id_ends_in_00_is_read_from_the_hardware)
{
	struct judged judged = first_hidden(0x0100, NEWEST);

	assert_bits(&judged, 0x100, 4, 0, 0, 0);
	judged = first_hidden(0x0000, NEWEST);
	assert_bits(&judged, 0x100, 4, 0, 0, 0);
}

TEST(a_placeholder_whose_id_ends_in_0b_is_written_to_the_hardware)
{
	struct judged judged = first_hidden(0x010b, "5.10.223");

	assert_bits(&judged, 0x100, 4, 0xffffffff, 0xffffffff, 0);
}

TEST(a_placeholder_whose_id_ends_in_23_is_written_with_the_switch_dvsec)
{
	struct judged judged = first_hidden(0x0123, "6.1.192");

	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
	judged = first_hidden(0x0123, "6.12.94");
	assert_bits(&judged, 0x100, 4, 0xffffffff, 0xffffffff, 0);
}

TEST(a_placeholder_whose_id_ends_in_fe_or_ff_is_virtual_or_raw)
{
	struct judged judged = first_hidden(0x01fe, NEWEST);

	assert_bits(&judged, 0x100, 4, 0xffffffff, 0xffffffff, 0xffffffff);
	judged = first_hidden(0x01ff, NEWEST);
	assert_bits(&judged, 0x100, 4, 0, 0xffffffff, 0);
}

TEST(a_placeholder_of_an_unknown_value_is_undefined_before_ecap_unknown_ro)
{
	struct judged judged = first_hidden(0x0040, "5.10.223");

	assert_undefined(&judged, 0x100, 0x103);
	judged = first_hidden(0x0040, "5.10.262");
	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
	judged = first_hidden(0x0027, "5.10.223");	/* the first that 5.10 does not know */
	assert_undefined(&judged, 0x100, 0x103);
	judged = first_hidden(0x0026, "5.10.223");
	assert_undefined(&judged, 1, 0);
}

TEST(the_value_and_not_the_id_decides_what_is_unknown)
{
	struct judged judged = first_hidden(0x1005, "5.10.223");

	assert_bits(&judged, 0x100, 4, 0xffffffff, 0, 0);
}

TEST(a_capability_after_a_placeholder_of_its_value_has_no_virtual_header)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_extended(&builder, 0x100, 0x0103);
	add_extended(&builder, 0x104, 0x0003);
	judged = judge(&builder, NEWEST);
	assert_int_equal(judged.policy->place[0x104].offset, 4);
	assert_bits(&judged, 0x104, 4, 0, 0, 0);
}

TEST(the_opregion_pointer_never_leaves_the_virtual_copy)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct judged judged;

	add_standard(&builder, 0xf8, 0x01);
	facts.opregion_known = facts.opregion = true;
	judged = judge_with(&builder, NEWEST, &facts);
	assert_bits(&judged, 0xf8, 4, 0xf800ff00, 0, 0);
	assert_bits(&judged, 0xfc, 4, 0xffffffff, 0xffffffff, 0xffffffff);
	assert_effects(&judged, 0x40, 0xff, "");
}

/* Chunks */
TEST(an_access_is_cut_where_the_map_changes_and_at_each_dword)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x50, 0x13);	/* six bytes */
	map = build(&builder, NEWEST);
	assert_int_equal(policy_chunk(map, 0x50, 8), 4);
	assert_int_equal(policy_chunk(map, 0x54, 8), 2);
	assert_int_equal(policy_chunk(map, 0x56, 8), 2);
	assert_int_equal(policy_chunk(map, 0x40, 3), 2);
	assert_int_equal(policy_chunk(map, 0x41, 3), 1);
	assert_int_equal(policy_chunk(map, 0x42, 8), 2);
	assert_int_equal(policy_chunk(map, 0x3e, 4), 2);
	assert_int_equal(policy_chunk(map, 0xfe, 4), 2);
	assert_int_equal(policy_chunk(map, 0xff, 4), 1);
}

TEST(a_wider_read_takes_the_id_of_a_capability_without_a_table_from_the_virtual_copy)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x11);
	judged = judge(&builder, NEWEST);
	assert_access(&judged, 0x50, 1, 0, 0, 0);
	assert_access(&judged, 0x50, 2, 0xffff, 0, 0);
	assert_access(&judged, 0x50, 4, 0x0000ffff, 0, 0);
	assert_access(&judged, 0x51, 1, 0xff, 0, 0);
	assert_access(&judged, 0x52, 2, 0, 0, 0);
}

TEST(a_read_that_starts_in_an_extended_header_is_wholly_virtual)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x110, 0x01);
	judged = judge(&builder, NEWEST);
	assert_access(&judged, 0x100, 4, 0xffffffff, 0, 0);
	assert_access(&judged, 0x102, 2, 0xffff, 0, 0);
	assert_access(&judged, 0x104, 4, 0, 0, 0);
	assert_access(&judged, 0x110, 4, 0xffffffff, 0, 0);
}

TEST(below_40_a_word_has_the_mask_of_the_tables_first_word)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x38, 0x03);
	judged = judge(&builder, NEWEST);
	assert_access(&judged, 0x38, 1, 0, 0, 0);
	assert_access(&judged, 0x3c, 2, 0xff00, 0, 0);
	assert_access(&judged, 0x3c, 4, 0xffffff00, 0xffff0000, 0xffff0000);
}

TEST(below_40_a_capability_without_a_table_is_the_hardwares_in_any_width)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x30, 0x11);
	judged = judge(&builder, NEWEST);
	for (unsigned int width = 1; width <= 4; width *= 2)
		assert_access(&judged, 0x30, width, 0, 0, 0);
}

TEST(an_access_that_reaches_past_its_table_is_undefined)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x52, 0x01);	/* two neighbours at an even place */
	add_standard(&builder, 0x5a, 0x01);
	judged = judge(&builder, NEWEST);
	assert_false(policy_access(judged.policy, 0x58, 2).undefined);
	assert_true(policy_access(judged.policy, 0x58, 4).undefined);
	assert_int_equal(policy_access(judged.policy, 0x58, 4).write, 0);
	assert_undefined(&judged, 0x5a, 0x61);
}

TEST(a_register_with_an_undefined_byte_says_so)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x52, 0x01);
	add_standard(&builder, 0x5a, 0x01);
	judged = judge(&builder, NEWEST);
	assert_false(policy_bytes(judged.policy, 0x58, 2).undefined);
	assert_true(policy_bytes(judged.policy, 0x58, 4).undefined);
	assert_true(policy_bytes(judged.policy, 0x60, 4).undefined);
	assert_false(policy_bytes(judged.policy, 0xff, 4).undefined);	/* ends with the space */
}

/* Effects */
TEST(a_device_has_the_effects_of_its_header_and_capabilities_in_ascending_order)
{
	struct space_builder builder = builder_start_express();
	struct judged judged;

	add_standard(&builder, 0x80, 0x01);
	add_standard(&builder, 0x88, 0x03);
	add_standard(&builder, 0x90, 0x05);
	add_standard(&builder, 0xa0, 0x13);
	judged = judge(&builder, NEWEST);
	assert_effects(&judged, 0, 0xfff,
		       "4.2 1 io-enable; 4.2 2 memory-enable; 4.2 400 intx-mask; "
		       "10.4 ffffffff bar-sizing; 14.4 ffffffff bar-sizing; "
		       "18.4 ffffffff bar-sizing; 1c.4 ffffffff bar-sizing; "
		       "20.4 ffffffff bar-sizing; 24.4 ffffffff bar-sizing; "
		       "30.4 ffffffff bar-sizing; "
		       "48.2 7000 read-request-size; 48.2 8000 function-reset; "
		       "84.2 3 power-state; 8a.2 ff00 vpd-transfer; 92.2 ffff msi-control; "
		       "a4.1 1 function-reset");
}

TEST(an_effect_needs_the_bytes_that_cause_it)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x54, 0x13);	/* over PM_CTRL */
	judged = judge(&builder, NEWEST);
	assert_effects(&judged, 0x40, 0xff, "58.1 1 function-reset");
}

TEST(a_space_full_of_effects_has_room)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged judged;

	/* what is small and has an effect, side by side */
	for (unsigned int offset = 0x40, i = 0; offset + 6 <= 0x100; offset += i % 2 ? 8 : 6, i++)
		add_standard(&builder, offset, i % 2 ? 0x01 : 0x13);
	judged = judge(&builder, NEWEST);
	assert_int_equal(judged.policy->effects, 10 + 27);
	assert_true(POLICY_EFFECTS >= 10 + 0xc0 / 3);	/* none takes less than 3 bytes */
}

TEST(each_effect_has_a_name_of_its_own)
{
	for (int one = 0; one < EFFECTS; one++) {
		assert_non_null(effect_name((enum effect)one));
		for (int other = 0; other < one; other++)
			assert_string_not_equal(effect_name((enum effect)one),
						effect_name((enum effect)other));
	}
}

/* What the kernel says itself */
TEST(a_table_of_msi_that_the_kernel_holds_takes_the_place_of_the_predicted_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct rules rules = rules_of(NEWEST);
	static struct permissions permissions;
	static struct policy policy;
	struct permission msi;

	add_standard(&builder, 0x50, 0x05);
	permissions_predict(&rules, &permissions);
	permission_msi(0, &msi);
	msi.write[4] = 0x0f;
	policy_build(build(&builder, NEWEST), &builder.space, &permissions, &msi, &policy);
	assert_int_equal(policy.write[0x54], 0x0f);
	assert_int_equal(policy.write[0x55], 0xff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_bytes_go_straight_to_the_hardware_in_both_directions),
		cmocka_unit_test(the_header_is_judged_by_its_own_table),
		cmocka_unit_test(link_status_2_is_raw_where_the_kernel_takes_pci_express_for_50_bytes),
		cmocka_unit_test(link_control_and_all_other_registers_of_pci_express_are_read_only),
		cmocka_unit_test(of_a_capability_without_a_table_only_the_next_pointer_is_virtual),
		cmocka_unit_test(writes_of_a_vendor_capability_reach_the_hardware_header_and_all),
		cmocka_unit_test(of_an_extended_capability_without_a_table_the_header_is_virtual),
		cmocka_unit_test(the_root_registers_after_aer_are_raw),
		cmocka_unit_test(neighbours_of_one_id_are_judged_as_one_and_undefined_past_the_table),
		cmocka_unit_test(a_second_capability_without_a_table_next_to_its_like_shows_the_hardwares_pointer),
		cmocka_unit_test(the_bytes_after_a_cut_count_from_their_own_first_byte),
		cmocka_unit_test(all_msi_capabilities_are_judged_by_the_first_ones_table),
		cmocka_unit_test(the_first_msi_shapes_the_table_also_where_a_later_capability_lies_over_it),
		cmocka_unit_test(msi_masks_go_to_the_hardware_and_what_lies_between_is_read_only),
		cmocka_unit_test(below_40_each_byte_of_a_capability_is_its_first),
		cmocka_unit_test(a_vendor_capability_over_the_bars_lets_them_be_written),
		cmocka_unit_test(a_bar_that_a_capability_covers_in_part_keeps_the_effect_of_the_rest),
		cmocka_unit_test(a_standard_capability_that_crosses_100_is_judged_as_an_extended_one),
		cmocka_unit_test(a_placeholder_is_virtual_and_read_only),
		cmocka_unit_test(a_placeholder_whose_id_ends_in_00_is_read_from_the_hardware),
		cmocka_unit_test(a_placeholder_whose_id_ends_in_0b_is_written_to_the_hardware),
		cmocka_unit_test(a_placeholder_whose_id_ends_in_23_is_written_with_the_switch_dvsec),
		cmocka_unit_test(a_placeholder_whose_id_ends_in_fe_or_ff_is_virtual_or_raw),
		cmocka_unit_test(a_placeholder_of_an_unknown_value_is_undefined_before_ecap_unknown_ro),
		cmocka_unit_test(the_value_and_not_the_id_decides_what_is_unknown),
		cmocka_unit_test(a_capability_after_a_placeholder_of_its_value_has_no_virtual_header),
		cmocka_unit_test(the_opregion_pointer_never_leaves_the_virtual_copy),
		cmocka_unit_test(an_access_is_cut_where_the_map_changes_and_at_each_dword),
		cmocka_unit_test(a_wider_read_takes_the_id_of_a_capability_without_a_table_from_the_virtual_copy),
		cmocka_unit_test(a_read_that_starts_in_an_extended_header_is_wholly_virtual),
		cmocka_unit_test(below_40_a_word_has_the_mask_of_the_tables_first_word),
		cmocka_unit_test(below_40_a_capability_without_a_table_is_the_hardwares_in_any_width),
		cmocka_unit_test(an_access_that_reaches_past_its_table_is_undefined),
		cmocka_unit_test(a_register_with_an_undefined_byte_says_so),
		cmocka_unit_test(a_device_has_the_effects_of_its_header_and_capabilities_in_ascending_order),
		cmocka_unit_test(an_effect_needs_the_bytes_that_cause_it),
		cmocka_unit_test(a_space_full_of_effects_has_room),
		cmocka_unit_test(each_effect_has_a_name_of_its_own),
		cmocka_unit_test(a_table_of_msi_that_the_kernel_holds_takes_the_place_of_the_predicted_one),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
