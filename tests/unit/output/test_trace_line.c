// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of a trace: a line for each access. */
#include "trace_expect.h"

#include <stdlib.h>
#include <string.h>

#include "output/trace.h"
#include "standard_output.h"

#define START "00:00:00.000001 qemu(71) 0000:01:00.0 "

static const struct device device = { .address = { .bus = 1 } };


static const struct prediction *prediction_of(void)
{
	struct space_builder builder = trace_device();

	return predict(&builder, "6.12");
}

static struct trace_event event_of(const struct trace_record *record)
{
	return (struct trace_event) {
		.record = record, .device = &device, .prediction = prediction_of(),
		.process = "qemu", .guest = "", .cgroup = "/a", .values = true,
	};
}

static void assert_line(const struct trace_event *event, unsigned int width, const char *wanted)
{
	struct caught caught = catch_output();
	char text[2048];

	trace_print_line(&(const struct report_run) { .color = false }, event, width);
	assert_string_equal(caught_text(&caught, text, sizeof(text)), wanted);
}

TEST(a_write_is_divided_into_device_copy_and_dropped_bits)
{
	const struct trace_record record = access_of(true, 0x58, 2, 0x2a30);
	const struct trace_event event = event_of(&record);

	assert_line(&event, 0, START "write EXP_DEVCTL.w 2a30: 0810 to the device, "
		    "2020 to the copy, 0200 dropped, read-request-size\n");
}

static void assert_color(const struct trace_event *event, const char *sequence)
{
	struct caught caught = catch_output();
	char text[2048];

	trace_print_line(&(const struct report_run) { .color = true }, event, 0);
	caught_text(&caught, text, sizeof(text));
	assert_memory_equal(text, sequence, strlen(sequence));
	assert_int_equal(strstr(text, "\033[0m\n") != NULL, sequence[0] == '\033');
}

TEST(with_colour_a_write_that_reaches_the_device_stands_out_and_a_failed_one_more)
{
	struct trace_record record = access_of(true, 0x58, 2, 0x2a30);
	const struct trace_event event = event_of(&record);

	assert_color(&event, "\033[35m");
	record.result = -14;
	assert_color(&event, "\033[31m");
}

TEST(with_colour_a_read_is_plain_and_a_write_that_is_dropped_is_dim)
{
	struct trace_record record = access_of(true, 0, 2, 0x1234);
	const struct trace_event event = event_of(&record);

	assert_color(&event, "\033[2m");
	record.write = 0;
	assert_color(&event, "00:00:00");
}

TEST(what_was_there_before_is_shown_if_the_trace_saw_it)
{
	const struct trace_record before = access_of(false, 0x58, 2, 0x2810);
	const struct trace_record record = access_of(true, 0x58, 2, 0x0800);
	struct trace_event event = event_of(&record);
	static struct trace_usage usage;

	trace_usage_add(&usage, event.prediction, &before);
	event.usage = &usage;
	assert_line(&event, 0, START "write EXP_DEVCTL.w 2810 (seen) -> 0800: 0800 to the device, read-request-size\n");
}

TEST(what_was_there_before_is_known_of_the_virtual_copy)
{
	struct trace_record record = access_of(true, 0x3c, 1, 0x0b);
	const struct trace_event event = event_of(&record);

	record.before[0x3c - 0x38] = 0xff;
	assert_line(&event, 0, START "write INTERRUPT_LINE.b ff -> 0b: 0b to the copy\n");
}

TEST(a_read_says_which_bits_the_copy_answered)
{
	const struct trace_record copy = access_of(false, 0, 2, 0x8086);
	const struct trace_record hardware = access_of(false, 8, 1, 0x10);
	const struct trace_record both = access_of(false, 0x58, 2, 0x2810);
	struct trace_event event = event_of(&copy);

	assert_line(&event, 0, START "read VENDOR_ID.w 8086: from the copy\n");
	event.record = &hardware;
	assert_line(&event, 0, START "read REVISION.b 10: from the device\n");
	event.record = &both;
	assert_line(&event, 0, START "read EXP_DEVCTL.w 2810: f0e0 from the copy\n");
}

TEST(an_access_of_two_registers_has_both_and_one_of_many_its_range)
{
	const struct trace_record two = access_of(false, 0, 4, 0x10d38086);
	const struct trace_record many = access_of(false, 0, 64, 0);
	struct trace_event event = event_of(&two);

	assert_line(&event, 0, START "read VENDOR_ID.w 8086: from the copy; "
		    "DEVICE_ID.w 10d3: from the copy\n");
	event.record = &many;
	assert_line(&event, 0, START "read 000-03f (64 bytes)\n");
}

