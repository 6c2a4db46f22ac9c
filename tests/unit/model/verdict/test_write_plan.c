// SPDX-License-Identifier: GPL-2.0-or-later
/* What a write does: what is dropped, what is dangerous, what comes of it. */
#include "user_view_expect.h"

#include "base/macros.h"
#include "model/verdict/write_plan.h"

/* linux/ioport.h */
#define MEMORY	0x00000200

/* A device with the capabilities that a write can do harm to: PM 40, MSI 48, PCIe 60, AF a0. */
static struct space_builder capable(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x04, 0x0003);
	add_standard(&builder, 0x40, 0x01);
	put16(&builder, 0x42, 0x0002);
	add_standard(&builder, 0x48, 0x05);
	put16(&builder, 0x4a, 0x0080);
	add_express(&builder, 0x60, 0x0002);
	put32(&builder, 0x64, 0x10000000);
	put16(&builder, 0x68, 0x2810);
	add_standard(&builder, 0xa0, 0x13);
	return builder;
}

static uint32_t all_of(unsigned int width)
{
	return width == 4 ? 0xffffffff : (1U << (8 * width)) - 1;
}

static struct write_request masked(uint16_t offset, uint8_t width, uint32_t value, uint32_t mask)
{
	return (struct write_request) { offset, width, value, mask };
}

static struct write_request whole(uint16_t offset, uint8_t width, uint32_t value)
{
	return masked(offset, width, value, all_of(width));
}

/* The write is dangerous for these bits, and for no others. */
static void assert_danger(const struct viewed *viewed, struct write_request request,
			  enum write_danger danger, uint32_t bits)
{
	uint32_t dangers[WRITE_DANGERS];
	bool any = write_dangers(viewed->prediction, viewed->view, &request, dangers);

	if (dangers[danger] != bits)
		fail_msg("%x = %x: %s %x, not %x", request.offset, request.value,
			 write_danger_name(danger), dangers[danger], bits);
	if (bits != 0)
		assert_true(any);
}

static void assert_harmless(const struct viewed *viewed, struct write_request request)
{
	uint32_t dangers[WRITE_DANGERS];

	if (write_dangers(viewed->prediction, viewed->view, &request, dangers))
		fail_msg("%x.%d = %x:%x is dangerous", request.offset, request.width,
			 request.value, request.mask);
}

static struct write_judgement judge_write(const struct viewed *viewed,
					  struct write_request request, uint32_t before)
{
	struct write_judgement judgement;

	write_judge(viewed->prediction, &request, true, before, &judgement);
	return judgement;
}

/* Danger */
TEST(the_enables_and_bus_master_of_command_are_dangerous_with_any_value)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_danger(&viewed, whole(0x04, 2, 0), DANGER_ENABLE, 0x0003);
	assert_danger(&viewed, whole(0x04, 2, 0), DANGER_BUS_MASTER, 0x0004);
	assert_danger(&viewed, whole(0x04, 1, 0xff), DANGER_ENABLE, 0x03);
	assert_danger(&viewed, whole(0x04, 4, 0), DANGER_BUS_MASTER, 0x00000004);
	assert_danger(&viewed, masked(0x04, 2, 0, 0x0002), DANGER_ENABLE, 0x0002);
	assert_danger(&viewed, masked(0x04, 2, 0, 0x0002), DANGER_BUS_MASTER, 0);
	assert_danger(&viewed, whole(0x00, 4, 0), DANGER_ENABLE, 0);
}

TEST(a_mask_that_leaves_the_dangerous_bits_out_is_harmless)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_harmless(&viewed, masked(0x04, 2, 0x0147, 0xfff8));
	assert_harmless(&viewed, masked(0x0c, 4, 0xffffffff, 0x00ffffff));
	assert_harmless(&viewed, masked(0x44, 2, 0xffff, 0xfffc));
	assert_harmless(&viewed, masked(0x68, 2, 0xffff, 0x7fff));
	assert_harmless(&viewed, whole(0x05, 1, 0xff));
	assert_harmless(&viewed, whole(0x0c, 2, 0xffff));
}

TEST(any_bit_of_bist_is_dangerous)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_danger(&viewed, whole(0x0f, 1, 0), DANGER_SELF_TEST, 0xff);
	assert_danger(&viewed, whole(0x0c, 4, 0), DANGER_SELF_TEST, 0xff000000);
	assert_danger(&viewed, masked(0x0e, 2, 0, 0x4000), DANGER_SELF_TEST, 0x4000);
}

