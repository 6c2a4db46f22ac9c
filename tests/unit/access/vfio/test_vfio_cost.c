// SPDX-License-Identifier: GPL-2.0-or-later
/* The sentence about an open before it is made. */
#include <string.h>

#include "test.h"

#include "access/vfio/vfio_cost.h"

static void costs(const struct vfio_cost *cost, const char *wanted)
{
	char text[VFIO_COST_TEXT_SIZE];

	assert_string_equal(vfio_cost_text(cost, text), wanted);
}

TEST(a_function_with_its_own_reset_resets_no_other)
{
	costs(&(struct vfio_cost) { .resets = true, .method = "flr" },
	      "opening resets it by flr; takes nobody along");
}

TEST(a_kernel_that_does_not_say_the_method_resets_all_the_same)
{
	costs(&(struct vfio_cost) { .resets = true }, "opening resets it; takes nobody along");
}

TEST(a_sleeping_function_is_woken)
{
	costs(&(struct vfio_cost) { .resets = true, .method = "pm", .wakes = true },
	      "opening wakes it and resets it by pm; takes nobody along");
}

TEST(virtual_functions_go_with_their_physical_function)
{
	costs(&(struct vfio_cost) { .resets = true, .method = "flr", .vfs = 4 },
	      "opening resets it by flr; takes its 4 virtual functions along");
	costs(&(struct vfio_cost) { .resets = true, .method = "flr", .vfs = 1 },
	      "opening resets it by flr; takes its 1 virtual function along");
}

TEST(without_a_reset_of_its_own_the_bus_is_reset_by_the_close)
{
	costs(&(struct vfio_cost) { .resets_bus = true, .along = 1, .first = "0000:0d:02.0" },
	      "opening cannot reset it, and closing resets its bus; takes 0000:0d:02.0 along");
	costs(&(struct vfio_cost) { .resets_bus = true, .along = 3, .first = "0000:0d:02.0" },
	      "opening cannot reset it, and closing resets its bus; takes 0000:0d:02.0 and 2 more along");
}

TEST(what_cannot_be_reset_at_all_is_not_said_to_be)
{
	costs(&(struct vfio_cost) { .method = "" }, "opening cannot reset it; takes nobody along");
}

TEST(the_longest_text_fits)
{
	const struct vfio_cost cost = {
		.resets_bus = true, .wakes = true, .along = UINT32_MAX, .first = "10000:ff:1f.7",
	};
	char text[VFIO_COST_TEXT_SIZE];

	assert_non_null(strstr(vfio_cost_text(&cost, text), "more along"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_with_its_own_reset_resets_no_other),
		cmocka_unit_test(a_kernel_that_does_not_say_the_method_resets_all_the_same),
		cmocka_unit_test(a_sleeping_function_is_woken),
		cmocka_unit_test(virtual_functions_go_with_their_physical_function),
		cmocka_unit_test(without_a_reset_of_its_own_the_bus_is_reset_by_the_close),
		cmocka_unit_test(what_cannot_be_reset_at_all_is_not_said_to_be),
		cmocka_unit_test(the_longest_text_fits),
	};

	return cmocka_run_group_tests_name("vfio_cost", tests, NULL, NULL);
}
