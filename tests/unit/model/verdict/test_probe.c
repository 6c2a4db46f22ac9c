// SPDX-License-Identifier: GPL-2.0-or-later
/* Read probes: the planned accesses, and their verdicts. */
#include "probe_expect.h"

#include "base/macros.h"

/* PM 40, VNDR 50 of 8 bytes, PCIe 60; 100 AER. */
static struct space_builder device(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	put16(&builder, 0x00, 0x8086);
	add_standard(&builder, 0x40, 0x01);
	put16(&builder, 0x44, 0x8000);
	add_standard(&builder, 0x50, 0x09);
	put8(&builder, 0x52, 0x08);
	add_express(&builder, 0x60, 0x0002);
	add_extended(&builder, 0x100, 0x0001);
	return builder;
}

static const struct probe_plan *plan_of(const struct prediction *prediction)
{
	static struct probe_plan plan;
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];

	memset(bytes, 0xff, sizeof(bytes));
	probe_plan_begin(&plan);
	probe_plan_bytes(prediction, bytes, &plan);
	probe_plan_end(&plan);
	return &plan;
}

static bool reads_contain(const struct probe_read *reads, unsigned int count, unsigned int offset,
			  unsigned int width)
{
	for (unsigned int i = 0; i < count; i++)
		if (reads[i].offset == offset && reads[i].width == width)
			return true;
	return false;
}

TEST(a_plan_of_everything_has_each_byte_once)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_plan *plan = plan_of(prediction);
	unsigned int next = 0;

	for (size_t i = 0; i < plan->count; i++) {
		assert_int_equal(plan->list[i].place.offset, next);
		assert_int_equal(next % plan->list[i].place.width, 0);
		next += plan->list[i].place.width;
	}
	assert_int_equal(next, SPACE_SIZE_EXTENDED);
	assert_int_equal(plan->runs, 1);
	assert_int_equal(plan->run[0].length, SPACE_SIZE_EXTENDED);
}

TEST(a_register_is_read_at_every_width_that_its_offset_allows)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_place byte = place_at(prediction, 0x3c, 1), odd = place_at(prediction, 0x3d, 1);
	struct probe_place bar = place_at(prediction, 0x10, 4);
	struct probe_read reads[PROBE_READS];

	assert_int_equal(probe_reads(prediction, &byte, reads), 3);
	assert_true(reads_contain(reads, 3, 0x3c, 4));
	assert_int_equal(probe_reads(prediction, &odd, reads), 1);
	assert_int_equal(probe_reads(prediction, &bar, reads), 7);
	assert_true(reads_contain(reads, 7, 0x12, 2));
	assert_true(reads_contain(reads, 7, 0x10, 4));
}

TEST(raw_and_vendor_bytes_are_read_once_and_not_by_a_wider_read_next_to_them)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_plan *plan = plan_of(prediction);
	bool raw = false, vendor = false;

	for (size_t i = 0; i < plan->count; i++) {
		const struct probe_place *place = &plan->list[i];
		struct probe_read reads[PROBE_READS];
		unsigned int count = probe_reads(prediction, place, reads);

		raw |= place->place.offset == 0x48 && place->once && count == 0;
		vendor |= place->place.offset == 0x54 && place->once && count == 0;
		for (unsigned int j = 0; j < count; j++)
			for (unsigned int k = 0; k < reads[j].width; k++)
				if (prediction->map.value[reads[j].offset + k] == MAP_RAW ||
				    prediction->map.value[reads[j].offset + k] == 0x09)
					fail_msg("%x.%u reads %x", reads[j].offset,
						 reads[j].width, reads[j].offset + k);
	}
	assert_true(raw && vendor);
}

TEST(undefined_bytes_are_neither_read_nor_in_a_run)
{
	struct space_builder builder = device();
	struct prediction *prediction = predicted(&builder);
	const struct probe_plan *plan;

	prediction->policy.undefined[0x45] = true;
	plan = plan_of(prediction);
	assert_int_equal(plan->runs, 2);
	assert_int_equal(plan->run[0].length, 0x44);
	assert_int_equal(plan->run[1].start, 0x46);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->list[i].place.offset == 0x44)
			assert_true(plan->list[i].undefined);
}

TEST(a_capability_in_the_header_is_in_no_run_and_a_bar_is_read_before_one_over_bars)
{
	struct space_builder builder = device(), over_bar = builder_start(SPACE_SIZE);
	const struct prediction *prediction = predicted(&builder);
	struct probe_read first;
	const struct probe_plan *plan;

	assert_false(probe_first_read(prediction, &first));
	add_standard(&over_bar, 0x10, 0x03);
	prediction = predicted(&over_bar);
	plan = plan_of(prediction);
	assert_int_equal(plan->runs, 2);
	assert_int_equal(plan->run[0].length, 0x10);
	assert_int_equal(plan->run[1].start, 0x18);
	assert_true(probe_first_read(prediction, &first));
	assert_int_equal(first.offset, 0x18);
	assert_int_equal(first.width, 1);
}

