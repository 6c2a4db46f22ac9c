// SPDX-License-Identifier: GPL-2.0-or-later
/* Configuration space, addresses, text from outside, and names of kernels. */
#include "test.h"

#include <string.h>

#include "access/system/kernel_release.h"
#include "base/address.h"
#include "base/device.h"
#include "base/macros.h"
#include "base/space.h"
#include "base/text.h"

/* Configuration space */
TEST(an_empty_space_reads_ff_and_knows_nothing)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED };

	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		struct config_space space;

		memset(&space, 0x5a, sizeof(space));
		space_clear(&space, sizes[i], VIEW_USER);
		assert_int_equal(space.size, sizes[i]);
		assert_int_equal(space.read, 0);
		assert_int_equal(space.view, VIEW_USER);
		for (unsigned int offset = 0; offset < 0x1100; offset++) {
			assert_false(space_is_known(&space, offset));
			assert_int_equal(space_byte(&space, offset), 0xff);
		}
	}
}

TEST(a_byte_that_was_read_is_known_and_its_neighbours_are_not)
{
	static const uint16_t offsets[] = { 0, 1, 0x3f, 0x40, 0x7f, 0xff, 0x100, 0xabc, 0xfff };
	struct config_space space;

	space_clear(&space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	for (size_t i = 0; i < ARRAY_LENGTH(offsets); i++)
		space_set(&space, offsets[i], (uint8_t)i);
	assert_int_equal(space.read, ARRAY_LENGTH(offsets));
	for (size_t i = 0; i < ARRAY_LENGTH(offsets); i++) {
		assert_true(space_is_known(&space, offsets[i]));
		assert_int_equal(space_byte(&space, offsets[i]), i);
	}
	assert_false(space_is_known(&space, 0x02));
	assert_false(space_is_known(&space, 0x41));
	assert_false(space_is_known(&space, 0xffe));
}

TEST(a_byte_that_is_set_twice_counts_once)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_set(&space, 0x10, 0x11);
	space_set(&space, 0x10, 0x22);
	assert_int_equal(space.read, 1);
	assert_int_equal(space_byte(&space, 0x10), 0x22);
}

TEST(a_byte_past_the_end_of_a_small_space_is_not_known)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_set(&space, 0x100, 0x00);
	assert_false(space_is_known(&space, 0x100));
}

TEST(a_fill_takes_bytes_from_the_start_on)
{
	static const uint8_t bytes[] = { 0x86, 0x80, 0x33, 0x15 };
	struct config_space space;

	space_clear(&space, SPACE_SIZE, VIEW_HARDWARE);
	space_fill(&space, bytes, sizeof(bytes));
	assert_int_equal(space.read, 4);
	assert_int_equal(space_dword(&space, 0), 0x15338086);
	assert_false(space_is_known(&space, 4));
	space_fill(&space, bytes, 0);
	assert_int_equal(space.read, 4);
}

