// SPDX-License-Identifier: GPL-2.0-or-later
/* What the user view of a device betrays of the kernel's rules. */
#include "map_expect.h"
#include "model/vfio/rules_observed.h"

#define DVSEC 0x23

/* A device with power management at 90 that can signal, and a DVSEC at 200. */
static struct space_builder device_with_both(void)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x90, 0x01);
	put16(&builder, 0x92, 0xc803);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, DVSEC);
	put32(&builder, 0x204, 0x01000000);
	return builder;
}

static bool correct(struct rules *rules, const struct space_builder *hardware,
		    const struct space_builder *user)
{
	static struct map scratch;

	return rules_correct(rules, &hardware->space, &user->space, &scratch);
}

TEST(a_user_view_that_agrees_moves_nothing)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("7.3.4");

	put16(&user, 0x92, 0x0003);
	assert_false(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "7.3.4");
}

TEST(a_dvsec_that_the_user_sees_sets_the_switch)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("6.1.192");

	put16(&user, 0x92, 0x0003);
	assert_true(correct(&rules, &hardware, &user));
	assert_int_equal(rules.value[RULE_DVSEC], 1);
	assert_string_equal(rules.name, "6.1.192,+dvsec");
}

TEST(a_dvsec_that_the_user_does_not_see_clears_the_switch)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("7.3.4");

	put16(&user, 0x92, 0x0003);
	put16(&user, 0x102, 0x0001);
	assert_true(correct(&rules, &hardware, &user));
	assert_int_equal(rules.value[RULE_DVSEC], 0);
	assert_string_equal(rules.name, "7.3.4,-dvsec");
}

TEST(pme_support_that_reads_as_in_hardware_clears_the_switch)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("7.3.4");

	assert_true(correct(&rules, &hardware, &user));
	assert_int_equal(rules.value[RULE_PME_VIRTUAL], 0);
	assert_string_equal(rules.name, "7.3.4,-pme-virtual");
}

TEST(pme_support_that_reads_0_sets_the_switch)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("5.18,+dvsec");

	put16(&user, 0x92, 0x0003);
	assert_true(correct(&rules, &hardware, &user));
	assert_int_equal(rules.value[RULE_PME_VIRTUAL], 1);
}

TEST(both_switches_move_at_once_and_then_rest)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("5.18");

	put16(&user, 0x92, 0x0003);
	assert_true(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "5.18,+dvsec,+pme-virtual");
	assert_false(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "5.18,+dvsec,+pme-virtual");
}

TEST(a_device_without_pme_support_says_nothing)
{
	struct space_builder hardware = builder_start(SPACE_SIZE), user;
	struct rules rules = rules_of("5.18");

	add_standard(&hardware, 0x50, 0x01);
	put16(&hardware, 0x52, 0x0003);
	user = hardware;
	assert_false(correct(&rules, &hardware, &user));
}

TEST(power_management_that_moved_says_nothing)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("7.3.4");

	put8(&user, 0x41, 0xa0);
	put16(&user, 0xa0, 0x0001);
	put16(&user, 0xa2, 0xc803);
	assert_false(correct(&rules, &hardware, &user));
}

/* What was hidden behind the second of two neighbours reappears by any rule. */
TEST(a_dvsec_after_neighbours_of_one_id_says_nothing)
{
	struct space_builder hardware = device_with_both(), user;
	struct rules rules = rules_of("6.1.192");

	add_extended(&hardware, 0x300, 0x03);
	add_extended(&hardware, 0x30c, 0x03);
	add_extended(&hardware, 0x320, DVSEC);
	put32(&hardware, 0x324, 0x01000000);
	put32(&hardware, 0x204, 0);
	user = hardware;
	put16(&user, 0x92, 0x0003);
	assert_false(correct(&rules, &hardware, &user));
	put32(&hardware, 0x204, 0x01000000);
	assert_false(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "6.1.192");
}

/* Its next pointer is raw: read from the hardware by any rule. */
TEST(a_dvsec_after_a_capability_shorter_than_its_header_says_nothing)
{
	struct space_builder hardware = device_with_both(), user;
	struct rules rules = rules_of("6.1.192");

	add_extended(&hardware, 0x180, 0x0b);
	put32(&hardware, 0x184, 0x00300000);
	user = hardware;
	put16(&user, 0x92, 0x0003);
	assert_false(correct(&rules, &hardware, &user));
}

