// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's own tables, read from an invented memory. */
#include <errno.h>
#include <string.h>

#include "test.h"

#include "base/macros.h"
#include "kernel/tables.h"

#define BASE		UINT64_C(0xffffffffc0000000)
#define FUNCTIONS	UINT64_C(0xffffffff81000000)
#define SIZE		32	/* of struct perm_bits */

/* The places in that memory. */
#define STANDARD	0x1000
#define EXTENDED	0x2000
#define RAW		0x3000
#define VIRT		0x3100
#define UNKNOWN		0x3200
#define MASKS		0x4000	/* 100 bytes for each virt and write */
#define STANDARD_LENGTHS 0x6000
#define EXTENDED_LENGTHS 0x6100
#define MSI		0x7000

#define STANDARDS	0x15
#define EXTENDEDS	0x2f

static uint8_t memory[0x8000];
static unsigned int end;	/* of what can be read */
static struct symbol symbols[TABLE_SYMBOLS];
static struct permission_layout layout;
static struct permissions predicted, seen;

static int copy(const void *context, uint64_t from, void *to, size_t size)
{
	assert_ptr_equal(context, memory);
	if (from < BASE || from + size > BASE + end)
		return -EFAULT;
	memcpy(to, memory + (from - BASE), size);
	return 0;
}

static const struct table_source source = {
	.copy = copy, .context = memory, .symbols = symbols, .layout = &layout,
};

static uint64_t address_of(unsigned int place)
{
	return BASE + place;
}

static void put(unsigned int place, uint64_t value)
{
	memcpy(memory + place, &value, sizeof(value));
}

static void put_functions(unsigned int entry, enum read_function read, enum write_function write)
{
	put(entry + (unsigned int)layout.read_function, symbols[SYMBOL_READ + read].address);
	put(entry + (unsigned int)layout.write_function,
	    write == WRITE_NONE ? 0 : symbols[SYMBOL_WRITE + write].address);
}

/* Puts a table's masks at MASKS + 200 * slot and 100 later; returns the address of virt. */
static uint8_t *put_masks(unsigned int entry, unsigned int slot)
{
	unsigned int place = MASKS + slot * 0x200;

	put(entry + (unsigned int)layout.virt, address_of(place));
	put(entry + (unsigned int)layout.write, address_of(place + 0x100));
	return memory + place;
}

static void put_symbol(enum table_symbol symbol, unsigned int place, uint64_t size)
{
	symbols[symbol].listed = true;
	symbols[symbol].address = address_of(place);
	symbols[symbol].size = size;
}

/* A kernel with a table for PM, and raw writes for VNDR. */
static void fill_memory(void)
{
	const uint16_t length = 0x34;
	uint8_t *virt;

	for (unsigned int id = 0; id < STANDARDS; id++)
		put_functions(STANDARD + id * SIZE, READ_DIRECT, WRITE_NONE);
	for (unsigned int id = 0; id < EXTENDEDS; id++)
		put_functions(EXTENDED + id * SIZE, READ_DIRECT, WRITE_NONE);
	put_functions(STANDARD + 0x09 * SIZE, READ_DIRECT, WRITE_RAW);
	put_functions(STANDARD + 0x01 * SIZE, READ_DEFAULT, WRITE_PM);
	virt = put_masks(STANDARD + 0x01 * SIZE, 0);
	memcpy(virt, "\x00\xff\x00\xf8\x00\x81\x00\x00\xee\xee", 10);
	memcpy(virt + 0x100, "\x00\x00\x00\x00\xfc\x7e\xff\xff\xdd\xdd", 10);
	put_functions(RAW, READ_RAW, WRITE_RAW);
	put_functions(VIRT, READ_VIRT, WRITE_VIRT);
	put_functions(UNKNOWN, READ_DIRECT, WRITE_NONE);
	memory[STANDARD_LENGTHS + 1] = 8;
	memcpy(memory + EXTENDED_LENGTHS + 2 * 0x2e, &length, sizeof(length));
}

