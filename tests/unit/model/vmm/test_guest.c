/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest view under the rules of each VMM; tests/guest compares it with the real QEMU. */
#include "test.h"

#include <string.h>

#include "model/vmm/guest.h"
#include "space_builder.h"

static struct guest guest;
static struct vmm_rules rules;

static void build(const struct space_builder *device, const char *vmm)
{
	const struct guest_source source = { .user = &device->space, .opregion = KNOWN_NO };
	char why[256];

	assert_true(vmm_parse(vmm, &rules, why, sizeof(why)));
	guest_build(&source, &rules, &guest);
}

static uint32_t dword(unsigned int offset)
{
	for (unsigned int i = offset; i < offset + 4; i++)
		assert_true(space_is_known(&guest.space, i));
	return space_dword(&guest.space, offset);
}

/* An endpoint with the extended capabilities of these IDs, 40 bytes apart. */
static struct space_builder endpoint(const uint16_t *ids, size_t count)
{
	struct space_builder device = builder_start_express();

	for (size_t i = 0; i < count; i++)
		add_extended(&device, (unsigned int)(0x100 + 0x40 * i), ids[i]);
	return device;
}

TEST(qemu_unlinks_sriov_and_leaves_its_header)
{
	static const uint16_t ids[] = { 0x0001, 0x0010, 0x0003 };
	struct space_builder device = endpoint(ids, 3);

	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_BUILT);
	assert_int_equal(dword(0x100), 0x18010001);
	assert_int_equal(dword(0x140), 0x18010010);
	assert_int_equal(guest.read_vmm[0x140], 0);
	assert_int_equal(guest.write_vfio[0x148], 0xff);
}

TEST(qemu_leaves_an_id_of_0_where_the_first_is_taken_out)
{
	static const uint16_t ids[] = { 0x000e, 0x0003 };
	struct space_builder device = endpoint(ids, 2);

	build(&device, "qemu-7.2");
	assert_int_equal(dword(0x100), 0x14000000);
	assert_int_equal(guest.read_vmm[0x100], 0xff);
}

TEST(resizable_bar_is_taken_out_before_8_1_and_has_one_size_after)
{
	static const uint16_t ids[] = { 0x0001, 0x0015 };
	struct space_builder device = endpoint(ids, 2);

	put32(&device, 0x144, 0x00fffff0);
	put32(&device, 0x148, 0x00000d20);
	build(&device, "qemu-8.0");
	assert_int_equal(dword(0x100) >> 20, 0);
	assert_int_equal(dword(0x144), 0x00fffff0);
	build(&device, "qemu-8.1");
	assert_int_equal(dword(0x100) >> 20, 0x140);
	assert_int_equal(dword(0x144), 0x00020000);
}

TEST(a_size_that_the_version_does_not_know_takes_resizable_bar_out)
{
	static const uint16_t ids[] = { 0x0001, 0x0015 };
	struct space_builder device = endpoint(ids, 2);

	put32(&device, 0x148, 0x00001420);
	build(&device, "qemu-10.0");
	assert_int_equal(dword(0x100) >> 20, 0);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0x100) >> 20, 0x140);
	put32(&device, 0x148, 0x00001c20);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0x100) >> 20, 0);
}

TEST(on_the_root_bus_an_endpoint_is_an_integrated_one_without_a_link)
{
	struct space_builder device = builder_start_express();

	put32(&device, 0x4c, 0x00077c12);
	put16(&device, 0x52, 0x1042);
	build(&device, "qemu-11.1,bus=root");
	assert_int_equal(dword(0x40), 0x00920010);
	assert_int_equal(dword(0x4c), 0);
	assert_int_equal(dword(0x50), 0);
	build(&device, "qemu-11.1,bus=port");
	assert_int_equal(dword(0x4c), 0x00077c12);
}

TEST(behind_a_port_an_integrated_endpoint_gets_a_link)
{
	struct space_builder device = builder_start(SPACE_SIZE_EXTENDED);

	add_express(&device, 0x40, 0x0091);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0x40), 0x00010010);
	assert_int_equal(dword(0x4c), 0x11);
}

TEST(a_type_other_than_an_endpoint_is_refused)
{
	struct space_builder device = builder_start(SPACE_SIZE_EXTENDED);

	add_express(&device, 0x40, 0x0042);
	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_REFUSED);
	assert_int_equal(guest.offset, 0x40);
	assert_non_null(strstr(guest.reason, "type 4"));
}

TEST(on_a_conventional_bus_a_guest_reaches_100_bytes)
{
	struct space_builder device = builder_start_express();

	add_extended(&device, 0x100, 0x0001);
	build(&device, "qemu-11.1,machine=pc");
	assert_int_equal(guest.reach, 0x100);
	assert_int_equal(guest.read_vmm[0x100], 0xff);
	assert_int_equal(guest.write_vfio[0x100], 0);
	assert_int_equal(dword(0x40), 0x00020010);
	build(&device, "qemu-11.1,bus=pci");
	assert_int_equal(space_byte(&guest.space, 0x34), 0);
}

