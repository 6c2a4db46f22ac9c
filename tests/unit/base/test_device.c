// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of devices. */
#include "test.h"

#include "base/address.h"
#include "base/device.h"
#include "base/device_list.h"
#include "base/macros.h"

TEST(equal_addresses_keep_the_order_of_the_input_and_are_marked)
{
	static const char *const texts[] = { "00:02.0", "00:01.0", "00:02.0", "00:00.0" };
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct pci_address address;

		assert_true(address_parse(texts[i], &address));
		assert_non_null(device_list_append(&list, &address));
	}
	device_list_sort(&list, 0);
	assert_int_equal(list.slots[0].device->ordinal, 3);
	assert_int_equal(list.slots[1].device->ordinal, 1);
	assert_int_equal(list.slots[2].device->ordinal, 0);
	assert_int_equal(list.slots[3].device->ordinal, 2);
	assert_false(list.slots[1].device->duplicate);
	assert_true(list.slots[2].device->duplicate);
	assert_true(list.slots[3].device->duplicate);
}

static struct pci_address address_of(unsigned int device)
{
	return (struct pci_address) { .device = (uint8_t)device };
}

TEST(a_new_device_has_an_address_and_nothing_else_is_known)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	const struct pci_address address = address_of(5);

	for (size_t i = 0; i < 40; i++) {
		const struct device *device = device_list_append(&list, &address);

		assert_non_null(device);
		assert_int_equal(address_compare(&device->address, &address), 0);
		assert_int_equal(device->vendor, -1);
		assert_int_equal(device->product, -1);
		assert_int_equal(device->class, -1);
		assert_int_equal(device->revision, -1);
		assert_int_equal(device->iommu_group, -1);
		assert_int_equal(device->irq, -1);
		assert_int_equal(device->ordinal, i);
		assert_ptr_equal(list.slots[i].device, device);
		assert_null(list.slots[i].pack);
	}
	assert_int_equal(list.count, 40);
	assert_in_range(list.room, 40, 64);
}

TEST(only_the_devices_after_a_place_are_sorted_and_cut)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	static const uint8_t order[] = { 9, 8, 3, 1, 2 }, sorted[] = { 9, 8, 1, 2, 3 };

	for (size_t i = 0; i < ARRAY_LENGTH(order); i++) {
		const struct pci_address address = address_of(order[i]);

		device_list_append(&list, &address);
	}
	device_list_sort(&list, 2);
	for (size_t i = 0; i < ARRAY_LENGTH(order); i++)
		assert_int_equal(device_slot_address(&list.slots[i])->device, sorted[i]);
	device_list_cut(&list, 3);
	assert_int_equal(list.count, 3);
	assert_int_equal(device_slot_address(&list.slots[2])->device, 1);
	device_list_cut(&list, 3);
	assert_int_equal(list.count, 3);
}

static bool is_odd(struct device_list *list, size_t at, const void *context)
{
	assert_string_equal(context, "context");
	return device_slot_address(&list->slots[at])->device % 2 != 0;
}

TEST(the_devices_that_are_kept_stay_in_their_order)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	static const uint8_t kept[] = { 8, 7, 6, 5, 3, 1 };

	for (unsigned int i = 0; i < 9; i++) {
		const struct pci_address address = address_of(8 - i);

		device_list_append(&list, &address);
	}
	device_list_keep(&list, 3, is_odd, "context");
	assert_int_equal(list.count, ARRAY_LENGTH(kept));
	for (size_t i = 0; i < ARRAY_LENGTH(kept); i++)
		assert_int_equal(device_slot_address(&list.slots[i])->device, kept[i]);
}

TEST(an_empty_list_can_be_sorted_and_freed)
{
	struct device_list list = { .slots = NULL };

	device_list_sort(&list, 0);
	device_list_free(&list);
	device_list_free(&list);
	assert_int_equal(list.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_addresses_keep_the_order_of_the_input_and_are_marked),
		cmocka_unit_test(a_new_device_has_an_address_and_nothing_else_is_known),
		cmocka_unit_test(only_the_devices_after_a_place_are_sorted_and_cut),
		cmocka_unit_test(the_devices_that_are_kept_stay_in_their_order),
		cmocka_unit_test(an_empty_list_can_be_sorted_and_freed),
	};

	return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
