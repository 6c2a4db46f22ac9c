// SPDX-License-Identifier: GPL-2.0-or-later
/* The JSON of a trace, and its summary. */
#include "trace_expect.h"

#include "output/trace.h"
#include "standard_output.h"

static char printed[65536];

static const struct report_run run = { .command = "trace", .host = "host", .kernel = "6.12" };
static const struct device device = { .address = { .bus = 1 } };

#define RUN \
	"{\"format\":1,\"tool\":\"vfio-cfgtool " VERSION "\",\"command\":\"trace\",\"host\":\"host\"," \
	"\"kernel\":\"6.12\","

#define WHO \
	"\"time\":1005,\"returned\":3000,\"pid\":7,\"tid\":8,\"process\":\"qemu\",\"thread\":null," \
	"\"guest\":null,\"cgroup\":\"/a\",\"address\":\"0000:01:00.0\",\"access\":\"write\","

static struct trace_usage usage;

/* An access to a device after a read of EXP_DEVCTL. */
static struct trace_event event_of(const struct trace_record *record)
{
	static struct space_builder builder;
	const struct trace_record before = access_of(false, 0x58, 2, 0x2810);
	const struct prediction *prediction;

	builder = trace_device();
	prediction = predict(&builder, "6.12");
	usage = (struct trace_usage) { .accesses = 0 };
	trace_usage_add(&usage, prediction, &before);
	return (struct trace_event) {
		.record = record, .device = &device, .prediction = prediction, .usage = &usage,
		.clock = 1000, .process = "qemu", .guest = "", .cgroup = "/a", .values = true,
	};
}

/* A write of EXP_DEVCTL. */
static struct trace_record write_of_devctl(void)
{
	struct trace_record record = access_of(true, 0x58, 2, 0x2a30);

	record.entered = 5;
	record.thread = UINT64_C(7) << 32 | 8;
	return record;
}

static void assert_json(const struct trace_event *event, const char *wanted)
{
	struct caught caught = catch_output();
	int error = trace_print_json(&run, event);
	const char *line = caught_text(&caught, printed, sizeof(printed));

	assert_int_equal(error, 0);
	assert_string_equal(line, wanted);
}

TEST(an_access_is_an_object_with_its_registers)
{
	const struct trace_record record = write_of_devctl();
	struct trace_event event = event_of(&record);

	event.driver_changes = "igb";
	event.denied_by = &(struct policy_rule) { .line = 4 };
	assert_json(&event, RUN WHO
		    "\"offset\":88,\"count\":2,\"result\":2,\"error\":null,\"return_seen\":true,"
		    "\"data\":\"302a\",\"driver_changes\":\"igb\",\"denied_by\":4,\"parts\":["
		    "{\"offset\":88,\"width\":2,\"name\":\"EXP_DEVCTL.w\",\"hidden\":false,"
		    "\"value\":\"2a30\",\"read_virtual\":\"f0e0\",\"to_device\":\"0810\","
		    "\"to_copy\":\"2020\",\"dropped\":\"0200\",\"copy_before\":\"0000\","
		    "\"copy_after\":\"0000\",\"seen\":\"2810\","
		    "\"effects\":[\"read-request-size\"]}]}\n");
}

TEST(without_values_the_bits_of_the_policy_are_left)
{
	const struct trace_record record = write_of_devctl();
	struct trace_event event = event_of(&record);

	event.values = false;
	assert_json(&event, RUN WHO
		    "\"offset\":88,\"count\":2,\"result\":2,\"error\":null,\"return_seen\":true,"
		    "\"data\":null,\"driver_changes\":null,\"denied_by\":null,\"parts\":["
		    "{\"offset\":88,\"width\":2,\"name\":\"EXP_DEVCTL.w\",\"hidden\":false,"
		    "\"value\":null,\"read_virtual\":\"f0e0\",\"to_device\":null,"
		    "\"to_copy\":null,\"dropped\":null,\"copy_before\":null,"
		    "\"copy_after\":null,\"seen\":null,\"effects\":[\"read-request-size\"]}]}\n");
}