static enum probe_verdict verdict(const struct prediction *prediction, unsigned int offset,
				  unsigned int width, bool hardware,
				  const struct probe_reading *reading)
{
	struct probe_place place = place_at(prediction, offset, width);
	struct probe_result result;

	probe_judge_read(prediction, &place, &prediction->user_view, hardware, reading, &result);
	return result.verdict;
}

TEST(a_read_confirms_only_where_the_sources_differ)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_reading good = { .unknown = false };

	/* PME_STATUS is 1 in the hardware, and 0 in the virtual copy; the rest is the hardware's */
	assert_int_equal(verdict(prediction, 0x44, 2, true, &good), PROBE_CONSISTENT);
	assert_int_equal(verdict(prediction, 0x45, 1, true, &good), PROBE_CONSISTENT);
	/* the next pointer leads on in both */
	assert_int_equal(verdict(prediction, 0x41, 1, true, &good), PROBE_CONSISTENT);
	put8(&builder, 0x3d, 1);
	prediction = view_with(&builder, NEWEST, &(struct device_facts) {
		.vendor = -1, .device = -1, .class = -1, .irq = 1, .intx_unsupported = true }).prediction;
	assert_int_equal(verdict(prediction, 0x3d, 1, true, &good), PROBE_CONFIRMED);
	assert_int_equal(verdict(prediction, 0x3d, 1, false, &good), PROBE_CONSISTENT);
}

TEST(a_register_that_keeps_still_and_reads_otherwise_is_contradicted)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_reading other = {
		.other = true, .read = { 0x3c, 1 }, .seen = 5, .predicted = 0,
	};
	const struct probe_reading moving = { .other = true, .moving = true };
	const struct probe_reading unknown = { .unknown = true };

	assert_int_equal(verdict(prediction, 0x3c, 1, true, &other), PROBE_CONTRADICTED);
	assert_int_equal(verdict(prediction, 0x3c, 1, true, &moving), PROBE_UNSTABLE);
	assert_int_equal(verdict(prediction, 0x3c, 1, true, &unknown), PROBE_CONSISTENT);
}

TEST(a_pointer_of_the_user_that_leads_elsewhere_is_found)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct config_space user = prediction->user_view.virtual_copy;
	unsigned int seen = 0, predicted = 0;

	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &predicted), -1);
	space_set(&user, 0x41, 0x60);
	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &predicted), 0x40);
	assert_int_equal(seen, 0x60);
	assert_int_equal(predicted, 0x50);
	space_forget(&user, 0x41);
	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &predicted), -1);
}

TEST(bytes_after_the_last_visit_of_a_walk_are_not_a_visit)
{
	struct space_builder builder = device();
	struct prediction *prediction = predicted(&builder);
	struct config_space user = prediction->user_view.virtual_copy;
	struct map_visit *behind = &prediction->map.visit[prediction->map.visits];
	unsigned int seen = 0, expected = 0;

	*behind = (struct map_visit) { .kind = KIND_CAPABILITY, .start = 0x70, .length = 8 };
	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &expected), -1);
	*behind = prediction->map.visit[0];
	space_set(&user, 0x41, 0x60);
	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &expected), 0x40);
}

TEST(a_pointer_is_judged_without_the_bytes_next_to_it)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct config_space user = prediction->user_view.virtual_copy;
	unsigned int seen = 0, expected = 0;

	space_set(&user, 0x41, 0x60);
	space_forget(&user, 0x40);
	space_forget(&user, 0x42);
	assert_int_equal(probe_judge_chain(prediction, &user, &seen, &expected), 0x40);
}

TEST(only_the_given_number_of_results_is_counted)
{
	static const struct probe_result results[] = {
		{ .verdict = PROBE_CONFIRMED }, { .verdict = PROBE_SKIPPED },
		{ .verdict = PROBE_CONFIRMED }, { .verdict = PROBE_ERROR },
	};
	unsigned int verdicts[PROBE_VERDICTS];

	memset(verdicts, 0xa5, sizeof(verdicts));
	probe_count(results, 3, verdicts);
	assert_int_equal(verdicts[PROBE_CONFIRMED], 2);
	assert_int_equal(verdicts[PROBE_SKIPPED], 1);
	assert_int_equal(verdicts[PROBE_ERROR], 0);
	assert_int_equal(verdicts[PROBE_UNSTABLE], 0);
}

/* All steps of a class, in a static array; checks that fewer places get the first of them. */
static const struct probe_step *steps_of(const struct prediction *prediction,
					 enum probe_class class, size_t *count)
{
	static struct probe_step steps[4 * SPACE_SIZE_EXTENDED], some[4 * SPACE_SIZE_EXTENDED];
	const struct probe_plan *plan = plan_of(prediction);

