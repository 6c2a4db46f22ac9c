// SPDX-License-Identifier: GPL-2.0-or-later
/* What keeps a device from a guest besides drivers, in machines that no test has. */
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSFS_ROOT "sys"
#define PROC_ROOT "proc"
#include "access/system/iommu.c"
#include "tree.h"


static void make_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int begin(void **state)
{
	static const char *const directories[] = {
		"proc", "sys", "sys/class", "sys/class/iommu", "sys/class/iommu/dmar0", "sys/kernel",
		"sys/kernel/iommu_groups", "sys/kernel/iommu_groups/7",
	};

	(void)state;
	tree_begin();
	for (size_t i = 0; i < ARRAY_LENGTH(directories); i++)
		assert_int_equal(mkdir(directories[i], 0755), 0);
	return 0;
}

TEST(iommus_and_groups_are_counted)
{
	assert_int_equal(iommu_count(), 1);
	assert_int_equal(iommu_group_count(), 1);
}

TEST(a_direct_region_is_found_and_a_relaxable_one_is_not)
{
	struct iommu_region region;

	assert_int_equal(iommu_find_direct(7, &region), KNOWN_NOT);
	make_file("sys/kernel/iommu_groups/7/reserved_regions",
		  "0x00000000fee00000 0x00000000feefffff msi\n"
		  "0x000000003f000000 0x000000003fffffff direct-relaxable\n");
	assert_int_equal(iommu_find_direct(7, &region), KNOWN_NO);
	make_file("sys/kernel/iommu_groups/7/reserved_regions",
		  "0x00000000fee00000 0x00000000feefffff msi\n"
		  "0x000000007d800000 0x000000007fffffff direct\n");
	assert_int_equal(iommu_find_direct(7, &region), KNOWN_YES);
	assert_int_equal(region.start, 0x7d800000);
	assert_int_equal(region.end, 0x7fffffff);
}

#define IOMEM \
	"00001000-0009ffff : System RAM\n" \
	"c0000000-febfffff : PCI Bus 0000:00\n" \
	"  c0000000-cfffffff : 0000:01:00.0\n" \
	"    c0000000-c02fffff : BOOTFB\n"

static const struct device_resources card = {
	.at = { { 0xfd000000, 0xfdffffff, 0 }, { 0xc0000000, 0xcfffffff, 0 } },
};

TEST(framebuffer_of_the_boot_is_found_in_the_bar_that_has_it)
{
	struct iomem_line line;
	unsigned int bar;

	make_file("proc/iomem", IOMEM);
	assert_int_equal(iomem_find_framebuffer(&card, &bar, &line), KNOWN_YES);
	assert_int_equal(bar, 1);
	assert_string_equal(line.name, "BOOTFB");
	assert_int_equal(line.end, 0xc02fffff);
}

TEST(a_framebuffer_on_another_card_is_not_counted)
{
	const struct device_resources other = { .at = { { 0xe0000000, 0xefffffff, 0 } } };
	struct iomem_line line;
	unsigned int bar;

	make_file("proc/iomem", IOMEM);
	assert_int_equal(iomem_find_framebuffer(&other, &bar, &line), KNOWN_NO);
}

TEST(addresses_that_are_hidden_are_not_taken_for_none)
{
	struct iomem_line line;
	unsigned int bar;

	assert_int_equal(iomem_find_framebuffer(&card, &bar, &line), KNOWN_NOT);
	make_file("proc/iomem", "00000000-00000000 : System RAM\n  00000000-00000000 : BOOTFB\n");
	assert_int_equal(iomem_find_framebuffer(&card, &bar, &line), KNOWN_NOT);
	make_file("proc/iomem", "00000000-00000000 : System RAM\n");
	assert_int_equal(iomem_find_framebuffer(&card, &bar, &line), KNOWN_NO);
}

TEST(interrupts_are_remapped_where_the_kernel_names_them_so)
{
	struct utsname name;

	if (uname(&name) != 0 || strcmp(name.machine, "x86_64") != 0)
		skip();
	assert_int_equal(iommu_remaps_interrupts(), KNOWN_NOT);
	make_file("proc/interrupts", " 24:  0  PCI-MSI 409600-edge  eth0\n");
	assert_int_equal(iommu_remaps_interrupts(), KNOWN_NO);
	make_file("proc/interrupts", " 24:  0  IR-PCI-MSI 409600-edge  eth0\n");
	assert_int_equal(iommu_remaps_interrupts(), KNOWN_YES);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, tree_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(iommus_and_groups_are_counted),
		CASE(a_direct_region_is_found_and_a_relaxable_one_is_not),
		CASE(framebuffer_of_the_boot_is_found_in_the_bar_that_has_it),
		CASE(a_framebuffer_on_another_card_is_not_counted),
		CASE(addresses_that_are_hidden_are_not_taken_for_none),
		CASE(interrupts_are_remapped_where_the_kernel_names_them_so),
	};

	return cmocka_run_group_tests_name("iommu", tests, NULL, NULL);
}
