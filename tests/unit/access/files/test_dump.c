// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader of `lspci -xxxx`: whole, cut, verbose, odd and hostile texts. */
#include "base/device_list.h"
#include "dump_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define CHUNK (64 * 1024)	/* the size of the reader's buffer */

/* A text that grows; starts as zeros. */
struct text {
	char *bytes;
	size_t length;
	FILE *stream;
};

static void text_open(struct text *text)
{
	text->stream = open_memstream(&text->bytes, &text->length);
	assert_non_null(text->stream);
}

static int read_text(struct text *text, struct device_list *list, struct fault *fault)
{
	int error;

	fclose(text->stream);
	error = read_bytes(text->bytes, text->length, list, fault);
	free(text->bytes);
	return error;
}

static void write_line(FILE *stream, unsigned int offset, unsigned int first)
{
	fprintf(stream, "%02x:", offset);
	for (unsigned int i = 0; i < 16; i++)
		fprintf(stream, " %02x", (first + i) & 0xff);
	fputc('\n', stream);
}

static void write_device(FILE *stream, const char *slot, unsigned int size)
{
	fprintf(stream, "%s Ethernet controller\n", slot);
	for (unsigned int offset = 0; offset < size; offset += 16)
		write_line(stream, offset, offset);
	fputc('\n', stream);
}

TEST(a_dump_of_each_size_is_read_whole)
{
	static const unsigned int sizes[] = { 0x40, 0x100, 0x1000 };

	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };
		struct text text = { .bytes = NULL };
		const struct config_space *space;

		text_open(&text);
		write_device(text.stream, "00:1f.6", sizes[i]);
		assert_int_equal(read_text(&text, &list, &fault), 0);
		assert_int_equal(list.count, 1);
		space = &list.slots[0].device->space;
		assert_int_equal(space->size, sizes[i] > 0x100 ? 0x1000 : 0x100);
		assert_int_equal(space->read, sizes[i]);
		assert_int_equal(space->view, VIEW_HARDWARE);
		assert_int_equal(list.slots[0].device->source, SOURCE_DUMP);
		for (unsigned int offset = 0; offset < sizes[i]; offset++)
			assert_int_equal(space_byte(space, offset), offset & 0xff);
	}
}

TEST(a_missing_line_is_a_hole)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0 x\n00: 11 22\n20: 33\n", &list, 1);
	assert_int_equal(list.slots[0].device->space.read, 3);
	assert_true(space_is_known(&list.slots[0].device->space, 0x01));
	assert_false(space_is_known(&list.slots[0].device->space, 0x02));
	assert_false(space_is_known(&list.slots[0].device->space, 0x1f));
	assert_int_equal(space_byte(&list.slots[0].device->space, 0x20), 0x33);
}

TEST(bytes_that_lspci_could_not_read_are_holes)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0 x\n00: 11 ?? 22 ??\n100: ?? ??\n", &list, 1);
	assert_int_equal(list.slots[0].device->space.read, 2);
	assert_false(space_is_known(&list.slots[0].device->space, 1));
	assert_int_equal(space_byte(&list.slots[0].device->space, 2), 0x22);
	assert_int_equal(list.slots[0].device->space.size, 0x1000);
}

TEST(a_last_line_needs_no_newline)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0 x\n00: 11 22", &list, 1);
	assert_int_equal(list.slots[0].device->space.read, 2);
}

TEST(a_slot_may_be_the_last_line)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0", &list, 1);
	assert_int_equal(list.slots[0].device->space.read, 0);
}

TEST(carriage_returns_do_not_matter)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0\r\n00: 11 22 \r\n\r\n00:01.0 y\r\n00: 33\r\n", &list, 2);
	assert_int_equal(list.slots[0].device->space.read, 2);
	assert_int_equal(list.slots[1].device->space.read, 1);
}

