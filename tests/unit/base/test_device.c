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
		cmocka_unit_test(an_empty_list_can_be_sorted_and_freed),
	};

	return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
