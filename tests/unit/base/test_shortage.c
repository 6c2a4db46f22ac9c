// SPDX-License-Identifier: GPL-2.0-or-later
/* What the program remembers when descriptors or memory are short. */
#include "test.h"

#include <errno.h>

#include "base/memory.h"
#include "base/shortage.h"

TEST(the_first_shortage_of_descriptors_is_remembered_and_each_has_a_hint)
{
	assert_int_equal(shortage_note(ENOENT), ENOENT);
	assert_int_equal(shortage_note(0), 0);
	assert_int_equal(shortage_noted(), 0);
	assert_int_equal(shortage_note(ENFILE), ENFILE);
	assert_int_equal(shortage_noted(), ENFILE);
	assert_int_equal(shortage_note(EMFILE), EMFILE);
	assert_int_equal(shortage_noted(), ENFILE);
	assert_string_equal(shortage_hint(EMFILE), "allow more: ulimit -n 4096");
	assert_string_equal(shortage_hint(ENFILE), "allow more, as root: sysctl fs.file-max=1000000");
	assert_string_equal(shortage_hint(ENOENT), "");
}

TEST(only_a_failure_for_want_of_memory_is_remembered)
{
	int value;

	errno = ENOENT;
	assert_ptr_equal(memory_checked(&value), &value);
	assert_null(memory_checked(NULL));
	assert_int_equal(memory_count(-1), -1);
	errno = ENOMEM;
	assert_ptr_equal(memory_checked(&value), &value);
	assert_int_equal(memory_count(0), 0);
	assert_int_equal(memory_count(7), 7);
	assert_false(memory_has_failed());
	memory_enter_library();
	assert_true(memory_is_in_library());
	assert_int_equal(errno, 0);
	errno = ENOENT;
	memory_leave_library();
	assert_false(memory_is_in_library());
	assert_false(memory_has_failed());
	errno = ENOMEM;
	assert_int_equal(memory_count(-1), -1);
	assert_true(memory_has_failed());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_shortage_of_descriptors_is_remembered_and_each_has_a_hint),
		cmocka_unit_test(only_a_failure_for_want_of_memory_is_remembered),
	};

	return cmocka_run_group_tests_name("shortage", tests, NULL, NULL);
}
