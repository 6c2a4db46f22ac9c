// SPDX-License-Identifier: GPL-2.0-or-later
/* Places in the kernel's structure, found without type information. */
#include <string.h>

#include "test.h"

#include "kernel/layout.h"

#define KERNEL(number)	(UINT64_C(0xffff888100000000) + (number) * UINT64_C(0x1000))
#define MAP		KERNEL(1)
#define COPY		KERNEL(2)
#define PCI_DEVICE	KERNEL(3)
#define OTHER		KERNEL(4)

static uint8_t structure[LAYOUT_SEARCH];
static unsigned int asked;

static void put_pointer(unsigned int offset, uint64_t pointer)
{
	memcpy(structure + offset, &pointer, sizeof(pointer));
}

/* The kernel's memory has a map at MAP, a virtual copy at COPY, a pci_dev at PCI_DEVICE. */
static bool is_pair(uint64_t map, uint64_t virtual_copy, void *context)
{
	assert_ptr_equal(context, structure);
	assert_true(is_kernel_address(map) && is_kernel_address(virtual_copy));
	return map == MAP && virtual_copy == COPY;
}

static bool is_pci_device(uint64_t pci_device, void *context)
{
	assert_ptr_equal(context, structure);
	assert_true(is_kernel_address(pci_device));
	asked++;
	return pci_device == PCI_DEVICE;
}

static struct kernel_layout unknown(void)
{
	struct kernel_layout layout = KERNEL_LAYOUT_UNKNOWN;

	layout.device_name = 0x80;
	return layout;
}

static bool search(struct kernel_layout *layout)
{
	const struct layout_questions questions = { is_pair, is_pci_device, structure };

	asked = 0;
	return layout_search(structure, &questions, layout);
}

/* A structure of numbers and pointers without the wanted places. */
static int setup(void **state)
{
	(void)state;
	memset(structure, 0, sizeof(structure));
	put_pointer(0x00, 1);
	put_pointer(0x08, OTHER);
	put_pointer(0x10, 0x7f0012345678);
	return 0;
}

TEST(one_pair_is_the_map_and_the_virtual_copy)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x20, PCI_DEVICE);
	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.map, 0x100);
	assert_int_equal(layout.virtual_copy, 0x108);
	assert_int_equal(layout.pci_device, 0x20);
	assert_int_equal(layout.device_name, 0x80);
}

TEST(the_pointer_next_to_the_pair_is_taken_for_the_table_of_msi)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x20, PCI_DEVICE);
	assert_false(search(&layout));
	assert_int_equal(layout.msi, -1);
	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.msi, 0x110);
}

TEST(a_layout_needs_a_pair)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x20, PCI_DEVICE);
	assert_false(search(&layout));
	assert_int_equal(layout.pci_device, 0x20);
}

TEST(the_first_of_two_pairs_is_the_one)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	put_pointer(0x300, MAP);
	put_pointer(0x308, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.map, 0x100);
	assert_int_equal(layout.virtual_copy, 0x108);
}

TEST(two_pointers_in_the_other_order_or_apart_are_not_the_pair)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x100, COPY);
	put_pointer(0x108, MAP);
	put_pointer(0x110, OTHER);
	put_pointer(0x118, COPY);
	assert_false(search(&layout));
}

TEST(an_unaligned_value_is_not_a_pointer)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x104, MAP);
	put_pointer(0x10c, COPY);
	assert_false(search(&layout));
}

TEST(a_pair_at_either_end_is_found)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x00, MAP);
	put_pointer(0x08, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.map, 0);
	setup(NULL);
	put_pointer(LAYOUT_SEARCH - 16, MAP);
	put_pointer(LAYOUT_SEARCH - 8, COPY);
	layout = unknown();
	assert_true(search(&layout));
	assert_int_equal(layout.map, LAYOUT_SEARCH - 16);
	assert_int_equal(layout.virtual_copy, LAYOUT_SEARCH - 8);
}

TEST(a_map_at_the_very_end_has_no_partner)
{
	struct kernel_layout layout = unknown();

	put_pointer(LAYOUT_SEARCH - 8, MAP);
	assert_false(search(&layout));
}

TEST(a_pci_device_after_the_pair_is_ignored)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	put_pointer(0x200, PCI_DEVICE);
	assert_true(search(&layout));
	assert_int_equal(layout.pci_device, -1);
}

TEST(the_first_pci_device_is_the_one)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x20, PCI_DEVICE);
	put_pointer(0x40, PCI_DEVICE);
	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.pci_device, 0x20);
}

TEST(a_pci_device_is_not_needed)
{
	struct kernel_layout layout = unknown();

	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.pci_device, -1);
}

TEST(a_pci_device_that_is_known_is_not_searched_for)
{
	struct kernel_layout layout = unknown();

	layout.pci_device = 0x500;
	put_pointer(0x20, PCI_DEVICE);
	put_pointer(0x100, MAP);
	put_pointer(0x108, COPY);
	assert_true(search(&layout));
	assert_int_equal(layout.pci_device, 0x500);
	assert_int_equal(asked, 0);
}

/* is_pair() and is_pci_device() assert that they get only such addresses. */
TEST(only_kernel_addresses_are_checked)
{
	struct kernel_layout layout = unknown();

	for (unsigned int offset = 0; offset < LAYOUT_SEARCH; offset += 8)
		put_pointer(offset, offset % 16 ? UINT64_C(0x7fffffffffffffff) : OTHER);
	assert_false(search(&layout));
	assert_int_equal(asked, LAYOUT_SEARCH / 16);
}

TEST(the_kernel_has_the_upper_half_of_the_addresses)
{
	assert_false(is_kernel_address(0));
	assert_false(is_kernel_address(UINT64_C(0x00007fffffffffff)));
	assert_false(is_kernel_address(UINT64_C(0x7fffffffffffffff)));
	assert_true(is_kernel_address(UINT64_C(0x8000000000000000)));
	assert_true(is_kernel_address(UINT64_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_pair_is_the_map_and_the_virtual_copy, setup),
		cmocka_unit_test_setup(the_pointer_next_to_the_pair_is_taken_for_the_table_of_msi, setup),
		cmocka_unit_test_setup(a_layout_needs_a_pair, setup),
		cmocka_unit_test_setup(the_first_of_two_pairs_is_the_one, setup),
		cmocka_unit_test_setup(two_pointers_in_the_other_order_or_apart_are_not_the_pair, setup),
		cmocka_unit_test_setup(an_unaligned_value_is_not_a_pointer, setup),
		cmocka_unit_test_setup(a_pair_at_either_end_is_found, setup),
		cmocka_unit_test_setup(a_map_at_the_very_end_has_no_partner, setup),
		cmocka_unit_test_setup(a_pci_device_after_the_pair_is_ignored, setup),
		cmocka_unit_test_setup(the_first_pci_device_is_the_one, setup),
		cmocka_unit_test_setup(a_pci_device_is_not_needed, setup),
		cmocka_unit_test_setup(a_pci_device_that_is_known_is_not_searched_for, setup),
		cmocka_unit_test_setup(only_kernel_addresses_are_checked, setup),
		cmocka_unit_test(the_kernel_has_the_upper_half_of_the_addresses),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