TEST(the_power_state_is_dangerous_with_any_value)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_danger(&viewed, whole(0x44, 2, 0), DANGER_POWER_STATE, 0x0003);
	assert_danger(&viewed, whole(0x44, 1, 3), DANGER_POWER_STATE, 0x03);
	assert_danger(&viewed, masked(0x44, 4, 0, 1), DANGER_POWER_STATE, 1);
	assert_harmless(&viewed, whole(0x45, 1, 0xff));
}

TEST(only_a_1_resets)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_danger(&viewed, whole(0x68, 2, 0xa810), DANGER_RESET, 0x8000);
	assert_danger(&viewed, whole(0x69, 1, 0x80), DANGER_RESET, 0x80);
	assert_danger(&viewed, whole(0x68, 4, 0x8000), DANGER_RESET, 0x8000);
	assert_harmless(&viewed, whole(0x68, 2, 0x2810));
	assert_harmless(&viewed, whole(0x68, 1, 0xff));
	assert_danger(&viewed, whole(0xa4, 1, 1), DANGER_RESET, 1);
	assert_danger(&viewed, whole(0xa4, 2, 1), DANGER_RESET, 1);
	assert_harmless(&viewed, whole(0xa4, 1, 0xfe));
	assert_harmless(&viewed, masked(0xa4, 1, 1, 0xfe));
}

TEST(where_the_reset_bit_reads_1_any_write_to_the_capability_resets)
{
	struct space_builder builder = capable();
	struct viewed viewed;

	put16(&builder, 0x68, 0xa810);
	viewed = view(&builder, NEWEST);
	assert_danger(&viewed, whole(0x68, 2, 0), DANGER_RESET, 0xffff);
	assert_danger(&viewed, whole(0x60, 1, 0), DANGER_RESET, 0xff);
	assert_danger(&viewed, masked(0x70, 2, 0, 1), DANGER_RESET, 0xffff);
	assert_harmless(&viewed, whole(0xa4, 1, 0));
	assert_harmless(&viewed, whole(0x5c, 4, 0));	/* it ends in front of it */
	put16(&builder, 0x68, 0x2810);
	put8(&builder, 0xa4, 0x01);
	viewed = view(&builder, NEWEST);
	assert_danger(&viewed, whole(0xa0, 1, 0), DANGER_RESET, 0xff);
	assert_harmless(&viewed, whole(0x68, 2, 0));
}

TEST(what_the_device_has_there_is_dangerous_also_below_another_capability)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;

	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0x44, 0x09);	/* a vendor's, over PM_CTRL */
	put8(&builder, 0x46, 8);
	viewed = view(&builder, NEWEST);
	assert_int_equal(viewed.judged.map->value[0x44], 0x09);
	assert_danger(&viewed, whole(0x44, 4, 0), DANGER_POWER_STATE, 3);
}

TEST(values_after_the_last_capability_and_the_last_effect_are_neither)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct prediction *prediction = viewed.prediction;

	prediction->map.visit[prediction->map.visits] = (struct map_visit) {
		.kind = KIND_CAPABILITY, .start = 0xc0, .length = 8, .id = 0x01,
	};
	prediction->policy.effect[prediction->policy.effects] = (struct policy_effect) {
		.offset = 0xc8, .width = 2, .mask = 0x0003, .effect = EFFECT_POWER_STATE,
	};
	assert_harmless(&viewed, whole(0xc4, 4, 0xffffffff));
	assert_harmless(&viewed, whole(0xc8, 2, 0xffff));
	assert_int_equal(judge_write(&viewed, whole(0xc8, 2, 3), 0).effect[EFFECT_POWER_STATE], 0);
}

TEST(a_write_is_judged_by_its_own_bytes_alone)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_int_equal(judge_write(&viewed, whole(0x0c, 1, 0), 0).bits.write, 0xff);
	assert_int_equal(judge_write(&viewed, whole(0x3c, 1, 0), 0).bits.write, 0xff);
}

TEST(neighbouring_registers_are_harmless)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	assert_harmless(&viewed, whole(0x0c, 1, 0xff));
	assert_harmless(&viewed, whole(0x10, 4, 0xffffffff));
	assert_harmless(&viewed, whole(0x4a, 2, 0xffff));
	assert_harmless(&viewed, whole(0xc0, 4, 0xffffffff));
}

