// SPDX-License-Identifier: GPL-2.0-or-later
/* The order of several reasons, and their codes. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/shortage.h"
#include "tasks/refusals.h"

TEST(a_reason_that_is_known_comes_before_what_is_not_known)
{
	struct refusals refusals = { .count = 0 };
	struct fault fault;

	refusals_add_unknown(&refusals, "a process cannot be seen");
	refusals_add(&refusals, "unmount it", "it is mounted");
	refusals_add(&refusals, "take it down", "it is up");
	refusals_add_unknown(&refusals, "out of memory");
	assert_int_equal(refusals.count, 4);
	assert_int_equal(refusals_fault(&refusals, &fault), -EPERM);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_string_equal(fault.message, "refused: it is mounted");
	assert_string_equal(fault.hint, "unmount it; or, if you must, use --force");
	assert_string_equal(refusals.list[1].text, "it is up");
	assert_string_equal(refusals.list[2].text,
			    "it is not known whether it is in use: a process cannot be seen");
	assert_string_equal(refusals.list[3].text,
			    "it is not known whether it is in use: out of memory");
}

TEST(what_is_not_known_is_refused_with_a_code_of_its_own)
{
	struct refusals refusals = { .count = 0 };
	struct fault fault;

	refusals_add_unknown(&refusals, "out of memory");
	assert_int_equal(refusals_fault(&refusals, &fault), -EPERM);
	assert_int_equal(fault.code, FAULT_IN_USE_UNKNOWN);
	assert_string_equal(fault.message,
			    "refused: it is not known whether it is in use: out of memory");
}

TEST(a_reason_that_is_known_finds_room_among_many_that_are_not)
{
	struct refusals refusals = { .count = 0 };

	for (int i = 0; i < 3 * REFUSALS; i++)
		refusals_add_unknown(&refusals, "it cannot be read");
	refusals_add(&refusals, "", "it is mounted");
	assert_int_equal(refusals.count, 3 * REFUSALS + 1);
	assert_string_equal(refusals.list[0].text, "it is mounted");
	for (int i = 0; i < 2 * REFUSALS; i++)
		refusals_add(&refusals, "", "it is up, %d", i);
	assert_string_equal(refusals.list[0].text, "it is mounted");
	assert_string_equal(refusals.list[REFUSALS - 1].text, "it is up, 6");
}

/* The last tests, because a shortage stays noted. */
TEST(a_refusal_for_want_of_descriptors_has_that_cause_and_way_out)
{
	struct refusals refusals = { .count = 0 };
	struct fault fault;

	shortage_note(EMFILE);
	refusals_add_unknown(&refusals, "Too many open files");
	refusals_fault(&refusals, &fault);
	assert_int_equal(fault.code, FAULT_IN_USE_UNKNOWN);
	assert_int_equal(fault.error, EMFILE);
	assert_string_equal(fault.hint,
			    "allow more: ulimit -n 4096; or, if you must, use --force");
	refusals_add(&refusals, "", "it is mounted");
	refusals_fault(&refusals, &fault);
	assert_int_equal(fault.error, EPERM);
}

TEST(a_refusal_for_want_of_memory_has_that_cause)
{
	struct refusals refusals = { .count = 0 };
	struct fault fault;

	memory_failed();
	refusals_add_unknown(&refusals, "Cannot allocate memory");
	refusals_fault(&refusals, &fault);
	assert_int_equal(fault.code, FAULT_IN_USE_UNKNOWN);
	assert_int_equal(fault.error, ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reason_that_is_known_comes_before_what_is_not_known),
		cmocka_unit_test(what_is_not_known_is_refused_with_a_code_of_its_own),
		cmocka_unit_test(a_reason_that_is_known_finds_room_among_many_that_are_not),
		cmocka_unit_test(a_refusal_for_want_of_descriptors_has_that_cause_and_way_out),
		cmocka_unit_test(a_refusal_for_want_of_memory_has_that_cause),
	};

	return cmocka_run_group_tests_name("refusals", tests, NULL, NULL);
}
