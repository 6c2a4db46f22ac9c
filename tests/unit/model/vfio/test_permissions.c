// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of vfio_pci_config.c: masks, functions and sizes, under each release's rules. */
#include "map_expect.h"

#include <string.h>

#include "model/vfio/capability.h"
#include "model/vfio/permissions.h"

static const char *const releases[] = {
	"5.10.223", "5.10.262", "6.1.170", "6.1.192", "6.12.94", "6.12.117", "7.2", "7.3.4",
};

static const struct permissions *predicted(const char *release)
{
	static struct permissions permissions;
	struct rules rules = rules_of(release);

	permissions_predict(&rules, &permissions);
	return &permissions;
}

static uint32_t number(const uint8_t *bytes, unsigned int width)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < width; i++)
		value |= (uint32_t)bytes[i] << (8 * i);
	return value;
}

/* A register of a table, and what is not 0 in it. */
struct expected {
	unsigned int offset, width;
	uint32_t virt, write;
};

/* The table has these bits and no others. */
static void assert_table(const struct permission *permission, unsigned int size,
			 const struct expected *expected, size_t count)
{
	struct permission rest = *permission;

	assert_int_equal(permission->size, size);
	for (size_t i = 0; i < count; i++) {
		unsigned int offset = expected[i].offset, width = expected[i].width;

		if (number(permission->virt + offset, width) != expected[i].virt ||
		    number(permission->write + offset, width) != expected[i].write)
			fail_msg("%x: %x %x", offset, number(permission->virt + offset, width),
				 number(permission->write + offset, width));
		memset(rest.virt + offset, 0, width);
		memset(rest.write + offset, 0, width);
	}
	for (unsigned int offset = 0; offset < PERMISSION_SIZE; offset++)
		if (rest.virt[offset] != 0 || rest.write[offset] != 0)
			fail_msg("%x is not 0", offset);
}

#define ASSERT_TABLE(permission, size, ...) do {                                       \
	static const struct expected rows[] = { __VA_ARGS__ };                         \
	assert_table(permission, size, rows, sizeof(rows) / sizeof(rows[0]));          \
} while (0)

static void assert_functions(const struct permission *permission, enum read_function read,
			     enum write_function write)
{
	assert_string_equal(read_function_name(permission->read_function),
			    read_function_name(read));
	assert_string_equal(write_function_name(permission->write_function),
			    write_function_name(write));
}

TEST(the_header_keeps_ids_bars_pointer_line_and_pin_virtual_in_every_release)
{
	for (size_t i = 0; i < ARRAY_LENGTH(releases); i++) {
		const struct permission *header = &predicted(releases[i])->standard[0];

		assert_functions(header, READ_BASIC, WRITE_BASIC);
		ASSERT_TABLE(header, 0x40, { 0x00, 4, 0xffffffff, 0 },
			     { 0x04, 2, 0x0400, 0xffff }, { 0x06, 2, 0x0010, 0 },
			     { 0x0c, 4, 0, 0xff00ffff },
			     { 0x10, 4, 0xffffffff, 0xffffffff },
			     { 0x14, 4, 0xffffffff, 0xffffffff },
			     { 0x18, 4, 0xffffffff, 0xffffffff },
			     { 0x1c, 4, 0xffffffff, 0xffffffff },
			     { 0x20, 4, 0xffffffff, 0xffffffff },
			     { 0x24, 4, 0xffffffff, 0xffffffff },
			     { 0x30, 4, 0xffffffff, 0xffffffff }, { 0x34, 1, 0xff, 0 },
			     { 0x3c, 2, 0xffff, 0x00ff });
	}
}

TEST(with_pme_virtual_pme_support_enable_and_status_are_virtual_and_not_writable)
{
	for (size_t i = 0; i < ARRAY_LENGTH(releases); i++) {
		const struct permission *pm = &predicted(releases[i])->standard[CAP_ID_PM];

		assert_functions(pm, READ_DEFAULT, WRITE_PM);
		if (strncmp(releases[i], "5.10.", 5) == 0)
			ASSERT_TABLE(pm, 8, { 1, 1, 0xff, 0 }, { 4, 4, 0, 0xfffffffc });
		else
			ASSERT_TABLE(pm, 8, { 1, 1, 0xff, 0 }, { 2, 2, 0xf800, 0 },
				     { 4, 4, 0x00008100, 0xffff7efc });
	}
}