TEST(a_dvsec_in_extended_space_that_the_kernel_never_walks_says_nothing)
{
	struct space_builder hardware = device_with_both(), user;
	struct rules rules = rules_of("6.1.192");

	/* no PCI Express in the chain: all of it is raw, and the user reads the hardware's */
	put8(&hardware, 0x34, 0x90);
	put8(&hardware, 0x91, 0);
	user = hardware;
	put16(&user, 0x92, 0x0003);
	assert_false(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "6.1.192");
}

/* The permission table is then that of PM, shifted: the user reads bits of the hardware. */
TEST(power_management_without_its_first_byte_says_nothing)
{
	struct space_builder hardware = device_with_both(), user;
	struct rules rules = rules_of("6.1.192");

	add_standard(&hardware, 0x89, 0x03);
	user = hardware;
	assert_false(correct(&rules, &hardware, &user));
	assert_string_equal(rules.name, "6.1.192");
}

TEST(an_empty_dvsec_is_hidden_by_either_rule_and_says_nothing)
{
	struct space_builder hardware = device_with_both(), user;
	struct rules rules = rules_of("7.3.4");

	put32(&hardware, 0x204, 0);
	user = hardware;
	put16(&user, 0x92, 0x0003);
	put16(&user, 0x102, 0x0001);
	assert_false(correct(&rules, &hardware, &user));
}

TEST(a_first_dvsec_is_a_placeholder_by_the_old_rule_and_says_nothing)
{
	struct space_builder hardware = builder_start_express(), user;
	struct rules rules = rules_of("6.1.192");

	add_extended(&hardware, 0x100, DVSEC);
	put32(&hardware, 0x104, 0x01000000);
	user = hardware;
	put32(&user, 0x100, 0);
	assert_false(correct(&rules, &hardware, &user));
}

TEST(a_small_user_view_says_nothing_of_extended_space)
{
	struct space_builder hardware = device_with_both(), user = hardware;
	struct rules rules = rules_of("7.3.4");

	put16(&user, 0x92, 0x0003);
	user.space.size = SPACE_SIZE;
	assert_false(correct(&rules, &hardware, &user));
}

TEST(loops_and_ones_end)
{
	struct space_builder loop = device_with_both(), ones = builder_start(SPACE_SIZE_EXTENDED);
	struct rules rules = rules_of("7.3.4");

	put8(&loop, 0x41, 0x40);
	put16(&loop, 0x102, 0x1001);
	put16(&loop, 0x34, 0x40);
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		put8(&ones, offset, 0xff);
	assert_false(correct(&rules, &loop, &loop));
	assert_false(correct(&rules, &ones, &ones));
	assert_false(correct(&rules, &loop, &ones));
	assert_false(correct(&rules, &ones, &loop));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_view_that_agrees_moves_nothing),
		cmocka_unit_test(a_dvsec_that_the_user_sees_sets_the_switch),
		cmocka_unit_test(a_dvsec_that_the_user_does_not_see_clears_the_switch),
		cmocka_unit_test(pme_support_that_reads_as_in_hardware_clears_the_switch),
		cmocka_unit_test(pme_support_that_reads_0_sets_the_switch),
		cmocka_unit_test(both_switches_move_at_once_and_then_rest),
		cmocka_unit_test(a_device_without_pme_support_says_nothing),
		cmocka_unit_test(power_management_that_moved_says_nothing),
		cmocka_unit_test(a_dvsec_after_neighbours_of_one_id_says_nothing),
		cmocka_unit_test(a_dvsec_after_a_capability_shorter_than_its_header_says_nothing),
		cmocka_unit_test(a_dvsec_in_extended_space_that_the_kernel_never_walks_says_nothing),
		cmocka_unit_test(power_management_without_its_first_byte_says_nothing),
		cmocka_unit_test(an_empty_dvsec_is_hidden_by_either_rule_and_says_nothing),
		cmocka_unit_test(a_first_dvsec_is_a_placeholder_by_the_old_rule_and_says_nothing),
		cmocka_unit_test(a_small_user_view_says_nothing_of_extended_space),
		cmocka_unit_test(loops_and_ones_end),
	};

	return cmocka_run_group_tests_name("correct", tests, NULL, NULL);
}
