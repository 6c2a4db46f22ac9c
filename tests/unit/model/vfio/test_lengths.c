// SPDX-License-Identifier: GPL-2.0-or-later
/* How long the kernel takes each capability for, and which ones it hides. */
#include "map_expect.h"
#include "model/vfio/capability.h"

/*
 * Lengths. A row is a capability's first bytes, its ID among them, and how
 * many bytes the kernel takes it for.
 */
struct length_row {
	const char *release;
	uint8_t byte[12];
	uint16_t length;
};

static void check_standard_length(const struct length_row *row)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x50, row->byte[0]);
	for (unsigned int i = 2; i < sizeof(row->byte); i++)
		put8(&builder, 0x50 + i, row->byte[i]);
	map = build(&builder, row->release != NULL ? row->release : NEWEST);
	assert_values(map, 0x00, 0x3f, MAP_HEADER);
	assert_values(map, 0x40, 0x4f, MAP_RAW);
	assert_values(map, 0x50, 0x50U + row->length - 1, row->byte[0]);
	assert_values(map, 0x50U + row->length, 0xff, MAP_RAW);
	assert_int_equal(owner_at(map, 0x50)->kind, KIND_CAPABILITY);
	assert_int_equal(owner_at(map, 0x50)->start, 0x50);
	assert_int_equal(owner_at(map, 0x50)->length, row->length);
}

static void check_extended_length(const struct length_row *row)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, row->byte[0]);
	for (unsigned int i = 4; i < sizeof(row->byte); i++)
		put8(&builder, 0x200 + i, row->byte[i]);
	map = build(&builder, row->release != NULL ? row->release : NEWEST);
	assert_values(map, 0x100, 0x10b, 0x03);
	assert_values(map, 0x10c, 0x1ff, MAP_RAW);
	assert_values(map, 0x200, 0x200U + row->length - 1, row->byte[0]);
	assert_values(map, 0x200U + row->length, 0xfff, MAP_RAW);
	assert_int_equal(owner_at(map, 0x200)->kind, KIND_EXTENDED);
	assert_int_equal(owner_at(map, 0x200)->length, row->length);
}

#define CHECK_ROWS(check, rows)						\
	do {								\
		for (size_t row_ = 0; row_ < ARRAY_LENGTH(rows); row_++)	\
			check(&(rows)[row_]);				\
	} while (0)

TEST(standard_capabilities_have_the_lengths_of_the_kernels_table)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x01 }, .length = 8 },	/* Power Management */
		{ .byte = { 0x02 }, .length = 12 },	/* AGP */
		{ .byte = { 0x03 }, .length = 8 },	/* VPD */
		{ .byte = { 0x11 }, .length = 12 },	/* MSI-X */
		{ .byte = { 0x13 }, .length = 6 },	/* Advanced Features */
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(msi_grows_with_64_bit_addresses_and_masking)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x05, 0, 0x00, 0x00 }, .length = 10 },
		{ .byte = { 0x05, 0, 0x80, 0x00 }, .length = 14 },
		{ .byte = { 0x05, 0, 0x00, 0x01 }, .length = 20 },
		{ .byte = { 0x05, 0, 0x80, 0x01 }, .length = 24 },
		{ .byte = { 0x05, 0, 0x7f, 0xfe }, .length = 10 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(pci_x_is_8_bytes_long_and_24_with_a_version)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x07, 0, 0xff, 0xcf }, .length = 8 },
		{ .byte = { 0x07, 0, 0x00, 0x10 }, .length = 24 },
		{ .byte = { 0x07, 0, 0x00, 0x20 }, .length = 24 },
		{ .byte = { 0x07, 0, 0x00, 0x30 }, .length = 24 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(hypertransport_is_always_24_or_28_bytes_long)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x08, 0, 0, 0x00 }, .length = 28 },
		{ .byte = { 0x08, 0, 0, 0x1f }, .length = 28 },
		{ .byte = { 0x08, 0, 0, 0x20 }, .length = 24 },
		{ .byte = { 0x08, 0, 0, 0xa8 }, .length = 24 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(a_vendor_specific_capability_says_its_length)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x09, 0, 0x01 }, .length = 1 },
		{ .byte = { 0x09, 0, 0x14 }, .length = 0x14 },
		{ .byte = { 0x09, 0, 0xb0 }, .length = 0xb0 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(pci_express_length_follows_version_type_and_release)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x10, 0, 0x01 }, .length = 0x14 },
		{ .byte = { 0x10, 0, 0x91 }, .length = 0x0c },	/* type 9: integrated */
		{ .byte = { 0x10, 0, 0x41 }, .length = 0x14 },
		{ .byte = { 0x10, 0, 0x92 }, .length = 0x2c },
		{ .byte = { 0x10, 0, 0xa2 }, .length = 0x34 },
		{ .byte = { 0x10, 0, 0x02 }, .length = 0x34 },
		{ .byte = { 0x10, 0, 0x00 }, .length = 0x34 },
		{ .byte = { 0x10, 0, 0x0f }, .length = 0x34 },
		{ .release = "5.16", .byte = { 0x10, 0, 0x02 }, .length = 0x34 },
		{ .release = "6.1.192", .byte = { 0x10, 0, 0x02 }, .length = 0x32 },
		{ .release = "6.1.192", .byte = { 0x10, 0, 0x00 }, .length = 0x32 },
		{ .release = "6.1.192", .byte = { 0x10, 0, 0x92 }, .length = 0x2c },
		{ .release = "6.1.192", .byte = { 0x10, 0, 0x01 }, .length = 0x14 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(sata_is_16_bytes_long_with_its_registers_inline)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x12, 0, 0, 0, 0x00 }, .length = 8 },
		{ .byte = { 0x12, 0, 0, 0, 0xfe }, .length = 8 },
		{ .byte = { 0x12, 0, 0, 0, 0x0f }, .length = 16 },
		{ .byte = { 0x12, 0, 0, 0, 0xff }, .length = 16 },
	};

	CHECK_ROWS(check_standard_length, rows);
}