TEST(vpd_is_virtual_and_writable_but_for_its_header)
{
	const struct permission *vpd = &predicted(NEWEST)->standard[0x03];

	assert_functions(vpd, READ_DEFAULT, WRITE_VPD);
	ASSERT_TABLE(vpd, 8, { 1, 1, 0xff, 0 }, { 2, 2, 0xffff, 0xffff },
		     { 4, 4, 0xffffffff, 0xffffffff });
}

TEST(pcix_lets_command_and_ecc_through)
{
	const struct permission *pcix = &predicted(NEWEST)->standard[CAP_ID_PCIX];

	assert_functions(pcix, READ_DEFAULT, WRITE_DEFAULT);
	ASSERT_TABLE(pcix, 0x18, { 1, 1, 0xff, 0 }, { 2, 2, 0, 0xffff },
		     { 8, 4, 0, 0xffffffff });
}

TEST(pci_express_keeps_sizes_and_reset_and_drops_phantom_functions_and_ari)
{
	for (size_t i = 0; i < ARRAY_LENGTH(releases); i++) {
		const struct permission *exp = &predicted(releases[i])->standard[CAP_ID_EXP];

		assert_functions(exp, READ_DEFAULT, WRITE_EXP);
		ASSERT_TABLE(exp, 0x34, { 1, 1, 0xff, 0 }, { 8, 2, 0xf0e0, 0xfdff },
			     { 0x28, 2, 0, 0xffdf });
	}
}

TEST(af_keeps_its_reset_bit_and_its_table_is_two_dwords)
{
	const struct permission *af = &predicted(NEWEST)->standard[0x13];

	assert_functions(af, READ_DEFAULT, WRITE_AF);
	ASSERT_TABLE(af, 8, { 1, 1, 0xff, 0 }, { 4, 1, 1, 1 });
}

TEST(aer_lets_the_errors_through_that_the_table_knows)
{
	const struct permission *aer = &predicted(NEWEST)->extended[0x01];

	assert_functions(aer, READ_DEFAULT, WRITE_DEFAULT);
	ASSERT_TABLE(aer, 0x2c, { 0, 4, 0xffffffff, 0 }, { 0x04, 4, 0, 0x03fff031 },
		     { 0x08, 4, 0, 0x03fff031 }, { 0x0c, 4, 0, 0x03fff031 },
		     { 0x10, 4, 0, 0xf1c1 }, { 0x14, 4, 0, 0xf1c1 }, { 0x18, 4, 0, 0x0140 });
}

TEST(power_budgeting_lets_the_data_be_written_and_not_the_selector)
{
	const struct permission *budget = &predicted(NEWEST)->extended[0x04];

	assert_functions(budget, READ_DEFAULT, WRITE_DEFAULT);
	ASSERT_TABLE(budget, 0x10, { 0, 4, 0xffffffff, 0 }, { 8, 1, 0, 0xff });
}

