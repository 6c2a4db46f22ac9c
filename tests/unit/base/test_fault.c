// SPDX-License-Identifier: GPL-2.0-or-later
/* Faults and their hints. */
#include "test.h"

#include "base/fault.h"

TEST(a_fault_is_told_with_a_negative_errno_and_a_hint)
{
	struct fault fault = { .hint = "of an earlier one" };

	assert_int_equal(fault_set(&fault, FAULT_BUSY, 16, "held by %d", 42), -16);
	assert_string_equal(fault.message, "held by 42");
	assert_string_equal(fault.hint, "");
	assert_string_equal(fault_code_name(fault.code), "busy");
	fault_hint(&fault, "stop %s", "it");
	assert_string_equal(fault.hint, "stop it");
	assert_int_equal(fault_set(NULL, FAULT_IO, 5, "nobody wants to know"), -5);
	fault_hint(NULL, "nor this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_is_told_with_a_negative_errno_and_a_hint),
	};

	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
