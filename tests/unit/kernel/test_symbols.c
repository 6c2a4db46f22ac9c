// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols of the kernel, from texts like /proc/kallsyms. */
#include <string.h>

#include "test.h"

#include "base/macros.h"
#include "kernel/symbols.h"

static struct symbol find(const char *text, const char *name)
{
	struct symbol symbol = { .name = name };

	symbols_find(text, &symbol, 1);
	return symbol;
}

TEST(a_symbol_of_the_module_has_its_address_and_reaches_to_the_next_one)
{
	struct symbol symbol = find("ffffffffc0001000 d ecap_perms\t[vfio_pci_core]\n"
				    "ffffffffc00015e0 d cap_perms\t[vfio_pci_core]\n", "ecap_perms");

	assert_true(symbol.address == UINT64_C(0xffffffffc0001000));
	assert_int_equal(symbol.size, 0x5e0);
}

TEST(the_order_of_the_lines_does_not_matter)
{
	struct symbol symbol = find("ffffffffc0003000 d far\t[vfio_pci_core]\n"
				    "ffffffffc0000000 d before\t[vfio_pci_core]\n"
				    "ffffffffc0001020 d near\t[vfio_pci_core]\n"
				    "ffffffffc0001000 d cap_perms\t[vfio_pci_core]\n", "cap_perms");

	assert_int_equal(symbol.size, 0x20);
}

TEST(the_symbol_of_another_module_is_ignored)
{
	const char *text = "ffffffffc0001000 d cap_perms\t[other]\n"
			   "ffffffffc0002000 d cap_perms\t[vfio_pci_core]\n"
			   "ffffffffc0002010 d thing\t[other]\n"
			   "ffffffffc0002100 d thing\t[vfio_pci_core]\n";
	struct symbol symbol = find(text, "cap_perms");

	assert_true(symbol.address == UINT64_C(0xffffffffc0002000));
	assert_int_equal(symbol.size, 0x100);
	assert_int_equal(find("ffffffffc0001000 d cap_perms\t[other]\n", "cap_perms").address, 0);
}

TEST(the_modules_symbol_wins_over_one_of_the_same_name_built_in)
{
	const char *built_in = "ffffffff81001000 d virt_perms\n";
	const char *module = "ffffffffc0001000 d virt_perms\t[vfio_pci]\n";
	char text[256];

	snprintf(text, sizeof(text), "%s%s", built_in, module);
	assert_true(find(text, "virt_perms").address == UINT64_C(0xffffffffc0001000));
	snprintf(text, sizeof(text), "%s%s", module, built_in);
	assert_true(find(text, "virt_perms").address == UINT64_C(0xffffffffc0001000));
}

TEST(where_one_is_the_modules_none_is_taken_from_elsewhere)
{
	struct symbol symbols[] = { { .name = "virt_perms" }, { .name = "direct_ro_perms" } };

	symbols_find("ffffffff81001000 d virt_perms\n"
		     "ffffffff81002000 d direct_ro_perms\n"
		     "ffffffffc0001000 d virt_perms\t[vfio_pci]\n", symbols, ARRAY_LENGTH(symbols));
	assert_true(symbols[0].listed && symbols[0].address == UINT64_C(0xffffffffc0001000));
	assert_false(symbols[1].listed);
	assert_int_equal(symbols[1].address, 0);
}

TEST(what_has_no_name_is_not_looked_for)
{
	struct symbol symbols[] = { { .name = NULL }, { .name = "" }, { .name = "cap_perms" } };

	symbols_find("ffffffffc0001000 d cap_perms\t[vfio_pci]\n", symbols, ARRAY_LENGTH(symbols));
	assert_false(symbols[0].listed || symbols[1].listed);
	assert_true(symbols[2].listed);
}

TEST(a_built_in_symbol_reaches_to_the_next_built_in_one)
{
	struct symbol symbol = find("ffffffff81001000 d cap_perms\n"
				    "ffffffff81001010 d inside\t[vfio_pci_core]\n"
				    "ffffffff810012a0 d direct_ro_perms\n", "cap_perms");

	assert_true(symbol.address == UINT64_C(0xffffffff81001000));
	assert_int_equal(symbol.size, 0x2a0);
}

TEST(addresses_that_are_hidden_from_the_user_are_none)
{
	struct symbol symbol = find("0000000000000000 d cap_perms\t[vfio_pci_core]\n"
				    "0000000000000000 d ecap_perms\t[vfio_pci_core]\n", "cap_perms");

	assert_true(symbol.listed);
	assert_int_equal(symbol.address, 0);
	assert_int_equal(symbol.size, 0);
	assert_false(find("ffffffffc0001000 d ecap_perms\t[vfio_pci]\n", "cap_perms").listed);
}

TEST(the_last_symbol_has_no_size)
{
	assert_int_equal(find("ffffffffc0001000 d cap_perms\t[vfio_pci_core]", "cap_perms").size, 0);
}

TEST(a_name_that_only_begins_alike_is_another)
{
	assert_int_equal(find("ffffffffc0001000 d cap_perms_more\t[vfio_pci_core]\n"
			      "ffffffffc0001000 d ecap_perms\t[vfio_pci_core]\n",
			      "cap_perms").address, 0);
}

TEST(lines_of_any_length_and_form_are_passed_over)
{
	static const char ending[] = "\n\n \nx y z\nffffffffc0001000 d\n"
				     "ffffffffc0001000 d cap_perms\t[vfio_pci]\n";
	char text[4096];

	memset(text, 'f', sizeof(text));
	memcpy(text + 3000, ending, sizeof(ending));
	assert_true(find(text, "cap_perms").address == UINT64_C(0xffffffffc0001000));
	assert_int_equal(find("", "cap_perms").address, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_symbol_of_the_module_has_its_address_and_reaches_to_the_next_one),
		cmocka_unit_test(the_order_of_the_lines_does_not_matter),
		cmocka_unit_test(the_symbol_of_another_module_is_ignored),
		cmocka_unit_test(the_modules_symbol_wins_over_one_of_the_same_name_built_in),
		cmocka_unit_test(where_one_is_the_modules_none_is_taken_from_elsewhere),
		cmocka_unit_test(what_has_no_name_is_not_looked_for),
		cmocka_unit_test(a_built_in_symbol_reaches_to_the_next_built_in_one),
		cmocka_unit_test(addresses_that_are_hidden_from_the_user_are_none),
		cmocka_unit_test(the_last_symbol_has_no_size),
		cmocka_unit_test(a_name_that_only_begins_alike_is_another),
		cmocka_unit_test(lines_of_any_length_and_form_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
