// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that can run out: lists that grow. */
#include "test.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

/* The address sanitizer's: without memory a function returns NULL, as it does without it. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

TEST(list_keeps_its_entries_as_it_grows)
{
	size_t *list = NULL, room = 0;

	for (size_t i = 0; i < 1000; i++) {
		list = memory_grow_list(list, i, &room, sizeof(*list));
		assert_non_null(list);
		assert_true(room > i);
		list[i] = i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	free(list);
}

TEST(list_with_memory_for_one_more_stays_where_it_is)
{
	int list[3];
	size_t room = 3;

	assert_ptr_equal(memory_grow_list(list, 2, &room, sizeof(*list)), list);
	assert_int_equal(room, 3);
}

TEST(list_that_cannot_grow_is_left_as_it_was)
{
	size_t room = SIZE_MAX / 2;

	assert_false(memory_has_failed());
	assert_null(memory_grow_list(NULL, room, &room, 16));
	assert_int_equal(room, SIZE_MAX / 2);
	assert_true(memory_has_failed());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list_keeps_its_entries_as_it_grows),
		cmocka_unit_test(list_with_memory_for_one_more_stays_where_it_is),
		cmocka_unit_test(list_that_cannot_grow_is_left_as_it_was),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
