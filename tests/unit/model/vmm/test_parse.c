/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