TEST(words_are_little_endian_and_ff_where_nothing_was_read)
{
	struct config_space space;

	space_clear(&space, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	space_set(&space, 0x11, 0x34);
	space_set(&space, 0xfff, 0x12);
	assert_int_equal(space_word(&space, 0x10), 0x34ff);
	assert_int_equal(space_word(&space, 0x11), 0xff34);
	assert_int_equal(space_dword(&space, 0x10), 0xffff34ff);
	assert_int_equal(space_word(&space, 0xfff), 0xff12);
	assert_int_equal(space_dword(&space, 0xffe), 0xffff12ff);
}

/* Addresses */
TEST(addresses_are_read_and_written)
{
	static const struct {
		const char *text, *written;
	} rows[] = {
		{ "00:1f.3", "0000:00:1f.3" }, { "0000:00:1f.3", "0000:00:1f.3" },
		{ "ff:1f.7", "0000:ff:1f.7" }, { "ABCD:EF:0a.1", "abcd:ef:0a.1" },
		{ "10000:00:02.0", "10000:00:02.0" }, { "00012:01:00.0", "0012:01:00.0" },
		{ "ffffffff:ff:1f.7", "ffffffff:ff:1f.7" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char text[ADDRESS_TEXT_SIZE];
		struct pci_address address;

		assert_true(address_parse(rows[i].text, &address));
		assert_ptr_equal(address_format(&address, text), text);
		assert_string_equal(text, rows[i].written);
	}
}

TEST(what_is_no_address_is_left_alone)
{
	static const char *const texts[] = {
		"", "0", "00:", "00:00", "00:00.", "00:00.8", "00:20.0", "0:00.0", "00:0.0",
		"000:00:00.0", "123456789:00:00.0", "0000:00:00", "0000-00:00.0", "00:00.0 ",
		" 00:00.0", "00:00.00", "00:00.0x", "g0:00.0", "0000:0000:00.0", "00.00.0",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct pci_address address = { .domain = 77 };

		if (address_parse(texts[i], &address))
			fail_msg("'%s' was taken", texts[i]);
		assert_int_equal(address.domain, 77);
	}
}

TEST(an_address_at_the_start_of_a_text_says_how_much_it_took)
{
	static const struct {
		const char *text;
		size_t taken;
	} rows[] = {
		{ "00:1f.3 Audio device", 7 }, { "0000:00:1f.3\tx", 12 }, { "00:1f.3=x", 7 },
		{ "ffffffff:ff:1f.7 x", 16 }, { "00:1f.3f", 0 }, { "Bus: 00:1f.3", 0 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct pci_address address;

		assert_int_equal(address_parse_prefix(rows[i].text, &address), rows[i].taken);
	}
}

TEST(addresses_are_ordered_by_domain_bus_device_and_function)
{
	static const char *const ordered[] = {
		"0000:00:00.0", "0000:00:00.1", "0000:00:01.0", "0000:00:1f.7", "0000:01:00.0",
		"0000:ff:1f.7", "0001:00:00.0", "10000:00:00.0", "ffffffff:00:00.0",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(ordered); i++) {
		for (size_t j = 0; j < ARRAY_LENGTH(ordered); j++) {
			struct pci_address a, b;
			int order;

			address_parse(ordered[i], &a);
			address_parse(ordered[j], &b);
			order = address_compare(&a, &b);
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
	}
}

/* Text from outside */
struct text_row {
	const char *from, *printable, *utf8;
	size_t size;		/* of the buffer; 0: enough */
};

static const struct text_row text_rows[] = {
	{ "", "", "", 0 },
	{ "plain", "plain", "plain", 0 },
	{ "Gerät €😀", "Gerät €😀", "Gerät €😀", 0 },
	{ "a\x1b[31mb", "a\\x1b[31mb", "a\x1b[31mb", 0 },
	{ "tab\tnew\nline\r", "tab\\x09new\\x0aline\\x0d", "tab\tnew\nline\r", 0 },
	{ "del\x7f", "del\\x7f", "del\x7f", 0 },
	/* C1 controls, though valid UTF-8 */
	{ "\xc2\x80\xc2\x9f\xc2\xa0", "\\xc2\\x80\\xc2\\x9f\xc2\xa0",
	  "\xc2\x80\xc2\x9f\xc2\xa0", 0 },
	/* a lone continuation, a cut character, a byte that never occurs */
	{ "\x80z", "\\x80z", "\xef\xbf\xbdz", 0 },
	{ "\xe2\x82", "\\xe2\\x82", "\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xff", "\\xff", "\xef\xbf\xbd", 0 },
	/* overlong, a surrogate, past 10ffff */
	{ "\xc0\xaf", "\\xc0\\xaf", "\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80",
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", 0 },
	/* cut, at a whole character */
	{ "plain", "plai", "plai", 5 },
	{ "plain", "plain", "plain", 6 },
	{ "ab€", "ab", "ab", 5 },
	{ "ab€", "ab€", "ab€", 6 },
	{ "ab\x01", "ab", "ab\x01", 6 },
	{ "ab\x01", "ab\\x01", "ab\x01", 7 },
	{ "x", "", "", 1 },
};

static void check_text(const char *(*copy)(const char *, char *, size_t), const char *from,
		       size_t size, const char *expected)
{
	char text[64];

	memset(text, '!', sizeof(text));
	if (size == 0)
		size = sizeof(text) - 1;
	assert_ptr_equal(copy(from, text, size), text);
	assert_string_equal(text, expected);
	assert_int_equal(text[size], '!');
}

TEST(text_becomes_printable)
{
	for (size_t i = 0; i < ARRAY_LENGTH(text_rows); i++)
		check_text(text_printable, text_rows[i].from, text_rows[i].size,
			   text_rows[i].printable);
}

TEST(text_becomes_valid_utf8)
{
	for (size_t i = 0; i < ARRAY_LENGTH(text_rows); i++)
		check_text(text_utf8, text_rows[i].from, text_rows[i].size, text_rows[i].utf8);
}

TEST(what_became_printable_stays_as_it_is)
{
	uint64_t seed = 7;

	for (int i = 0; i < 20000; i++) {
		char from[16] = "", once[64], twice[64];

		for (size_t j = 0; j < sizeof(from) - 1; j++)
			from[j] = (char)next_random(&seed);
		text_printable(from, once, sizeof(once));
		assert_string_equal(text_printable(once, twice, sizeof(twice)), once);
		text_utf8(from, once, sizeof(once));
		assert_string_equal(text_utf8(once, twice, sizeof(twice)), once);
	}
}

/* The stable release behind a kernel's names */
TEST(the_stable_release_is_found_where_a_distribution_writes_it)
{
	static const struct {
		const char *release, *version, *signature, *stable;
	} rows[] = {
		{ "6.1.0-56-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-07-02)", "",
		  "6.1.192" },
		{ "5.10.0-30-amd64", "#1 SMP Debian 5.10.218-1 (2024-06-01)", "", "5.10.218" },
		{ "6.12.41+deb13-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.41-1 (2025-08-12)",
		  "", "6.12.41" },
		{ "6.12.94+deb12-amd64",
		  "#1 SMP PREEMPT_DYNAMIC Debian 6.12.94-1~bpo12+1 (2026-01-30)", "", "6.12.94" },
		{ "6.5.0-0-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.5~rc4-1~exp1 (2023-07-31)",
		  "", "" },
		{ "6.6.31+rpt-rpi-v8", "#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)", "",
		  "6.6.31" },
		{ "6.8.0-41-generic", "#41-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug  2 20:41:06 UTC 2024",
		  "Ubuntu 6.8.0-41.41-generic 6.8.12", "6.8.12" },
		{ "5.15.0-91-generic", "#101~20.04.1-Ubuntu SMP Thu Nov 16 14:22:28 UTC 2023",
		  "Ubuntu 5.15.0-91.101~20.04.1-generic 5.15.131", "5.15.131" },
		{ "6.8.0-41-generic", "#41-Ubuntu SMP", "", "" },
		/* words of another series, as a rebuilt kernel may carry them */
		{ "6.1.0-custom", "#1 SMP Debian 6.12.94-1 (2026-01-30)", "", "" },
		{ "6.1.50-custom", "#1 SMP Debian 6.12.94-1 (2026-01-30)", "", "6.1.50" },
		{ "6.12.0-custom", "#1 SMP Debian 6.1.192-2 (2026-07-02)", "", "" },
		{ "6.8.0-custom", "#1 SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131", "" },
		{ "6.8.12-1-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-1 (2024-08-05T16:17Z)", "",
		  "6.8.12" },
		{ "6.5.6-300.fc39.x86_64", "#1 SMP PREEMPT_DYNAMIC Fri Oct  6 19:57:21 UTC 2023",
		  "", "6.5.6" },
		{ "6.10.3-arch1-2", "#1 SMP PREEMPT_DYNAMIC Tue, 06 Aug 2024 07:21:19 +0000", "",
		  "6.10.3" },
		{ "5.14.21-150500.55.19-default", "#1 SMP PREEMPT_DYNAMIC (9908c29)", "",
		  "5.14.21" },
		{ "6.4.0-150600.21-default", "#1 SMP PREEMPT_DYNAMIC (36c1e09)", "", "" },
		{ "5.14.0-362.8.1.el9_3.x86_64", "#1 SMP PREEMPT_DYNAMIC Tue Oct 3 11:12:36", "",
		  "" },
		{ "4.18.0-553.el8_10.x86_64", "#1 SMP Fri May 10 15:19:13 EDT 2024", "", "" },
		{ "5.4.17-2136.el7uek.x86_64", "#2 SMP", "", "" },
		{ "5.15.153.1-microsoft-standard-WSL2", "#1 SMP Fri Mar 29 23:14:13 UTC 2024", "",
		  "5.15.153.1" },
		{ "6.12.0", "#1 SMP PREEMPT_DYNAMIC", "", "6.12.0" },
		{ "6.13.0-rc4", "#1 SMP PREEMPT_DYNAMIC", "", "" },
		{ "7.3.4", "#1 SMP PREEMPT_DYNAMIC", "", "7.3.4" },
		{ "7.4-custom", "#1 SMP", "", "" },
		{ "", "", "", "" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char stable[65] = "not touched";

		kernel_stable(rows[i].release, rows[i].version, rows[i].signature, stable,
			      sizeof(stable));
		assert_string_equal(stable, rows[i].stable);
	}
}

TEST(a_stable_release_that_does_not_fit_is_none)
{
	char stable[7] = "";

	kernel_stable("6.1.19", "", "", stable, sizeof(stable));
	assert_string_equal(stable, "6.1.19");
	kernel_stable("6.1.192", "", "", stable, sizeof(stable));
	assert_string_equal(stable, "");
}

TEST(the_running_kernel_has_a_release)
{
	struct kernel_identity identity;

	kernel_identify(&identity);
	assert_true(strlen(identity.release) > 0);
}

/* Devices and faults, the plain values beside the bytes */
TEST(equal_addresses_keep_the_order_of_the_input_and_are_marked)
{
	static const char *const texts[] = { "00:02.0", "00:01.0", "00:02.0", "00:00.0" };
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct pci_address address;

		assert_true(address_parse(texts[i], &address));
		assert_non_null(device_list_append(&list, &address));
	}
	device_list_sort(&list);
	assert_int_equal(list.devices[0]->ordinal, 3);
	assert_int_equal(list.devices[1]->ordinal, 1);
	assert_int_equal(list.devices[2]->ordinal, 0);
	assert_int_equal(list.devices[3]->ordinal, 2);
	assert_false(list.devices[1]->duplicate);
	assert_true(list.devices[2]->duplicate);
	assert_true(list.devices[3]->duplicate);
}

TEST(an_empty_list_can_be_sorted_and_freed)
{
	struct device_list list = { .devices = NULL };

	device_list_sort(&list);
	device_list_free(&list);
	device_list_free(&list);
	assert_int_equal(list.count, 0);
}

TEST(a_fault_is_told_with_a_negative_errno_and_a_hint)
{
	struct fault fault = { .hint = "of an earlier one" };

	assert_int_equal(fault_set(&fault, FAULT_BUSY, 16, "held by %d", 42), -16);
	assert_string_equal(fault.message, "held by 42");
	assert_string_equal(fault.hint, "");
	assert_string_equal(fault_code_name(fault.code), "busy");
	fault_hint(&fault, "stop %s", "it");
	assert_string_equal(fault.hint, "stop it");
	assert_int_equal(fault_set(NULL, FAULT_IO, 5, "nobody wants to know"), -5);
	fault_hint(NULL, "nor this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_space_reads_ff_and_knows_nothing),
		cmocka_unit_test(a_byte_that_was_read_is_known_and_its_neighbours_are_not),
		cmocka_unit_test(a_byte_that_is_set_twice_counts_once),
		cmocka_unit_test(a_byte_past_the_end_of_a_small_space_is_not_known),
		cmocka_unit_test(a_fill_takes_bytes_from_the_start_on),
		cmocka_unit_test(words_are_little_endian_and_ff_where_nothing_was_read),
		cmocka_unit_test(addresses_are_read_and_written),
		cmocka_unit_test(what_is_no_address_is_left_alone),
		cmocka_unit_test(an_address_at_the_start_of_a_text_says_how_much_it_took),
		cmocka_unit_test(addresses_are_ordered_by_domain_bus_device_and_function),
		cmocka_unit_test(text_becomes_printable),
		cmocka_unit_test(text_becomes_valid_utf8),
		cmocka_unit_test(what_became_printable_stays_as_it_is),
		cmocka_unit_test(the_stable_release_is_found_where_a_distribution_writes_it),
		cmocka_unit_test(a_stable_release_that_does_not_fit_is_none),
		cmocka_unit_test(the_running_kernel_has_a_release),
		cmocka_unit_test(equal_addresses_keep_the_order_of_the_input_and_are_marked),
		cmocka_unit_test(an_empty_list_can_be_sorted_and_freed),
		cmocka_unit_test(a_fault_is_told_with_a_negative_errno_and_a_hint),
	};

	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