static int setup(void **state)
{
	(void)state;
	memset(memory, 0, sizeof(memory));
	memset(&predicted, 0, sizeof(predicted));
	memset(&seen, 0xee, sizeof(seen));
	end = sizeof(memory);
	layout = ((struct kernel_layout)KERNEL_LAYOUT_UNKNOWN).permission;
	assert_int_equal(layout.size, SIZE);
	table_symbols_name(symbols);
	for (unsigned int i = SYMBOL_READ; i < TABLE_SYMBOLS; i++) {
		if (symbols[i].name == NULL)
			continue;
		symbols[i].listed = true;
		symbols[i].address = FUNCTIONS + i * 0x100;
	}
	put_symbol(SYMBOL_STANDARD_LENGTHS, STANDARD_LENGTHS, 0x20);
	put_symbol(SYMBOL_EXTENDED_LENGTHS, EXTENDED_LENGTHS, 0x60);
	put_symbol(SYMBOL_STANDARD, STANDARD, STANDARDS * SIZE + 0x60);
	put_symbol(SYMBOL_EXTENDED, EXTENDED, EXTENDEDS * SIZE);
	put_symbol(SYMBOL_RAW, RAW, SIZE);
	put_symbol(SYMBOL_VIRT, VIRT, SIZE);
	put_symbol(SYMBOL_UNKNOWN, UNKNOWN, SIZE);
	fill_memory();
	predicted.standard[1].size = 8;
	return 0;
}

static void assert_pair(const struct permission *permission, enum read_function read,
			enum write_function write)
{
	assert_int_equal(permission->read_function, read);
	assert_int_equal(permission->write_function, write);
}

TEST(each_table_has_its_functions_by_name)
{
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.standards, STANDARDS);
	assert_int_equal(seen.extendeds, EXTENDEDS);
	assert_pair(&seen.standard[0x00], READ_DIRECT, WRITE_NONE);
	assert_pair(&seen.standard[0x01], READ_DEFAULT, WRITE_PM);
	assert_pair(&seen.standard[0x09], READ_DIRECT, WRITE_RAW);
	assert_pair(&seen.standard[STANDARDS], READ_UNKNOWN, WRITE_UNKNOWN);
	assert_pair(&seen.extended[EXTENDEDS - 1], READ_DIRECT, WRITE_NONE);
	assert_pair(&seen.extended[EXTENDEDS], READ_UNKNOWN, WRITE_UNKNOWN);
	assert_pair(&seen.raw, READ_RAW, WRITE_RAW);
	assert_pair(&seen.virt, READ_VIRT, WRITE_VIRT);
	assert_pair(&seen.unknown, READ_DIRECT, WRITE_NONE);
}

TEST(every_function_is_known_by_its_name)
{
	for (int i = READ_UNKNOWN + 1; i < READ_FUNCTIONS; i++) {
		put_functions(STANDARD, (enum read_function)i, WRITE_NONE);
		assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
		assert_pair(&seen.standard[0], (enum read_function)i, WRITE_NONE);
		assert_string_equal(symbols[SYMBOL_READ + i].name,
				    read_function_name((enum read_function)i));
	}
	for (int i = WRITE_NONE; i < WRITE_FUNCTIONS; i++) {
		put_functions(STANDARD, READ_DEFAULT, (enum write_function)i);
		assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
		assert_pair(&seen.standard[0], READ_DEFAULT, (enum write_function)i);
	}
}

TEST(of_the_masks_as_many_bytes_are_copied_as_are_predicted)
{
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.standard[1].size, 8);
	assert_memory_equal(seen.standard[1].virt, "\x00\xff\x00\xf8\x00\x81\x00\x00\x00", 9);
	assert_memory_equal(seen.standard[1].write, "\x00\x00\x00\x00\xfc\x7e\xff\xff\x00", 9);
	predicted.standard[1].size = 0;
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_pair(&seen.standard[1], READ_DEFAULT, WRITE_PM);
	assert_int_equal(seen.standard[1].size, 0);
	assert_int_equal(seen.standard[1].virt[1], 0);
	predicted.standard[1].size = 0xff;
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.standard[1].size, PERMISSION_SIZE);
}

TEST(a_table_without_masks_has_none_for_any_prediction)
{
	predicted.standard[2].size = 8;
	predicted.extended[1].size = 0x2c;
	predicted.raw.size = 4;
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.standard[2].size, 0);
	assert_int_equal(seen.extended[1].size, 0);
	assert_int_equal(seen.raw.size, 0);
}

TEST(a_kernel_without_a_table_for_unknown_ids_has_none)
{
	symbols[SYMBOL_UNKNOWN].listed = false;
	symbols[SYMBOL_UNKNOWN].address = 0;
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.unknown.read_function, READ_UNKNOWN);
}

static void assert_not_seen(int error)
{
	const struct permissions none = { 0 };

	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), error);
	assert_memory_equal(&seen, &none, sizeof(none));
}

TEST(a_guessed_layout_must_be_confirmed)
{
	put(STANDARD + 3 * SIZE + 16, FUNCTIONS);
	assert_not_seen(-ENOTSUP);
	setup(NULL);
	put(EXTENDED + 3 * SIZE + 24, FUNCTIONS);
	assert_not_seen(-ENOTSUP);
	setup(NULL);
	put(STANDARD + 3 * SIZE, 7);
	assert_not_seen(-ENOTSUP);
	setup(NULL);
	put(VIRT + 16, FUNCTIONS);
	assert_not_seen(-ENOTSUP);
}

