// SPDX-License-Identifier: GPL-2.0-or-later
/* REGISTER: setpci's grammar and names, the kernel's names, and their places. */
#include "register_expect.h"

#include "model/vfio/capability.h"
#include "setpci_names.h"

static struct register_reference parse(const char *text)
{
	struct register_reference reference;
	char why[256];

	if (!register_parse(text, &reference, why, sizeof(why)))
		fail_msg("%s", why);
	return reference;
}

/* The text is no REGISTER, and this is why. */
static void assert_refused(const char *text, const char *reason)
{
	struct register_reference reference;
	char why[256] = "";

	assert_false(register_parse(text, &reference, why, sizeof(why)));
	assert_string_equal(why, reason);
}

/* The text leads to this place in a device. */
static struct register_place assert_place(const struct found *found, const char *text,
					  unsigned int offset, unsigned int width)
{
	struct register_reference reference = parse(text);
	struct register_place place;
	char why[256];

	if (!register_resolve(&reference, found->map, found->registers, &place, why, sizeof(why)))
		fail_msg("%s: %s", text, why);
	if (place.offset != offset || place.width != width)
		fail_msg("%s leads to %x.%u, not to %x.%u", text, place.offset, place.width,
			 offset, width);
	return place;
}

static void assert_nowhere(const struct found *found, const char *text, const char *reason)
{
	struct register_reference reference = parse(text);
	struct register_place place;
	char why[256] = "";

	assert_false(register_resolve(&reference, found->map, found->registers, &place, why,
				      sizeof(why)));
	assert_string_equal(why, reason);
}

/* 40 EXP, 80 VNDR, 90 hidden VNDR, a0 PM; 100 VC, 200 AER, 300 hidden L1PM */
static struct found device(void)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x09);
	put8(&builder, 0x82, 0x08);
	add_standard(&builder, 0x90, 0x09);
	add_standard(&builder, 0xa0, 0x01);
	add_extended(&builder, 0x100, 0x02);
	add_extended(&builder, 0x200, 0x01);
	add_extended(&builder, 0x300, 0x1e);
	return find(&builder, NEWEST);
}

/* Names */
TEST(each_name_of_setpci_is_known_with_its_place_and_width)
{
	struct found found = device();

	for (size_t i = 0; i < ARRAY_LENGTH(setpci_registers); i++) {
		struct register_reference reference = parse(setpci_registers[i].name);

		assert_true(reference.header);
		assert_place(&found, setpci_registers[i].name, setpci_registers[i].offset,
			     setpci_registers[i].width);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(setpci_capabilities); i++) {
		struct register_reference reference = parse(setpci_capabilities[i].name);
		char name[CAPABILITY_NAME_SIZE];

		assert_true(reference.capability);
		assert_null(reference.type);
		assert_int_equal(reference.extended, setpci_capabilities[i].extended);
		assert_int_equal(reference.id, setpci_capabilities[i].id);
		capability_name(reference.extended, reference.id, name);
		assert_string_equal(name, setpci_capabilities[i].name);
	}
}

