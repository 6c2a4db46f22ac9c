// SPDX-License-Identifier: GPL-2.0-or-later
/* The BARs of a header. */
#include "test.h"

#include <string.h>

#include "model/registers/bar.h"
#include "space_builder.h"

/* linux/ioport.h */
#define IORESOURCE_MEM		0x00000200
#define IORESOURCE_PREFETCH	0x00002000
#define IORESOURCE_MEM_64	0x00100000

TEST(a_bar_says_its_space_its_width_and_its_address)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct bar bar;

	put32(&builder, 0x10, 0xfe840000);
	put32(&builder, 0x14, 0x0000e001);
	put32(&builder, 0x18, 0xfe00000c);
	put32(&builder, 0x1c, 0x0000383f);
	put32(&builder, 0x30, 0xfe800001);
	assert_true(bar_find(&builder.space, NULL, 0x10, &bar));
	assert_true(bar.space == BAR_MEMORY && !bar.wide && !bar.prefetchable && !bar.upper);
	assert_int_equal(bar.address, 0xfe840000);
	assert_int_equal(bar.size, 0);
	assert_true(bar_find(&builder.space, NULL, 0x14, &bar));
	assert_true(bar.space == BAR_IO && !bar.wide);
	assert_int_equal(bar.address, 0xe000);
	assert_true(bar_find(&builder.space, NULL, 0x18, &bar));
	assert_true(bar.wide && bar.prefetchable && !bar.upper);
	assert_true(bar.address == UINT64_C(0x383ffe000000));
	assert_true(bar_find(&builder.space, NULL, 0x1c, &bar));
	assert_true(bar.upper && bar.address == UINT64_C(0x383ffe000000));
	assert_false(bar_find(&builder.space, NULL, 0x20, &bar));
	assert_true(bar_find(&builder.space, NULL, 0x30, &bar));
	assert_true(bar.space == BAR_ROM && bar.address == 0xfe800000);
}

TEST(a_resource_has_the_size_and_of_a_vf_the_address_too)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_resources resources = { 0 };
	struct bar bar;

	resources.at[0].start = UINT64_C(0x383ffe000000);
	resources.at[0].end = UINT64_C(0x383ffe003fff);
	resources.at[0].flags = IORESOURCE_MEM | IORESOURCE_MEM_64 | IORESOURCE_PREFETCH;
	assert_true(bar_find(&builder.space, &resources, 0x10, &bar));
	assert_true(bar.wide && bar.prefetchable);
	assert_true(bar.address == UINT64_C(0x383ffe000000));
	assert_int_equal(bar.size, 0x4000);
	assert_true(bar_find(&builder.space, &resources, 0x14, &bar));
	assert_true(bar.upper);
}

TEST(a_bridge_has_two_bars_and_its_rom_elsewhere)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct bar bar;

	put8(&builder, 0x0e, 1);
	put32(&builder, 0x14, 0xfe840004);	/* its upper half would be bus numbers */
	put32(&builder, 0x18, 0x00010100);
	put32(&builder, 0x38, 0xfe800000);
	assert_true(bar_find(&builder.space, NULL, 0x14, &bar));
	assert_int_equal(bar.address, 0xfe840000);
	assert_false(bar_find(&builder.space, NULL, 0x18, &bar));
	assert_true(bar_find(&builder.space, NULL, 0x38, &bar));
	put8(&builder, 0x0e, 2);
	assert_false(bar_find(&builder.space, NULL, 0x10, &bar));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_says_its_space_its_width_and_its_address),
		cmocka_unit_test(a_resource_has_the_size_and_of_a_vf_the_address_too),
		cmocka_unit_test(a_bridge_has_two_bars_and_its_rom_elsewhere),
	};

	return cmocka_run_group_tests_name("BARs", tests, NULL, NULL);
}
