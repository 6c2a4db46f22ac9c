// SPDX-License-Identifier: GPL-2.0-or-later
/* The words and the name of an error number. */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/error_text.h"

static void names_of_the_table_are_those_of_the_c_library(void **state)
{
	(void)state;
	for (int error = EPERM; error <= ERANGE; error++)
		assert_string_equal(error_name_of_table(error), strerrorname_np(error));
	assert_null(error_name_of_table(0));
	assert_null(error_name_of_table(-EPERM));
	assert_null(error_name_of_table(ERANGE + 1));
}

static void an_error_of_the_kernel_alone_has_words(void **state)
{
	(void)state;
	assert_string_equal(error_text(EFAULT), "Bad address");
	assert_string_equal(error_text(524), "an error that has no name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_the_table_are_those_of_the_c_library),
		cmocka_unit_test(an_error_of_the_kernel_alone_has_words),
	};

	return cmocka_run_group_tests_name("error_text", tests, NULL, NULL);
}
