// SPDX-License-Identifier: GPL-2.0-or-later
/* Each kind of rule, kept and broken, and what is said of one that is broken. */
#include "check_expect.h"

#include "base/macros.h"
#include "model/policyfile/check_parts.h"

/* PM at 80, MSI at 90, two vendor capabilities, EA (hidden); PASID (a placeholder), AER, DSN. */
static struct space_builder rich_device(void)
{
	struct space_builder builder = builder_start_express();

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x02, 0x10d3);
	put8(&builder, 0x08, 0x02);
	put8(&builder, 0x0b, 0x02);
	put16(&builder, 0x2c, 0x1af4);
	put16(&builder, 0x2e, 0x1100);
	add_standard(&builder, 0x80, 0x01);
	add_standard(&builder, 0x90, 0x05);
	add_standard(&builder, 0xa0, 0x09);
	put8(&builder, 0xa2, 8);
	add_standard(&builder, 0xb0, 0x09);
	put8(&builder, 0xb2, 8);
	add_standard(&builder, 0xc0, 0x14);
	add_extended(&builder, 0x100, 0x1b);
	add_extended(&builder, 0x140, 0x01);
	add_extended(&builder, 0x180, 0x03);
	add_extended(&builder, 0x1a0, 0x23);
	put32(&builder, 0x1a4, 0x01000000);
	return builder;
}

static struct subject *rich(const char *release)
{
	struct space_builder builder = rich_device();

	return subject_of(&builder, release);
}

TEST(size_is_that_of_configuration_space)
{
	assert_outcomes(rich(NEWEST), "size 1000\nsize 100", "+-");
	assert_broken(rich(NEWEST), "size 100", "100", "1000",
		      "configuration space has 1000 bytes, not 100 (hexadecimal)");
}

TEST(every_byte_of_a_range_has_the_kind_or_belongs_to_the_capability)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"map 00-3f header\nmap 80-87 CAP_PM\nmap CAP_PM+0-7 capability\n"
			"map 88-8f raw\nmap 100-103 placeholder\nmap 140-16b ECAP_AER\n"
			"map b0-b7 CAP_VNDR@1\nmap gaps raw\nmap CAP_PM CAP_PM",
			"+++++++++");
	assert_outcomes(subject,
			"map 00-40 header\nmap 80-88 CAP_PM\nmap 7f-87 CAP_PM\n"
			"map b0-b7 CAP_VNDR\nmap 100-103 ECAP_PASID\nmap 140-16b CAP_PM\n"
			"map gaps virtual\nmap 140-16c extended", "--------");
	assert_broken(subject, "map 7e-89 CAP_PM", "CAP_PM", "raw at 07e-07f, 088-089",
		      "07e-07f, 088-089 belongs to raw, and not to CAP_PM");
	assert_broken(subject, "map 100-104 raw", "raw", "placeholder of ECAP_PASID at 100-103",
		      "100-103 belongs to placeholder of ECAP_PASID, and not to raw");
}

TEST(map_of_a_capability_alone_wants_it_in_the_map)
{
	assert_outcomes(rich(NEWEST), "map CAP_PM\nmap ECAP_DVSEC\nmap CAP_EA\nmap ECAP_PASID",
			"++--");
	assert_broken(rich(NEWEST), "map CAP_EA", "mapped", "not mapped: not-virtualized",
		      "CAP_EA at c0 has no byte in the map: not-virtualized");
	assert_broken(rich(NEWEST), "map CAP_VNDR@2", "a device with it", "absent",
		      "the device has no CAP_VNDR@2: the chain has 2");
}

TEST(visible_is_what_a_user_finds_in_the_chain_and_hidden_what_vfio_took_out)
{
	struct subject *subject = rich("6.1.176");

	assert_outcomes(subject,
			"visible CAP_PM\nvisible CAP_VNDR@1\nvisible ECAP_AER\nhidden CAP_EA\n"
			"hidden ECAP_PASID\nhidden ECAP_DVSEC", "++++++");
	assert_outcomes(subject, "hidden CAP_PM\nvisible CAP_EA\nvisible ECAP_PASID", "---");
	assert_outcomes(rich("6.4"), "hidden ECAP_DVSEC\nvisible ECAP_DVSEC", "-+");
	subject = rich("6.1.176");
	assert_broken(subject, "visible ECAP_DVSEC", "visible", "hidden: not-virtualized",
		      "a user does not find ECAP_DVSEC in the chain: hidden: not-virtualized");
	assert_broken(subject, "hidden CAP_PM", "hidden", "visible",
		      "a user finds CAP_PM in the chain, and should not");
}