TEST(upper_case_and_wide_offsets_are_read)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("AB:1F.7 x\n0F0: AB Cd\n0ff0: 01\n", &list, 1);
	assert_int_equal(list.slots[0].device->address.bus, 0xab);
	assert_int_equal(space_word(&list.slots[0].device->space, 0xf0), 0xcdab);
	assert_int_equal(space_byte(&list.slots[0].device->space, 0xff0), 0x01);
}

TEST(what_verbose_writes_between_is_skipped)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("\n00:00.0 Host bridge: Intel [8086:29c0] (rev 03)\n"
		     "\tSubsystem: Red Hat\n"
		     "\tRegion 0: Memory at feb00000 (32-bit)\n"
		     "\tCapabilities: [40] Power Management\n"
		     "00: 11\n"
		     "deadbeef: no offset\n"
		     "be:careful\n"
		     "10 20 apples\n"
		     "\n", &list, 1);
	assert_int_equal(list.slots[0].device->space.read, 1);
}

TEST(a_domain_has_up_to_8_digits)
{
	static const struct {
		const char *text;
		uint32_t domain;
	} rows[] = {
		{ "00:00.0 x\n", 0 }, { "0001:00:00.0 x\n", 1 },
		{ "10000:e1:00.0 x\n", 0x10000 }, { "fedcba98:00:00.0 x\n", 0xfedcba98 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

		read_devices(rows[i].text, &list, 1);
		assert_int_equal(list.slots[0].device->address.domain, rows[i].domain);
	}
}

TEST(a_slot_line_says_the_ids_that_the_kernel_has)
{
	static const struct {
		const char *text;
		int vendor, product;
	} rows[] = {
		{ "00:00.0 0200: 8086:1533 (rev 03)\n", 0x8086, 0x1533 },
		{ "00:00.0 Ethernet [0200]: Intel I210 [8086:1533] (rev 03)\n", 0x8086, 0x1533 },
		{ "00:00.0 Ethernet controller: Intel I210\n", -1, -1 },
		{ "00:00.0 8086:1533", 0x8086, 0x1533 },
		{ "00:00.0 x8086:1533 8086:15334 8086:153\n", -1, -1 },
		{ "00:00.0\n", -1, -1 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

		read_devices(rows[i].text, &list, 1);
		assert_int_equal(list.slots[0].device->vendor, rows[i].vendor);
		assert_int_equal(list.slots[0].device->product, rows[i].product);
	}
}

TEST(a_line_longer_than_the_buffer_is_taken_by_its_start)
{
	static const size_t lengths[] = { CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200000 };

	for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };
		struct text text = { .bytes = NULL };

		text_open(&text);
		fprintf(text.stream, "00:01.0 %0*d\n00: 11\n", (int)lengths[i], 0);
		fprintf(text.stream, "\t%0*d\n10: 22\n", (int)lengths[i], 0);
		fprintf(text.stream, "00:02.0 y\n00: 33 %*s", (int)lengths[i], "\n10: 44");
		assert_int_equal(read_text(&text, &list, &fault), 0);
		assert_int_equal(list.count, 2);
		assert_int_equal(list.slots[0].device->space.read, 2);
		assert_int_equal(list.slots[1].device->space.read, 2);
	}
}

TEST(the_rest_of_a_long_line_is_not_a_line)
{
	for (int ahead = CHUNK - 20; ahead < CHUNK + 20; ahead++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };
		struct text text = { .bytes = NULL };

		text_open(&text);
		fprintf(text.stream, "%*s00:05.0 no device\n00:06.0 a device\n", ahead, "x");
		assert_int_equal(read_text(&text, &list, &fault), 0);
		assert_int_equal(list.count, 1);
		assert_int_equal(list.slots[0].device->address.device, 6);
	}
}

TEST(lines_are_whole_wherever_a_chunk_ends)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };
	struct text text = { .bytes = NULL };

	text_open(&text);
	for (int i = 0; i < 100; i++) {
		fprintf(text.stream, "%*s\n", i, "x");
		write_device(text.stream, "00:03.0", 0x1000);
	}
	assert_int_equal(read_text(&text, &list, &fault), 0);
	assert_int_equal(list.count, 100);
	for (size_t i = 0; i < list.count; i++)
		assert_int_equal(list.slots[i].device->space.read, 0x1000);
}