TEST(extended_capabilities_have_the_lengths_of_the_kernels_table)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x01 }, .length = 0x2c },	/* AER: its root registers are raw */
		{ .byte = { 0x03 }, .length = 12 },	/* Device Serial Number */
		{ .byte = { 0x04 }, .length = 16 },	/* Power Budgeting */
		{ .byte = { 0x0e }, .length = 8 },	/* ARI */
		{ .byte = { 0x0f }, .length = 8 },	/* ATS */
		{ .byte = { 0x10 }, .length = 64 },	/* SR-IOV */
		{ .byte = { 0x12 }, .length = 40 },	/* Multicast */
		{ .byte = { 0x13 }, .length = 16 },	/* PRI */
		{ .byte = { 0x18 }, .length = 8 },	/* LTR */
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(virtual_channels_count_channels_and_their_arbitration_table)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x02 }, .length = 0x1c },
		{ .byte = { 0x02, 0, 0, 0, 0x07 }, .length = 0x70 },
		{ .byte = { 0x02, 0, 0, 0, 0xf8 }, .length = 0x1c },
		{ .byte = { 0x02, 0, 0, 0, 0x00, 0, 0, 0, 0x01 }, .length = 0x1c },
		{ .byte = { 0x02, 0, 0, 0, 0x00, 0, 0, 0, 0x02 }, .length = 0x30 },
		{ .byte = { 0x02, 0, 0, 0, 0x00, 0, 0, 0, 0x04 }, .length = 0x40 },
		{ .byte = { 0x02, 0, 0, 0, 0x00, 0, 0, 0, 0x08 }, .length = 0x60 },
		{ .byte = { 0x02, 0, 0, 0, 0x00, 0, 0, 0, 0x0e }, .length = 0x60 },
		{ .byte = { 0x02, 0, 0, 0, 0x01, 0, 0, 0, 0x02 }, .length = 0x40 },
		{ .byte = { 0x08, 0, 0, 0, 0x01 }, .length = 0x28 },
		{ .byte = { 0x09, 0, 0, 0, 0x02 }, .length = 0x34 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(an_extended_vendor_specific_capability_says_its_length)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x0b, 0, 0, 0, 0xff, 0xff, 0x8f, 0x01 }, .length = 0x18 },
		{ .byte = { 0x0b, 0, 0, 0, 0x00, 0x00, 0x10, 0x00 }, .length = 1 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(acs_with_egress_control_has_a_vector_of_whole_dwords)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x0d, 0, 0, 0, 0xdf, 0xff }, .length = 8 },
		{ .byte = { 0x0d, 0, 0, 0, 0x20, 0x00 }, .length = 40 },
		{ .byte = { 0x0d, 0, 0, 0, 0x20, 0x01 }, .length = 12 },
		{ .byte = { 0x0d, 0, 0, 0, 0x20, 0x20 }, .length = 12 },
		{ .byte = { 0x0d, 0, 0, 0, 0x20, 0x21 }, .length = 16 },
		{ .byte = { 0x0d, 0, 0, 0, 0xff, 0xff }, .length = 40 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(resizable_bar_is_as_long_as_its_number_of_bars)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x15, 0, 0, 0, 0, 0, 0, 0, 0x1f }, .length = 4 },
		{ .byte = { 0x15, 0, 0, 0, 0, 0, 0, 0, 0x20 }, .length = 12 },
		{ .byte = { 0x15, 0, 0, 0, 0, 0, 0, 0, 0xff }, .length = 60 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(dpa_is_as_long_as_its_substates)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x16, 0, 0, 0, 0x00 }, .length = 17 },
		{ .byte = { 0x16, 0, 0, 0, 0xe3 }, .length = 20 },
		{ .byte = { 0x16, 0, 0, 0, 0x1f }, .length = 48 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(tph_counts_its_steering_tags_only_where_they_are_in_it)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x17, 0, 0, 0, 0xff, 0x00, 0xff, 0x07 }, .length = 12 },
		{ .byte = { 0x17, 0, 0, 0, 0x00, 0x04, 0xff, 0x07 }, .length = 12 },
		{ .byte = { 0x17, 0, 0, 0, 0x00, 0x06, 0xff, 0x07 }, .length = 12 },
		{ .byte = { 0x17, 0, 0, 0, 0x00, 0x02, 0x00, 0x00 }, .length = 14 },
		{ .byte = { 0x17, 0, 0, 0, 0xff, 0xfb, 0x3f, 0xf8 }, .length = 140 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(dvsec_says_its_length_from_6_4_on)
{
	static const struct length_row rows[] = {
		{ .byte = { 0x23, 0, 0, 0, 0x98, 0x1e, 0x80, 0x03 }, .length = 0x38 },
		{ .release = "6.4", .byte = { 0x23, 0, 0, 0, 0, 0, 0xc0, 0x00 }, .length = 12 },
	};

	CHECK_ROWS(check_extended_length, rows);
}

TEST(dvsec_of_any_length_is_hidden_before_6_4)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x23);
	put32(&builder, 0x204, 0x03800000);
	map = build(&builder, "6.3");
	assert_hidden(map, 0x200, 0x23, HIDDEN_NOT_VIRTUALIZED);
	assert_values(map, 0x10c, 0xfff, MAP_RAW);
}