TEST(absent_is_what_no_user_finds_whether_the_device_has_it_or_not)
{
	assert_outcomes(rich(NEWEST),
			"absent ECAP_SRIOV\nabsent CAP_EA\nabsent CAP_VNDR@2\nabsent CAP_VNDR\n"
			"absent CAP_VNDR@1", "+++--");
}

TEST(a_capability_that_reappears_after_neighbours_of_one_id_is_visible)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	/* two AF, one behind the other: the second's next pointer comes from the hardware */
	add_standard(&builder, 0x40, 0x13);
	add_standard(&builder, 0x46, 0x13);
	add_standard(&builder, 0x60, 0x14);
	assert_outcomes(subject_of(&builder, NEWEST), "visible CAP_EA\nhidden CAP_EA", "+-");
}

TEST(bits_are_compared_by_the_masks_that_are_given)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"bits COMMAND.w read_virtual=0400 write=ffff write_virtual=0400\n"
			"bits COMMAND.w write=ffff\nbits EXP_DEVCTL.w write=fdff\n"
			"bits COMMAND.w write=fffe\nbits COMMAND.w read_virtual=0401\n"
			"bits COMMAND.w write_virtual=0000 write=ffff", "+++---");
	assert_broken(subject, "bits COMMAND.w write=fffe", "write=fffe", "write=ffff",
		      "COMMAND (004.w): mask 0001 can be written by a user, who should not be able to");
	assert_broken(subject, "bits CAP_PM+0.b write=01", "write=01", "write=00",
		      "CAP_PM (080.b): mask 01 cannot be written by a user, who should be able to");
	assert_broken(subject, "bits COMMAND.w read_virtual=0c00", "read_virtual=0c00",
		      "read_virtual=0400",
		      "COMMAND (004.w): mask 0800 is read from the hardware, and should come from the virtual copy");
	assert_broken(subject, "bits CAP_PM+2-3 read_virtual=00", "read_virtual=00",
		      "read_virtual=f8",
		      "byte 083: mask f8 is read from the virtual copy, and should come from the hardware");
}

TEST(bits_of_a_range_are_those_of_each_of_its_bytes)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"bits gaps read_virtual=00 write=ff write_virtual=00\nbits 88-8f write=ff\n"
			"bits CAP_VNDR+2-7@1 write=ff\nbits 7f-88 write=ff", "+++-");
}

TEST(undefined_bits_keep_no_rule)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	/* the second of two neighbours is judged behind the first one's table */
	add_standard(&builder, 0x40, 0x13);
	add_standard(&builder, 0x46, 0x13);
	put16(&builder, 0x34, 0x40);
	assert_outcomes(subject_of(&builder, NEWEST),
			"bits 4a.b write=00\nbits 46-4b write=00\nbits 40.b write=00", "--+");
}

TEST(a_value_is_the_users_or_the_hardwares)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"value VENDOR_ID.w = 8086\nvalue hardware DEVICE_ID = 10d3\n"
			"value CAPABILITIES = 40\nvalue VENDOR_ID.w = 80ff:ff00\n"
			"value CAP_EXP+1.b = 80", "+++++");
	/* VFIO leaves EA out of the chain, and the hardware does not */
	assert_outcomes(subject,
			"value CAP_VNDR+1.b@1 = 00\nvalue hardware CAP_VNDR+1.b@1 = c0\n"
			"value CAP_VNDR+1.b@1 = c0", "++-");
	assert_broken(subject, "value VENDOR_ID.w = 8087", "8087", "8086",
		      "VENDOR_ID (000.w) reads 8086, not 8087");
	assert_broken(subject, "value hardware VENDOR_ID.w = 8187:ff00", "8100:ff00", "8086",
		      "VENDOR_ID (000.w) is 8086, not 8100:ff00");
}