TEST(ten_thousand_devices_are_read)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };
	struct text text = { .bytes = NULL };
	char slot[32];

	text_open(&text);
	for (unsigned int i = 0; i < 10000; i++) {
		snprintf(slot, sizeof(slot), "%04x:%02x:%02x.%x", i >> 16, i >> 8 & 0xff,
			 i >> 3 & 0x1f, i & 7);
		write_device(text.stream, slot, 0x40);
	}
	assert_int_equal(read_text(&text, &list, &fault), 0);
	assert_int_equal(list.count, 10000);
	assert_int_equal(list.slots[9999].device->space.read, 0x40);
	assert_int_equal(list.slots[9999].device->ordinal, 9999);
}

TEST(a_second_dump_is_appended)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices("00:00.0 x\n00: 11\n", &list, 1);
	read_devices("00:01.0 y\n00: 22\n", &list, 2);
	assert_int_equal(list.slots[0].device->space.read, 1);
	assert_int_equal(list.slots[1].device->ordinal, 1);
}

TEST(a_damaged_row_loses_its_function_and_no_other)
{
	static const struct {
		const char *row, *message;
	} rows[] = {
		{ "00: 11 2", "dump: line 4: not a byte: '2'" },
		{ "00: 11 222", "dump: line 4: not a byte: '222'" },
		{ "00: 11 xy", "dump: line 4: not a byte: 'xy'" },
		{ "00: 11 ?2", "dump: line 4: not a byte: '?2'" },
		{ "00: 11   22", "dump: line 4: not a byte: '22'" },
		{ "00: 11 \xff\xff", "dump: line 4: not a byte: '\xff\xff'" },
		{ "00: 11 22 33 44 no", "dump: line 4: not a byte: 'no'" },
		{ "1000: 11", "dump: line 4: a byte past configuration space: '1000: 11'" },
		{ "ff0: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10",
		  "dump: line 4: a byte past configuration space: "
		  "'ff0: 00 01 02 03 04 05 06 07 08 09 0a 0b'" },
		{ "fffffff0: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f",
		  "dump: line 4: a byte past configuration space: "
		  "'fffffff0: 00 01 02 03 04 05 06 07 08 09 '" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		char text[256];

		snprintf(text, sizeof(text), "00:01.0 x\n00: 11\n00:02.0 y\n%s\n10: 33\n00:03.0 z\n00: 22\n",
			 rows[i].row);
		read_devices(text, &list, 3);
		assert_int_equal(list.slots[0].device->error.code, FAULT_NONE);
		assert_int_equal(list.slots[1].device->error.code, FAULT_IO);
		assert_string_equal(list.slots[1].device->error.message, rows[i].message);
		assert_true(list.slots[1].device->error.hint[0] != '\0');
		assert_int_equal(list.slots[2].device->error.code, FAULT_NONE);
		assert_int_equal(list.slots[2].device->space.read, 1);
	}
}

TEST(bytes_of_two_functions_are_never_merged)
{
	static const char *const second[] = { "00: 22", "40: 22", "30: 22" };

	for (size_t i = 0; i < ARRAY_LENGTH(second); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		char text[128];

		snprintf(text, sizeof(text), "00:01.0 x\n00: 11\n40: 11\n\n%s\n00:02.0 y\n00: 33\n",
			 second[i]);
		read_devices(text, &list, 2);
		assert_int_equal(list.slots[0].device->error.code, FAULT_IO);
		assert_non_null(strstr(list.slots[0].device->error.message, "the line with its address is missing"));
		assert_int_equal(list.slots[1].device->error.code, FAULT_NONE);
	}
}

TEST(rows_that_hexdump_repeats_are_there_and_end_in_configuration_space)
{
	static const char text[] =
		"00:01.0 x\n"
		"00000000  11 11 11 11 11 11 11 11  11 11 11 11 11 11 11 11\n"
		"*\n"
		"00000100\n"
		"00:02.0 y\n"
		"00000000  22 22 22 22 22 22 22 22  22 22 22 22 22 22 22 22\n"
		"*\n"
		"07000030  22\n";
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_devices(text, &list, 2);
	assert_int_equal(list.slots[0].device->space.read, 256);
	assert_int_equal(list.slots[0].device->space.size, 256);
	assert_int_equal(space_byte(&list.slots[0].device->space, 255), 0x11);
	assert_int_equal(list.slots[1].device->space.read, 16);
	assert_int_equal(list.slots[1].device->error.code, FAULT_IO);
}

TEST(a_text_without_a_device_is_an_error)
{
	static const char *const texts[] = {
		"", "\n", "hello\n", "00:00.0:\n", "12:00: 45 people\n", "40 11 22\n", "40: 0\n",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };

		assert_int_equal(read_bytes(texts[i], strlen(texts[i]), &list, &fault), -ENOENT);
		assert_int_equal(fault.code, FAULT_NOT_FOUND);
	}
}