TEST(capabilities_are_known_by_the_names_of_the_kernel_too)
{
	static const struct {
		const char *name;
		uint16_t id;
	} cases[] = {
		{ "CAP_SHPC", 0x0c },	{ "CAP_SECDEV", 0x0f },	 { "CAP_EXP", 0x10 },
		{ "ECAP_ERR", 0x01 },	{ "ECAP_PWR", 0x04 },	 { "ECAP_RCLD", 0x05 },
		{ "ECAP_RCILC", 0x06 }, { "ECAP_VC9", 0x09 },	 { "ECAP_RCRB", 0x0a },
		{ "ECAP_VSEC", 0x0b },	{ "ECAP_CAC", 0x0c },	 { "ECAP_AMD_XXX", 0x14 },
		{ "ECAP_L1SS", 0x1e },	{ "ECAP_DLF", 0x25 },	 { "ECAP_PL_16GT", 0x26 },
		{ "ECAP_DOE", 0x2e },	{ "ECAP_PL_64GT", 0x31 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct register_reference reference = parse(cases[i].name);

		assert_int_equal(reference.extended, cases[i].name[0] == 'E');
		assert_int_equal(reference.id, cases[i].id);
	}
}

TEST(a_capability_is_known_by_its_number)
{
	static const struct {
		const char *name;
		bool extended;
		uint16_t id;
	} cases[] = {
		{ "CAP05", false, 0x05 },     { "cap5", false, 0x05 },	 { "CAPff", false, 0xff },
		{ "CAP0009", false, 0x09 },   { "ECAP0023", true, 0x23 }, { "ecap1", true, 0x01 },
		{ "ECAPffff", true, 0xffff }, { "ECAP108", true, 0x108 }, { "CAPab", false, 0xab },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct register_reference reference = parse(cases[i].name);

		assert_int_equal(reference.extended, cases[i].extended);
		assert_int_equal(reference.id, cases[i].id);
	}
	assert_refused("CAP100", "CAP100: no such register");
	assert_refused("ECAP10000", "ECAP10000: no such register");
	assert_refused("CAP", "CAP: no such register");
	assert_refused("ECAP", "ECAP: no such register");
	assert_refused("CAP_", "CAP_: no such register");
}

TEST(registers_are_known_by_names_of_the_kernel_with_and_without_pci)
{
	struct found found = device();

	assert_place(&found, "EXP_DEVCTL", 0x48, 2);
	assert_place(&found, "PCI_EXP_DEVCTL", 0x48, 2);
	assert_place(&found, "pm_ctrl", 0xa4, 2);
	assert_place(&found, "ERR_UNCOR_SEVER", 0x20c, 4);
	assert_place(&found, "REVISION_ID", 0x08, 1);
	assert_place(&found, "PCI_CAPABILITY_LIST", 0x34, 1);
	assert_place(&found, "ROM_ADDRESS1", 0x38, 4);
	assert_place(&found, "CB_BRIDGE_CONTROL", 0x3e, 2);
	assert_place(&found, "CLASS_REVISION", 0x08, 4);
	assert_refused("PCI_REVISION", "PCI_REVISION: no such register");
	assert_refused("PCI_", "PCI_: no such register");
}

TEST(a_name_of_the_kernel_holds_whether_or_not_the_register_is_there)
{
	struct found found = device();

	assert_null(assert_place(&found, "EXP_SLTCTL", 0x58, 2).known);
	assert_null(assert_place(&found, "BRIDGE_CONTROL", 0x3e, 2).known);
	assert_non_null(assert_place(&found, "L1SS_CAP", 0x304, 4).known);
}

TEST(names_and_widths_have_no_case)
{
	struct found found = device();

	assert_place(&found, "command", 0x04, 2);
	assert_place(&found, "Cap_Pm+4.W", 0xa4, 2);
	assert_place(&found, "eCAP_aer+1C.L", 0x21c, 4);
}

TEST(vc_names_mean_the_first_of_the_three_capabilities_that_is_there)
{
	static const uint16_t ids[] = { ECAP_ID_VC, ECAP_ID_MFVC, ECAP_ID_VC9 };

	for (size_t missing = 0; missing <= ARRAY_LENGTH(ids); missing++) {
		struct space_builder builder = builder_start_express();
		struct found found;

		add_extended(&builder, 0x100, 0x03);
		for (size_t i = ARRAY_LENGTH(ids); i > missing; i--)
			add_extended(&builder, 0x100 + 0x100 * (unsigned int)i, ids[i - 1]);
		found = find(&builder, NEWEST);
		if (missing < ARRAY_LENGTH(ids))
			assert_place(&found, "VC_PORT_CTRL",
				     0x20c + 0x100 * (unsigned int)missing, 2);
		else
			assert_nowhere(&found, "VC_PORT_CTRL", "the device has no ECAP_VC");
	}
}

/* Widths */
TEST(a_register_has_its_own_width_unless_one_is_written)
{
	struct found found = device();

	assert_false(assert_place(&found, "COMMAND", 0x04, 2).width_implied);
	assert_false(assert_place(&found, "COMMAND.l", 0x04, 4).width_implied);
	assert_false(assert_place(&found, "VENDOR_ID+1.b", 0x01, 1).width_implied);
	assert_false(assert_place(&found, "VENDOR_ID+2", 0x02, 2).width_implied);
	assert_false(assert_place(&found, "EXP_DEVCTL+2", 0x4a, 2).width_implied);
}

TEST(an_offset_has_the_width_of_the_register_there_else_one_byte)
{
	struct found found = device();

	assert_true(assert_place(&found, "4", 0x04, 2).width_implied);
	assert_true(assert_place(&found, "5", 0x05, 1).width_implied);
	assert_true(assert_place(&found, "CAP_PM+4", 0xa4, 2).width_implied);
	assert_true(assert_place(&found, "CAP_PM", 0xa0, 1).width_implied);
	assert_true(assert_place(&found, "ECAP_AER", 0x200, 4).width_implied);
	assert_true(assert_place(&found, "CAP_VNDR+3", 0x83, 1).width_implied);
	assert_false(assert_place(&found, "4.l", 0x04, 4).width_implied);
	assert_false(assert_place(&found, "CAP_PM+4.b", 0xa4, 1).width_implied);
}

TEST(a_place_knows_the_register_that_is_there_with_its_width)
{
	struct found found = device();

	assert_string_equal(assert_place(&found, "4", 0x04, 2).known->type->setpci, "COMMAND");
	assert_string_equal(assert_place(&found, "a4.w", 0xa4, 2).known->type->kernel, "PM_CTRL");
	assert_null(assert_place(&found, "4.b", 0x04, 1).known);
	assert_null(assert_place(&found, "5", 0x05, 1).known);
	assert_null(assert_place(&found, "CLASS_REVISION", 0x08, 4).known);
}

/* Numbers */
TEST(a_number_is_hexadecimal_with_0x_or_without)
{
	struct found found = device();

	assert_place(&found, "10.l", 0x10, 4);
	assert_place(&found, "0x10.l", 0x10, 4);
	assert_place(&found, "00000ffc.l", 0xffc, 4);
	assert_place(&found, "10+10.b", 0x20, 1);
	assert_place(&found, "CAP_EXP+0x0A.b", 0x4a, 1);
	assert_place(&found, "FFF.B", 0xfff, 1);
}

TEST(an_instance_is_a_decimal_number_from_0_in_the_order_of_the_chain)
{
	struct found found = device();

	assert_place(&found, "CAP_VNDR+2.b@0", 0x82, 1);
	assert_place(&found, "CAP_VNDR+2.b@1", 0x92, 1);
	assert_place(&found, "CAP_VNDR@01", 0x90, 1);
	assert_place(&found, "PM_CTRL@0", 0xa4, 2);
	assert_place(&found, "CAP09.b@1", 0x90, 1);
	assert_nowhere(&found, "CAP_VNDR@2", "the device has no CAP_VNDR@2: the chain has 2");
	assert_nowhere(&found, "PM_CTRL@1", "the device has no CAP_PM@1: the chain has 1");
	assert_nowhere(&found, "VC_PORT_CAP1@1", "the device has no ECAP_VC@1: the chain has 1");
	assert_nowhere(&found, "CAP_PM@959", "the device has no CAP_PM@959: the chain has 1");
	assert_nowhere(&found, "CAP_MSI", "the device has no CAP_MSI");
}

TEST(a_loop_does_not_count_twice)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x0f);
	put16(&builder, 0x202, 0x1001);
	found = find(&builder, NEWEST);
	assert_nowhere(&found, "ECAP_DSN@1", "the device has no ECAP_DSN@1: the chain has 1");
}