TEST(a_value_that_is_not_known_keeps_no_rule)
{
	struct space_builder builder = rich_device();

	space_forget(&builder.space, 0x85);
	assert_not_seen(subject_of(&builder, NEWEST), "value PM_CTRL = 0000", "0000",
			"PM_CTRL (084.w) was not seen");
	builder = rich_device();
	builder.space.view = VIEW_USER;
	assert_outcomes(subject_of(&builder, NEWEST), "value hardware VENDOR_ID = 8086", "!");
}

TEST(a_user_view_that_was_read_is_believed)
{
	struct space_builder builder = rich_device();
	struct subject *subject = subject_of(&builder, NEWEST);
	struct config_space user = builder.space;

	space_set(&user, 0, 0x87);
	subject->device.user = &user;
	assert_outcomes(subject, "value VENDOR_ID = 8087\nvalue hardware VENDOR_ID = 8086", "++");
}

TEST(an_effect_is_on_exactly_these_bits)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"effect EXP_DEVCTL.w 8000 function-reset\neffect COMMAND 0400 intx-mask\n"
			"effect COMMAND 0000 function-reset\neffect COMMAND.b 02 memory-enable\n"
			"effect EXP_DEVCTL 8001 function-reset\neffect COMMAND 8000 function-reset",
			"++++--");
	assert_broken(subject, "effect COMMAND 8000 function-reset", "8000", "0000",
		      "a write of COMMAND (004.w) has no effect function-reset");
}

TEST(denied_bytes_must_not_exist)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"deny raw 00-87\ndeny raw 74-7f\ndeny raw 00-73\ndeny virtual 00-fff\n"
			"deny capability CAP_PM\ndeny extended 00-ff\ndeny placeholder 00-fff",
			"--++-+-");
	assert_outcomes(subject,
			"deny write CAP_MSI\ndeny write CAP_PM+0-3\ndeny hardware-write CAP_MSI+4-7\n"
			"deny hardware-write CAP_MSI\ndeny hardware-write EXP_DEVCTL\n"
			"deny hardware-read CAP_PM+1.b\ndeny hardware-read CAP_PM", "-++--+-");
	assert_broken(subject, "deny raw 70-8f", "no raw", "raw at 074-07f, 088-08f",
		      "bytes 074-07f, 088-08f are raw");
}

TEST(a_write_with_an_effect_on_the_device_is_a_hardware_write_and_bar_sizing_is_not)
{
	struct subject *subject = rich(NEWEST);

	/* power state is in no mask, and reaches the device all the same */
	assert_outcomes(subject,
			"bits PM_CTRL.b write=fc\ndeny hardware-write CAP_PM+4.b\n"
			"allow hardware-write CAP_PM+4.b", "++");
	assert_outcomes(subject, "deny hardware-write CAP_PM+4.b", "-");
	assert_outcomes(subject, "deny hardware-write 10-27\ndeny write 10-27", "+-");
	assert_outcomes(subject, "deny effect bar-sizing\ndeny effect bar-sizing 40-ff", "-+");
}

TEST(allow_is_a_hole_in_the_denies_of_its_kind)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject, "deny raw 70-8f\nallow raw 74-7f", "-");
	assert_outcomes(subject, "deny raw 70-8f\nallow raw 74-7f\nallow raw CAP_PM+8-f", "+");
	assert_outcomes(subject, "allow write 00-fff\ndeny raw 70-8f\ndeny write 00-fff", "-+");
	assert_outcomes(subject, "deny effect power-state\nallow effect intx-mask 00-fff", "-");
	assert_outcomes(subject, "deny effect power-state\nallow effect power-state PM_CTRL", "+");
	/* on what the device does not have it is none, and no failure */
	assert_outcomes(subject, "deny raw 70-8f\nallow raw ECAP_SRIOV\nallow raw CAP_EA", "-");
}

TEST(hidden_capabilities_are_written_where_they_are_known)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject, "deny hidden-write\ndeny hidden-write 00-3f", "-+");
	assert_broken(subject, "deny hidden-write", "no hidden-write",
		      "hidden-write at 0c0-0c3, 104-107",
		      "bytes 0c0-0c3, 104-107 belong to hidden capabilities, and a user can write them (hidden-write)");
}

