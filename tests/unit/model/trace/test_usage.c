// SPDX-License-Identifier: GPL-2.0-or-later
/* The parts of a device that a trace saw in use, and the needs that follow. */
#include "trace_expect.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/trace/needs.h"

static struct trace_usage *usage;
static struct space_builder builder;
static const struct prediction *prediction;
static char lines[4096];

static void begin(const char *release)
{
	free(usage);
	usage = calloc(1, sizeof(*usage));
	assert_non_null(usage);
	builder = trace_device();
	prediction = predict(&builder, release);
}

static void add(struct trace_record record)
{
	trace_usage_add(usage, prediction, &record);
}

static void keep(void *context, const char *text)
{
	size_t used = strlen(lines);

	(void)context;
	snprintf(lines + used, sizeof(lines) - used, "%s\n", text);
}

static const char *needs(void)
{
	const struct policy_sink sink = { .rule = keep, .title = keep, .comment = keep };
	const struct device device = { .vendor = 0x8086, .product = 0x10d3 };

	lines[0] = '\0';
	trace_needs(usage, prediction, &device, &sink);
	return lines;
}

static void assert_need(const char *rule)
{
	if (strstr(needs(), rule) == NULL)
		fail_msg("'%s' is not in:\n%s", rule, lines);
}

TEST(bits_that_a_write_sets_are_needed_where_they_go)
{
	begin("6.12");
	add(access_of(true, 4, 2, 0x0507));
	assert_need("need write COMMAND.w 0507 write_virtual=0400\n");
	assert_null(strstr(lines, "need read"));
}

TEST(bits_that_a_write_clears_are_needed_if_they_were_seen)
{
	begin("6.12");
	add(access_of(true, 4, 2, 0x0006));
	assert_need("need write COMMAND.w 0006");
	begin("6.12");
	add(access_of(false, 4, 2, 0x0107));
	add(access_of(true, 4, 2, 0x0006));
	assert_need("need write COMMAND.w 0107");
}

TEST(dropped_bits_are_listed_and_not_needed)
{
	begin("6.12");
	add(access_of(true, 0, 2, 0x1234));
	assert_need("VENDOR_ID.w: the kernel dropped bits 1234\n");
	assert_null(strstr(lines, "need write"));
}

TEST(a_bulk_read_does_not_need_each_register)
{
	struct trace_record record;

	begin("6.12");
	record = access_of(false, 0, 8, 0);
	record.count = 4096;
	record.result = 4096;
	add(record);
	assert_null(strstr(needs(), "need read"));
	assert_int_equal(usage->bulk, 1);
	add(access_of(false, 0x44, 2, 0));
	assert_need("need read PM_CTRL.w read_virtual=");
}

TEST(a_bulk_read_shows_the_values_of_the_bytes_that_were_done_and_no_others)
{
	struct trace_record record;
	uint32_t value;

	begin("6.12");
	record = access_of(false, 2, 8, 0x5242322212);
	record.count = 64;
	record.result = 5;
	add(record);
	assert_false(trace_usage_seen(usage, 1, 1, &value));
	assert_true(trace_usage_seen(usage, 2, 4, &value));
	assert_int_equal(value, 0x42322212);
	assert_true(trace_usage_seen(usage, 6, 1, &value));
	assert_false(trace_usage_seen(usage, 7, 1, &value));

	record = access_of(false, 4092, 64, 0x12);
	add(record);
	assert_true(trace_usage_seen(usage, 4092, 4, &value));

	record = access_of(false, 0x40, 64, 0x12);
	record.flags = TRACE_NO_DATA;
	add(record);
	record.flags = TRACE_NO_RETURN;
	add(record);
	assert_false(trace_usage_seen(usage, 0x40, 1, &value));
	assert_int_equal(usage->bulk, 4);
}

TEST(a_failed_access_uses_nothing)
{
	struct trace_record record = access_of(true, 4, 2, 0x0507);

	begin("6.12");
	record.result = -14;
	add(record);
	assert_null(strstr(needs(), "need write"));
	assert_int_equal(usage->failed, 1);
	assert_int_equal(usage->accesses, 1);
}

TEST(what_was_seen_before_is_known_after_a_read_and_after_a_whole_write)
{
	uint32_t value;

	begin("6.12");
	assert_false(trace_usage_seen(usage, 4, 2, &value));
	add(access_of(false, 4, 2, 0x0103));
	assert_true(trace_usage_seen(usage, 4, 2, &value));
	assert_int_equal(value, 0x0103);
	add(access_of(true, 0x0c, 1, 0x10));
	assert_true(trace_usage_seen(usage, 0x0c, 1, &value));
	assert_int_equal(value, 0x10);
	add(access_of(true, 0, 2, 0x1234));
	assert_false(trace_usage_seen(usage, 0, 2, &value));
}

TEST(the_total_counts_what_is_permitted_and_what_was_written)
{
	struct trace_total total;

	begin("6.12");
	add(access_of(true, 0xa0, 4, 0x01010101));
	add(access_of(true, 4, 2, 0x0006));
	trace_usage_total(usage, prediction, &total);
	assert_int_equal(total.raw_used, 4);
	assert_int_equal(total.registers_used, 1);
	assert_true(total.raw_permitted > 3000);
	assert_true(total.registers_permitted > 5);
}

TEST(values_and_writers_are_kept_up_to_a_bound_and_more_are_noted)
{
	begin("6.12");
	for (unsigned int i = 0; i < 9; i++)
		add(access_of(true, 0x0c, 1, i));
	assert_int_equal(usage->at[0x0c].writes, 9);
	assert_int_equal(usage->at[0x0c].values, TRACE_VALUES + 1);
	assert_int_equal(usage->at[0x0c].writers, 1);
	assert_int_equal(usage->at[0x0c].writer[0], 71);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bits_that_a_write_sets_are_needed_where_they_go),
		cmocka_unit_test(bits_that_a_write_clears_are_needed_if_they_were_seen),
		cmocka_unit_test(dropped_bits_are_listed_and_not_needed),
		cmocka_unit_test(a_bulk_read_does_not_need_each_register),
		cmocka_unit_test(a_bulk_read_shows_the_values_of_the_bytes_that_were_done_and_no_others),
		cmocka_unit_test(a_failed_access_uses_nothing),
		cmocka_unit_test(what_was_seen_before_is_known_after_a_read_and_after_a_whole_write),
		cmocka_unit_test(the_total_counts_what_is_permitted_and_what_was_written),
		cmocka_unit_test(values_and_writers_are_kept_up_to_a_bound_and_more_are_noted),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(usage);
	return failed;
}