TEST(loops_hang_qemu)
{
	static const uint16_t ids[] = { 0x0001, 0x0003 };
	struct space_builder device = endpoint(ids, 2);

	put16(&device, 0x142, 0x1001);
	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_HANGS);
	build(&device, "qemu-7.2,machine=pc");
	assert_int_equal(guest.state, GUEST_BUILT);
	build(&device, "qemu-11.1,machine=pc");
	assert_int_equal(guest.state, GUEST_HANGS);
	device = builder_start(SPACE_SIZE);
	add_standard(&device, 0x40, 0x09);
	put8(&device, 0x41, 0x40);
	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_HANGS);
}

TEST(msi_is_qemu_s_own_and_empty)
{
	struct space_builder device = builder_start(SPACE_SIZE);

	add_standard(&device, 0x50, 0x05);
	put16(&device, 0x52, 0x0181);
	put32(&device, 0x54, 0xfee00000);
	build(&device, "qemu-10.0");
	assert_int_equal(dword(0x50), 0x01800005);
	assert_int_equal(dword(0x54), 0);
	assert_int_equal(guest.read_vmm[0x50 + 23], 0xff);
	assert_int_equal(guest.read_vmm[0x50 + 24], 0);
	assert_int_equal(guest.write_vmm[0x52], 0x71);
	assert_int_equal(guest.write_vmm[0x54], 0xfc);
	assert_int_equal(guest.write_vfio[0x54], 0xff);
	assert_int_equal(guest.effect[0].effect, GUEST_MSI_SETUP);
	assert_int_equal(guest.effect[0].offset, 0x52);
}

TEST(without_sizes_the_fit_of_msix_is_not_known)
{
	struct device_resources resources = { .at[0] = { 0xfe000000, 0xfe000fff, 0x200 } };
	struct space_builder device = builder_start(SPACE_SIZE);
	struct guest_source source = { .user = &device.space };

	put32(&device, 0x10, 0xfe000000);
	add_standard(&device, 0x50, 0x11);
	put32(&device, 0x58, 0x1000);
	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_BUILT);
	assert_true(guest.fit_unknown);
	source.resources = &resources;
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_REFUSED);
	assert_int_equal(guest.offset, 0x50);
	put32(&device, 0x58, 0x800);
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_BUILT);
	assert_false(guest.fit_unknown);
	assert_int_equal(guest.write_vmm[0x11], 0xf0);
}

TEST(bars_hold_their_type_alone)
{
	struct space_builder device = builder_start(SPACE_SIZE);

	put32(&device, 0x10, 0xfe00000c);
	put32(&device, 0x14, 0x00000080);
	put32(&device, 0x18, 0x0000c001);
	put32(&device, 0x30, 0xfe900001);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0x10), 0x0c);
	assert_int_equal(dword(0x14), 0);
	assert_int_equal(dword(0x18), 0x01);
	assert_int_equal(dword(0x30), 0);
}

TEST(command_s_enables_are_cleared_by_the_reset_as_far_as_vfio_lets_them)
{
	static uint8_t write[SPACE_SIZE_EXTENDED];
	struct space_builder device = builder_start(SPACE_SIZE);
	struct guest_source source = { .user = &device.space, .write = write };

	put16(&device, 0x04, 0x0547);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0x04) & 0xffff, 0x0140);
	write[4] = 0x02;
	guest_build(&source, &rules, &guest);
	assert_int_equal(dword(0x04) & 0xffff, 0x0545);
}

TEST(bytes_after_an_unknown_byte_that_decides_are_unknown)
{
	struct space_builder device = builder_start_express();

	add_standard(&device, 0x80, 0x05);
	space_forget(&device.space, 0x82);
	build(&device, "qemu-11.1");
	assert_int_equal(guest.state, GUEST_BUILT);
	assert_true(guest.cut);
	assert_false(space_is_known(&guest.space, 0x34));
	assert_false(space_is_known(&guest.space, 0x84));
	assert_true(space_is_known(&guest.space, 0x00));
}

TEST(properties_set_ids_and_the_function_bit)
{
	struct space_builder device = builder_start(SPACE_SIZE);

	build(&device, "qemu-11.1,x-pci-vendor-id=0x1af4,x-pci-device-id=0x10f0,"
	      "x-pci-sub-vendor-id=1,x-pci-sub-device-id=2,x-pci-class-code=0x123456,multifunction=on");
	assert_int_equal(dword(0x00), 0x10f01af4);
	assert_int_equal(dword(0x08) >> 8, 0x123456);
	assert_int_equal(dword(0x2c), 0x00020001);
	assert_int_equal(dword(0x0c) >> 16 & 0xff, 0x80);
}

