// SPDX-License-Identifier: GPL-2.0-or-later
/* The output of probe, from results and steps that no emulated device has together. */
#include "probe_expect.h"

#include "base/macros.h"
#include "report_output.h"

static struct device device = {
	.address = { .bus = 1 }, .vendor = -1, .revision = -1, .iommu_group = -1,
	.source = SOURCE_VFIO,
};

static struct report_run run = { .command = "probe", .host = "host", .kernel = "6.12" };

static struct probe_result result_of(const struct prediction *prediction, unsigned int offset,
				     unsigned int width, enum probe_verdict verdict,
				     const char *reason)
{
	struct probe_result result = {
		.place = place_at(prediction, offset, width).place, .verdict = verdict,
	};

	snprintf(result.reason, sizeof(result.reason), "%s", reason);
	return result;
}

static struct known_value known(uint32_t value)
{
	return (struct known_value) { .known = true, .value = value };
}

/* COMMAND with each value, two bytes that are alike, and one that differs. */
static struct report results_of(const struct prediction *prediction)
{
	static struct probe_result results[4];

	results[0] = result_of(prediction, 0x04, 2, PROBE_CONFIRMED, "");
	results[0].written = known(0x0407);
	results[0].user_before = known(0x0107);
	results[0].user_after = known(0x0407);
	results[0].hardware_before = results[0].hardware_after = known(0x0003);
	results[1] = result_of(prediction, 0x80, 1, PROBE_CONSISTENT, "same");
	results[2] = result_of(prediction, 0x81, 1, PROBE_CONSISTENT, "same");
	results[3] = result_of(prediction, 0x82, 1, PROBE_CONTRADICTED, "differs");
	results[3].hardware_before = known(0x5a);
	return (struct report) {
		.device = &device, .map = &prediction->map, .probes = results,
		.probe_count = ARRAY_LENGTH(results),
	};
}

static const struct prediction *prediction_of(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	return predicted(&builder);
}

TEST(the_table_joins_equal_bytes_and_counts_verdicts)
{
	const struct report report = results_of(prediction_of());
	const char *printed = output_of(probe_renderers, "tsv", &run, &report);

	assert_prints(printed, "ADDRESS\tOFFSET\tREGISTER\tWRITTEN\tUSER\tHARDWARE\tVERDICT\tREASON\n"
		      "0000:01:00.0\t004.w\tCOMMAND\t0407\t0107 -> 0407\t0003\tconfirmed\t\n"
		      "0000:01:00.0\t080-081\t(bytes)\t\t\t\tconsistent\tsame\n"
		      "0000:01:00.0\t082.b\t(bytes)\t-\t?\t5a\tcontradicted\tdiffers\n");
	printed = output_of(probe_renderers, "table", &run, &report);
	assert_prints(printed, "1 confirmed, 2 consistent, 1 contradicted\n");
}

TEST(bytes_are_joined_only_if_all_else_is_equal)
{
	const struct prediction *prediction = prediction_of();
	struct report report = results_of(prediction);
	struct probe_result results[3];

	report.probes = results;
	report.probe_count = ARRAY_LENGTH(results);
	for (int change = 0; change < 5; change++) {
		static const char *const line[] = {
			"\t080-082\t", "\t081.b\t", "\t084.b\t", "\t081.b\t", "\t081.b\t",
		};

		for (unsigned int i = 0; i < 3; i++)
			results[i] = result_of(prediction, 0x80 + i, 1, PROBE_SKIPPED, "same");
		if (change == 1)
			snprintf(results[1].reason, sizeof(results[1].reason), "other");
		if (change == 2)
			results[1].place.offset = 0x84;
		if (change == 3)
			results[1].verdict = PROBE_CONSISTENT;
		for (unsigned int i = 0; change == 4 && i < 3; i++)
			results[i].verdict = PROBE_UNSTABLE;
		assert_prints(output_of(probe_renderers, "tsv", &run, &report), line[change]);
	}
}

TEST(one_named_register_is_a_line_for_scripts)
{
	struct report report = results_of(prediction_of());

	report.probe_part = true;
	report.probe_count = 1;
	assert_string_equal(output_of(probe_renderers, "table", &run, &report),
			    "04.w COMMAND written 0407 user 0107 -> 0407 hardware 0003 confirmed\n");
	run.several = true;
	report.probes += 3;
	assert_string_equal(output_of(probe_renderers, "table", &run, &report),
			    "0000:01:00.0 82.b - user ? hardware 5a contradicted: differs\n");
	run.several = false;
}