/* Refused words */
TEST(an_invalid_register_is_refused)
{
	assert_refused("", ": no such register");
	assert_refused("FOO", "FOO: no such register");
	assert_refused("COMMANDO", "COMMANDO: no such register; did you mean COMMAND?");
	assert_refused("COMMAN", "COMMAN: no such register; did you mean COMMAND?");
	assert_refused("CAP_FOO", "CAP_FOO: no such register");
	assert_refused("CAP_LIST_ID", "CAP_LIST_ID: no such register");
	assert_refused("ECAP_LIST", "ECAP_LIST: no such register");
	assert_refused("-4", "-4: no such register");
	assert_refused(" 4", " 4: no such register");
	assert_refused("0x", "0x: no such register");
	assert_refused("+4", "+4: no such register");
	assert_refused(".w", ".w: no such register");
	assert_refused("@0", "@0: no such register");
	assert_refused("a\nb", "a\\x0ab: no such register");
}

TEST(an_invalid_number_is_refused)
{
	assert_refused("COMMAND+", "COMMAND+: not a hexadecimal number after +");
	assert_refused("CAP_PM+g", "CAP_PM+g: not a hexadecimal number after +");
	assert_refused("CAP_PM+4+4", "CAP_PM+4+4: not a hexadecimal number after +");
	assert_refused("COMMAND.", "COMMAND.: the width is not .b, .w or .l");
	assert_refused("COMMAND.q", "COMMAND.q: the width is not .b, .w or .l");
	assert_refused("COMMAND.ww", "COMMAND.ww: the width is not .b, .w or .l");
	assert_refused("COMMAND.w+1", "COMMAND.w+1: the width is not .b, .w or .l");
	assert_refused("CAP_VNDR@", "CAP_VNDR@: not a decimal number after @");
	assert_refused("CAP_PM@960", "CAP_PM@960: no chain has that many capabilities");
	assert_refused("CAP_PM@4294967296", "CAP_PM@4294967296: no chain has that many capabilities");
	assert_refused("CAP_PM@18446744073709551617",
		       "CAP_PM@18446744073709551617: no chain has that many capabilities");
	assert_refused("CAP_VNDR@a", "CAP_VNDR@a: not a decimal number after @");
	assert_refused("CAP_VNDR@-1", "CAP_VNDR@-1: not a decimal number after @");
	assert_refused("CAP_VNDR@1.w", "CAP_VNDR@1.w: not a decimal number after @");
}

