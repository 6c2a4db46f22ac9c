// SPDX-License-Identifier: GPL-2.0-or-later
/* The prediction compared with a kernel's memory. */
#include "verify_expect.h"

TEST(bytes_as_the_rules_say_agree)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	assert_int_equal(result.differences, 0);
	assert_int_equal(result.different, 0);
	assert_false(result.explained);
	assert_true(result.kernel_opens && result.rules_open);
	/* the map, the header, and the capabilities that are shown */
	assert_int_equal(result.compared, 0x1000 + 0x40 + 0x34 + 8 + 12 + 16);
	assert_int_equal(result.size, SPACE_SIZE_EXTENDED);
}

TEST(a_small_device_is_compared_to_its_end)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	kernel.map[0xff] = 0x01;
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(result.compared, 0x100 + 0x40);
	assert_int_equal(result.differences, 1);
	assert_difference(0, PART_MAP, 0xff, 0xff, -1);
}

TEST(what_the_kernel_never_wrote_may_be_anything)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	assert_int_equal(kernel.virtual_copy[0x80], JUNK);
	kernel.virtual_copy[0x80] = 0x5a;
	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
}

TEST(both_sides_are_there_to_be_shown)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	kernel.map[0x92] = 0x05;
	kernel.virtual_copy[0x92] = 0x77;
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(verify_kernel_bytes(&result, PART_MAP)[0x92], 0x05);
	assert_int_equal(verify_rules_bytes(&result, PART_MAP)[0x92], 0x01);
	assert_int_equal(verify_kernel_bytes(&result, PART_VIRTUAL_COPY)[0x92], 0x77);
	assert_int_equal(verify_rules_bytes(&result, PART_VIRTUAL_COPY)[0x92], 0x03);
}

TEST(neighbours_are_one_run_with_both_ends_in_it)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	memset(kernel.map + 0x80, 0x01, 8);
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(result.differences, 1);
	assert_int_equal(result.different, 8);
	assert_difference(0, PART_MAP, 0x80, 0x87, -1);
}

TEST(runs_of_both_parts_are_in_order)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	kernel.map[0x80] = kernel.map[0x82] = 0x01;
	kernel.map[0xfff] = 0x01;
	kernel.virtual_copy[0x00] ^= 0xff;
	kernel.virtual_copy[0x3f] ^= 0xff;
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(result.differences, 5);
	assert_int_equal(result.different, 5);
	assert_difference(0, PART_MAP, 0x80, 0x80, -1);
	assert_difference(1, PART_MAP, 0x82, 0x82, -1);
	assert_difference(2, PART_MAP, 0xfff, 0xfff, -1);
	assert_difference(3, PART_VIRTUAL_COPY, 0x00, 0x00, -1);
	assert_difference(4, PART_VIRTUAL_COPY, 0x3f, 0x3f, -1);
}

TEST(runs_that_have_no_room_are_counted_and_said_to_be_cut)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	for (unsigned int i = 0; i < VERIFY_DIFFERENCES; i++)
		kernel.map[0x200 + 2 * i] = 0x01;
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(result.differences, VERIFY_DIFFERENCES);
	assert_false(result.differences_cut);
	kernel.map[0xff0] = 0x01;
	judge(&builder, NEWEST, &kernel);
	assert_int_equal(result.differences, VERIFY_DIFFERENCES);
	assert_true(result.differences_cut);
	assert_int_equal(result.different, VERIFY_DIFFERENCES + 1);
}

TEST(a_virtual_copy_that_somebody_used_is_not_compared)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	kernel.pristine = false;
	kernel.virtual_copy[0x04] ^= 0x07;
	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	assert_int_equal(result.compared, 0x1000);
}

TEST(of_a_user_view_only_the_map_is_compared)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	builder.space.view = VIEW_USER;
	memset(kernel.virtual_copy, JUNK, sizeof(kernel.virtual_copy));
	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	assert_int_equal(result.compared, 0x1000);
	kernel.map[0x80] = 0x01;
	judge(&builder, NEWEST, &kernel);
	assert_difference(0, PART_MAP, 0x80, 0x80, -1);
}