TEST(a_refused_access_has_an_error_and_one_without_return_has_no_result)
{
	struct trace_record record = write_of_devctl();
	struct trace_event event = event_of(&record);

	event.prediction = NULL;
	event.device = NULL;
	record.result = -14;
	record.returned = 0;
	assert_json(&event, RUN
		    "\"time\":1005,\"returned\":null,\"pid\":7,\"tid\":8,\"process\":\"qemu\","
		    "\"thread\":null,\"guest\":null,\"cgroup\":\"/a\",\"address\":null,"
		    "\"access\":\"write\",\"offset\":88,\"count\":2,\"result\":null,"
		    "\"error\":\"EFAULT\",\"return_seen\":true,\"data\":null,"
		    "\"driver_changes\":null,\"denied_by\":null,\"parts\":null}\n");
	record.flags = TRACE_NO_RETURN;
	assert_json(&event, RUN
		    "\"time\":1005,\"returned\":null,\"pid\":7,\"tid\":8,\"process\":\"qemu\","
		    "\"thread\":null,\"guest\":null,\"cgroup\":\"/a\",\"address\":null,"
		    "\"access\":\"write\",\"offset\":88,\"count\":2,\"result\":null,"
		    "\"error\":null,\"return_seen\":false,\"data\":null,"
		    "\"driver_changes\":null,\"denied_by\":null,\"parts\":null}\n");
}

TEST(an_access_of_more_than_64_registers_has_none)
{
	const struct trace_record record = access_of(false, 0, 256, 0);
	const struct trace_event event = event_of(&record);
	struct caught caught = catch_output();
	int error = trace_print_json(&run, &event);
	const char *line = caught_text(&caught, printed, sizeof(printed));

	assert_int_equal(error, 0);
	assert_non_null(strstr(line, ",\"parts\":null}\n"));
}

TEST(rows_have_a_line_for_each_register)
{
	struct trace_record record = access_of(true, 4, 4, 0xffff0507);
	const struct trace_event event = event_of(&record);
	struct caught caught;
	const char *lines;

	record.entered = 5;
	record.thread = UINT64_C(7) << 32 | 8;
	caught = catch_output();
	trace_print_rows(&event);
	lines = caught_text(&caught, printed, sizeof(printed));
	assert_int_equal(strncmp(lines, "{" WHO "\"offset\":4,\"width\":2,\"name\":\"COMMAND.w\",",
				 strlen("{" WHO "\"offset\":4,\"width\":2,\"name\":\"COMMAND.w\",")), 0);
	lines = strchr(lines, '\n') + 1;
	assert_int_equal(strncmp(lines, "{" WHO "\"offset\":6,\"width\":2,\"name\":\"STATUS.w\",",
				 strlen("{" WHO "\"offset\":6,\"width\":2,\"name\":\"STATUS.w\",")), 0);
	assert_string_equal(strchr(lines, '\n'), "\n");
}

TEST(the_end_says_what_was_lost)
{
	const struct trace_end end = {
		.counts = { .entries = 9, .sent = 8, .lost = 1, .unreturned = 2, .unnoted = 3 },
		.pending = 4, .reattached = 5,
	};
	struct caught caught = catch_output();
	int error = trace_print_end(&run, &end);
	const char *line = caught_text(&caught, printed, sizeof(printed));

	assert_int_equal(error, 0);
	assert_string_equal(line, RUN "\"counts\":{\"entries\":9,\"events\":8,\"lost\":1,"
			    "\"without_return\":5,\"in_flight\":4,\"reattached\":5}}\n");
}

TEST(the_summary_counts_each_register_and_names_four_writers_and_values)
{
	struct trace_record record = write_of_devctl();
	const struct trace_event event = event_of(&record);
	struct caught caught;
	const char *text;

	for (unsigned int i = 0; i < 6; i++) {
		record = access_of(true, 0x58, 2, 0x2a30 + i);
		record.entered = UINT64_C(1234567890) * i + 1000;
		record.thread = (uint64_t)(100 + i) << 32;
		trace_usage_add(&usage, event.prediction, &record);
	}
	caught = catch_output();
	trace_print_summary(&run, &device, event.prediction, &usage);
	text = caught_text(&caught, printed, sizeof(printed));
	assert_string_equal(text,
			    "0000:01:00.0: 7 accesses\n"
			    "REGISTER      READS  WRITES  WRITERS              VALUES                 "
			    "  DROPPED  FIRST   LAST\n"
			    "EXP_DEVCTL.w      1       6  100 101 102 103 ...  2a30 2a31 2a32 2a33 ..."
			    "  0200     0.000  6.172\n"
			    "permitted 3974 raw bytes and 18 registers; used 0 raw bytes and 1 "
			    "registers\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_access_is_an_object_with_its_registers),
		cmocka_unit_test(without_values_the_bits_of_the_policy_are_left),
		cmocka_unit_test(a_refused_access_has_an_error_and_one_without_return_has_no_result),
		cmocka_unit_test(an_access_of_more_than_64_registers_has_none),
		cmocka_unit_test(rows_have_a_line_for_each_register),
		cmocka_unit_test(the_end_says_what_was_lost),
		cmocka_unit_test(the_summary_counts_each_register_and_names_four_writers_and_values),
	};

	return cmocka_run_group_tests_name("trace output", tests, NULL, NULL);
}
