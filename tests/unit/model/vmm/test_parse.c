/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The argument of --vmm. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vmm/vmm.h"

static struct vmm_rules rules;
static char why[256];

static bool takes(const char *text)
{
	return vmm_parse(text, &rules, why, sizeof(why));
}

TEST(a_name_alone_means_the_newest_version_behind_a_root_port)
{
	assert_true(takes("qemu"));
	assert_string_equal(rules.name, "qemu-11.1");
	assert_int_equal(rules.machine, MACHINE_Q35);
	assert_int_equal(rules.bus, BUS_PORT);
	assert_true(rules.version_assumed && rules.machine_assumed && rules.bus_assumed);
}

TEST(what_is_said_is_not_assumed)
{
	assert_true(takes("qemu-7.2,machine=q35,bus=root"));
	assert_string_equal(rules.name, "qemu-7.2");
	assert_int_equal(rules.bus, BUS_ROOT);
	assert_false(rules.version_assumed || rules.machine_assumed || rules.bus_assumed);
}

TEST(pc_always_has_a_conventional_bus)
{
	assert_true(takes("qemu-10.0,machine=pc"));
	assert_int_equal(rules.bus, BUS_PCI);
	assert_false(takes("qemu-10.0,machine=pc,bus=port"));
	assert_false(takes("qemu-10.0,machine=pc,bus=root"));
}

TEST(names_that_libvirt_writes_are_machines)
{
	assert_true(takes("qemu-8.2,machine=pc-q35-8.2"));
	assert_int_equal(rules.machine, MACHINE_Q35);
	assert_true(takes("qemu-8.2,machine=pc-i440fx-8.2"));
	assert_int_equal(rules.machine, MACHINE_PC);
	assert_false(takes("qemu-8.2,machine=microvm"));
}

TEST(a_version_is_a_set_of_switches)
{
	static const struct {
		const char *text;
		enum vmm_switch which;
		bool value;
	} expected[] = {
		{ "qemu-6.2", VMM_REBAR_STATIC, false },
		{ "qemu-8.0", VMM_REBAR_STATIC, false },
		{ "qemu-8.1", VMM_REBAR_STATIC, true },
		{ "qemu-9.2", VMM_PM_COPY, false },
		{ "qemu-10.0", VMM_PM_COPY, true },
		{ "qemu-10.0", VMM_CLASS_CODE, false },
		{ "qemu-10.1", VMM_CLASS_CODE, true },
		{ "qemu-11.0", VMM_VPASID, false },
		{ "qemu-11.1.3", VMM_VPASID, true },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
		assert_true(takes(expected[i].text));
		assert_int_equal(rules.value[expected[i].which], expected[i].value);
	}
}

TEST(versions_too_old_and_no_versions_are_refused)
{
	assert_false(takes("qemu-6.1"));
	assert_non_null(strstr(why, "from 6.2 on"));
	assert_false(takes("qemu-"));
	assert_false(takes("qemu-new"));
	assert_false(takes("qemux"));
	assert_true(takes("qemu-10.0.2+ds-2"));
	assert_string_equal(rules.name, "qemu-10.0");
}

TEST(a_version_newer_than_known_has_the_newest_rules_and_is_untested)
{
	assert_true(takes("qemu-12.0"));
	assert_true(rules.value[VMM_VPASID]);
	assert_false(vmm_is_tested(&rules));
}

TEST(only_what_the_tests_hold_against_the_real_vmm_is_tested)
{
	assert_true(takes("qemu-11.1") && vmm_is_tested(&rules));
	assert_true(takes("qemu-11.1,bus=root") && vmm_is_tested(&rules));
	assert_true(takes("qemu-7.2,machine=pc") && vmm_is_tested(&rules));
	assert_true(takes("qemu-9.0") && !vmm_is_tested(&rules));
	assert_true(takes("qemu-10.2") && !vmm_is_tested(&rules));
	assert_true(takes("qemu-11.1,machine=virt") && !vmm_is_tested(&rules));
	assert_true(takes("cloud-hypervisor-v53") && !vmm_is_tested(&rules));
	assert_true(takes("crosvm") && !vmm_is_tested(&rules));
}

TEST(managers_must_name_their_qemu)
{
	assert_false(takes("libvirt"));
	assert_non_null(strstr(why, "virsh version"));
	assert_false(takes("proxmox"));
	assert_non_null(strstr(why, "pveversion"));
	assert_false(takes("xen"));
	assert_non_null(strstr(why, "--vmm=help"));
	assert_false(takes(""));
}

