// SPDX-License-Identifier: GPL-2.0-or-later
/* The facts about one register: owner, parts, reasons, effects, switches. */
#include "explain_expect.h"

/* Owners */
TEST(each_place_has_its_owner)
{
	struct space_builder builder = builder_start_express();

	assert_int_equal(explained(&builder, NEWEST, "COMMAND")->owner.kind, KIND_HEADER);
	assert_int_equal(explained(&builder, NEWEST, "EXP_DEVCTL")->owner.start, 0x40);
	assert_int_equal(explained(&builder, NEWEST, "80.l")->owner.kind, KIND_RAW);
}

TEST(a_register_of_a_hidden_capability_says_which_and_why)
{
	struct space_builder builder = first_hidden(0x03);
	const struct explanation *explanation;

	add_extended(&builder, 0x180, 0x1b);
	explanation = explained(&builder, NEWEST, "PASID_CTRL");
	assert_true(explanation->is_hidden);
	assert_int_equal(explanation->hidden.offset, 0x180);
	assert_note(explanation, "VFIO hides ECAP_PASID at 180: the kernel's table has length 0");
	assert_note(explanation, "reads and writes its registers in the hardware");
}

TEST(a_hidden_capability_of_unknown_length_can_reach_to_the_next_one)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x80);
	add_standard(&builder, 0x54, 0x01);
	for (unsigned int offset = 0x50; offset < 0x54; offset++) {
		char text[8];

		snprintf(text, sizeof(text), "%x.b", offset);
		assert_true(explained(&builder, NEWEST, text)->is_hidden);
	}
	assert_false(explained(&builder, NEWEST, "54.b")->is_hidden);
	assert_false(explained(&builder, NEWEST, "4f.b")->is_hidden);
}

/* Parts and fields */
TEST(a_register_has_its_fields_and_no_parts)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "COMMAND");

	assert_int_equal(explanation->parts, 0);
	assert_int_equal(explanation->fields, 11);
	assert_string_equal(explanation->field[10].field->name, "INTX_DISABLE");
	assert_int_equal(explanation->field[10].lsb, 10);
}

TEST(a_place_over_two_registers_has_both_and_their_fields)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "04.l");

	assert_int_equal(explanation->parts, 2);
	assert_string_equal(explanation->part[0]->type->kernel, "COMMAND");
	assert_string_equal(explanation->part[1]->type->kernel, "STATUS");
	assert_string_equal(explanation->field[11].field->name, "IMM_READY");
	assert_int_equal(explanation->field[11].lsb, 16);
}

TEST(a_part_of_a_register_has_the_fields_that_lie_in_it_whole)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "49.b");

	assert_int_equal(explanation->parts, 1);
	assert_string_equal(explanation->part[0]->type->kernel, "EXP_DEVCTL");
	assert_string_equal(explanation->field[0].field->name, "EXT_TAG");
	assert_int_equal(explanation->field[0].lsb, 0);
	explanation = explained(&builder, NEWEST, "102.b");
	for (unsigned int i = 0; i < explanation->fields; i++)
		assert_true(explanation->field[i].msb < 8);
}

TEST(a_place_in_no_register_has_neither)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "f0.l");

	assert_int_equal(explanation->parts, 0);
	assert_int_equal(explanation->fields, 0);
}

/* Reasons */
TEST(the_reason_of_a_register_is_its_rows)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "EXP_DEVCTL");

	assert_int_equal(explanation->reasons, 1);
	assert_int_equal(explanation->reason[0].mask, 0xffff);
	assert_string_equal(explanation->reason[0].function, "init_pci_cap_exp_perm");
}

TEST(reasons_name_their_bits)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct explanation *explanation = explained(&builder, NEWEST, "c.l");

	assert_int_equal(explanation->reasons, 4);
	assert_int_equal(explanation->reason[0].mask, 0x000000ff);
	assert_int_equal(explanation->reason[1].mask, 0x0000ff00);
	assert_int_equal(explanation->reason[2].mask, 0x00ff0000);
	assert_int_equal(explanation->reason[3].mask, 0xff000000);
}

TEST(an_undefined_place_is_unpredictable)
{
	struct space_builder builder = first_hidden(0x40);
	const struct explanation *explanation = explained(&builder, "5.10.223", "100.l");

	assert_true(explanation->bits.undefined);
	assert_false(explanation->user.known);
	assert_non_null(strstr(explanation->reason[0].why, "past the end of its own table"));
	assert_switches(explanation, "ecap-unknown-ro");
}