TEST(where_only_the_user_view_was_read_hidden_capabilities_keep_no_rule)
{
	struct space_builder builder = rich_device();
	struct subject *subject;

	builder.space.view = VIEW_USER;
	subject = subject_of(&builder, NEWEST);
	assert_not_seen(subject, "deny hidden-write", "no hidden-write",
			"hidden capabilities cannot be seen: only the user view could be read");
	assert_not_seen(subject, "hidden ECAP_SRIOV", "a device with it",
			"hidden capabilities cannot be seen: only the user view could be read");
	assert_broken(subject, "visible ECAP_SRIOV", "a device with it", "absent",
		      "the device has no ECAP_SRIOV in the user view, and the hardware's could not be read");
}

TEST(raw_bytes_that_are_not_00_are_found)
{
	struct space_builder builder = rich_device();

	put8(&builder, 0x74, 0);
	assert_outcomes(subject_of(&builder, NEWEST), "deny raw-nonzero 74-7f", "+");
	put8(&builder, 0x7f, 1);
	assert_outcomes(subject_of(&builder, NEWEST), "deny raw-nonzero 74-7f", "-");
}

TEST(hazards_are_denied_by_their_code)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject, "deny lint hidden-first-ecap\ndeny lint chain-loop\n"
			"deny lint hidden-first-ecap 00-ff", "-++");
	assert_outcomes(subject, "deny lint hidden-first-ecap\n"
			"allow lint hidden-first-ecap 100-103", "+");
}

TEST(a_rule_on_a_missing_capability_is_broken_unless_it_is_optional)
{
	struct subject *subject = rich(NEWEST);

	assert_outcomes(subject,
			"map ECAP_SRIOV\nvisible ECAP_SRIOV\nhidden ECAP_SRIOV\n"
			"bits ECAP_SRIOV+8.w write=0000\nvalue CAP_VNDR+2.b@5 = 00\n"
			"deny hardware-read ECAP_SRIOV\nmap 00-3f ECAP_SRIOV", "-------");
	assert_outcomes(subject,
			"optional map ECAP_SRIOV\noptional visible ECAP_SRIOV\n"
			"optional bits ECAP_SRIOV+8.w write=0000\n"
			"optional value CAP_VNDR+2.b@5 = 00\noptional deny hardware-read ECAP_SRIOV\n"
			"optional map 00-3f ECAP_SRIOV\noptional map CAP_PM\noptional hidden CAP_PM",
			"??????+-");
}

TEST(conditions_leave_rules_out_and_are_nested)
{
	static const char text[] = "if rules >= 6.4\nvisible ECAP_DVSEC\nif -pme-virtual\n"
				   "size 100\nend\nend\nif -dvsec\nhidden ECAP_DVSEC\nend\nsize 1000";

	assert_outcomes(rich("6.4"), text, "+??+");
	assert_outcomes(rich("6.1.176"), text, "??++");
	assert_outcomes(rich("6.1.176"), "if rules >= 6.1.176\nsize 1000\nend\n"
			"if rules >= 6.1.177\nsize 1000\nend\nif rules < 6.2\nsize 1000\nend\n"
			"if rules < 6.1\nsize 1000\nend", "+?+?");
	assert_outcomes(rich("6.1"), "if +ext-cap-max=2e\nsize 1000\nend\n"
			"if +ext-cap-max=31\nsize 1000\nend", "+?");
	/* a hole is there only where its condition holds */
	assert_outcomes(rich("6.1"), "deny raw 74-7f\nif +dvsec\nallow raw 74-7f\nend", "-");
}

TEST(rules_without_a_release_in_their_name_are_neither_before_nor_after_one)
{
	struct policy_files files = files_of("if rules >= 5.10\nsize 1000\nend\n"
					     "if rules < 9.0\nsize 1000\nend");
	const struct check_rules list = { files.parts[0].list, files.parts[0].count };
	struct rules rules = rules_of(NEWEST);

	for (size_t i = 0; i < list.count; i++)
		if (policy_rule_judges(&list.list[i]))
			assert_true(check_condition(&list, i, &rules));
	snprintf(rules.name, sizeof(rules.name), "unnamed");
	for (size_t i = 0; i < list.count; i++)
		if (policy_rule_judges(&list.list[i]))
			assert_false(check_condition(&list, i, &rules));
	policy_files_free(&files);
}