TEST(what_is_there_once_has_no_number)
{
	assert_refused("COMMAND@0", "COMMAND@0: @N goes with a capability only");
	assert_refused("40.w@1", "40.w@1: @N goes with a capability only");
}

TEST(an_odd_place_for_its_width_is_refused)
{
	struct found found = device();

	assert_refused("e9.w", "e9.w: not aligned");
	assert_refused("42.l", "42.l: not aligned");
	assert_refused("COMMAND+1", "COMMAND+1: not aligned");
	assert_nowhere(&found, "CAP_PM+1.w", "CAP_PM+1.w at a1: not aligned");
	assert_nowhere(&found, "EXP_DEVCTL+1@0", "EXP_DEVCTL+1 at 49: not aligned");
	assert_nowhere(&found, "CAP_VNDR+2.l@1", "CAP_VNDR+2.l@1 at 92: not aligned");
}

TEST(a_place_past_the_end_is_refused)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	assert_refused("1000", "1000: past the end of configuration space (4096 bytes)");
	assert_refused("fff.w", "fff.w: past the end of configuration space (4096 bytes)");
	assert_refused("ffffffff", "ffffffff: past the end of configuration space (4096 bytes)");
	assert_refused("COMMAND+ffe", "COMMAND+ffe: past the end of configuration space "
		       "(4096 bytes)");
	assert_refused("CAP_PM+1000", "CAP_PM+1000: past the end of configuration space "
		       "(4096 bytes)");
	assert_refused("CAP_PM+10004", "CAP_PM+10004: past the end of configuration space "
		       "(4096 bytes)");
	add_standard(&builder, 0x80, 0x01);
	found = find(&builder, NEWEST);
	assert_nowhere(&found, "100", "100: past the end of configuration space (256 bytes)");
	assert_nowhere(&found, "100.l", "100.l: past the end of configuration space (256 bytes)");
	assert_nowhere(&found, "CAP_PM+80.b", "CAP_PM+80.b at 100: past the end of configuration "
		       "space (256 bytes)");
	assert_nowhere(&found, "PM_CTRL+ffa", "PM_CTRL+ffa at 107e: past the end of configuration "
		       "space (256 bytes)");
}