TEST(a_second_text_without_a_device_is_an_error_too)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };

	read_devices("00:00.0 x\n", &list, 1);
	assert_int_equal(read_bytes("hello\n", 6, &list, &fault), -ENOENT);
	assert_int_equal(list.count, 1);
}

TEST(nul_bytes_are_bytes_like_others)
{
	static const char text[] = "00:00.0 x\0y\n00: 11\n\0\0\n10:\00022\n";
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(read_bytes(text, sizeof(text) - 1, &list, &fault), 0);
	assert_int_equal(list.slots[0].device->space.read, 2);
}

TEST(a_dump_that_is_cut_anywhere_is_read_up_to_there_or_refused)
{
	struct text text = { .bytes = NULL };

	text_open(&text);
	write_device(text.stream, "0000:00:1f.6", 0x40);
	fclose(text.stream);
	for (size_t length = 0; length <= text.length; length++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };
		int error = read_bytes(text.bytes, length, &list, &fault);

		assert_true(error == 0 || error == -ENOENT);
		assert_int_equal(error == 0, fault.code == FAULT_NONE);
	}
	free(text.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dump_of_each_size_is_read_whole),
		cmocka_unit_test(a_missing_line_is_a_hole),
		cmocka_unit_test(bytes_that_lspci_could_not_read_are_holes),
		cmocka_unit_test(a_last_line_needs_no_newline),
		cmocka_unit_test(a_slot_may_be_the_last_line),
		cmocka_unit_test(carriage_returns_do_not_matter),
		cmocka_unit_test(upper_case_and_wide_offsets_are_read),
		cmocka_unit_test(what_verbose_writes_between_is_skipped),
		cmocka_unit_test(a_domain_has_up_to_8_digits),
		cmocka_unit_test(a_slot_line_says_the_ids_that_the_kernel_has),
		cmocka_unit_test(a_line_longer_than_the_buffer_is_taken_by_its_start),
		cmocka_unit_test(the_rest_of_a_long_line_is_not_a_line),
		cmocka_unit_test(lines_are_whole_wherever_a_chunk_ends),
		cmocka_unit_test(ten_thousand_devices_are_read),
		cmocka_unit_test(a_second_dump_is_appended),
		cmocka_unit_test(a_damaged_row_loses_its_function_and_no_other),
		cmocka_unit_test(bytes_of_two_functions_are_never_merged),
		cmocka_unit_test(rows_that_hexdump_repeats_are_there_and_end_in_configuration_space),
		cmocka_unit_test(a_text_without_a_device_is_an_error),
		cmocka_unit_test(a_second_text_without_a_device_is_an_error_too),
		cmocka_unit_test(nul_bytes_are_bytes_like_others),
		cmocka_unit_test(a_dump_that_is_cut_anywhere_is_read_up_to_there_or_refused),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
