// SPDX-License-Identifier: GPL-2.0-or-later
/* Accesses, cut into registers as the kernel cuts them. */
#include "trace_expect.h"

static struct trace_part part[8];

/* Walks an access to the device of trace_device(); returns how many parts it has. */
static unsigned int walk(const struct trace_record *record)
{
	static struct space_builder builder;
	struct trace_walk walked;
	unsigned int count = 0;

	builder = trace_device();
	trace_walk_begin(&walked, predict(&builder, "6.12"), record);
	while (count < 8 && trace_walk_next(&walked, &part[count]))
		count++;
	return count;
}

static void assert_name(unsigned int number, const char *wanted)
{
	char name[TRACE_PART_NAME_SIZE];

	assert_string_equal(trace_part_name(&part[number], name), wanted);
}

TEST(a_dword_at_command_is_command_and_status)
{
	struct trace_record record = access_of(true, 4, 4, 0xffff0507);

	assert_int_equal(walk(&record), 2);
	assert_name(0, "COMMAND.w");
	assert_name(1, "STATUS.w");
	assert_int_equal(part[0].value, 0x0507);
	assert_int_equal(part[1].value, 0xffff);
}

TEST(bits_of_a_write_go_to_the_device_to_the_copy_or_nowhere)
{
	struct trace_record record = access_of(true, 0x58, 2, 0x2a30);

	assert_int_equal(walk(&record), 1);
	assert_name(0, "EXP_DEVCTL.w");
	assert_int_equal(trace_to_device(&part[0]) | trace_to_copy(&part[0]) |
			 trace_dropped(&part[0]), 0x2a30);
	assert_int_equal(trace_to_copy(&part[0]), 0x2020);
	assert_int_equal(trace_to_device(&part[0]), 0x0810);
	assert_int_equal(trace_dropped(&part[0]), 0x0200);
	record = access_of(true, 0, 2, 0x1234);
	walk(&record);
	assert_int_equal(trace_dropped(&part[0]), 0x1234);
}

TEST(a_byte_of_a_register_is_named_by_its_place_in_it)
{
	struct trace_record record = access_of(false, 0x59, 1, 0x12);

	assert_int_equal(walk(&record), 1);
	assert_name(0, "EXP_DEVCTL+1.b");
	assert_int_equal(part[0].value, 0x12);
}

TEST(raw_bytes_are_named_by_their_offset)
{
	struct trace_record record = access_of(false, 0xa0, 4, 0);

	assert_int_equal(walk(&record), 1);
	assert_name(0, "a0.l");
}

TEST(three_bytes_are_cut_as_the_kernel_cuts_them)
{
	struct trace_record record = access_of(false, 0xa1, 3, 0x332211);

	assert_int_equal(walk(&record), 2);
	assert_int_equal(part[0].width, 1);
	assert_int_equal(part[1].offset, 0xa2);
	assert_int_equal(part[1].width, 2);
	assert_int_equal(part[1].value, 0x3322);
}

TEST(the_virtual_copy_is_known_only_in_the_window_of_the_record)
{
	struct trace_record record = access_of(true, 0x58, 8, 0);

	record.before[0] = 0x34;
	record.before[1] = 0x12;
	walk(&record);
	assert_true(part[0].copy_known);
	assert_int_equal(part[0].copy_before, 0x1234);
	record = access_of(true, 0xa6, 4, 0);
	walk(&record);
	assert_true(part[0].copy_known);
	assert_false(part[1].copy_known);
}

TEST(a_failed_access_has_no_value)
{
	struct trace_record record = access_of(false, 4, 2, 0x0103);

	record.result = -14;
	assert_int_equal(walk(&record), 1);
	assert_false(part[0].value_known);
}

TEST(a_write_without_its_return_has_the_value_that_was_seen_at_entry)
{
	struct trace_record record = access_of(true, 4, 2, 0x0103);

	record.flags = TRACE_NO_RETURN;
	record.result = 0;
	memset(record.data, 0, sizeof(record.data));
	walk(&record);
	assert_true(part[0].value_known);
	assert_int_equal(part[0].value, 0x0103);
	record.write = 0;
	walk(&record);
	assert_false(part[0].value_known);
}

TEST(a_write_has_the_bytes_of_its_entry_where_the_buffer_changed_later)
{
	struct trace_record record = access_of(true, 4, 2, 0x0103);

	record.data[0] = 0xff;
	walk(&record);
	assert_int_equal(part[0].value, 0x0103);
	record.flags = TRACE_NO_START;
	walk(&record);
	assert_int_equal(part[0].value, 0x01ff);
}

TEST(a_write_of_no_byte_has_the_value_that_it_was_to_write)
{
	struct trace_record record = access_of(true, 4, 2, 0x0103);

	record.result = 0;
	assert_int_equal(walk(&record), 1);
	assert_true(part[0].value_known);
	assert_int_equal(part[0].value, 0x0103);
}

TEST(the_entry_of_a_write_has_at_most_the_requested_bytes)
{
	struct trace_record record = access_of(true, 4, 2, 0x0103);

	/* a record that no kernel makes: it did more than it was asked for */
	record.result = 4;
	record.start[2] = 0xaa;
	record.data[2] = 0xbb;
	assert_int_equal(walk(&record), 2);
	assert_int_equal(part[1].value, 0x00bb);
}

TEST(an_access_past_the_end_has_no_part_there)
{
	struct trace_record record = access_of(false, 0xffe, 8, 0);

	record.result = -14;
	assert_int_equal(walk(&record), 1);
	assert_int_equal(part[0].width, 2);
	record = access_of(false, 0x1000, 4, 0);
	assert_int_equal(walk(&record), 0);
	record.position = 0xffffffffff;
	assert_int_equal(walk(&record), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dword_at_command_is_command_and_status),
		cmocka_unit_test(bits_of_a_write_go_to_the_device_to_the_copy_or_nowhere),
		cmocka_unit_test(a_byte_of_a_register_is_named_by_its_place_in_it),
		cmocka_unit_test(raw_bytes_are_named_by_their_offset),
		cmocka_unit_test(three_bytes_are_cut_as_the_kernel_cuts_them),
		cmocka_unit_test(the_virtual_copy_is_known_only_in_the_window_of_the_record),
		cmocka_unit_test(a_failed_access_has_no_value),
		cmocka_unit_test(a_write_without_its_return_has_the_value_that_was_seen_at_entry),
		cmocka_unit_test(a_write_has_the_bytes_of_its_entry_where_the_buffer_changed_later),
		cmocka_unit_test(a_write_of_no_byte_has_the_value_that_it_was_to_write),
		cmocka_unit_test(the_entry_of_a_write_has_at_most_the_requested_bytes),
		cmocka_unit_test(an_access_past_the_end_has_no_part_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