TEST(properties_change_what_they_name)
{
	assert_true(takes("qemu,x-pci-sub-device-id=0x1234,multifunction=on,x-msix-relocation=bar3"));
	assert_int_equal(rules.property[PROPERTY_SUB_DEVICE].value, 0x1234);
	assert_int_equal(rules.property[PROPERTY_MULTIFUNCTION].value, VMM_ON);
	assert_int_equal(rules.property[PROPERTY_MSIX_RELOCATION].value, VMM_RELOCATE_BAR0 + 3);
	assert_true(takes("qemu,addr=02.0"));
	assert_int_equal(rules.property[PROPERTY_ADDRESS].value, 0x10);
	assert_true(takes("qemu,addr=0x1f.0x3"));
	assert_int_equal(rules.property[PROPERTY_ADDRESS].value, 0xfb);
}

TEST(a_line_of_a_command_can_be_pasted)
{
	assert_true(takes("qemu-7.2,host=0000:01:00.0,id=hostdev0,bus=pcie.0,addr=0x5,rombar=0,"
			  "romfile=/a,,b.rom,x-no-kvm-msi=on,bootindex=1"));
	assert_int_equal(rules.bus, BUS_ROOT);
	assert_int_equal(rules.property[PROPERTY_ROM_BAR].value, 0);
}

TEST(unknown_properties_and_values_are_refused)
{
	assert_false(takes("qemu,x-no-such=1"));
	assert_non_null(strstr(why, "x-no-such"));
	assert_false(takes("qemu,x-pci-vendor-id=0xffff"));
	assert_false(takes("qemu,x-pci-device-id=10000000000"));
	assert_false(takes("qemu,multifunction=maybe"));
	assert_false(takes("qemu,addr=20"));
	assert_false(takes("qemu,bus=pci.1"));
	assert_non_null(strstr(why, "root port"));
	assert_false(takes("qemu,machine"));
	assert_false(takes("qemu-7.2,x-pci-class-code=0x020000"));
	assert_non_null(strstr(why, "10.1"));
}

TEST(vmms_with_one_placement_take_no_other)
{
	assert_true(takes("firecracker"));
	assert_int_equal(rules.bus, BUS_ROOT);
	assert_false(takes("firecracker,machine=q35"));
	assert_false(takes("cloud-hypervisor,bus=port"));
	assert_true(takes("cloud-hypervisor,x_nv_gpudirect_clique=3"));
	assert_false(takes("cloud-hypervisor,x-pci-vendor-id=1"));
	assert_false(takes("cloud-hypervisor-29"));
}

/* A value of a property as it is written, and its number; -1: it is refused. */
struct value_row {
	const char *text;
	int64_t value;
};

static void check_values(const char *property, enum vmm_property which,
			 const struct value_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[80];
		bool taken;

		snprintf(text, sizeof(text), "qemu,%s=%s", property, rows[i].text);
		taken = takes(text);
		if (taken != (rows[i].value >= 0))
			fail_msg("%s is %s: %s", text, taken ? "accepted" : "refused", why);
		if (taken && rules.property[which].value != rows[i].value)
			fail_msg("%s is %x", text, rules.property[which].value);
		if (taken)
			assert_true(rules.property[which].given);
		else
			assert_non_null(strstr(why, "is not a value of"));
	}
}

TEST(a_number_is_decimal_or_hexadecimal_after_0x)
{
	static const struct value_row rows[] = {
		{ "0", 0 }, { "9", 9 }, { "10", 10 }, { "65535", 0xffff }, { "65536", -1 },
		{ "0x10", 0x10 }, { "0X1f", 0x1f }, { "0xffff", 0xffff }, { "0x10000", -1 },
		{ "0xABc", 0xabc }, { "1a", -1 }, { "0x", -1 }, { "0xg", -1 }, { "", -1 }, { "1x2", -1 },
		{ "0x100000000", -1 }, { "4294967296", -1 }, { "18446744073709551616", -1 },
	};

	check_values("x-pci-device-id", PROPERTY_DEVICE, rows, ARRAY_LENGTH(rows));
}