/* Hidden capabilities */
TEST(standard_capabilities_of_length_0_are_hidden_and_raw)
{
	static const uint8_t ids[] = { 0x04, 0x06, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x14 };

	for (size_t i = 0; i < sizeof(ids); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);
		const struct map *map;

		add_standard(&builder, 0x50, ids[i]);
		add_standard(&builder, 0x80, 0x01);
		map = build(&builder, NEWEST);
		assert_hidden(map, 0x50, ids[i], HIDDEN_NOT_VIRTUALIZED);
		assert_values(map, 0x40, 0x7f, MAP_RAW);
		assert_values(map, 0x80, 0x87, 0x01);
	}
}

TEST(the_null_capability_is_hidden)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x50, 0x00);
	add_standard(&builder, 0x80, 0x01);
	map = build(&builder, NEWEST);
	assert_hidden(map, 0x50, 0x00, HIDDEN_NULL_CAPABILITY);
	assert_values(map, 0x50, 0x7f, MAP_RAW);
	assert_values(map, 0x80, 0x87, 0x01);
}

TEST(standard_ids_above_14_are_unknown)
{
	static const uint8_t ids[] = { 0x15, 0x42, 0xfe, 0xff };

	for (size_t i = 0; i < sizeof(ids); i++) {
		struct space_builder builder = builder_start(SPACE_SIZE);

		add_standard(&builder, 0x50, ids[i]);
		assert_hidden(build(&builder, NEWEST), 0x50, ids[i], HIDDEN_UNKNOWN);
	}
}

TEST(a_vendor_specific_capability_of_length_0_is_empty_and_hidden)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_standard(&builder, 0x90, 0x09);
	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x0b);
	add_extended(&builder, 0x300, 0x23);
	map = build(&builder, NEWEST);
	assert_hidden(map, 0x90, 0x09, HIDDEN_EMPTY);
	assert_hidden(map, 0x200, 0x0b, HIDDEN_EMPTY);
	assert_hidden(map, 0x300, 0x23, HIDDEN_EMPTY);
	assert_values(map, 0x10c, 0xfff, MAP_RAW);
}

TEST(extended_capabilities_of_length_0_are_hidden_and_raw)
{
	static const uint8_t ids[] = {
		0x05, 0x06, 0x07, 0x0a, 0x0c, 0x11, 0x14, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e,
		0x1f, 0x20, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2e,
		0x2f, 0x30, 0x31,
	};

	for (size_t i = 0; i < sizeof(ids); i++) {
		struct space_builder builder = builder_start_express();
		const struct map *map;

		add_extended(&builder, 0x100, 0x03);
		add_extended(&builder, 0x200, ids[i]);
		map = build(&builder, NEWEST);
		assert_hidden(map, 0x200, ids[i], HIDDEN_NOT_VIRTUALIZED);
		assert_values(map, 0x10c, 0xfff, MAP_RAW);
	}
}

