// SPDX-License-Identifier: GPL-2.0-or-later
/* Devices in little memory: an unpacked device equals the packed one. */
#include "base/device_list.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/device_pack.h"
#include "base/macros.h"
#include "base/memory.h"

#define SEED 20261130

static size_t size_of(const struct device_pack *pack)
{
	return sizeof(*pack) + pack->words * sizeof(uint32_t);
}

/* Appends a device with all bytes known: `random` random bytes at random places, and zeros. */
static struct device *append(struct device_list *list, unsigned int function, unsigned int random)
{
	const struct pci_address address = { .function = (uint8_t)function };
	struct device *device = device_list_append(list, &address);

	assert_non_null(device);
	device->source = SOURCE_DUMP;
	space_clear(&device->space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	for (unsigned int i = 0; i < SPACE_SIZE_EXTENDED; i++)
		space_set(&device->space, (uint16_t)i, 0);
	for (unsigned int i = 0; i < random; i++)
		device->space.byte[rand() % SPACE_SIZE_EXTENDED] = (uint8_t)rand();
	return device;
}

/* Gives a device a user view and a capture of random bytes. */
static void add_capture(struct device *device)
{
	device->user = memory_take(sizeof(*device->user));
	device->capture = memory_take_zeroed(1, sizeof(*device->capture));
	assert_true(device->user != NULL && device->capture != NULL);
	*device->user = device->space;
	device->user->view = VIEW_USER;
	snprintf(device->capture->rules, sizeof(device->capture->rules), "%d", rand());
	device->capture->read[63] = (uint64_t)rand();
}

/* Packs the device, opens the pack, and compares. */
static void assert_comes_back(const struct device *device)
{
	CLEANUP_FREE struct device_pack *pack = device_pack_make(device);
	struct device *opened, flat;

	assert_non_null(pack);
	opened = device_pack_open(pack);
	assert_non_null(opened);
	assert_true((opened->user == NULL) == (device->user == NULL));
	assert_true((opened->capture == NULL) == (device->capture == NULL));
	if (device->user != NULL)
		assert_memory_equal(opened->user, device->user, sizeof(*device->user));
	if (device->capture != NULL)
		assert_memory_equal(opened->capture, device->capture, sizeof(*device->capture));
	memcpy(&flat, opened, sizeof(flat));
	flat.user = device->user;
	flat.capture = device->capture;
	assert_memory_equal(&flat, device, sizeof(flat));
	device_free(opened);
}

TEST(an_opened_device_is_the_one_that_was_packed)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	print_message("seed %d\n", SEED);
	srand(SEED);
	for (unsigned int random = 0; random < 20000; random = random * 2 + 1) {
		struct device *device = append(&list, 0, random);

		assert_comes_back(device);
		add_capture(device);
		assert_comes_back(device);
	}
}

TEST(a_packed_device_is_small_and_never_larger_than_it_was)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	CLEANUP_FREE struct device_pack *usual = NULL, *noise = NULL;

	srand(SEED);
	usual = device_pack_make(append(&list, 0, 30));
	noise = device_pack_make(append(&list, 0, 100 * SPACE_SIZE_EXTENDED));
	assert_true(usual != NULL && noise != NULL);
	assert_in_range(size_of(usual), 1, 700);
	assert_in_range(size_of(noise), SPACE_SIZE_EXTENDED,
			sizeof(struct device_pack) + sizeof(struct device) + 4);
}

TEST(packed_devices_are_sorted_and_kept_as_whole_ones_are)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	static const unsigned int functions[] = { 2, 1, 2, 0 };
	static const size_t order[] = { 3, 1, 0, 2 };

	for (size_t i = 0; i < ARRAY_LENGTH(functions); i++) {
		append(&list, functions[i], 0);
		assert_true(device_list_pack(&list, i));
	}
	device_list_sort(&list, 0);
	for (size_t i = 0; i < list.count; i++) {
		const struct device *device = device_list_open(&list, i);

		assert_non_null(device);
		assert_int_equal(device->ordinal, order[i]);
		assert_int_equal(device->duplicate, i >= 2);
		device_list_close(&list, i);
		assert_null(list.slots[i].device);
	}
}

TEST(a_change_to_an_open_device_lasts_if_it_is_packed_again)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	append(&list, 0, 0);
	assert_true(device_list_pack(&list, 0));
	device_list_open(&list, 0)->vendor = 1;
	device_list_close(&list, 0);
	assert_int_equal(device_list_open(&list, 0)->vendor, -1);
	device_list_open(&list, 0)->vendor = 2;
	assert_true(device_list_pack(&list, 0));
	assert_int_equal(device_list_open(&list, 0)->vendor, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_opened_device_is_the_one_that_was_packed),
		cmocka_unit_test(a_packed_device_is_small_and_never_larger_than_it_was),
		cmocka_unit_test(packed_devices_are_sorted_and_kept_as_whole_ones_are),
		cmocka_unit_test(a_change_to_an_open_device_lasts_if_it_is_packed_again),
	};

	return cmocka_run_group_tests_name("device_pack", tests, NULL, NULL);
}