	*count = probe_steps(prediction, plan, class, NULL, 0);
	assert_in_range(*count, 2, ARRAY_LENGTH(steps));
	memset(some, 0xa5, sizeof(some));
	assert_int_equal(probe_steps(prediction, plan, class, some, *count - 1), *count);
	assert_int_equal(probe_steps(prediction, plan, class, steps, *count), *count);
	for (size_t i = 0; i + 1 < *count; i++)
		assert_int_equal(some[i].offset, steps[i].offset);
	assert_int_equal(some[*count - 1].offset, 0xa5a5);
	return steps;
}

TEST(the_steps_of_reads_are_the_runs_and_then_each_width_of_each_place)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_plan *plan = plan_of(prediction);
	size_t count, at = 1;
	const struct probe_step *steps = steps_of(prediction, PROBE_READ, &count);

	assert_true(steps[0].at_once);
	assert_int_equal(steps[0].offset, 0);
	assert_int_equal(steps[0].length, SPACE_SIZE_EXTENDED);
	assert_int_equal(steps[0].place.width, 0);
	for (size_t i = 0; i < plan->count; i++) {
		struct probe_read reads[PROBE_READS];
		unsigned int widths = probe_reads(prediction, &plan->list[i], reads);

		for (unsigned int j = 0; j < widths; j++, at++) {
			assert_int_equal(steps[at].offset, reads[j].offset);
			assert_int_equal(steps[at].length, reads[j].width);
			assert_int_equal(steps[at].place.offset, plan->list[i].place.offset);
			assert_int_equal(steps[at].place.width, plan->list[i].place.width);
			assert_false(steps[at].at_once || steps[at].write || steps[at].skipped);
			assert_string_equal(steps[at].reason, "at each width");
			if (plan->list[i].place.known == NULL)
				assert_null(steps[at].place.known);
			else
				assert_ptr_equal(steps[at].place.known, &steps[at].entry);
		}
	}
	assert_int_equal(count, at);
}

TEST(a_capability_over_bars_makes_the_read_of_a_bar_the_first_step)
{
	struct space_builder builder = device();
	const struct prediction *prediction;
	const struct probe_step *steps;
	size_t count;

	add_standard(&builder, 0x14, 0x09);
	put8(&builder, 0x16, 0x08);
	prediction = predicted(&builder);
	steps = steps_of(prediction, PROBE_READ, &count);
	assert_true(steps[0].at_once);
	assert_int_equal(steps[0].length, 1);
	assert_string_equal(steps[0].reason, "makes the kernel fit the BARs");
}

TEST(late_writes_are_the_last_steps_and_those_of_a_higher_class_are_skipped)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	const struct probe_plan *plan = plan_of(prediction);
	size_t count, at = 0;
	const struct probe_step *steps = steps_of(prediction, PROBE_VIRTUAL, &count);

	for (int late = 0; late < 2; late++)
		for (size_t i = 0; i < plan->count; i++) {
			struct probe_part parts[PROBE_PARTS];
			unsigned int found = probe_parts(prediction, &plan->list[i].place,
							 PROBE_VIRTUAL, parts);

			for (unsigned int j = 0; j < found; j++) {
				if (parts[j].late != late)
					continue;
				assert_true(steps[at].write);
				assert_int_equal(steps[at].offset, parts[j].offset);
				assert_int_equal(steps[at].length, parts[j].width);
				assert_int_equal(steps[at].bits, parts[j].flip);
				assert_int_equal(steps[at].class, parts[j].class);
				assert_int_equal(steps[at].skipped,
						 parts[j].class > PROBE_VIRTUAL);
				assert_int_equal(steps[at].place.offset,
						 plan->list[i].place.offset);
				at++;
			}
		}
	assert_int_equal(count, at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_of_everything_has_each_byte_once),
		cmocka_unit_test(a_register_is_read_at_every_width_that_its_offset_allows),
		cmocka_unit_test(raw_and_vendor_bytes_are_read_once_and_not_by_a_wider_read_next_to_them),
		cmocka_unit_test(undefined_bytes_are_neither_read_nor_in_a_run),
		cmocka_unit_test(a_capability_in_the_header_is_in_no_run_and_a_bar_is_read_before_one_over_bars),
		cmocka_unit_test(a_read_confirms_only_where_the_sources_differ),
		cmocka_unit_test(a_register_that_keeps_still_and_reads_otherwise_is_contradicted),
		cmocka_unit_test(a_pointer_of_the_user_that_leads_elsewhere_is_found),
		cmocka_unit_test(bytes_after_the_last_visit_of_a_walk_are_not_a_visit),
		cmocka_unit_test(a_pointer_is_judged_without_the_bytes_next_to_it),
		cmocka_unit_test(the_steps_of_reads_are_the_runs_and_then_each_width_of_each_place),
		cmocka_unit_test(a_capability_over_bars_makes_the_read_of_a_bar_the_first_step),
		cmocka_unit_test(late_writes_are_the_last_steps_and_those_of_a_higher_class_are_skipped),
		cmocka_unit_test(only_the_given_number_of_results_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