TEST(a_function_with_another_name_is_unknown_in_a_given_layout)
{
	layout.told = true;
	put(STANDARD + 3 * SIZE + 16, FUNCTIONS);
	put(STANDARD + 3 * SIZE + 24, FUNCTIONS);
	put(VIRT + 16, FUNCTIONS);
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_pair(&seen.standard[3], READ_UNKNOWN, WRITE_UNKNOWN);
	assert_pair(&seen.virt, READ_UNKNOWN, WRITE_VIRT);
	assert_int_equal(seen.standards, STANDARDS);
}

TEST(another_layout_is_followed_if_it_is_given)
{
	memset(memory, 0, 0x4000);
	layout = (struct permission_layout) {
		.virt = 24, .write = 16, .read_function = 8, .write_function = 0, .size = SIZE,
		.told = true,
	};
	fill_memory();
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_pair(&seen.standard[1], READ_DEFAULT, WRITE_PM);
	assert_int_equal(seen.standard[1].virt[3], 0xf8);
}

TEST(tables_that_cannot_be_counted_are_not_seen)
{
	symbols[SYMBOL_EXTENDED].size = 0;
	assert_not_seen(-ENOTSUP);
	setup(NULL);
	layout.size = 0x100;
	layout.told = true;
	assert_not_seen(-ENOTSUP);
}

TEST(masks_that_cannot_be_copied_are_an_error)
{
	put(STANDARD + SIZE, BASE - 0x1000);
	assert_not_seen(-EFAULT);
}

TEST(at_most_one_entry_for_each_id_is_taken)
{
	for (unsigned int id = 0; id < 0x180; id++)
		put_functions(EXTENDED + id * SIZE, READ_DIRECT, WRITE_NONE);
	symbols[SYMBOL_EXTENDED].size = 0x180 * SIZE;
	assert_int_equal(tables_read_permissions(&source, &predicted, &seen), 0);
	assert_int_equal(seen.extendeds, 0x100);
}

TEST(the_lengths_are_as_many_as_the_permissions)
{
	struct kernel_tables tables;

	assert_true(tables_read_lengths(&source, &tables));
	assert_int_equal(tables.standards, STANDARDS);
	assert_int_equal(tables.extendeds, EXTENDEDS);
	assert_int_equal(tables.standard_length[1], 8);
	assert_int_equal(tables.extended_length[0x2e], 0x34);
	assert_true(tables.pmc_known);
	assert_int_equal(tables.pmc_virtual, 0xf800);
}

TEST(missing_lengths_leave_nothing)
{
	const struct kernel_tables none = { 0 };
	struct kernel_tables tables;

	symbols[SYMBOL_EXTENDED_LENGTHS].address = 0;
	assert_false(tables_read_lengths(&source, &tables));
	assert_memory_equal(&tables, &none, sizeof(none));
	setup(NULL);
	memset(symbols, 0, sizeof(symbols));
	assert_false(tables_read_lengths(&source, &tables));
	assert_memory_equal(&tables, &none, sizeof(none));
}

/* A table for MSI as init_pci_cap_msi_perm() makes it, with other data after it. */
static void put_msi(bool wide, bool mask)
{
	uint8_t *virt = put_masks(MSI, 1), *write = virt + 0x100;
	unsigned int data = wide ? 0xc : 8;

	put_functions(MSI, READ_MSI, WRITE_MSI);
	memset(virt, 0, data + 4);
	memset(write, 0, data + 4);
	memset(virt + data + 4, 0x88, 0x20);
	memset(write + data + 4, 0x99, 0x20);
	virt[1] = virt[2] = write[2] = 0xff;
	memset(virt + 4, 0xff, data - 4 + 2);
	memset(write + 4, 0xff, data - 4 + 2);
	if (mask) {
		memset(virt + data + 4, 0, 8);
		memset(write + data + 4, 0xff, 8);
	}
}