/* Dropped bits */
TEST(bits_that_would_change_and_may_not_are_dropped)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x00, 2, 0x8087), 0x8086);

	assert_int_equal(judgement.dropped, 0x0001);
	judgement = judge_write(&viewed, whole(0x00, 2, 0x8086), 0x8086);
	assert_int_equal(judgement.dropped, 0);
	judgement = judge_write(&viewed, whole(0x0c, 1, 0x10), 0);
	assert_int_equal(judgement.dropped, 0);
}

TEST(a_masked_write_keeps_what_a_user_reads)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, masked(0x3c, 1, 0x05, 0x0f), 0xaa);

	assert_int_equal(judgement.written, 0xa5);
	assert_true(judgement.written_known);
	judgement = judge_write(&viewed, masked(0x00, 2, 0, 0x00ff), 0x8086);
	assert_int_equal(judgement.written, 0x8000);
	assert_int_equal(judgement.dropped, 0x0086);
}

TEST(what_is_dropped_is_judged_by_the_access_as_the_kernel_cuts_it)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct viewed viewed;
	struct write_judgement judgement;

	add_standard(&builder, 0x42, 0x09);	/* its first bytes share a dword with raw ones */
	put8(&builder, 0x44, 3);
	viewed = view(&builder, NEWEST);
	judgement = judge_write(&viewed, whole(0x40, 4, 0xffffffff), 0);
	assert_int_equal(judgement.bits.write, 0xffffffff);
	assert_int_equal(judgement.dropped, 0);
}

TEST(bits_that_an_effect_decides_are_not_dropped)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x44, 2, 0x0003), 0);

	assert_int_equal(judgement.bits.write & 3, 0);
	assert_int_equal(judgement.dropped, 0);
	assert_int_equal(judgement.effect[EFFECT_POWER_STATE], 3);
	judgement = judge_write(&viewed, whole(0x4a, 2, 0x0181), 0x0080);
	assert_int_equal(judgement.dropped, 0x0100);
	assert_int_equal(judgement.decided, 0x0001);
}

TEST(an_effect_is_listed_if_the_mask_has_its_bits)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, masked(0x04, 2, 0, 0x0002), 3);

	assert_int_equal(judgement.effect[EFFECT_MEMORY_ENABLE], 0x0002);
	assert_int_equal(judgement.effect[EFFECT_IO_ENABLE], 0);
	assert_int_equal(judgement.effect[EFFECT_INTX_MASK], 0);
	judgement = judge_write(&viewed, whole(0x68, 2, 0x2810), 0x2810);
	assert_int_equal(judgement.effect[EFFECT_FUNCTION_RESET], 0);
	assert_int_equal(judgement.effect[EFFECT_READ_REQUEST_SIZE], 0x7000);
	judgement = judge_write(&viewed, whole(0x68, 2, 0x8000), 0x2810);
	assert_int_equal(judgement.effect[EFFECT_FUNCTION_RESET], 0x8000);
}

TEST(without_the_value_before_nothing_is_called_dropped)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_request request = whole(0x00, 2, 0x1234);
	struct write_judgement judgement;

	write_judge(viewed.prediction, &request, false, 0, &judgement);
	assert_int_equal(judgement.dropped, 0);
	assert_true(judgement.written_known);
	request = masked(0x00, 2, 0, 1);
	write_judge(viewed.prediction, &request, false, 0, &judgement);
	assert_false(judgement.written_known);
}

/* Predicting */

/* Judges by the view and puts the write into it. */
static void predict(struct viewed *viewed, struct write_request request,
		     const struct device_facts *facts)
{
	struct write_judgement judgement;
	uint32_t before = 0;
	bool known = user_view_read(viewed->view, viewed->judged.map, viewed->judged.policy,
				    request.offset, request.width, &before);

	write_judge(viewed->prediction, &request, known, before, &judgement);
	write_predict(&request, &judgement, facts, viewed->view);
}

TEST(a_write_is_read_back_where_it_may_be_written)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	predict(&viewed, whole(0x0c, 1, 0x10), &no_facts);
	assert_read(&viewed, 0x0c, 1, 0x10);
	predict(&viewed, whole(0x00, 2, 0xffff), &no_facts);
	assert_read(&viewed, 0x00, 2, 0x8086);
	predict(&viewed, masked(0x3c, 1, 0x0f, 0x0f), &no_facts);
	predict(&viewed, masked(0x3c, 1, 0x50, 0xf0), &no_facts);
	assert_read(&viewed, 0x3c, 1, 0x5f);
	assert_int_equal(space_byte(&viewed.view->hardware, 0x3c), 0);
	assert_int_equal(space_byte(&viewed.view->hardware, 0x0c), 0x10);
}

