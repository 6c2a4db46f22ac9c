// SPDX-License-Identifier: GPL-2.0-or-later
/* The output of verify, from invented differences between rules and kernel. */
#include "verify_expect.h"

#include "report_output.h"

static struct device shown = {
	.address = { .bus = 1 }, .vendor = -1, .revision = -1, .iommu_group = -1,
	.source = SOURCE_VFIO,
};

static struct report_run run = { .command = "verify", .host = "host", .kernel = "7.3.4" };

/* A kernel whose map differs at one byte and by the switch dvsec, and the report of that. */
static struct report differing(struct rules *rules)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4");

	*rules = rules_of("7.3.4,-dvsec");
	kernel.map[0x80] = 0x01;
	judge(&builder, "7.3.4,-dvsec", &kernel);
	return (struct report) {
		.device = &shown, .map = &map, .rules = rules, .verification = &result,
	};
}

TEST(the_tables_have_the_verdict_and_both_sides_of_each_difference)
{
	struct rules rules;
	const struct report report = differing(&rules);
	char line[120];

	snprintf(line, sizeof(line), "0000:01:00.0\tdiffers\t%u\t%u\t7.3.4,-dvsec (table)\n",
		 result.compared, result.different);
	assert_prints(output_of(verify_renderers, "tsv", &run, &report),
		      "ADDRESS\tRESULT\tCOMPARED\tDIFFERENT\tRULES\n");
	assert_prints(output_of(verify_renderers, "tsv", &run, &report), line);
	assert_prints(output_of(verify_renderers, "tsv", &run, &report),
		      "ADDRESS\tRANGE\tPART\tKERNEL\tRULES\tSWITCH\n"
		      "0000:01:00.0\t080-080\tmap\t01\tff\t-\n"
		      "0000:01:00.0\t140-14f\tmap\t23 23 23 23 23 23 23 23 23 23 23 23 23 23 23 23\t"
		      "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff\tdvsec\n");
}

TEST(more_than_16_bytes_of_a_difference_end_with_dots)
{
	struct space_builder builder = device();
	struct kernel_copy kernel = kernel_of(&builder, "7.3.4");
	struct rules rules = rules_of("7.3.4");
	const struct report report = {
		.device = &shown, .map = &map, .rules = &rules, .verification = &result,
	};

	memset(kernel.map + 0x200, 1, 17);
	judge(&builder, "7.3.4", &kernel);
	assert_prints(output_of(verify_renderers, "tsv", &run, &report),
		      "\t200-210\tmap\t01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 ...\tff ");
}

TEST(json_has_every_byte_of_both_sides)
{
	struct rules rules;
	const struct report report = differing(&rules);
	const char *printed = output_of(verify_renderers, "jsonl", &run, &report);
	char text[120];

	snprintf(text, sizeof(text), "\"verdict\":\"differs\",\"compared\":%u,\"different\":%u,",
		 result.compared, result.different);
	assert_prints(printed, text);
	assert_prints(printed, "{\"start\":128,\"end\":128,"
		      "\"what\":\"map\",\"kernel\":\"01\"");
	assert_prints(printed, "\"start\":320,\"end\":335,");
	assert_prints(printed, "\"kernel\":\"23232323232323232323232323232323\"");
	assert_prints(printed, "\"rules\":\"ffffffffffffffffffffffffffffffff\"");
	assert_prints(printed, "\"switch\":\"dvsec\"}");
	assert_prints(printed, "\"explained_by\":null,");
	assert_prints(printed, "\"policy_compared\":false");
}

TEST(a_side_without_a_map_has_no_bytes_and_a_failure_no_numbers)
{
	struct space_builder builder = device();
	struct rules rules = rules_of("7.3.4");
	struct report report = {
		.device = &shown, .map = &map, .rules = &rules, .verification = &result,
	};

	judge(&builder, "7.3.4", NULL);
	assert_prints(output_of(verify_renderers, "tsv", &run, &report), "\tnone\t00 ");
	report.verification = NULL;
	report.error.code = FAULT_BUSY;
	assert_prints(output_of(verify_renderers, "jsonl", &run, &report),
		      "\"verdict\":\"busy\",\"compared\":null,\"different\":null,"
		      "\"differences\":null,\"explained_by\":null,\"policy_compared\":null,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_have_the_verdict_and_both_sides_of_each_difference),
		cmocka_unit_test(more_than_16_bytes_of_a_difference_end_with_dots),
		cmocka_unit_test(json_has_every_byte_of_both_sides),
		cmocka_unit_test(a_side_without_a_map_has_no_bytes_and_a_failure_no_numbers),
	};

	return cmocka_run_group_tests_name("output of verify", tests, NULL, NULL);
}