TEST(a_device_that_cannot_be_opened_keeps_only_what_says_so)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x1b);
	add_extended(&builder, 0xffc, 0x0b);
	assert_outcomes(subject_of(&builder, NEWEST),
			"error init-fails\nsize 1000\nmap 00-3f header\nvalue VENDOR_ID = 0000",
			"++--");
	assert_broken(subject_of(&builder, NEWEST), "map 00-3f header", "a map", "init-fails",
		      "there is no map: vfio-pci cannot open such a device");
	assert_broken(rich(NEWEST), "error init-fails", "init-fails", "no error",
		      "vfio-pci can open the device");
}

TEST(a_policy_is_for_the_devices_that_it_names)
{
	static const struct {
		const char *text;
		bool applies;
	} lines[] = {
		{ "size 1000", true },
		{ "device 8086:10d3", true },
		{ "device 8086:10d4", false },
		{ "device 8086:", true },
		{ "device :10d3 pf", true },
		{ "device vf", false },
		{ "device class=020000", true },
		{ "device class=0200", true },
		{ "device class=0300", false },
		{ "device subsystem=1af4:1100", true },
		{ "device subsystem=1af4:1101", false },
		{ "device revision=02", true },
		{ "device 8086:10d3 revision=03", false },
		{ "device 8086:10d4\ndevice 8086:10d3", true },
	};
	struct subject *subject = rich(NEWEST);

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		struct policy_files files = files_of(lines[i].text);
		const struct check_rules rules = { files.parts[0].list, files.parts[0].count };

		if (check_applies(&rules, &subject->device) != lines[i].applies)
			fail_msg("%s", lines[i].text);
		policy_files_free(&files);
	}
}

TEST(a_register_that_the_device_cannot_have_breaks_its_rule)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	assert_outcomes(subject_of(&builder, NEWEST),
			"value 100.l = 00000000\nbits PRIMARY_BUS write=00\nmap 100-1ff raw\n"
			"deny write PRIMARY_BUS\ndeny raw 100.l", "-----");
}

/* The rich device as a plain dump shows it: up to `end`. */
static struct subject *shown_up_to(unsigned int end)
{
	struct space_builder builder = rich_device();

	builder.space.excerpt = true;
	for (unsigned int offset = end; offset < SPACE_SIZE_EXTENDED; offset++)
		space_forget(&builder.space, (uint16_t)offset);
	if (end <= SPACE_SIZE)
		builder.space.size = SPACE_SIZE;
	return subject_of(&builder, NEWEST);
}

TEST(no_rule_passes_over_extended_space_that_a_dump_does_not_show)
{
	struct subject *subject = shown_up_to(0x100);

	assert_outcomes(subject, "size 100\nsize 1000\nerror init-fails", "!!!");
	assert_outcomes(subject,
			"deny hidden-write\ndeny extended 00-fff\ndeny lint overlap\n"
			"deny effect power-state 100-fff\ndeny raw 100-1ff\n"
			"deny hardware-write 100-103\ndeny hardware-read 100-103", "-!!!!!!");
	assert_outcomes(subject, "deny lint overlap 100-1ff\ndeny lint overlap 00-ff", "!+");
	assert_outcomes(subject,
			"visible ECAP_AER\nhidden ECAP_PASID\nabsent ECAP_SRIOV\nmap ECAP_AER\n"
			"map 100-1ff raw\nmap 140-16b ECAP_AER\noptional visible ECAP_AER",
			"!!!!!!!");
	assert_outcomes(subject,
			"bits 100.l write=00000000\nbits 100-1ff write=00\nvalue 100.l = 00000000\n"
			"bits ERR_CAP.l write=00000000\neffect 100.l 00000000 function-reset\n"
			"bits gaps write=ff", "!!!!!!");
	assert_outcomes(subject, "format 2\nneed write 100.l ffffffff\nneed read ERR_CAP.l", "!!");
}

TEST(what_a_dump_shows_is_judged)
{
	struct subject *subject = shown_up_to(0x100);

	assert_outcomes(subject,
			"visible CAP_PM\nabsent CAP_EA\nmap 80-87 CAP_PM\ndeny virtual 00-ff\n"
			"value VENDOR_ID.w = 8086\nvisible CAP_MSIX\ndeny capability 00-ff",
			"+++++--");
}