TEST(the_table_of_msi_grows_with_64_bit_addresses_and_masking)
{
	struct permission msi;

	permission_msi(permission_msi_shape(0x0000), &msi);
	assert_functions(&msi, READ_MSI, WRITE_MSI);
	ASSERT_TABLE(&msi, 0x0c, { 1, 2, 0xffff, 0xff00 }, { 4, 4, 0xffffffff, 0xffffffff },
		     { 8, 2, 0xffff, 0xffff });
	permission_msi(permission_msi_shape(0x0080), &msi);
	ASSERT_TABLE(&msi, 0x10, { 1, 2, 0xffff, 0xff00 }, { 4, 4, 0xffffffff, 0xffffffff },
		     { 8, 4, 0xffffffff, 0xffffffff }, { 0xc, 2, 0xffff, 0xffff });
	permission_msi(permission_msi_shape(0x0100), &msi);
	ASSERT_TABLE(&msi, 0x14, { 1, 2, 0xffff, 0xff00 }, { 4, 4, 0xffffffff, 0xffffffff },
		     { 8, 2, 0xffff, 0xffff }, { 0xc, 4, 0, 0xffffffff },
		     { 0x10, 4, 0, 0xffffffff });
	permission_msi(permission_msi_shape(0x0180), &msi);
	ASSERT_TABLE(&msi, 0x18, { 1, 2, 0xffff, 0xff00 }, { 4, 4, 0xffffffff, 0xffffffff },
		     { 8, 4, 0xffffffff, 0xffffffff }, { 0xc, 2, 0xffff, 0xffff },
		     { 0x10, 4, 0, 0xffffffff }, { 0x14, 4, 0, 0xffffffff });
}

TEST(of_the_msi_flags_only_64_bit_and_masking_shape_the_table)
{
	assert_int_equal(permission_msi_shape(0xfe7f), 0);
	assert_int_equal(permission_msi_shape(0xffff), PERMISSION_MSI_64 | PERMISSION_MSI_MASK);
}

TEST(a_capability_without_a_table_is_read_from_the_hardware_and_not_written)
{
	static const uint8_t standard[] = { 0x02, 0x08, 0x11, 0x12 };
	static const uint8_t extended[] = { 0x00, 0x02, 0x03, 0x0d, 0x10, 0x15, 0x18, 0x23, 0x26 };

	for (size_t i = 0; i < ARRAY_LENGTH(standard); i++)
		assert_functions(&predicted("5.10.262")->standard[standard[i]], READ_DIRECT,
				 WRITE_NONE);
	for (size_t i = 0; i < ARRAY_LENGTH(extended); i++)
		assert_functions(&predicted("5.10.262")->extended[extended[i]], READ_DIRECT,
				 WRITE_NONE);
}

TEST(writes_of_vendor_capabilities_and_with_the_switch_of_dvsec_go_to_the_hardware)
{
	assert_functions(&predicted(NEWEST)->standard[0x09], READ_DIRECT, WRITE_RAW);
	assert_functions(&predicted(NEWEST)->extended[0x0b], READ_DIRECT, WRITE_RAW);
	assert_functions(&predicted("6.1.192")->extended[ECAP_ID_DVSEC], READ_DIRECT, WRITE_NONE);
	assert_functions(&predicted("6.1.192,+dvsec")->extended[ECAP_ID_DVSEC], READ_DIRECT,
			 WRITE_RAW);
	assert_functions(&predicted("6.12.94")->extended[ECAP_ID_DVSEC], READ_DIRECT, WRITE_RAW);
}

TEST(an_unknown_extended_id_is_read_only_with_the_switch_and_nobodys_without)
{
	assert_functions(&predicted("5.10.262")->unknown, READ_DIRECT, WRITE_NONE);
	assert_int_equal(predicted("5.10.223")->unknown.read_function, READ_UNKNOWN);
}

TEST(how_many_ids_are_known_follows_ext_cap_max)
{
	assert_int_equal(predicted("5.10.262")->standards, 0x15);
	assert_int_equal(predicted("5.10.262")->extendeds, 0x27);
	assert_int_equal(predicted("6.1.192")->extendeds, 0x2f);
	assert_int_equal(predicted("7.2")->extendeds, 0x32);
	assert_int_equal(predicted("7.2,+ext-cap-max=fd")->extendeds, 0xfe);
}

TEST(raw_and_virtual_bytes_have_functions_of_their_own)
{
	assert_functions(&predicted(NEWEST)->raw, READ_RAW, WRITE_RAW);
	assert_functions(&predicted(NEWEST)->virt, READ_VIRT, WRITE_VIRT);
}