TEST(a_failed_access_has_its_error_and_no_value)
{
	struct trace_record record = access_of(true, 0x58, 2, 0x2a30);
	const struct trace_event event = event_of(&record);

	record.result = -14;
	assert_line(&event, 0, START "write EXP_DEVCTL.w ? failed: Bad address\n");
	record.count = 8;
	record.result = -5;
	record.position = 7ULL << 40 | 0x10;
	assert_line(&event, 0, START "write BASE_ADDRESS_0.l ?; BASE_ADDRESS_1.l ? "
		    "failed: Input/output error (a part of it may be done)\n");
}

TEST(a_read_whose_return_was_not_seen_has_no_value)
{
	struct trace_record record = access_of(false, 0x58, 2, 0x2810);
	const struct trace_event event = event_of(&record);

	record.flags = TRACE_NO_RETURN;
	assert_line(&event, 0, START "read EXP_DEVCTL.w ? (its return was not seen)\n");
}

TEST(a_short_access_says_how_much_was_done)
{
	struct trace_record record = access_of(false, 0xffe, 2, 0);
	const struct trace_event event = event_of(&record);

	record.count = 8;
	assert_line(&event, 0, START "read ffe.w 0000: from the device (2 of 8 bytes)\n");
}

TEST(a_driver_that_changes_values_afterwards_is_named)
{
	const struct trace_record record = access_of(false, 8, 1, 0x10);
	struct trace_event event = event_of(&record);

	event.driver_changes = "virtio-vfio-pci";
	assert_line(&event, 0, START "read REVISION.b 10: from the device "
		    "(before virtio-vfio-pci's own changes)\n");
}

TEST(a_guest_goes_before_its_process_and_both_are_escaped)
{
	const struct trace_record record = access_of(false, 8, 1, 0x10);
	struct trace_event event = event_of(&record);

	event.guest = "web";
	assert_line(&event, 0, "00:00:00.000001 web(71) 0000:01:00.0 read REVISION.b 10: "
		    "from the device\n");
	event.guest = "";
	event.process = "a\n\033[2Jb";
	assert_line(&event, 0, "00:00:00.000001 a\\x0a\\x1b[2Jb(71) 0000:01:00.0 read REVISION.b "
		    "10: from the device\n");
}

TEST(without_values_only_the_way_of_the_bits_is_shown)
{
	const struct trace_record record = access_of(false, 8, 1, 0x10);
	struct trace_event event = event_of(&record);

	event.values = false;
	assert_line(&event, 0, START "read REVISION.b: from the device\n");
}

TEST(a_device_without_a_map_has_the_range_alone)
{
	const struct trace_record record = access_of(false, 8, 1, 0x10);
	struct trace_event event = event_of(&record);

	event.prediction = NULL;
	event.device = NULL;
	assert_line(&event, 0, "00:00:00.000001 qemu(71) ? read 008 (1 byte)\n");
}

TEST(a_line_is_as_long_as_the_terminal_is_wide_with_what_is_escaped)
{
	const struct trace_record record = access_of(false, 8, 1, 0x10);
	struct trace_event event = event_of(&record);

	assert_line(&event, 30, "00:00:00.000001 qemu(71) 0000:\n");
	assert_line(&event, 500, START "read REVISION.b 10: from the device\n");
	event.process = "\xc3\xa9\xc3\xa9\n";
	assert_line(&event, 18, "00:00:00.000001 \xc3\xa9\xc3\xa9\n");
	assert_line(&event, 23, "00:00:00.000001 \xc3\xa9\xc3\xa9\\x0a(\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_is_divided_into_device_copy_and_dropped_bits),
		cmocka_unit_test(with_colour_a_write_that_reaches_the_device_stands_out_and_a_failed_one_more),
		cmocka_unit_test(with_colour_a_read_is_plain_and_a_write_that_is_dropped_is_dim),
		cmocka_unit_test(what_was_there_before_is_shown_if_the_trace_saw_it),
		cmocka_unit_test(what_was_there_before_is_known_of_the_virtual_copy),
		cmocka_unit_test(a_read_says_which_bits_the_copy_answered),
		cmocka_unit_test(an_access_of_two_registers_has_both_and_one_of_many_its_range),
		cmocka_unit_test(a_failed_access_has_its_error_and_no_value),
		cmocka_unit_test(a_read_whose_return_was_not_seen_has_no_value),
		cmocka_unit_test(a_short_access_says_how_much_was_done),
		cmocka_unit_test(a_driver_that_changes_values_afterwards_is_named),
		cmocka_unit_test(a_guest_goes_before_its_process_and_both_are_escaped),
		cmocka_unit_test(without_values_only_the_way_of_the_bits_is_shown),
		cmocka_unit_test(a_device_without_a_map_has_the_range_alone),
		cmocka_unit_test(a_line_is_as_long_as_the_terminal_is_wide_with_what_is_escaped),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests_name("a trace's lines", tests, NULL, NULL);
}