TEST(a_bar_is_read_back_with_its_size)
{
	struct space_builder builder = capable();
	struct device_resources resources = { .at = { { 0xfe000000, 0xfe00ffff, MEMORY } } };
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	facts.resources = &resources;
	put32(&builder, 0x10, 0xfe000000);
	viewed = view_with(&builder, NEWEST, &facts);
	predict(&viewed, whole(0x10, 4, 0xffffffff), &facts);
	assert_read(&viewed, 0x10, 4, 0xffff0000);
	predict(&viewed, whole(0x14, 4, 0xffffffff), &facts);
	assert_read(&viewed, 0x14, 4, 0);
	predict(&viewed, whole(0x10, 4, 0xfe000000), &facts);
	assert_read(&viewed, 0x10, 4, 0xfe000000);
}

TEST(a_bar_of_an_unknown_size_cannot_be_predicted)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	predict(&viewed, whole(0x10, 4, 0xffffffff), &no_facts);
	assert_no_read(&viewed, 0x10, 4);
	assert_read(&viewed, 0x0c, 1, 0);
}

TEST(what_an_effect_decides_cannot_be_predicted)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	predict(&viewed, whole(0x4a, 2, 0x0080), &no_facts);
	assert_read(&viewed, 0x4a, 2, 0x0080);
	predict(&viewed, whole(0x4a, 2, 0x0081), &no_facts);
	assert_no_read(&viewed, 0x4a, 2);
	predict(&viewed, whole(0x44, 2, 0x0003), &no_facts);
	assert_no_read(&viewed, 0x44, 2);
	predict(&viewed, whole(0x68, 2, 0x2810), &no_facts);
	assert_read(&viewed, 0x68, 2, 0x2810);
	predict(&viewed, whole(0x68, 2, 0xa810), &no_facts);
	assert_no_read(&viewed, 0x68, 2);
}

TEST(a_masked_write_over_an_unknown_value_leaves_it_unknown)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);

	space_forget(&viewed.view->hardware, 0xc0);
	predict(&viewed, masked(0xc0, 1, 0x01, 0x01), &no_facts);
	assert_no_read(&viewed, 0xc0, 1);
	assert_read(&viewed, 0xc1, 1, 0x00);
	predict(&viewed, whole(0xc0, 1, 0x01), &no_facts);
	assert_read(&viewed, 0xc0, 1, 0x01);
}

TEST(memory_enable_of_a_vf_is_read_back)
{
	struct space_builder builder = capable();
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed;

	facts.is_vf = true;
	put16(&builder, 0x04, 0);
	viewed = view_with(&builder, NEWEST, &facts);
	predict(&viewed, whole(0x04, 2, 0x0000), &facts);
	assert_read(&viewed, 0x04, 2, 0x0000);
	predict(&viewed, whole(0x04, 2, 0x0002), &facts);
	assert_read(&viewed, 0x04, 2, 0x0002);
}

TEST(a_change_of_intx_disable_reaches_the_device_but_of_a_vf)
{
	struct space_builder builder = capable();
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct viewed viewed = view(&builder, NEWEST);

	predict(&viewed, masked(0x04, 2, 0x0400, 0x0400), &no_facts);
	assert_read(&viewed, 0x04, 2, 0x0403);
	assert_int_equal(space_word(&viewed.view->hardware, 0x04), 0x0403);
	facts.is_vf = true;
	viewed = view_with(&builder, NEWEST, &facts);
	predict(&viewed, masked(0x04, 2, 0x0400, 0x0400), &facts);
	assert_int_equal(space_word(&viewed.view->hardware, 0x04) & 0x0400, 0);
}

/* Comparing */
TEST(a_bit_that_did_not_reach_the_virtual_copy_is_a_contradiction)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x3c, 1, 0x0f), 0x00);
	struct write_outcome outcome = write_compare(&judgement, 0x0e, 0);

	assert_int_equal(outcome.contradicted, 0x01);
	assert_int_equal(outcome.not_kept, 0);
	outcome = write_compare(&judgement, 0x0f, 0);
	assert_int_equal(outcome.contradicted, 0);
}

TEST(a_dropped_bit_that_changed_as_written_is_a_contradiction)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x00, 2, 0x8087), 0x8086);
	struct write_outcome outcome = write_compare(&judgement, 0x8087, 0);

	assert_int_equal(outcome.contradicted, 0x0001);
	outcome = write_compare(&judgement, 0x8086, 0);
	assert_int_equal(outcome.contradicted, 0);
}

