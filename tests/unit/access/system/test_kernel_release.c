// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of the running kernel. */
#include "test.h"

#include <string.h>

#include "access/system/kernel_release.h"

TEST(the_running_kernel_has_a_release)
{
	struct kernel_identity identity;

	kernel_identify(&identity);
	assert_true(strlen(identity.release) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_running_kernel_has_a_release),
	};

	return cmocka_run_group_tests_name("kernel release", tests, NULL, NULL);
}