TEST(a_table_for_msi_is_as_long_as_it_shows_itself)
{
	static const struct {
		bool wide, mask;
		unsigned int size;
	} cases[] = {
		{ false, false, 0xc }, { true, false, 0x10 }, { false, true, 0x14 },
		{ true, true, 0x18 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		static const uint8_t nothing[PERMISSION_SIZE];
		unsigned int size = cases[i].size;
		struct permission msi;

		setup(NULL);
		put_msi(cases[i].wide, cases[i].mask);
		assert_true(tables_read_msi(&source, BASE + MSI, &msi));
		assert_pair(&msi, READ_MSI, WRITE_MSI);
		assert_int_equal(msi.size, size);
		assert_memory_equal(msi.virt, memory + MASKS + 0x200, size);
		assert_memory_equal(msi.write, memory + MASKS + 0x300, size);
		assert_memory_equal(msi.virt + size, nothing, PERMISSION_SIZE - size);
		assert_memory_equal(msi.write + size, nothing, PERMISSION_SIZE - size);
	}
}

TEST(memory_may_end_after_the_table_of_msi)
{
	struct permission msi;

	put_msi(false, false);
	put(MSI, address_of(0x7800 - 0xc));
	memcpy(memory + 0x7800 - 0xc, memory + MASKS + 0x200, 0xc);
	end = 0x7800;
	assert_true(tables_read_msi(&source, BASE + MSI, &msi));
	assert_int_equal(msi.size, 0xc);
	end = 0x7800 - 1;
	assert_false(tables_read_msi(&source, BASE + MSI, &msi));
	assert_int_equal(msi.size, 0);
}

TEST(a_table_without_the_functions_of_msi_is_not_taken_for_one)
{
	struct permission msi;

	put_msi(true, true);
	put_functions(MSI, READ_DEFAULT, WRITE_MSI);
	assert_false(tables_read_msi(&source, BASE + MSI, &msi));
	put_functions(MSI, READ_MSI, WRITE_NONE);
	assert_false(tables_read_msi(&source, BASE + MSI, &msi));
	assert_false(tables_read_msi(&source, BASE + sizeof(memory), &msi));
	assert_int_equal(msi.size, 0);
	put_functions(MSI, READ_MSI, WRITE_MSI);
	put(MSI, 0);
	put(MSI + 8, 0);
	assert_false(tables_read_msi(&source, BASE + MSI, &msi));
	layout.told = true;
	put_msi(true, true);
	memset(symbols, 0, sizeof(symbols));
	assert_false(tables_read_msi(&source, BASE + MSI, &msi));
}

TEST(the_symbols_show_what_hides_a_table)
{
	assert_int_equal(table_symbols_sight(symbols), TABLES_SEEN);
	symbols[SYMBOL_STANDARD].listed = false;
	assert_int_equal(table_symbols_sight(symbols), TABLES_NO_DATA);
	for (unsigned int i = 0; i < TABLE_SYMBOLS; i++)
		symbols[i].address = 0;
	assert_int_equal(table_symbols_sight(symbols), TABLES_HIDDEN);
	table_symbols_name(symbols);
	assert_int_equal(table_symbols_sight(symbols), TABLES_OTHER_NAMES);
	put_symbol(SYMBOL_STANDARD, STANDARD, SIZE);
	put_symbol(SYMBOL_EXTENDED, EXTENDED, SIZE);
	assert_int_equal(table_symbols_sight(symbols), TABLES_OTHER_NAMES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_table_has_its_functions_by_name, setup),
		cmocka_unit_test_setup(every_function_is_known_by_its_name, setup),
		cmocka_unit_test_setup(of_the_masks_as_many_bytes_are_copied_as_are_predicted, setup),
		cmocka_unit_test_setup(a_table_without_masks_has_none_for_any_prediction, setup),
		cmocka_unit_test_setup(a_kernel_without_a_table_for_unknown_ids_has_none, setup),
		cmocka_unit_test_setup(a_guessed_layout_must_be_confirmed, setup),
		cmocka_unit_test_setup(a_function_with_another_name_is_unknown_in_a_given_layout, setup),
		cmocka_unit_test_setup(another_layout_is_followed_if_it_is_given, setup),
		cmocka_unit_test_setup(tables_that_cannot_be_counted_are_not_seen, setup),
		cmocka_unit_test_setup(masks_that_cannot_be_copied_are_an_error, setup),
		cmocka_unit_test_setup(at_most_one_entry_for_each_id_is_taken, setup),
		cmocka_unit_test_setup(the_lengths_are_as_many_as_the_permissions, setup),
		cmocka_unit_test_setup(missing_lengths_leave_nothing, setup),
		cmocka_unit_test_setup(a_table_for_msi_is_as_long_as_it_shows_itself, setup),
		cmocka_unit_test_setup(memory_may_end_after_the_table_of_msi, setup),
		cmocka_unit_test_setup(a_table_without_the_functions_of_msi_is_not_taken_for_one, setup),
		cmocka_unit_test_setup(the_symbols_show_what_hides_a_table, setup),
	};

	return cmocka_run_group_tests_name("kernel_tables", tests, NULL, NULL);
}
