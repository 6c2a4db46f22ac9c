// SPDX-License-Identifier: GPL-2.0-or-later
/* Attributes of sysfs, as text. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "access/system/sysfs_parse.h"

TEST(a_number_is_all_of_its_text)
{
	assert_int_equal(sysfs_parse_number("0x8086"), 0x8086);
	assert_int_equal(sysfs_parse_number("0"), 0);
	assert_int_equal(sysfs_parse_number("2147483647"), 2147483647);
	assert_int_equal(sysfs_parse_number(""), -1);
	assert_int_equal(sysfs_parse_number("-1"), -1);
	assert_int_equal(sysfs_parse_number("12 "), -1);
	assert_int_equal(sysfs_parse_number("2147483648"), -1);
	assert_int_equal(sysfs_parse_number("99999999999999999999"), -1);
}

TEST(an_irq_has_32_bits)
{
	assert_true(sysfs_parse_irq("0") == 0);
	assert_true(sysfs_parse_irq("2147483648") == INT64_C(0x80000000));
	assert_true(sysfs_parse_irq("4294967295") == INT64_C(0xffffffff));
	assert_true(sysfs_parse_irq("4294967296") == -1);
	assert_true(sysfs_parse_irq("-4294967295") == -1);
	assert_true(sysfs_parse_irq(" 5") == -1);
	assert_true(sysfs_parse_irq("") == -1);
	assert_true(sysfs_parse_irq("5x") == -1);
}

TEST(a_node_has_two_numbers)
{
	unsigned int major, minor;

	assert_true(sysfs_parse_node("510:3", &major, &minor));
	assert_int_equal(major, 510);
	assert_int_equal(minor, 3);
	assert_false(sysfs_parse_node("510", &major, &minor));
}

static const char lines[] = "0x00000000fe000000 0x00000000fe003fff 0x0000000000140204\n"
			    "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
			    "0x000000000000c000 0x000000000000c01f 0x0000000000040101\n"
			    "0x1 0x2 0x3\n0x4 0x5 0x6\n0x7 0x8 0x9\n0xa 0xb 0xc\n";

TEST(seven_resources_are_taken_and_what_follows_is_not_looked_at)
{
	struct device_resources resources;
	char text[400];

	snprintf(text, sizeof(text), "%s%s", lines, "not a resource\n");
	assert_true(sysfs_parse_resources(text, &resources));
	assert_true(resources.at[0].start == 0xfe000000 && resources.at[0].end == 0xfe003fff);
	assert_true(resources.at[2].flags == 0x40101);
	assert_true(resources.at[6].start == 0xa && resources.at[6].flags == 0xc);
}

TEST(resources_that_are_cut_are_none)
{
	static const struct device_resources none;
	struct device_resources resources;
	char text[400];

	snprintf(text, sizeof(text), "%s", lines);
	*strstr(text, "0xb") = '\0';
	memset(&resources, 0xa5, sizeof(resources));
	assert_false(sysfs_parse_resources(text, &resources));
	assert_memory_equal(&resources, &none, sizeof(none));
}

TEST(an_event_has_driver_class_and_ids)
{
	struct device device = { .vendor = -1, .product = -1, .class = -1 };

	sysfs_parse_uevent("DRIVER=vfio-pci\nPCI_CLASS=20000\nPCI_ID=8086:10D3\n"
			   "PCI_SUBSYS_ID=1AF4:1100\n", &device);
	assert_string_equal(device.driver, "vfio-pci");
	assert_int_equal(device.class, 0x20000);
	assert_int_equal(device.vendor, 0x8086);
	assert_int_equal(device.product, 0x10d3);
}

TEST(what_an_event_does_not_have_stays)
{
	struct device device = { .vendor = -1, .product = -1, .class = -1, .driver = "old" };

	sysfs_parse_uevent("XDRIVER=a\nPCI_CLASS=\nPCI_ID=8086\nPCI_IDS=1:2\n", &device);
	assert_string_equal(device.driver, "old");
	assert_int_equal(device.class, -1);
	assert_int_equal(device.vendor, -1);
	assert_int_equal(device.product, -1);
}

TEST(a_number_with_a_sign_is_neither_a_class_nor_an_id)
{
	struct device device = { .vendor = -1, .product = -1, .class = -1 };

	sysfs_parse_uevent("PCI_CLASS=-2\nPCI_ID=-1:10D3\n", &device);
	assert_int_equal(device.class, -1);
	assert_int_equal(device.vendor, -1);
	sysfs_parse_uevent("PCI_ID=8086:-1\n", &device);
	assert_int_equal(device.vendor, -1);
	assert_int_equal(device.product, -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_all_of_its_text),
		cmocka_unit_test(an_irq_has_32_bits),
		cmocka_unit_test(a_node_has_two_numbers),
		cmocka_unit_test(seven_resources_are_taken_and_what_follows_is_not_looked_at),
		cmocka_unit_test(resources_that_are_cut_are_none),
		cmocka_unit_test(an_event_has_driver_class_and_ids),
		cmocka_unit_test(what_an_event_does_not_have_stays),
		cmocka_unit_test(a_number_with_a_sign_is_neither_a_class_nor_an_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