TEST(rules_after_the_cut_of_a_chain_are_not_judged)
{
	struct subject *subject = shown_up_to(0x150);

	assert_outcomes(subject,
			"size 1000\nvisible ECAP_AER\nvisible ECAP_DSN\nabsent ECAP_AER\n"
			"absent ECAP_DSN\nmap 140-16b ECAP_AER\nmap 16c-17f raw\nhidden ECAP_PASID",
			"++!-!+!+");
	assert_outcomes(subject,
			"value ERR_UNCOR_SEVER.l = 00000000\nvalue 150.l = 00000000\n"
			"value 180.l = 00000000\nbits 180.l write=00000000", "+!!!");
}

TEST(a_hole_on_what_was_not_seen_is_asked_for_expressly)
{
	struct subject *subject = shown_up_to(0x100);

	assert_outcomes(subject, "deny lint overlap\nallow lint overlap gaps", "!");
	assert_outcomes(subject, "deny lint overlap\nallow lint overlap 100-fff", "+");
}

TEST(bytes_of_another_source_that_were_not_read_are_not_passed_over)
{
	struct space_builder builder = rich_device();

	space_forget(&builder.space, 0x300);
	assert_outcomes(subject_of(&builder, NEWEST),
			"deny raw-nonzero 200-2ff\ndeny raw-nonzero 300-3ff\n"
			"value hardware 300.b = 00\nbits 300.b write=ff", "+!!+");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(size_is_that_of_configuration_space),
		cmocka_unit_test(every_byte_of_a_range_has_the_kind_or_belongs_to_the_capability),
		cmocka_unit_test(map_of_a_capability_alone_wants_it_in_the_map),
		cmocka_unit_test(visible_is_what_a_user_finds_in_the_chain_and_hidden_what_vfio_took_out),
		cmocka_unit_test(absent_is_what_no_user_finds_whether_the_device_has_it_or_not),
		cmocka_unit_test(a_capability_that_reappears_after_neighbours_of_one_id_is_visible),
		cmocka_unit_test(bits_are_compared_by_the_masks_that_are_given),
		cmocka_unit_test(bits_of_a_range_are_those_of_each_of_its_bytes),
		cmocka_unit_test(undefined_bits_keep_no_rule),
		cmocka_unit_test(a_value_is_the_users_or_the_hardwares),
		cmocka_unit_test(a_value_that_is_not_known_keeps_no_rule),
		cmocka_unit_test(a_user_view_that_was_read_is_believed),
		cmocka_unit_test(an_effect_is_on_exactly_these_bits),
		cmocka_unit_test(denied_bytes_must_not_exist),
		cmocka_unit_test(a_write_with_an_effect_on_the_device_is_a_hardware_write_and_bar_sizing_is_not),
		cmocka_unit_test(allow_is_a_hole_in_the_denies_of_its_kind),
		cmocka_unit_test(hidden_capabilities_are_written_where_they_are_known),
		cmocka_unit_test(where_only_the_user_view_was_read_hidden_capabilities_keep_no_rule),
		cmocka_unit_test(raw_bytes_that_are_not_00_are_found),
		cmocka_unit_test(hazards_are_denied_by_their_code),
		cmocka_unit_test(a_rule_on_a_missing_capability_is_broken_unless_it_is_optional),
		cmocka_unit_test(conditions_leave_rules_out_and_are_nested),
		cmocka_unit_test(rules_without_a_release_in_their_name_are_neither_before_nor_after_one),
		cmocka_unit_test(a_device_that_cannot_be_opened_keeps_only_what_says_so),
		cmocka_unit_test(a_policy_is_for_the_devices_that_it_names),
		cmocka_unit_test(a_register_that_the_device_cannot_have_breaks_its_rule),
		cmocka_unit_test(no_rule_passes_over_extended_space_that_a_dump_does_not_show),
		cmocka_unit_test(what_a_dump_shows_is_judged),
		cmocka_unit_test(rules_after_the_cut_of_a_chain_are_not_judged),
		cmocka_unit_test(a_hole_on_what_was_not_seen_is_asked_for_expressly),
		cmocka_unit_test(bytes_of_another_source_that_were_not_read_are_not_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