TEST(without_a_map_what_was_walked_can_be_named)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_standard(&builder, 0x83, CAP_ID_MSI);
	found = find(&builder, NEWEST);
	assert_int_equal(found.map->state, MAP_INIT_FAILS);
	assert_place(&found, "EXP_DEVCTL", 0x48, 2);
	assert_place(&found, "COMMAND", 0x04, 2);
	assert_place(&found, "4", 0x04, 1);
}

TEST(no_text_of_random_bytes_does_harm)
{
	static const char some[] = "CAPECAP_VNDRPCI_0x+.@bwl19af-\n\xff";
	uint64_t seed = test_seed(0xbad);

	for (unsigned int i = 0; i < 100000; i++) {
		struct register_reference reference;
		unsigned int length = next_random(&seed) % 100;
		char text[128], why[40];

		for (unsigned int j = 0; j < length; j++)
			text[j] = some[next_random(&seed) % (sizeof(some) - 1)];
		text[length] = '\0';
		if (register_parse(text, &reference, why, sizeof(why)))
			assert_true(reference.added < SPACE_SIZE_EXTENDED);
	}
}

TEST(names_of_lspci_and_bars_by_their_number_are_understood)
{
	struct space_builder builder = builder_start_express();
	struct found found;

	add_extended(&builder, 0x100, 0x1b);
	found = find(&builder, NEWEST);
	assert_place(&found, "DevCtl", 0x48, 2);
	assert_place(&found, "LnkSta2", 0x72, 2);
	assert_place(&found, "devctl.w", 0x48, 2);
	assert_place(&found, "PASIDCtl", 0x106, 2);
	assert_place(&found, "BAR0", 0x10, 4);
	assert_place(&found, "BAR5+2.w", 0x26, 2);
}

TEST(an_unknown_name_gets_a_suggestion)
{
	assert_refused("PASID", "PASID: no such register; did you mean ECAP_PASID?");
	assert_refused("NUM_VF", "NUM_VF: no such register; did you mean SRIOV_NUM_VF?");
	assert_refused("EXP_DEVCTK", "EXP_DEVCTK: no such register; did you mean EXP_DEVCTL?");
	assert_refused("CAP_MSXI+2.w", "CAP_MSXI+2.w: no such register; did you mean CAP_MSIX?");
	assert_refused("CTRL", "CTRL: no such register");	/* of many */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_name_of_setpci_is_known_with_its_place_and_width),
		cmocka_unit_test(capabilities_are_known_by_the_names_of_the_kernel_too),
		cmocka_unit_test(a_capability_is_known_by_its_number),
		cmocka_unit_test(registers_are_known_by_names_of_the_kernel_with_and_without_pci),
		cmocka_unit_test(a_name_of_the_kernel_holds_whether_or_not_the_register_is_there),
		cmocka_unit_test(names_and_widths_have_no_case),
		cmocka_unit_test(vc_names_mean_the_first_of_the_three_capabilities_that_is_there),
		cmocka_unit_test(a_register_has_its_own_width_unless_one_is_written),
		cmocka_unit_test(an_offset_has_the_width_of_the_register_there_else_one_byte),
		cmocka_unit_test(a_place_knows_the_register_that_is_there_with_its_width),
		cmocka_unit_test(a_number_is_hexadecimal_with_0x_or_without),
		cmocka_unit_test(an_instance_is_a_decimal_number_from_0_in_the_order_of_the_chain),
		cmocka_unit_test(a_loop_does_not_count_twice),
		cmocka_unit_test(an_invalid_register_is_refused),
		cmocka_unit_test(an_invalid_number_is_refused),
		cmocka_unit_test(what_is_there_once_has_no_number),
		cmocka_unit_test(an_odd_place_for_its_width_is_refused),
		cmocka_unit_test(a_place_past_the_end_is_refused),
		cmocka_unit_test(without_a_map_what_was_walked_can_be_named),
		cmocka_unit_test(no_text_of_random_bytes_does_harm),
		cmocka_unit_test(names_of_lspci_and_bars_by_their_number_are_understood),
		cmocka_unit_test(an_unknown_name_gets_a_suggestion),
	};

	return cmocka_run_group_tests_name("register references", tests, NULL, NULL);
}
