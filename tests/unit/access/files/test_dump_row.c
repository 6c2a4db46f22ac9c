// SPDX-License-Identifier: GPL-2.0-or-later
/* One line of a dump: all forms of rows, the text before them, and other lines. */
#include "test.h"

#include <string.h>

#include "access/files/dump_row.h"
#include "base/macros.h"

/* Text before a pasted line. */
static const char *const prefixes[] = {
	"", " ", "\t", "    ", "> ", ">> ", "> > ", "| ", "\"", "'", "`", "- ", "* ", "+ ",
	"\xe2\x80\xa2 ", "    - ",
	"[    1.234567] ", "[12345.678901] ", "<6>[    0.000000] ", "[    0.275000][    T1] ",
	"[Tue May  1 12:00:00 2026] ",
	"Nov 30 03:00:00 host kernel: ", "Nov  3 03:00:00 host kernel: ",
	"Dec 10 10:10:10 host root[4711]: ", "Feb 20 00:00:00 a0 kernel: ",
	"2026-05-01T12:00:00+0200 host kernel: ", "2026-05-01T12:00:00.123456+02:00 ",
	"2026-05-01T12:00:00,123456+02:00 ", "2026-05-01T10:00:00Z ", "2026-05-01 12:00:00 ",
	"[    1.234567] host kernel: ", "kernel: ", "lspci.txt:", "dump[42]: ", "/tmp/a-b.txt:",
	"1. ", "12) ", "Nov 30 03:00:00.123456 host kernel: ",
	"Mon 2026-11-30 07:00:00 UTC host kernel: ", "1790000000.123456 host kernel: ",
	"> [    1.234567] ", "> Nov 30 03:00:00 host kernel: ",
};

static const char *joined(const char *before, const char *text)
{
	static char line[256];

	snprintf(line, sizeof(line), "%s%s", before, text);
	return line;
}

static struct dump_line parse(const char *text)
{
	struct dump_line line;

	dump_line_parse(text, &line);
	return line;
}

static void assert_row(const char *text, unsigned int offset, unsigned int count)
{
	struct dump_line line = parse(text);

	if (line.kind != DUMP_ROW || line.offset != offset || line.count != count)
		fail_msg("'%s': kind %d, offset %x, %u bytes", text, (int)line.kind,
			 (unsigned int)line.offset, line.count);
	for (unsigned int i = 0; i < count; i++)
		if (line.byte[i] != 0xa0 + i)
			fail_msg("'%s': byte %u is %x", text, i, line.byte[i]);
}

static void assert_kind(const char *text, enum dump_line_kind kind)
{
	struct dump_line line = parse(text);

	if (line.kind != kind)
		fail_msg("'%s' is of kind %d, not %d", text, (int)line.kind, (int)kind);
}

#define SIXTEEN "a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af"
#define HALVES	"a0 a1 a2 a3 a4 a5 a6 a7  a8 a9 aa ab ac ad ae af"

TEST(a_row_is_found_after_each_prefix)
{
	for (size_t i = 0; i < ARRAY_LENGTH(prefixes); i++) {
		assert_row(joined(prefixes[i], "40: " SIXTEEN), 0x40, 16);
		assert_row(joined(prefixes[i], "00000040: " SIXTEEN "  ................"), 0x40, 16);
		assert_row(joined(prefixes[i], "00000040  " HALVES "  |................|"), 0x40, 16);
	}
}

TEST(a_slot_is_found_after_each_prefix)
{
	for (size_t i = 0; i < ARRAY_LENGTH(prefixes); i++) {
		static const char *const slots[] = {
			"0a:1f.7 VGA", "0000:0a:1f.7", "0000:0a:1f.7 0300: 10de:1234 (rev a1)",
			"pci 0000:0a:1f.7: config space:", "pci 0000:0a:1f.7 config space:",
		};

		for (size_t j = 0; j < ARRAY_LENGTH(slots); j++) {
			struct dump_line line = parse(joined(prefixes[i], slots[j]));

			if (line.kind != DUMP_SLOT)
				fail_msg("'%s%s' is of kind %d", prefixes[i], slots[j], (int)line.kind);
			assert_int_equal(line.address.bus, 0x0a);
			assert_int_equal(line.address.device, 0x1f);
			assert_int_equal(line.address.function, 7);
		}
	}
}