TEST(the_greatest_known_extended_id_moves_with_the_release)
{
	static const struct {
		const char *release;
		uint16_t id;
		enum hidden_reason reason;
	} rows[] = {
		{ "5.19", 0x26, HIDDEN_NOT_VIRTUALIZED }, { "5.19", 0x27, HIDDEN_UNKNOWN },
		{ "6.0", 0x2e, HIDDEN_NOT_VIRTUALIZED }, { "6.0", 0x2f, HIDDEN_UNKNOWN },
		{ "6.16", 0x31, HIDDEN_NOT_VIRTUALIZED }, { "6.16", 0x32, HIDDEN_UNKNOWN },
		{ "6.16", 0x0103, HIDDEN_UNKNOWN }, { "6.16", 0xffff, HIDDEN_UNKNOWN },
		{ "6.16", 0x0000, HIDDEN_NULL_CAPABILITY },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct space_builder builder = builder_start_express();

		add_extended(&builder, 0x100, 0x03);
		add_extended(&builder, 0x200, rows[i].id);
		assert_hidden(build(&builder, rows[i].release), 0x200, rows[i].id,
			      rows[i].reason);
	}
}

TEST(an_id_below_a_lowered_ext_cap_max_keeps_its_length)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x0f);
	add_extended(&builder, 0x200, 0x10);
	assert_values(build(&builder, "6.12,+ext-cap-max=0f"), 0x100, 0x107, 0x0f);
	assert_hidden(build(&builder, "6.12,+ext-cap-max=0f"), 0x200, 0x10, HIDDEN_UNKNOWN);
}

/* Names */
TEST(capability_names_are_those_of_setpci_else_numbers)
{
	static const struct {
		bool extended;
		uint16_t id;
		const char *name;
	} rows[] = {
		{ false, 0x01, "CAP_PM" }, { false, 0x10, "CAP_EXP" }, { false, 0x14, "CAP_EA" },
		{ false, 0x00, "CAP00" }, { false, 0x15, "CAP15" }, { true, 0x01, "ECAP_AER" },
		{ true, 0x23, "ECAP_DVSEC" }, { true, 0x2b, "ECAP_ALT_PROT" },
		{ true, 0x3a, "ECAP_CAPT_D" }, { true, 0x3b, "ECAP003b" },
		{ true, 0xffff, "ECAPffff" },
	};
	char text[CAPABILITY_NAME_SIZE];

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_string_equal(capability_name(rows[i].extended, rows[i].id, text),
				    rows[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standard_capabilities_have_the_lengths_of_the_kernels_table),
		cmocka_unit_test(msi_grows_with_64_bit_addresses_and_masking),
		cmocka_unit_test(pci_x_is_8_bytes_long_and_24_with_a_version),
		cmocka_unit_test(hypertransport_is_always_24_or_28_bytes_long),
		cmocka_unit_test(a_vendor_specific_capability_says_its_length),
		cmocka_unit_test(pci_express_length_follows_version_type_and_release),
		cmocka_unit_test(sata_is_16_bytes_long_with_its_registers_inline),
		cmocka_unit_test(extended_capabilities_have_the_lengths_of_the_kernels_table),
		cmocka_unit_test(virtual_channels_count_channels_and_their_arbitration_table),
		cmocka_unit_test(an_extended_vendor_specific_capability_says_its_length),
		cmocka_unit_test(acs_with_egress_control_has_a_vector_of_whole_dwords),
		cmocka_unit_test(resizable_bar_is_as_long_as_its_number_of_bars),
		cmocka_unit_test(dpa_is_as_long_as_its_substates),
		cmocka_unit_test(tph_counts_its_steering_tags_only_where_they_are_in_it),
		cmocka_unit_test(dvsec_says_its_length_from_6_4_on),
		cmocka_unit_test(dvsec_of_any_length_is_hidden_before_6_4),
		cmocka_unit_test(standard_capabilities_of_length_0_are_hidden_and_raw),
		cmocka_unit_test(the_null_capability_is_hidden),
		cmocka_unit_test(standard_ids_above_14_are_unknown),
		cmocka_unit_test(a_vendor_specific_capability_of_length_0_is_empty_and_hidden),
		cmocka_unit_test(extended_capabilities_of_length_0_are_hidden_and_raw),
		cmocka_unit_test(the_greatest_known_extended_id_moves_with_the_release),
		cmocka_unit_test(an_id_below_a_lowered_ext_cap_max_keeps_its_length),
		cmocka_unit_test(capability_names_are_those_of_setpci_else_numbers),
	};

	return cmocka_run_group_tests_name("lengths", tests, NULL, NULL);
}
