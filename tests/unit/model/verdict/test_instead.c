// SPDX-License-Identifier: GPL-2.0-or-later
/* The call that works instead of a write. */
#include "test.h"

#include <string.h>

#include "base/bits.h"
#include "base/macros.h"
#include "model/verdict/instead.h"

static bool is_named(const struct register_type *type, const char *name)
{
	return (type->kernel != NULL && strcmp(type->kernel, name) == 0) ||
	       (type->setpci != NULL && strcmp(type->setpci, name) == 0);
}

static const struct register_type *find_in(const struct register_type *types, size_t count,
					   const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (is_named(&types[i], name))
			return &types[i];
	return NULL;
}

/* The register of that name, in the header or in any capability. */
static const struct register_type *find(const char *name)
{
	size_t count;
	const struct register_type *types = register_types_header(&count);
	const struct register_type *found = find_in(types, count, name);

	for (unsigned int id = 0; id < 0x80 && found == NULL; id++) {
		types = register_types(false, (uint16_t)id, &count);
		found = find_in(types, count, name);
		types = register_types(true, (uint16_t)id, &count);
		if (found == NULL)
			found = find_in(types, count, name);
	}
	return found;
}

TEST(each_row_is_of_a_register_and_of_bits_that_it_has)
{
	static const char *const interfaces[] = { "ioctl", "sysfs", "parameter", "vmm" };
	size_t count;
	const struct instead *rows = instead_rows(&count);

	for (size_t i = 0; i < count; i++) {
		const struct register_type *type = find(rows[i].name);
		bool known = false;

		if (type == NULL)
			fail_msg("no register is called %s", rows[i].name);
		assert_true((rows[i].mask & bits_all(type->width)) != 0);
		for (size_t j = 0; j < ARRAY_LENGTH(interfaces); j++)
			known |= strcmp(rows[i].interface, interfaces[j]) == 0;
		assert_true(known);
		assert_non_null(rows[i].want);
		assert_non_null(rows[i].how);
		assert_non_null(rows[i].source);
	}
}

static const struct instead *row_of(const char *name)
{
	size_t count;
	const struct instead *rows = instead_rows(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	fail_msg("no row is of %s", name);
	return NULL;
}

TEST(what_reaches_the_device_needs_nothing_instead)
{
	const struct device_register msi = { .type = find("MSI_FLAGS"), .offset = 0x42 };
	const struct register_place place = { .offset = 0x42, .width = 2, .known = &msi };
	const struct instead *row = row_of("MSI_FLAGS");
	struct policy_bits bits = { .write = 0 };

	assert_int_equal(instead_mask(row, &msi, &place, &bits), 0x71);
	bits.write = 0x70;
	assert_int_equal(instead_mask(row, &msi, &place, &bits), 0x01);
	bits.write_virtual = 0x70;
	assert_int_equal(instead_mask(row, &msi, &place, &bits), 0x71);
	bits.undefined = true;
	assert_int_equal(instead_mask(row, &msi, &place, &bits), 0);
}

TEST(what_the_kernel_keeps_the_books_of_has_it_although_a_write_reaches_the_device)
{
	const struct device_register rebar = { .type = find("REBAR_CTRL"), .offset = 0x208 };
	const struct register_place place = { .offset = 0x208, .width = 4, .known = &rebar };
	const struct policy_bits bits = { .write = 0xffffffff };

	assert_int_equal(instead_mask(row_of("REBAR_CTRL"), &rebar, &place, &bits), 0x3f00);
}

TEST(of_a_part_of_a_register_only_its_bits_count)
{
	const struct device_register rebar = { .type = find("REBAR_CTRL"), .offset = 0x208 };
	const struct register_place second = { .offset = 0x209, .width = 1 };
	const struct register_place third = { .offset = 0x20a, .width = 1 };
	const struct policy_bits bits = { .write = 0 };

	assert_int_equal(instead_mask(row_of("REBAR_CTRL"), &rebar, &second, &bits), 0x3f);
	assert_int_equal(instead_mask(row_of("REBAR_CTRL"), &rebar, &third, &bits), 0);
	assert_int_equal(instead_mask(row_of("MSI_FLAGS"), &rebar, &second, &bits), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_is_of_a_register_and_of_bits_that_it_has),
		cmocka_unit_test(what_reaches_the_device_needs_nothing_instead),
		cmocka_unit_test(what_the_kernel_keeps_the_books_of_has_it_although_a_write_reaches_the_device),
		cmocka_unit_test(of_a_part_of_a_register_only_its_bits_count),
	};

	return cmocka_run_group_tests_name("instead of a write", tests, NULL, NULL);
}
