// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses of PCI functions as text. */
#include "test.h"

#include "base/address.h"
#include "base/macros.h"

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

TEST(an_invalid_address_changes_nothing)
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read_and_written),
		cmocka_unit_test(an_invalid_address_changes_nothing),
		cmocka_unit_test(an_address_at_the_start_of_a_text_says_how_much_it_took),
		cmocka_unit_test(addresses_are_ordered_by_domain_bus_device_and_function),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
