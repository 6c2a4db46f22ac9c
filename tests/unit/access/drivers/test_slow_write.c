// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the kernel is when a write takes long, and that it is told once. */
#include "test.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/drivers/slow_write.h"

static const char *where(const char *stack)
{
	static char text[256];

	return slow_write_where(stack, text, sizeof(text));
}

TEST(a_stack_is_printed_from_the_innermost_function_to_the_driver_core)
{
	assert_string_equal(where("[<0>] msleep+0x2d/0x40\n"
				  "[<0>] gpu_remove+0x21/0x60 [gpu]\n"
				  "[<0>] pci_device_remove+0x38/0xa0\n"
				  "[<0>] device_release_driver_internal+0x1aa/0x230\n"
				  "[<0>] unbind_store+0x14f/0x180\n"),
			    "msleep < gpu_remove < pci_device_remove");
	assert_string_equal(where("[<0>] __wait_for_common+0x1/0x2"), "__wait_for_common");
}

TEST(a_stack_without_functions_is_nowhere)
{
	assert_string_equal(where(""), "");
	assert_string_equal(where("no stack\n"), "");
	assert_string_equal(where("[<0>] device_release_driver_internal+0x1aa/0x230\n"), "");
}

TEST(a_stack_that_does_not_fit_is_cut)
{
	char text[16];

	slow_write_where("[<0>] a_function_with_a_long_name+0x1/0x2\n[<0>] b+0x1/0x2\n", text,
			 sizeof(text));
	assert_string_equal(text, "a_function_with");
}

static int told[2];	/* a pipe, which gets a byte each time */

static void hear(const char *path, const char *place, void *context)
{
	(void)place;
	if (strcmp(path, "/sys/unbind") == 0 && context == told && write(told[1], "", 1) != 1)
		_exit(99);
}

/* How often it was told: the first time within so many milliseconds, and what follows at once. */
static int count_told(int milliseconds)
{
	struct pollfd end = { .fd = told[0], .events = POLLIN };
	int count = 0;
	char byte;

	while (poll(&end, 1, count == 0 ? milliseconds : 50) == 1 && read(told[0], &byte, 1) == 1)
		count++;
	return count;
}

TEST(a_slow_write_is_reported_once_and_a_fast_one_is_not)
{
	const struct slow_listener soon = { .milliseconds = 1, .slow = hear, .context = told };
	const struct slow_listener late = { .milliseconds = 100000, .slow = hear, .context = told };

	assert_int_equal(pipe(told), 0);
	for (int i = 0; i < 3; i++) {
		slow_write_begin("/sys/unbind", &soon);
		assert_int_equal(count_told(30000), 1);
		slow_write_end();
	}
	slow_write_begin("/sys/unbind", &late);
	slow_write_end();
	slow_write_begin("/sys/unbind", NULL);
	slow_write_end();
	assert_int_equal(count_told(50), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stack_is_printed_from_the_innermost_function_to_the_driver_core),
		cmocka_unit_test(a_stack_without_functions_is_nowhere),
		cmocka_unit_test(a_stack_that_does_not_fit_is_cut),
		cmocka_unit_test(a_slow_write_is_reported_once_and_a_fast_one_is_not),
	};

	return cmocka_run_group_tests_name("slow_write", tests, NULL, NULL);
}