TEST(a_bit_that_the_device_does_not_take_contradicts_nothing)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x0d, 1, 0xff), 0x00);
	struct write_outcome outcome = write_compare(&judgement, 0xf8, 0);

	assert_int_equal(outcome.contradicted, 0);
	assert_int_equal(outcome.not_kept, 0x07);
}

TEST(bits_that_change_by_themselves_or_by_an_effect_are_not_compared)
{
	struct space_builder builder = capable();
	struct viewed viewed = view(&builder, NEWEST);
	struct write_judgement judgement = judge_write(&viewed, whole(0x0d, 1, 0xff), 0x00);
	struct write_outcome outcome = write_compare(&judgement, 0xf8, 0x03);

	assert_int_equal(outcome.not_kept, 0x04);
	judgement = judge_write(&viewed, whole(0x10, 4, 0xffffffff), 0);
	outcome = write_compare(&judgement, 0xffff0000, 0);
	assert_int_equal(outcome.contradicted | outcome.not_kept, 0);
	judgement = judge_write(&viewed, whole(0x4a, 2, 0x0081), 0x0080);
	outcome = write_compare(&judgement, 0x0080, 0);
	assert_int_equal(outcome.contradicted | outcome.not_kept, 0);
}

/* Any write of any space */
TEST(a_write_of_any_place_is_judged_without_a_step_out_of_bounds)
{
	uint64_t seed = test_seed(0x5eed);

	for (int round = 0; round < 30; round++) {
		struct space_builder builder = capable();
		struct viewed viewed;

		for (int i = 0; i < 20; i++)
			put8(&builder, 0x40 + next_random(&seed) % 0xc0, next_random(&seed));
		if (build(&builder, NEWEST)->state != MAP_BUILT)
			continue;
		viewed = view(&builder, NEWEST);
		for (unsigned int offset = 0; offset < SPACE_SIZE; offset++) {
			uint8_t width = (uint8_t)(offset % 4 == 0 ? 4 : offset % 2 == 0 ? 2 : 1);

			predict(&viewed, masked((uint16_t)offset, width, next_random(&seed),
						 next_random(&seed) & all_of(width)), &no_facts);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_enables_and_bus_master_of_command_are_dangerous_with_any_value),
		cmocka_unit_test(a_mask_that_leaves_the_dangerous_bits_out_is_harmless),
		cmocka_unit_test(any_bit_of_bist_is_dangerous),
		cmocka_unit_test(the_power_state_is_dangerous_with_any_value),
		cmocka_unit_test(only_a_1_resets),
		cmocka_unit_test(where_the_reset_bit_reads_1_any_write_to_the_capability_resets),
		cmocka_unit_test(what_the_device_has_there_is_dangerous_also_below_another_capability),
		cmocka_unit_test(values_after_the_last_capability_and_the_last_effect_are_neither),
		cmocka_unit_test(a_write_is_judged_by_its_own_bytes_alone),
		cmocka_unit_test(neighbouring_registers_are_harmless),
		cmocka_unit_test(bits_that_would_change_and_may_not_are_dropped),
		cmocka_unit_test(a_masked_write_keeps_what_a_user_reads),
		cmocka_unit_test(what_is_dropped_is_judged_by_the_access_as_the_kernel_cuts_it),
		cmocka_unit_test(bits_that_an_effect_decides_are_not_dropped),
		cmocka_unit_test(an_effect_is_listed_if_the_mask_has_its_bits),
		cmocka_unit_test(without_the_value_before_nothing_is_called_dropped),
		cmocka_unit_test(a_write_is_read_back_where_it_may_be_written),
		cmocka_unit_test(a_bar_is_read_back_with_its_size),
		cmocka_unit_test(a_bar_of_an_unknown_size_cannot_be_predicted),
		cmocka_unit_test(what_an_effect_decides_cannot_be_predicted),
		cmocka_unit_test(a_masked_write_over_an_unknown_value_leaves_it_unknown),
		cmocka_unit_test(memory_enable_of_a_vf_is_read_back),
		cmocka_unit_test(a_change_of_intx_disable_reaches_the_device_but_of_a_vf),
		cmocka_unit_test(a_bit_that_did_not_reach_the_virtual_copy_is_a_contradiction),
		cmocka_unit_test(a_dropped_bit_that_changed_as_written_is_a_contradiction),
		cmocka_unit_test(a_bit_that_the_device_does_not_take_contradicts_nothing),
		cmocka_unit_test(bits_that_change_by_themselves_or_by_an_effect_are_not_compared),
		cmocka_unit_test(a_write_of_any_place_is_judged_without_a_step_out_of_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