TEST(tap_has_a_point_for_each_place_and_a_block_for_each_failure)
{
	struct report report = results_of(prediction_of());
	struct probe_result skipped = result_of(prediction_of(), 0x06, 2, PROBE_SKIPPED, "why");
	const char *printed = output_of(probe_renderers, "tap", &run, &report);

	assert_prints(printed, "ok 1 - 0000:01:00.0 04.w COMMAND confirmed\n"
		      "ok 2 - 0000:01:00.0 80.b - consistent\n"
		      "ok 3 - 0000:01:00.0 81.b - consistent\n"
		      "not ok 4 - 0000:01:00.0 82.b - contradicted\n  ---\n");
	assert_prints(printed, "hardware_before: '5a'");
	report.strict = true;
	printed = output_of(probe_renderers, "tap", &run, &report);
	assert_prints(printed, "ok 1 - 0000:01:00.0 04.w");
	assert_prints(printed, "not ok 2 - 0000:01:00.0 80.b");
	report.probes = &skipped;
	report.probe_count = 1;
	assert_prints(output_of(probe_renderers, "tap", &run, &report),
		      "ok 1 - 0000:01:00.0 06.w STATUS # SKIP why\n");
}

TEST(json_has_each_value_of_a_result_and_all_counts)
{
	const struct report report = results_of(prediction_of());
	const char *printed = output_of(probe_renderers, "jsonl", &run, &report);

	assert_prints(printed, "\"plan\":null,\"probes\":[{\"offset\":4,\"width\":2,\"name\":\"COMMAND\","
		      "\"written\":\"0407\",\"user_before\":\"0107\",\"user_after\":\"0407\","
		      "\"hardware_before\":\"0003\",\"hardware_after\":\"0003\","
		      "\"verdict\":\"confirmed\",\"reason\":null}");
	assert_prints(printed, "{\"offset\":130,\"width\":1,\"name\":null,\"written\":null,"
		      "\"user_before\":null,\"user_after\":null,\"hardware_before\":\"5a\","
		      "\"hardware_after\":null,\"verdict\":\"contradicted\",\"reason\":\"differs\"}]");
	assert_prints(printed, "\"verdicts\":{\"confirmed\":1,\"consistent\":2,\"contradicted\":1,"
		      "\"skipped\":0,\"unstable\":0,\"error\":0}");
}

/* A run, a write of COMMAND, a write that is skipped, and two equal reads of bytes. */
static struct report steps_of(const struct prediction *prediction)
{
	static struct probe_step steps[5];

	steps[0] = (struct probe_step) { .offset = 0, .length = 256, .at_once = true, .reason = "run" };
	steps[1] = (struct probe_step) {
		.offset = 4, .length = 2, .write = true, .class = PROBE_VIRTUAL, .bits = 0x0400,
		.reason = "bits", .place = place_at(prediction, 4, 2).place,
	};
	steps[2] = (struct probe_step) {
		.offset = 0x40, .length = 4, .write = true, .skipped = true, .class = PROBE_ALL,
		.reason = "raw",
	};
	for (unsigned int i = 3; i < 5; i++)
		steps[i] = (struct probe_step) {
			.offset = (uint16_t)(0x7d + i), .length = 1, .reason = "each",
		};
	return (struct report) {
		.device = &device, .map = &prediction->map, .dry_run = true, .steps = steps,
		.step_count = ARRAY_LENGTH(steps),
	};
}

TEST(a_plan_has_its_accesses_in_order_and_joins_equal_ones)
{
	const struct report report = steps_of(prediction_of());
	const char *printed = output_of(probe_renderers, "tsv", &run, &report);

	assert_prints(printed,
		      "ADDRESS\tOFFSET\tTIMES\tACCESS\tREGISTER\tCLASS\tBITS\tREASON\n"
		      "0000:01:00.0\t000-0ff\t1\tread\t\t\t\trun\n"
		      "0000:01:00.0\t004.w\t1\twrite\tCOMMAND\tvirtual\t0400\tbits\n"
		      "0000:01:00.0\t040.l\t1\tskip\t\tall\t\traw\n"
		      "0000:01:00.0\t080-081\t2\tread\t\t\t\teach\n");
	assert_prints(output_of(probe_renderers, "tap", &run, &report),
		      "ok 1 - 0000:01:00.0 has a plan of 5 accesses\n");
	printed = output_of(probe_renderers, "jsonl", &run, &report);
	assert_prints(printed, "\"plan\":[{\"access\":\"read\",\"offset\":0,\"size\":256,\"name\":null,"
		      "\"class\":null,\"bits\":null,\"reason\":\"run\"},"
		      "{\"access\":\"write\",\"offset\":4,\"size\":2,\"name\":\"COMMAND\","
		      "\"class\":\"virtual\",\"bits\":\"0400\",\"reason\":\"bits\"},"
		      "{\"access\":\"skip\",\"offset\":64,\"size\":4,\"name\":null,\"class\":\"all\","
		      "\"bits\":null,\"reason\":\"raw\"},");
	assert_prints(printed, "\"probes\":null,\"verdicts\":null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_joins_equal_bytes_and_counts_verdicts),
		cmocka_unit_test(bytes_are_joined_only_if_all_else_is_equal),
		cmocka_unit_test(one_named_register_is_a_line_for_scripts),
		cmocka_unit_test(tap_has_a_point_for_each_place_and_a_block_for_each_failure),
		cmocka_unit_test(json_has_each_value_of_a_result_and_all_counts),
		cmocka_unit_test(a_plan_has_its_accesses_in_order_and_joins_equal_ones),
	};

	return cmocka_run_group_tests_name("output of probe", tests, NULL, NULL);
}
