// SPDX-License-Identifier: GPL-2.0-or-later
/* Faults and their hints. */
#include "test.h"

#include <errno.h>

#include "base/fault.h"

TEST(a_fault_returns_a_negative_errno_and_has_a_hint)
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

static const struct fault_reason reasons[] = {
	{ EPERM, FAULT_NO_PERMISSION, .why = "not yours", .hint = "run it as root" },
	{ EINVAL, FAULT_UNSUPPORTED, .why = "its call: " },
	{ 0, FAULT_INIT_FAILS, .hint = "look" },
};

TEST(the_row_of_an_errno_says_code_reason_and_hint)
{
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(fault_because(&fault, reasons, EPERM, "%s fails: ", "x"), -EPERM);
	assert_int_equal(fault.code, FAULT_NO_PERMISSION);
	assert_int_equal(fault.error, EPERM);
	assert_string_equal(fault.message, "x fails: not yours");
	assert_string_equal(fault.hint, "run it as root");
	assert_int_equal(fault_because(NULL, reasons, EPERM, "x: "), -EPERM);
}

TEST(the_text_of_an_errno_is_the_reason_where_its_row_has_none)
{
	struct fault fault = { .code = FAULT_NONE };

	fault_because(&fault, reasons, EINVAL, "x: ");
	assert_string_equal(fault.message, "x: its call: Invalid argument");
	assert_string_equal(fault.hint, "");
	/* any other errno has the last row */
	fault_because(&fault, reasons, ENOSPC, "x: ");
	assert_int_equal(fault.code, FAULT_INIT_FAILS);
	assert_string_equal(fault.message, "x: No space left on device");
	assert_string_equal(fault.hint, "look");
}

TEST(the_hint_for_too_many_open_files_needs_no_row)
{
	struct fault fault = { .code = FAULT_NONE };

	fault_because(&fault, fault_file_reasons, EMFILE, "x: ");
	assert_int_equal(fault.code, FAULT_IO);
	assert_string_equal(fault.hint, "allow more: ulimit -n 4096");
	fault_because(&fault, fault_file_reasons, EACCES, "x: ");
	assert_int_equal(fault.code, FAULT_NO_PERMISSION);
	assert_string_equal(fault.hint, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_returns_a_negative_errno_and_has_a_hint),
		cmocka_unit_test(the_row_of_an_errno_says_code_reason_and_hint),
		cmocka_unit_test(the_text_of_an_errno_is_the_reason_where_its_row_has_none),
		cmocka_unit_test(the_hint_for_too_many_open_files_needs_no_row),
	};

	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