TEST(the_id_of_a_placeholder_is_not_compared_in_a_user_view)
{
	struct space_builder hardware = builder_start_express(), user;
	struct kernel_copy kernel;

	add_extended(&hardware, 0x100, 0x1b);
	add_extended(&hardware, 0x140, 0x03);
	kernel = kernel_of(&hardware, NEWEST);
	assert_int_equal(kernel.map[0x100], 0x1b);
	user = hardware;
	user.space.view = VIEW_USER;
	put16(&user, 0x100, 0x0000);
	judge(&user, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	assert_int_equal(result.compared, 0x1000 - 4);
	/* in the hardware view it is judged */
	kernel.map[0x100] = 0x1c;
	judge(&hardware, NEWEST, &kernel);
	assert_difference(0, PART_MAP, 0x100, 0x100, -1);
}

TEST(a_placeholder_that_ends_the_chain_is_not_compared_in_a_user_view)
{
	struct space_builder hardware = builder_start_express(), user;
	struct kernel_copy kernel;

	add_extended(&hardware, 0x100, 0x1b);
	kernel = kernel_of(&hardware, NEWEST);
	user = hardware;
	user.space.view = VIEW_USER;
	put32(&user, 0x100, 0);
	judge(&user, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	kernel.map[0x104] = 0x1b;
	judge(&user, NEWEST, &kernel);
	assert_difference(0, PART_MAP, 0x104, 0x104, -1);
}

TEST(that_no_kernel_opens_what_no_rules_open_agrees)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x41, 0x05);
	judge(&builder, NEWEST, NULL);
	assert_true(verify_agrees(&result));
	assert_false(result.kernel_opens || result.rules_open);
	assert_int_equal(result.differences, 0);
	assert_int_equal(result.size, SPACE_SIZE);
}

TEST(a_kernel_that_refuses_what_the_rules_open_differs_in_all)
{
	struct space_builder builder = device();

	judge(&builder, NEWEST, NULL);
	assert_unexplained();
	assert_false(result.kernel_opens);
	assert_int_equal(result.differences, 1);
	assert_difference(0, PART_MAP, 0x000, 0xfff, -1);
	assert_null(verify_kernel_bytes(&result, PART_MAP));
	assert_non_null(verify_rules_bytes(&result, PART_MAP));
}

/* A DVSEC at the very end, whose length no kernel can read. */
static struct space_builder unreadable_at_the_end(void)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xffc, 0x0b);
	return builder;
}

TEST(the_switch_under_which_a_kernel_refuses_is_found)
{
	struct space_builder builder = unreadable_at_the_end();

	judge(&builder, "7.3.4,-ecap-error-fails", NULL);
	assert_explained("7.3.4,+ecap-error-fails");
}

TEST(rules_that_refuse_what_a_kernel_opens_differ_in_all_and_the_switch_is_found)
{
	struct space_builder builder = unreadable_at_the_end();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4,-ecap-error-fails");

	judge(&builder, NEWEST, &kernel);
	assert_true(result.kernel_opens);
	assert_false(result.rules_open);
	assert_int_equal(result.differences, 1);
	assert_difference(0, PART_MAP, 0x000, 0xfff, RULE_ECAP_ERROR_FAILS);
	assert_non_null(verify_kernel_bytes(&result, PART_MAP));
	assert_null(verify_rules_bytes(&result, PART_MAP));
	assert_explained("7.3.4,-ecap-error-fails");
}

TEST(exp_v2_52_explains)
{
	struct space_builder builder = device();

	assert_one_switch(&builder, &no_facts, "7.3.4", "7.3.4,-exp-v2-52", RULE_EXP_V2_52,
			  "7.3.4,+exp-v2-52");
	assert_one_switch(&builder, &no_facts, "7.3.4,-exp-v2-52", "7.3.4", RULE_EXP_V2_52,
			  "7.3.4,-exp-v2-52");
}

TEST(pme_virtual_explains)
{
	struct space_builder builder = device();

	assert_one_switch(&builder, &no_facts, "5.18", "5.18,+pme-virtual", RULE_PME_VIRTUAL,
			  "5.18,-pme-virtual");
	assert_one_switch(&builder, &no_facts, "5.19", "5.19,-pme-virtual", RULE_PME_VIRTUAL,
			  "5.19,+pme-virtual");
}

TEST(dvsec_explains)
{
	struct space_builder builder = device();

	assert_one_switch(&builder, &no_facts, "7.3.4", "7.3.4,-dvsec", RULE_DVSEC,
			  "7.3.4,+dvsec");
	assert_one_switch(&builder, &no_facts, "7.3.4,-dvsec", "7.3.4", RULE_DVSEC,
			  "7.3.4,-dvsec");
}

TEST(the_switches_of_the_interrupt_pin_explain)
{
	struct space_builder builder = device();
	struct device_facts facts = no_facts;

	facts.irq = DEVICE_IRQ_NOT_CONNECTED;
	assert_one_switch(&builder, &facts, "6.13", "6.13,+nointx-notconnected",
			  RULE_NOINTX_NOTCONNECTED, "6.13,-nointx-notconnected");
	facts.irq = 0;
	assert_one_switch(&builder, &facts, "6.15", "6.15,-nointx-no-irq", RULE_NOINTX_NO_IRQ,
			  "6.15,+nointx-no-irq");
}

TEST(the_switches_of_the_opregion_explain)
{
	struct space_builder other = display(0x0380), vga = display(0x0300);
	struct kernel_copy kernel = kernel_of(&vga, "5.15");

	assert_one_switch(&other, &no_facts, "6.14", "6.15", RULE_IGD_ANY_DISPLAY,
			  "6.15,-igd-any-display");
	/* the rules do not know the place of the VBT: it can be another one */
	kernel.virtual_copy[0xfd] ^= 0x01;
	judge(&vga, "5.15", &kernel);
	assert_explained("5.15,+igd-vbt");
	assert_difference(0, PART_VIRTUAL_COPY, 0xfd, 0xfd, RULE_IGD_VBT);
}

