// SPDX-License-Identifier: GPL-2.0-or-later
/* Accesses that a policy file denies. */
#include "check_expect.h"
#include "trace_expect.h"

#include <linux/pci_regs.h>

#include "model/trace/against.h"

/* A device that can reset itself. */
static struct subject *device(void)
{
	struct space_builder builder = trace_device();

	put32(&builder, 0x50 + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_FLR);
	return subject_of(&builder, "6.12");
}

/* Whether an access to it breaks the first deny of a policy. */
static bool breaks(const char *policy, struct trace_record record)
{
	struct subject *subject = device();
	struct policy_files files = files_of(policy);
	const struct check_rules rules = {
		.list = files.parts[0].list, .count = files.parts[0].count,
	};
	struct trace_limit limit;
	size_t i = 0;
	bool broken;

	while (rules.list[i].kind != POLICY_RULE_DENY)
		i++;
	limit.rule = &rules.list[i];
	check_find_holes(&rules, &subject->judged);
	assert_true(check_denied(&rules, i, &subject->judged, &limit.bytes));
	broken = trace_breaks(&limit, &subject->prediction, &record);
	policy_files_free(&files);
	return broken;
}

TEST(a_write_breaks_a_deny_of_writes_and_a_read_does_not)
{
	assert_true(breaks("deny write 04-05", access_of(true, 4, 2, 7)));
	assert_false(breaks("deny write 04-05", access_of(false, 4, 2, 7)));
	assert_false(breaks("deny write 04-05", access_of(true, 0xc, 1, 7)));
}

TEST(one_byte_that_is_denied_is_enough)
{
	assert_true(breaks("deny write 05", access_of(true, 4, 4, 7)));
	assert_false(breaks("deny write 08", access_of(true, 4, 4, 7)));
}

TEST(a_read_breaks_a_deny_of_reads_of_the_hardware)
{
	assert_true(breaks("deny hardware-read 08", access_of(false, 8, 4, 0)));
	assert_false(breaks("deny hardware-read 08", access_of(true, 8, 4, 0)));
}

TEST(a_hole_in_a_deny_is_allowed)
{
	static const char policy[] = "deny write 00-3f\nallow write CACHE_LINE_SIZE";

	assert_false(breaks(policy, access_of(true, 0xc, 1, 7)));
	assert_true(breaks(policy, access_of(true, 0xc, 4, 7)));
	assert_true(breaks(policy, access_of(true, 0x3c, 1, 7)));
}

TEST(an_effect_is_broken_only_by_a_write_that_has_it)
{
	static const char policy[] = "deny effect function-reset 00-ff";

	assert_true(breaks(policy, access_of(true, 0x58, 2, 0xa810)));
	assert_false(breaks(policy, access_of(true, 0x58, 2, 0x2810)));
	assert_false(breaks(policy, access_of(false, 0x58, 2, 0xa810)));
}

TEST(a_failed_access_breaks_nothing_and_one_without_its_return_does)
{
	struct trace_record record = access_of(true, 4, 2, 7);

	record.result = -14;
	assert_false(breaks("deny write 04-05", record));
	record.result = 0;
	record.flags = TRACE_NO_RETURN;
	assert_true(breaks("deny write 04-05", record));
}

TEST(reads_and_writes_break_a_deny_of_a_kind_of_bytes)
{
	assert_true(breaks("deny raw 80-ff", access_of(false, 0xc0, 4, 0)));
	assert_true(breaks("deny raw 80-ff", access_of(true, 0xc0, 4, 0)));
	assert_false(breaks("deny raw 80-ff", access_of(true, 4, 2, 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_breaks_a_deny_of_writes_and_a_read_does_not),
		cmocka_unit_test(one_byte_that_is_denied_is_enough),
		cmocka_unit_test(a_read_breaks_a_deny_of_reads_of_the_hardware),
		cmocka_unit_test(a_hole_in_a_deny_is_allowed),
		cmocka_unit_test(an_effect_is_broken_only_by_a_write_that_has_it),
		cmocka_unit_test(a_failed_access_breaks_nothing_and_one_without_its_return_does),
		cmocka_unit_test(reads_and_writes_break_a_deny_of_a_kind_of_bytes),
	};

	return cmocka_run_group_tests_name("accesses against a policy", tests, NULL, NULL);
}