TEST(each_number_has_its_greatest_value)
{
	static const struct {
		const char *property, *most, *more;
	} rows[] = {
		{ "x-pci-vendor-id", "0xfffe", "0xffff" }, { "x-pci-device-id", "0xffff", "0x10000" },
		{ "x-pci-sub-vendor-id", "0xffff", "0x10000" },
		{ "x-pci-sub-device-id", "0xffff", "0x10000" },
		{ "x-pci-class-code", "0xffffff", "0x1000000" }, { "rombar", "0xffffffff", "0x100000000" },
		{ "x-nv-gpudirect-clique", "15", "16" }, { "x-igd-gms", "0xfe", "0xff" },
		{ "x-vpasid-cap-offset", "0xffff", "0x10000" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char text[80];

		snprintf(text, sizeof(text), "qemu,%s=%s", rows[i].property, rows[i].most);
		assert_true(takes(text));
		snprintf(text, sizeof(text), "qemu,%s=%s", rows[i].property, rows[i].more);
		if (takes(text))
			fail_msg("%s is accepted", text);
	}
	assert_true(takes("cloud-hypervisor,x_nv_gpudirect_clique=15"));
	assert_false(takes("cloud-hypervisor,x_nv_gpudirect_clique=16"));
}

TEST(words_for_yes_no_and_auto_are_those_of_qemu)
{
	static const struct value_row yes_no[] = {
		{ "on", VMM_ON }, { "yes", VMM_ON }, { "true", VMM_ON }, { "y", VMM_ON },
		{ "off", VMM_OFF }, { "no", VMM_OFF }, { "false", VMM_OFF }, { "n", VMM_OFF },
		{ "auto", -1 }, { "ON", -1 }, { "o", -1 }, { "onn", -1 }, { "", -1 },
	};
	static const struct value_row with_auto[] = {
		{ "auto", VMM_AUTO }, { "on", VMM_ON }, { "n", VMM_OFF }, { "aut", -1 }, { "autos", -1 },
	};
	static const struct value_row places[] = {
		{ "off", VMM_OFF }, { "auto", VMM_AUTO }, { "bar0", VMM_RELOCATE_BAR0 },
		{ "bar5", VMM_RELOCATE_BAR0 + 5 }, { "bar6", -1 }, { "bar/", -1 }, { "bar", -1 },
		{ "bar00", -1 }, { "Bar0", -1 }, { "on", -1 },
	};

	check_values("multifunction", PROPERTY_MULTIFUNCTION, yes_no, ARRAY_LENGTH(yes_no));
	check_values("ats", PROPERTY_ATS, with_auto, ARRAY_LENGTH(with_auto));
	check_values("x-msix-relocation", PROPERTY_MSIX_RELOCATION, places, ARRAY_LENGTH(places));
}

TEST(an_address_is_a_device_and_a_function_in_hexadecimal)
{
	static const struct value_row rows[] = {
		{ "6", 0x30 }, { "1f", 0xf8 }, { "20", -1 }, { "0.7", 7 }, { "0.8", -1 }, { "02.1", 0x11 },
		{ "0x1f.0x7", 0xff }, { "0x10", 0x80 }, { "1.", -1 }, { ".1", -1 }, { "1.g", -1 },
		{ "0x", -1 }, { "1.0x", -1 }, { "", -1 }, { "1.2.3", -1 },
	};

	check_values("addr", PROPERTY_ADDRESS, rows, ARRAY_LENGTH(rows));
}

TEST(a_version_has_two_numbers_of_up_to_four_digits_and_any_suffix)
{
	static const struct {
		const char *text, *name;	/* NULL: it is refused */
	} rows[] = {
		{ "qemu-10", "qemu-10.0" }, { "qemu-10.", NULL }, { "qemu-10.1.", "qemu-10.1" },
		{ "qemu-10.1.9", "qemu-10.1" }, { "qemu-10.1+x", "qemu-10.1" },
		{ "qemu-10.1-1", "qemu-10.1" }, { "qemu-10.1~rc", "qemu-10.1" }, { "qemu-10x", NULL },
		{ "qemu-10.1x", NULL }, { "qemu-.1", NULL }, { "qemu-v10.1", "qemu-10.1" },
		{ "qemu-v", NULL }, { "qemu-1234.5678", "qemu-1234.5678" }, { "qemu-12345.1", NULL },
		{ "qemu_10", NULL }, { "qemu-6.2", "qemu-6.2" }, { "qemu-6.1", NULL },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		bool taken = takes(rows[i].text);

		if (taken != (rows[i].name != NULL))
			fail_msg("%s is %s: %s", rows[i].text, taken ? "accepted" : "refused", why);
		if (taken)
			assert_string_equal(rules.name, rows[i].name);
	}
}

TEST(a_property_that_changes_no_byte_has_any_value_and_is_not_given)
{
	assert_true(takes("qemu,x-vga=on,yres=,fd=a,,,,b"));
	for (int i = 0; i < VMM_PROPERTIES; i++)
		assert_false(rules.property[i].given);
	assert_true(takes("cloud-hypervisor,path=/dev,iommu=on,id=1,pci_segment=0"));
	assert_false(takes("crosvm,path=/dev"));
	assert_non_null(strstr(why, "crosvm has no property 'path'"));
}

TEST(properties_come_with_the_version_that_has_them)
{
	static const struct {
		const char *property, *before, *from;
	} rows[] = {
		{ "x-pci-class-code=1", "qemu-10.0", "qemu-10.1" },
		{ "x-vpasid-cap-offset=0", "qemu-11.0", "qemu-11.1" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char text[80];

		snprintf(text, sizeof(text), "%s,%s", rows[i].before, rows[i].property);
		assert_false(takes(text));
		assert_non_null(strstr(why, rows[i].from + strlen("qemu-")));
		snprintf(text, sizeof(text), "%s,%s", rows[i].from, rows[i].property);
		assert_true(takes(text));
	}
}

/* Every word is offered once, those of the placement first; each is accepted or needs a value. */
TEST(the_offered_words_are_those_that_the_version_has)
{
	static const struct {
		const char *vmm;
		size_t words;
	} rows[] = {
		{ "qemu-11.1", 6 + 61 }, { "qemu-7.2", 6 + 61 - 4 }, { "cloud-hypervisor", 5 }, { "crosvm", 0 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *what, *word;
		struct vmm_rules version;
		size_t count = 0;

		assert_true(takes(rows[i].vmm));
		version = rules;
		for (; (word = vmm_word(&version, count, &what)) != NULL; count++) {
			char text[120];

			snprintf(text, sizeof(text), "%s,%s", rows[i].vmm, word);
			assert_int_equal(strchr(word, '=') != NULL, what[0] != '\0');
			why[0] = '\0';
			takes(text);
			if (strstr(why, "has no property") != NULL)
				fail_msg("%s: %s", text, why);
		}
		if (count != rows[i].words)
			fail_msg("%s has %zu words", rows[i].vmm, count);
	}
}

TEST(a_property_is_named_as_the_vmm_names_it)
{
	assert_true(takes("qemu-11.1"));
	assert_string_equal(vmm_property_name(&rules, PROPERTY_CLIQUE), "x-nv-gpudirect-clique");
	assert_string_equal(vmm_property_name(&rules, PROPERTY_VENDOR), "x-pci-vendor-id");
	assert_string_equal(vmm_property_name(&rules, PROPERTY_VPASID_OFFSET), "x-vpasid-cap-offset");
	assert_true(takes("qemu-11.0"));
	assert_null(vmm_property_name(&rules, PROPERTY_VPASID_OFFSET));
	assert_true(takes("cloud-hypervisor"));
	assert_string_equal(vmm_property_name(&rules, PROPERTY_CLIQUE), "x_nv_gpudirect_clique");
	assert_null(vmm_property_name(&rules, PROPERTY_VENDOR));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_alone_means_the_newest_version_behind_a_root_port),
		cmocka_unit_test(what_is_said_is_not_assumed),
		cmocka_unit_test(pc_always_has_a_conventional_bus),
		cmocka_unit_test(names_that_libvirt_writes_are_machines),
		cmocka_unit_test(a_version_is_a_set_of_switches),
		cmocka_unit_test(versions_too_old_and_no_versions_are_refused),
		cmocka_unit_test(a_version_newer_than_known_has_the_newest_rules_and_is_untested),
		cmocka_unit_test(only_what_the_tests_hold_against_the_real_vmm_is_tested),
		cmocka_unit_test(managers_must_name_their_qemu),
		cmocka_unit_test(properties_change_what_they_name),
		cmocka_unit_test(a_line_of_a_command_can_be_pasted),
		cmocka_unit_test(unknown_properties_and_values_are_refused),
		cmocka_unit_test(vmms_with_one_placement_take_no_other),
		cmocka_unit_test(a_number_is_decimal_or_hexadecimal_after_0x),
		cmocka_unit_test(each_number_has_its_greatest_value),
		cmocka_unit_test(words_for_yes_no_and_auto_are_those_of_qemu),
		cmocka_unit_test(an_address_is_a_device_and_a_function_in_hexadecimal),
		cmocka_unit_test(a_version_has_two_numbers_of_up_to_four_digits_and_any_suffix),
		cmocka_unit_test(a_property_that_changes_no_byte_has_any_value_and_is_not_given),
		cmocka_unit_test(properties_come_with_the_version_that_has_them),
		cmocka_unit_test(the_offered_words_are_those_that_the_version_has),
		cmocka_unit_test(a_property_is_named_as_the_vmm_names_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