TEST(a_clique_takes_the_place_that_is_free)
{
	struct space_builder device = builder_start(SPACE_SIZE);

	put16(&device, 0x00, 0x10de);
	put16(&device, 0x0a, 0x0300);
	add_standard(&device, 0x60, 0x01);
	build(&device, "qemu-11.1,x-nv-gpudirect-clique=4");
	assert_int_equal(dword(0xc8), 0x50080009);
	assert_int_equal(dword(0xcc), 0x00205032);
	assert_int_equal(space_byte(&guest.space, 0x61), 0xc8);
	add_standard(&device, 0xc8, 0x0d);
	build(&device, "qemu-11.1,x-nv-gpudirect-clique=4");
	assert_int_equal(dword(0xd4), 0x50080009);
	build(&device, "qemu-7.2,x-nv-gpudirect-clique=4");
	assert_int_equal(guest.state, GUEST_REFUSED);
	put16(&device, 0x00, 0x8086);
	build(&device, "qemu-11.1,x-nv-gpudirect-clique=4");
	assert_int_equal(guest.state, GUEST_REFUSED);
}

TEST(vmd_gets_a_capability_with_the_host_s_addresses)
{
	struct space_builder device = builder_start(SPACE_SIZE);

	put32(&device, 0x00, 0x467f8086);
	put32(&device, 0x18, 0xfe00000c);
	add_standard(&device, 0x60, 0x01);
	build(&device, "qemu-11.1");
	assert_int_equal(dword(0xe8), 0x01180009);
	assert_int_equal(dword(0xec), 0x53484457);
	assert_int_equal(dword(0xf0), 0xfe00000c);
}

TEST(from_10_0_intel_graphics_without_bar_0_ends_qemu)
{
	struct device_resources resources = { .at[1] = { .start = 0x1000, .end = 0x1fff } };
	struct space_builder device = builder_start_express();
	struct guest_source source = {
		.user = &device.space, .resources = &resources, .opregion = KNOWN_NO,
	};
	char why[256];

	put16(&device, 0x00, 0x8086);
	put16(&device, 0x02, 0x3e92);
	put16(&device, 0x0a, 0x0300);
	assert_true(vmm_parse("qemu-10.0", &rules, why, sizeof(why)));
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_REFUSED);
	resources.at[0] = resources.at[1];
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_BUILT);
	resources.at[0].end = 0;
	assert_true(vmm_parse("qemu-7.2", &rules, why, sizeof(why)));
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_BUILT);
	build(&device, "qemu-10.0");	/* without sizes there may be one */
	assert_int_equal(guest.state, GUEST_BUILT);
}

TEST(cloud_hypervisor_filters_only_where_there_is_power_management)
{
	static const uint16_t ids[] = { 0x0010, 0x0003 };
	struct space_builder device = endpoint(ids, 2);

	build(&device, "cloud-hypervisor-53");
	assert_int_equal(dword(0x100), 0x14010010);
	add_standard(&device, 0x80, 0x01);
	build(&device, "cloud-hypervisor-53");
	assert_int_equal(dword(0x100), 0x14010000);
	assert_int_equal(guest.write_vfio[0x108], 0xff);
	assert_int_equal(guest.write_vfio[0x10], 0);
}

TEST(crosvm_takes_the_body_out_too)
{
	static const uint16_t ids[] = { 0x0001, 0x0010, 0x0003 };
	struct space_builder device = endpoint(ids, 3);

	put32(&device, 0x148, 0x12345678);
	build(&device, "crosvm");
	assert_int_equal(dword(0x100), 0x18010001);
	assert_int_equal(dword(0x148), 0);
	assert_int_equal(guest.write_vfio[0x148], 0);
}

TEST(crosvm_shows_no_stolen_memory_of_intels_display_devices_alone)
{
	static const struct {
		uint16_t vendor;
		uint8_t class, seen;
	} rows[] = {
		{ 0x8086, 0x03, 0x00 }, { 0x8086, 0x02, 0x12 }, { 0x10de, 0x03, 0x12 },
	};

	for (size_t i = 0; i < 3; i++) {
		struct space_builder device = builder_start(SPACE_SIZE);

		put16(&device, 0x00, rows[i].vendor);
		put8(&device, 0x0b, rows[i].class);
		put32(&device, 0x50, 0x00001200);
		build(&device, "crosvm");
		assert_int_equal(dword(0x50), (uint32_t)rows[i].seen << 8);
		assert_int_equal(guest.read_vmm[0x51], rows[i].seen == 0 ? 0xff : 0);
		build(&device, "firecracker");
		assert_int_equal(dword(0x50), 0x00001200);
	}
}