TEST(ext_cap_max_explains_with_a_value_that_a_release_has)
{
	struct space_builder builder = device();

	assert_one_switch(&builder, &no_facts, "5.10", "5.10,+ext-cap-max=02", RULE_EXT_CAP_MAX,
			  "5.10,+ext-cap-max=26");
}

TEST(two_switches_together_explain_and_each_run_has_its_own)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4");

	judge(&builder, "7.3.4,-exp-v2-52,-dvsec", &kernel);
	assert_explained("7.3.4,+dvsec,+exp-v2-52");
	assert_difference(0, PART_MAP, 0x72, 0x73, RULE_EXP_V2_52);
	assert_difference(1, PART_MAP, 0x140, 0x14f, RULE_DVSEC);
}

TEST(all_switches_of_a_device_together_explain)
{
	struct space_builder builder = device();
	struct device_facts facts = no_facts;
	struct kernel_copy kernel;

	facts.irq = 0;
	kernel = kernel_with(&builder, "7.3.4", &facts);
	judge_with(&builder, "5.17", &facts, &kernel);
	assert_explained("5.17,+dvsec,+exp-v2-52,+pme-virtual,+nointx-no-irq");
}

TEST(switches_that_change_nothing_are_left_alone)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct kernel_copy kernel = kernel_of(&builder, "5.10");

	judge(&builder, "7.3.4", &kernel);
	assert_true(verify_agrees(&result));
	kernel.map[0x80] = 0x01;
	judge(&builder, "7.3.4", &kernel);
	assert_unexplained();
	assert_string_equal(result.explanation.name, "7.3.4");
}

TEST(a_switch_explains_nothing_if_another_difference_stays)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4");

	kernel.map[0x80] = 0x01;
	judge(&builder, "7.3.4,-dvsec", &kernel);
	assert_unexplained();
	assert_difference(0, PART_MAP, 0x80, 0x80, -1);
	assert_difference(1, PART_MAP, 0x140, 0x14f, RULE_DVSEC);
}

TEST(hiding_a_capability_does_not_explain_its_bytes)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4");

	kernel.virtual_copy[0x148] ^= 0x01;
	judge(&builder, "7.3.4", &kernel);
	assert_unexplained();
	assert_int_equal(result.differences, 1);
	assert_difference(0, PART_VIRTUAL_COPY, 0x148, 0x148, -1);
}

TEST(unread_bytes_are_not_compared_with_the_virtual_copy)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);

	builder.space.known[0] &= ~(UINT64_C(1) << 0x2c);
	builder.space.byte[0x2c] = 0xff;
	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_as_the_rules_say_agree),
		cmocka_unit_test(a_small_device_is_compared_to_its_end),
		cmocka_unit_test(what_the_kernel_never_wrote_may_be_anything),
		cmocka_unit_test(both_sides_are_there_to_be_shown),
		cmocka_unit_test(neighbours_are_one_run_with_both_ends_in_it),
		cmocka_unit_test(runs_of_both_parts_are_in_order),
		cmocka_unit_test(runs_that_have_no_room_are_counted_and_said_to_be_cut),
		cmocka_unit_test(a_virtual_copy_that_somebody_used_is_not_compared),
		cmocka_unit_test(of_a_user_view_only_the_map_is_compared),
		cmocka_unit_test(the_id_of_a_placeholder_is_not_compared_in_a_user_view),
		cmocka_unit_test(a_placeholder_that_ends_the_chain_is_not_compared_in_a_user_view),
		cmocka_unit_test(that_no_kernel_opens_what_no_rules_open_agrees),
		cmocka_unit_test(a_kernel_that_refuses_what_the_rules_open_differs_in_all),
		cmocka_unit_test(the_switch_under_which_a_kernel_refuses_is_found),
		cmocka_unit_test(rules_that_refuse_what_a_kernel_opens_differ_in_all_and_the_switch_is_found),
		cmocka_unit_test(exp_v2_52_explains),
		cmocka_unit_test(pme_virtual_explains),
		cmocka_unit_test(dvsec_explains),
		cmocka_unit_test(the_switches_of_the_interrupt_pin_explain),
		cmocka_unit_test(the_switches_of_the_opregion_explain),
		cmocka_unit_test(ext_cap_max_explains_with_a_value_that_a_release_has),
		cmocka_unit_test(two_switches_together_explain_and_each_run_has_its_own),
		cmocka_unit_test(all_switches_of_a_device_together_explain),
		cmocka_unit_test(switches_that_change_nothing_are_left_alone),
		cmocka_unit_test(a_switch_explains_nothing_if_another_difference_stays),
		cmocka_unit_test(hiding_a_capability_does_not_explain_its_bytes),
		cmocka_unit_test(unread_bytes_are_not_compared_with_the_virtual_copy),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