/* Effects */
TEST(effects_are_those_of_the_bits_of_the_place)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "EXP_DEVCTL");

	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[0].effect, EFFECT_READ_REQUEST_SIZE);
	assert_int_equal(explanation->effect[0].mask, 0x7000);
	assert_int_equal(explanation->effect[1].effect, EFFECT_FUNCTION_RESET);
	explanation = explained(&builder, NEWEST, "49.b");
	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[0].mask, 0x70);
	assert_int_equal(explained(&builder, NEWEST, "48.b")->effects, 0);
	explanation = explained(&builder, NEWEST, "48.l");
	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[1].mask, 0x8000);
	assert_int_equal(explained(&builder, NEWEST, "11.b")->effect[0].mask, 0xff);
}

TEST(all_effects_of_the_busiest_register_are_there)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	assert_int_equal(explained(&builder, NEWEST, "4.l")->effects, 3);
}

/* Switches */
TEST(a_switch_that_changes_nothing_here_is_not_named)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x01);
	put16(&builder, 0x82, 0x0003);
	assert_switches(explained(&builder, NEWEST, "VENDOR_ID"), "");
	assert_switches(explained(&builder, NEWEST, "EXP_DEVCTL"), "");
	assert_switches(explained(&builder, NEWEST, "PM_CTRL"), "pme-virtual");
	assert_switches(explained(&builder, "5.10.262", "PM_CTRL"), "pme-virtual");
	assert_switches(explained(&builder, NEWEST, "72.w"), "exp-v2-52");
}

TEST(a_switch_comes_with_the_bits_of_its_other_setting)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, "6.1.192", "72.w");

	assert_int_equal(explanation->switches, 1);
	assert_int_equal(explanation->switches_list[0].value, 0);
	assert_true(explanation->switches_list[0].opens);
	assert_int_equal(explanation->bits.write, 0xffff);
	assert_int_equal(explanation->switches_list[0].other.write, 0);
}

TEST(a_switch_that_hides_a_capability_is_named_for_all_its_registers)
{
	struct space_builder builder = first_hidden(0x03);

	add_extended(&builder, 0x180, 0x23);
	put32(&builder, 0x184, 0x00c01af4);
	assert_switches(explained(&builder, "6.1.192", "DVSEC_HEADER1"), "dvsec");
	assert_switches(explained(&builder, NEWEST, "DVSEC_HEADER1"), "dvsec");
	assert_switches(explained(&builder, NEWEST, "140.l"), "dvsec");
}

TEST(a_switch_that_only_changes_the_value_is_named)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct explanation *explanation;

	put8(&builder, 0x3d, 1);
	facts.irq = 0;
	explanation = explained_with(&builder, NEWEST, &facts, "", "INTERRUPT_PIN");
	assert_switches(explanation, "nointx-no-irq");
	assert_true(explanation->switches_list[0].same_bits);
	assert_true(explanation->switches_list[0].user.known);
	assert_int_equal(explanation->switches_list[0].user.value, 1);
}

TEST(a_switch_without_which_the_device_opens_or_not_is_named)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xffc, 0x02);	/* its length would be read past the end */
	explanation = explained(&builder, "7.3.4,-ecap-error-fails", "COMMAND");
	assert_switches(explanation, "ecap-error-fails");
	assert_false(explanation->switches_list[0].opens);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_has_its_owner),
		cmocka_unit_test(a_register_of_a_hidden_capability_says_which_and_why),
		cmocka_unit_test(a_hidden_capability_of_unknown_length_can_reach_to_the_next_one),
		cmocka_unit_test(a_register_has_its_fields_and_no_parts),
		cmocka_unit_test(a_place_over_two_registers_has_both_and_their_fields),
		cmocka_unit_test(a_part_of_a_register_has_the_fields_that_lie_in_it_whole),
		cmocka_unit_test(a_place_in_no_register_has_neither),
		cmocka_unit_test(the_reason_of_a_register_is_its_rows),
		cmocka_unit_test(reasons_name_their_bits),
		cmocka_unit_test(an_undefined_place_is_unpredictable),
		cmocka_unit_test(effects_are_those_of_the_bits_of_the_place),
		cmocka_unit_test(all_effects_of_the_busiest_register_are_there),
		cmocka_unit_test(a_switch_that_changes_nothing_here_is_not_named),
		cmocka_unit_test(a_switch_comes_with_the_bits_of_its_other_setting),
		cmocka_unit_test(a_switch_that_hides_a_capability_is_named_for_all_its_registers),
		cmocka_unit_test(a_switch_that_only_changes_the_value_is_named),
		cmocka_unit_test(a_switch_without_which_the_device_opens_or_not_is_named),
	};

	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