TEST(msi_x_that_qemu_moves_has_table_and_pending_bits_side_by_side)
{
	struct device_resources resources = { .at = { { .start = 0xfe400000, .end = 0xfe403fff, .flags = 0x200 } } };
	struct space_builder device = builder_start(SPACE_SIZE);
	const struct guest_source source = { .user = &device.space, .resources = &resources,
					     .opregion = KNOWN_NO };
	char why[256];

	put32(&device, 0x10, 0xfe400000);
	add_standard(&device, 0x80, 0x11);
	put16(&device, 0x82, 0x000f);	/* 16 vectors: a table of 100 bytes (hex) */
	put32(&device, 0x84, 0x00001000);
	put32(&device, 0x88, 0x00002000);
	assert_true(vmm_parse("qemu-10.0,x-msix-relocation=bar0", &rules, why, sizeof(why)));
	guest_build(&source, &rules, &guest);
	assert_int_equal(guest.state, GUEST_BUILT);
	assert_int_equal(dword(0x84), 0x00004000);	/* the second half of the BAR, which doubles */
	assert_int_equal(dword(0x88), 0x00004100);
	assert_true(vmm_parse("qemu-10.0,x-msix-relocation=bar2", &rules, why, sizeof(why)));
	guest_build(&source, &rules, &guest);
	assert_int_equal(dword(0x84), 0x00000002);
	assert_int_equal(dword(0x88), 0x00000102);
}

TEST(firecracker_clears_the_id_and_the_body)
{
	static const uint16_t ids[] = { 0x000e, 0x0003 };
	struct space_builder device = endpoint(ids, 2);

	put32(&device, 0x104, 0x11);
	build(&device, "firecracker");
	assert_int_equal(dword(0x100), 0x14010000);
	assert_int_equal(dword(0x104), 0);
	assert_int_equal(dword(0x30), 0);
}

TEST(any_bytes_have_a_result)
{
	static const char *const vmms[] = { "qemu-6.2", "qemu-11.1", "qemu-11.1,machine=pc",
					    "qemu-10.0,bus=root", "crosvm", "firecracker",
					    "cloud-hypervisor", "openvmm" };
	uint64_t seed = test_seed(16);

	for (unsigned int i = 0; i < 400; i++) {
		struct space_builder device = builder_start(i % 2 ? SPACE_SIZE : SPACE_SIZE_EXTENDED);

		for (unsigned int j = 0; j < device.space.size; j++)
			if (next_random(&seed) % 8 == 0)
				put8(&device, j, next_random(&seed) & 0xff);
		build(&device, vmms[i % 8]);
		assert_true(guest.state == GUEST_BUILT || guest.reason[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qemu_unlinks_sriov_and_leaves_its_header),
		cmocka_unit_test(qemu_leaves_an_id_of_0_where_the_first_is_taken_out),
		cmocka_unit_test(resizable_bar_is_taken_out_before_8_1_and_has_one_size_after),
		cmocka_unit_test(a_size_that_the_version_does_not_know_takes_resizable_bar_out),
		cmocka_unit_test(on_the_root_bus_an_endpoint_is_an_integrated_one_without_a_link),
		cmocka_unit_test(behind_a_port_an_integrated_endpoint_gets_a_link),
		cmocka_unit_test(a_type_other_than_an_endpoint_is_refused),
		cmocka_unit_test(on_a_conventional_bus_a_guest_reaches_100_bytes),
		cmocka_unit_test(loops_hang_qemu),
		cmocka_unit_test(msi_is_qemu_s_own_and_empty),
		cmocka_unit_test(without_sizes_the_fit_of_msix_is_not_known),
		cmocka_unit_test(bars_hold_their_type_alone),
		cmocka_unit_test(command_s_enables_are_cleared_by_the_reset_as_far_as_vfio_lets_them),
		cmocka_unit_test(bytes_after_an_unknown_byte_that_decides_are_unknown),
		cmocka_unit_test(properties_set_ids_and_the_function_bit),
		cmocka_unit_test(a_clique_takes_the_place_that_is_free),
		cmocka_unit_test(vmd_gets_a_capability_with_the_host_s_addresses),
		cmocka_unit_test(from_10_0_intel_graphics_without_bar_0_ends_qemu),
		cmocka_unit_test(cloud_hypervisor_filters_only_where_there_is_power_management),
		cmocka_unit_test(crosvm_takes_the_body_out_too),
		cmocka_unit_test(crosvm_shows_no_stolen_memory_of_intels_display_devices_alone),
		cmocka_unit_test(msi_x_that_qemu_moves_has_table_and_pending_bits_side_by_side),
		cmocka_unit_test(firecracker_clears_the_id_and_the_body),
		cmocka_unit_test(any_bytes_have_a_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