TEST(an_offset_has_2_to_8_digits_or_0x)
{
	static const char *const offsets[] = {
		"40:", "040:", "0040:", "00040:", "000040:", "0000040:", "00000040:", "0x40:", "0x040:",
		"0x00000040:", "40", "0040", "00000040", "0x40", "0X40:",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(offsets); i++) {
		assert_row(joined(offsets[i], " " SIXTEEN), 0x40, 16);
		assert_row(joined(offsets[i], "  " SIXTEEN), 0x40, 16);
		assert_row(joined(offsets[i], "\ta0 a1"), 0x40, 2);
	}
	assert_row("ff0: a0", 0xff0, 1);
	assert_row("FF0: A0 A1 A2", 0xff0, 3);
	assert_row("fffffff0: a0", 0xfffffff0, 1);
	assert_kind("0: a0", DUMP_PROSE);
	assert_kind("000000040: a0", DUMP_PROSE);
	assert_kind("44: a0", DUMP_PROSE);
}

TEST(text_after_the_bytes_of_a_row_is_cut)
{
	static const char *const ends[] = {
		" |................|", "  |0123456789abcdef|", " | |", "  ", "\t", "\"", "\",", "'", "`", " |", ";",
		"\\",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
		assert_row(joined("40: " SIXTEEN, ends[i]), 0x40, 16);
		assert_row(joined("00000040  " HALVES, ends[i]), 0x40, 16);
	}
	assert_row("00000040: " SIXTEEN "  ab cd....", 0x40, 16);
	assert_row("00000040: a0 a1                                    ..", 0x40, 2);
	assert_row("000040 " SIXTEEN "  >................<", 0x40, 16);
}

TEST(a_line_that_begins_as_a_row_and_breaks_is_a_broken_one)
{
	static const char *const broken[] = {
		"40: a0 a", "40: a0 a1a", "40: a0 xy", "40: a0 ?1", "40: a0 -- a2", "40: a0 a1 a2 and more",
		"40: " SIXTEEN " here", "00000040  a0 a1 a2 zz a4", "40: a0   a1",
		"40: 0g a1 a2", "40: zz zz a2", "40: a0a1 a2",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(broken); i++)
		assert_kind(broken[i], DUMP_BROKEN_ROW);
}

TEST(a_byte_that_was_not_read_is_unknown)
{
	struct dump_line line = parse("40: a0 ?? a2");

	assert_int_equal(line.kind, DUMP_ROW);
	assert_int_equal(line.count, 3);
	assert_true(line.known[0] && !line.known[1] && line.known[2]);
}

TEST(other_lines_are_prose)
{
	static const char *const prose[] = {
		"", " ", "hello", "> ", "10: see below", "12:00: 45 people", "0000:01:00.0: enabling device",
		"[    1.234567] pci 0000:01:00.0: [8086:10d3] type 00 class 0x020000",
		"     00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f", "10:30 arrived", "40: 8680 d310",
		"40: 0x86 0x80", "\tCapabilities: [40] Power Management version 3", "01:00.0: x",
		"2026-05-01T12:00:00 host kernel:", "Region 0: Memory at fe000000",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(prose); i++)
		assert_kind(prose[i], DUMP_PROSE);
}

TEST(a_slot_line_has_the_last_ids_in_it)
{
	struct dump_line line = parse("0000:01:00.0 Ethernet [0200]: Intel [8086:10d3] (rev 03)");

	assert_int_equal(line.vendor, 0x8086);
	assert_int_equal(line.product, 0x10d3);
	line = parse("01:00.0 0200: 8086:10d3");
	assert_int_equal(line.vendor, 0x8086);
	assert_int_equal(parse("01:00.0 Ethernet").vendor, -1);
}

TEST(a_star_and_an_offset_alone_are_hexdump_s)
{
	assert_kind("*", DUMP_REPEAT);
	assert_kind("> *", DUMP_REPEAT);
	assert_kind("* item", DUMP_PROSE);
	assert_kind("00001000", DUMP_END);
	assert_kind("000100", DUMP_END);
	assert_kind("40", DUMP_PROSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_found_after_each_prefix),
		cmocka_unit_test(a_slot_is_found_after_each_prefix),
		cmocka_unit_test(an_offset_has_2_to_8_digits_or_0x),
		cmocka_unit_test(text_after_the_bytes_of_a_row_is_cut),
		cmocka_unit_test(a_line_that_begins_as_a_row_and_breaks_is_a_broken_one),
		cmocka_unit_test(a_byte_that_was_not_read_is_unknown),
		cmocka_unit_test(other_lines_are_prose),
		cmocka_unit_test(a_slot_line_has_the_last_ids_in_it),
		cmocka_unit_test(a_star_and_an_offset_alone_are_hexdump_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
