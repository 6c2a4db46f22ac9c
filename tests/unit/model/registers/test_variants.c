// SPDX-License-Identifier: GPL-2.0-or-later
/* Registers that depend on what kind of its capability one is, or on the device. */
#include "register_expect.h"

#include "model/vfio/capability.h"

TEST(the_header_type_decides_what_pcix_has)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x40, CAP_ID_PCIX);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "X_CMD");
	assert_no_register(&found, 0x48);
	put16(&builder, 0x42, 0x1000);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 4, "X_ECC_CSR");
	assert_register(&found, 0x54, 4, "CAP_PCIX+14");
	put8(&builder, 0x0e, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "X_BRIDGE_SSTATUS");
	assert_register(&found, 0x48, 4, "X_BRIDGE_UPSTREAM_SPLIT");
	assert_no_register(&found, 0x50);
}

TEST(the_kind_of_hypertransport_decides_what_it_has)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	add_standard(&builder, 0x40, CAP_ID_HT);
	put8(&builder, 0x43, 0xaa);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "HT_MSI_FLAGS");
	assert_register(&found, 0x48, 4, "HT_MSI_ADDR_HI");
	put8(&builder, 0x43, 0xb0);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "HT_DR_CMD");
	assert_register(&found, 0x48, 4, "HT_DR_DATA");
	put8(&builder, 0x43, 0x18);	/* bits 12:11 are no part of the type */
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "HT_PRI_CMD");
	put8(&builder, 0x43, 0xf8);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x42, 2, "CAP_HT+2");
	assert_no_registers(&found, 0x43, 0xff);
}

TEST(integrated_graphics_have_registers_between_their_capabilities)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x0a, 0x0300);
	add_standard(&builder, 0xc0, 0x01);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x50, 2, "SNB_GMCH_CTRL");
	assert_int_equal(assert_register(&found, 0x5c, 4, "INTEL_BSM")->capability, 0);
	assert_register(&found, 0xc0, 1, "CAP_PM");
	assert_register(&found, 0xc4, 2, "PM_CTRL");
	add_express(&builder, 0x80, 0x0002);	/* a graphics card */
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x40, 0x7f);
	put8(&builder, 0x82, 0x92);		/* an integrated endpoint */
	found = find(&builder, NEWEST);
	assert_register(&found, 0x5c, 4, "INTEL_BSM");
	put16(&builder, 0x00, 0x1002);
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x40, 0x7f);
}

TEST(a_vendors_capability_of_virtio_has_registers_by_its_type)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put32(&builder, 0x00, 0x10411af4);
	add_standard(&builder, 0x40, CAP_ID_VNDR);
	put16(&builder, 0x42, 0x0110);		/* 10 bytes, type 1 */
	found = find(&builder, NEWEST);
	assert_register(&found, 0x43, 1, "VIRTIO_PCI_CAP_CFG_TYPE");
	assert_register(&found, 0x4c, 4, "VIRTIO_PCI_CAP_LENGTH");
	assert_no_registers(&found, 0x4d, 0xff);
	put16(&builder, 0x42, 0x0214);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x50, 4, "VIRTIO_PCI_NOTIFY_CAP_MULT");
	put16(&builder, 0x42, 0x0514);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 4, "VIRTIO_PCI_CFG_CAP_OFFSET");
	assert_register(&found, 0x50, 4, "VIRTIO_PCI_CFG_CAP_DATA");
	put16(&builder, 0x42, 0x0818);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x54, 4, "VIRTIO_PCI_CAP64_LENGTH_HI");
	put16(&builder, 0x02, 0x0042);		/* no ID of virtio's */
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x43, 0xff);
}

TEST(intels_vendor_capability_has_registers_if_it_is_capid0)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct found found;

	put16(&builder, 0x00, 0x8086);
	add_standard(&builder, 0x40, CAP_ID_VNDR);
	put16(&builder, 0x42, 0x010c);
	found = find(&builder, NEWEST);
	assert_register(&found, 0x48, 4, "INTEL_CAPID0_B");
	assert_no_registers(&found, 0x49, 0xff);
	put16(&builder, 0x42, 0x110c);		/* feature detection */
	found = find(&builder, NEWEST);
	assert_no_registers(&found, 0x43, 0xff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_type_decides_what_pcix_has),
		cmocka_unit_test(the_kind_of_hypertransport_decides_what_it_has),
		cmocka_unit_test(integrated_graphics_have_registers_between_their_capabilities),
		cmocka_unit_test(a_vendors_capability_of_virtio_has_registers_by_its_type),
		cmocka_unit_test(intels_vendor_capability_has_registers_if_it_is_capid0),
	};

	return cmocka_run_group_tests_name("variants of registers", tests, NULL, NULL);
}