/* The rows that explain names are the bits that the policy uses. */
static void check_rows(bool extended, unsigned int id, uint8_t shape,
		       const struct permission *permission)
{
	const struct permission_table *table = permission_table(extended, (uint8_t)id);

	for (unsigned int offset = 0; offset < permission->size; offset++) {
		const struct permission_row *row = permission_row(table, shape, offset);
		unsigned int shift = row == NULL ? 0 : 8 * (offset - row->offset);

		assert_int_equal(row == NULL ? 0 : row->virt >> shift & 0xff,
				 permission->virt[offset]);
		assert_int_equal(row == NULL ? 0 : row->write >> shift & 0xff,
				 permission->write[offset]);
		if (row != NULL)
			assert_true(row->why[0] != '\0');
	}
	assert_null(permission_row(table, shape, permission->size));
}

TEST(each_byte_with_bits_has_a_row_that_says_why_in_every_shape)
{
	for (unsigned int id = 0; id <= 0xff; id++) {
		const struct permissions *permissions = predicted(NEWEST);

		if (permission_table(false, (uint8_t)id) != NULL && id != CAP_ID_MSI)
			check_rows(false, id, id == CAP_ID_PM, &permissions->standard[id]);
		if (permission_table(true, (uint8_t)id) != NULL)
			check_rows(true, id, 0, &permissions->extended[id]);
	}
	check_rows(false, CAP_ID_PM, 0, &predicted("5.10.262")->standard[CAP_ID_PM]);
	for (uint8_t shape = 0; shape < 4; shape++) {
		struct permission msi;

		permission_msi(shape, &msi);
		check_rows(false, CAP_ID_MSI, shape, &msi);
	}
}

TEST(only_what_has_a_table_in_the_kernel_has_one_here)
{
	static const uint8_t standard[] = { 0x00, 0x01, 0x03, 0x05, 0x07, 0x10, 0x13 };
	unsigned int found = 0;

	for (unsigned int id = 0; id <= 0xff; id++) {
		found += permission_table(false, (uint8_t)id) != NULL;
		assert_int_equal(permission_table(true, (uint8_t)id) != NULL,
				 id == 0x01 || id == 0x04);
	}
	assert_int_equal(found, ARRAY_LENGTH(standard));
	for (size_t i = 0; i < ARRAY_LENGTH(standard); i++)
		assert_non_null(permission_table(false, standard[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_keeps_ids_bars_pointer_line_and_pin_virtual_in_every_release),
		cmocka_unit_test(with_pme_virtual_pme_support_enable_and_status_are_virtual_and_not_writable),
		cmocka_unit_test(vpd_is_virtual_and_writable_but_for_its_header),
		cmocka_unit_test(pcix_lets_command_and_ecc_through),
		cmocka_unit_test(pci_express_keeps_sizes_and_reset_and_drops_phantom_functions_and_ari),
		cmocka_unit_test(af_keeps_its_reset_bit_and_its_table_is_two_dwords),
		cmocka_unit_test(aer_lets_the_errors_through_that_the_table_knows),
		cmocka_unit_test(power_budgeting_lets_the_data_be_written_and_not_the_selector),
		cmocka_unit_test(the_table_of_msi_grows_with_64_bit_addresses_and_masking),
		cmocka_unit_test(of_the_msi_flags_only_64_bit_and_masking_shape_the_table),
		cmocka_unit_test(a_capability_without_a_table_is_read_from_the_hardware_and_not_written),
		cmocka_unit_test(writes_of_vendor_capabilities_and_with_the_switch_of_dvsec_go_to_the_hardware),
		cmocka_unit_test(an_unknown_extended_id_is_read_only_with_the_switch_and_nobodys_without),
		cmocka_unit_test(how_many_ids_are_known_follows_ext_cap_max),
		cmocka_unit_test(raw_and_virtual_bytes_have_functions_of_their_own),
		cmocka_unit_test(each_byte_with_bits_has_a_row_that_says_why_in_every_shape),
		cmocka_unit_test(only_what_has_a_table_in_the_kernel_has_one_here),
	};

	return cmocka_run_group_tests_name("permissions", tests, NULL, NULL);
}
