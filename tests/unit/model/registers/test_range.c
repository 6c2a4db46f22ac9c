// SPDX-License-Identifier: GPL-2.0-or-later
/* RANGE: its grammar, and the bytes that it means. */
#include "register_expect.h"

#include "model/vfio/capability.h"

static struct range_reference parse(const char *text)
{
	struct range_reference range;
	char why[256];

	if (!range_parse(text, &range, why, sizeof(why)))
		fail_msg("%s", why);
	return range;
}

static void assert_refused(const char *text, const char *reason)
{
	struct range_reference range;
	char why[256] = "";

	assert_false(range_parse(text, &range, why, sizeof(why)));
	assert_string_equal(why, reason);
}

static bool marked(const uint8_t *bytes, unsigned int offset)
{
	return bytes[offset / 8] >> offset % 8 & 1;
}

/* The range means the bytes from first to last, both included, and no other. */
static void assert_bytes(const struct map *map, const char *text, unsigned int first,
			 unsigned int last)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
	struct range_reference range = parse(text);
	char why[256];

	if (!range_resolve(&range, map, bytes, why, sizeof(why)))
		fail_msg("%s: %s", text, why);
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		if (marked(bytes, offset) != (offset >= first && offset <= last))
			fail_msg("%s is wrong at %x", text, offset);
}

static void assert_nowhere(const struct map *map, const char *text, const char *reason)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
	struct range_reference range = parse(text);
	char why[256] = "";

	assert_false(range_resolve(&range, map, bytes, why, sizeof(why)));
	assert_string_equal(why, reason);
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		assert_false(marked(bytes, offset));
}

/* 40 EXP, 80 VNDR, 90 VNDR, a0 hidden SSVID; 100 placeholder L1PM, 200 AER */
static const struct map *device(void)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x09);
	put8(&builder, 0x82, 0x08);
	add_standard(&builder, 0x90, 0x09);
	put8(&builder, 0x92, 0x10);
	add_standard(&builder, 0xa0, 0x0d);
	add_extended(&builder, 0x100, 0x1e);
	add_extended(&builder, 0x200, 0x01);
	return build(&builder, NEWEST);
}

TEST(a_range_has_both_ends)
{
	const struct map *map = device();

	assert_bytes(map, "40-4f", 0x40, 0x4f);
	assert_bytes(map, "0x40-0x4F", 0x40, 0x4f);
	assert_bytes(map, "0-0", 0x00, 0x00);
	assert_bytes(map, "0-fff", 0x00, 0xfff);
}

TEST(a_capability_is_all_its_bytes_in_the_map)
{
	const struct map *map = device();

	assert_bytes(map, "CAP_EXP", 0x40, 0x73);
	assert_bytes(map, "cap_vndr", 0x80, 0x87);
	assert_bytes(map, "CAP09@1", 0x90, 0x9f);
	assert_bytes(map, "ECAP_ERR", 0x200, 0x22b);
}

TEST(a_capability_has_no_bytes_that_another_has)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0x44, 0x03);
	map = build(&builder, NEWEST);
	assert_bytes(map, "CAP_PM", 0x40, 0x43);
	assert_bytes(map, "CAP_VPD", 0x44, 0x4b);
	assert_bytes(map, "CAP_PM+4-7", 0x44, 0x47);
}

TEST(a_capability_without_a_byte_of_its_own_is_refused)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x44, 0x13);
	add_standard(&builder, 0x42, 0x01);
	put8(&builder, 0x45, 0);
	assert_nowhere(build(&builder, NEWEST), "CAP_PM", "the device has no CAP_PM");
	put8(&builder, 0x45, 0x42);
	assert_nowhere(build(&builder, NEWEST), "CAP_AF",
		       "CAP_AF has no byte of its own: others overlap all of it");
}

TEST(a_part_of_a_capability_counts_from_its_start)
{
	const struct map *map = device();

	assert_bytes(map, "CAP_EXP+4-7", 0x44, 0x47);
	assert_bytes(map, "CAP_VNDR+2-2@1", 0x92, 0x92);
	assert_bytes(map, "ECAP_AER+0-ff", 0x200, 0x2ff);
	assert_bytes(map, "CAP_SSVID+0-7", 0xa0, 0xa7);
	assert_bytes(map, "ECAP_L1SS+4-f", 0x104, 0x10f);
}

TEST(a_hidden_capability_is_as_long_as_the_standard_says)
{
	const struct map *map = device();

	assert_bytes(map, "CAP_SSVID", 0xa0, 0xa7);
	assert_bytes(map, "ECAP_L1PM", 0x100, 0x10f);
}

TEST(an_unknown_hidden_capability_has_no_length)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x40, 0x42);
	assert_nowhere(build(&builder, NEWEST), "CAP42",
		       "CAP42 is hidden, and nothing says how long it is: "
		       "name a part of it (CAP_x+HEX-HEX)");
}

TEST(gaps_are_all_raw_bytes)
{
	const struct map *map = device();
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
	struct range_reference range = parse("Gaps");
	char why[64];

	assert_true(range_resolve(&range, map, bytes, why, sizeof(why)));
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		assert_int_equal(marked(bytes, offset), is_raw(map, offset));
}

TEST(bytes_that_are_marked_stay_marked)
{
	const struct map *map = device();
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0x01 };
	struct range_reference range = parse("40-41");
	char why[64];

	assert_true(range_resolve(&range, map, bytes, why, sizeof(why)));
	assert_true(marked(bytes, 0));
	assert_true(marked(bytes, 0x41));
}

TEST(a_range_past_the_end_is_refused)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;

	add_standard(&builder, 0x80, 0x01);
	map = build(&builder, NEWEST);
	assert_nowhere(map, "f0-100",
		       "f0-100: past the end of configuration space (256 bytes)");
	assert_nowhere(map, "CAP_PM+0-80",
		       "80-100: past the end of configuration space (256 bytes)");
	assert_refused("f00-1000",
		       "f00-1000: past the end of configuration space (4096 bytes)");
}

TEST(a_range_that_the_device_lacks_is_refused)
{
	const struct map *map = device();

	assert_nowhere(map, "CAP_MSI", "the device has no CAP_MSI");
	assert_nowhere(map, "CAP_VNDR@2", "the device has no CAP_VNDR@2: the chain has 2");
	assert_nowhere(map, "CAP_MSI+0-1", "the device has no CAP_MSI");
}

TEST(a_device_without_a_map_has_neither_gaps_nor_whole_capabilities)
{
	struct space_builder builder = builder_start_express();
	const struct map *map;

	add_standard(&builder, 0x83, CAP_ID_MSI);
	map = build(&builder, NEWEST);
	assert_nowhere(map, "gaps", "there is no map of the device");
	assert_nowhere(map, "CAP_EXP", "there is no map of the device");
	assert_bytes(map, "CAP_EXP+0-1", 0x40, 0x41);
	assert_bytes(map, "0-fff", 0x00, 0xfff);
}

TEST(an_invalid_range_is_refused)
{
	static const char form[] = "not a range: HEX-HEX, CAP_x, CAP_x+HEX-HEX or gaps";
	static const char *const wrong[] = {
		"40-", "40-g", "4-5-6", "-", "-40", "x-40", "COMMAND-40", "CAP_PM-4", "CAP_PM+-4",
		"CAP_PM+4-", "40-41.b",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		char reason[128];

		snprintf(reason, sizeof(reason), "%s: %s", wrong[i], form);
		assert_refused(wrong[i], reason);
	}
	assert_refused("50-40", "50-40: the end is before the start");
	assert_refused("40-41@0", "40-41@0: @N goes with a capability only");
	assert_refused("FOO+4-5", "FOO: no such register");
	assert_refused("COMMAND+0-1", "COMMAND: not a capability");
	assert_refused("EXP_DEVCTL+0-1", "EXP_DEVCTL: not a capability");
	assert_refused("EXP_DEVCTL", "EXP_DEVCTL: not a capability");
	assert_refused("40", "40: not a capability");
	assert_refused("CAP_PM+4", "CAP_PM+4: not a range");
	assert_refused("CAP_PM.w", "CAP_PM.w: not a range");
	assert_refused("gap", "gap: no such register");
}

TEST(a_name_that_is_too_long_is_refused)
{
	char text[256] = "CAP0";
	struct range_reference range;
	char why[256];

	memset(text + 4, '0', 200);
	memcpy(text + 200, "9", 2);
	assert_false(range_parse(text, &range, why, sizeof(why)));
}

TEST(the_form_of_a_word_makes_it_a_range_or_a_register)
{
	static const char *const ranges[] = { "gaps", "GAPS", "40-4f", "CAP_PM+4-7", "40-", "x-y" };
	static const char *const others[] = { "CAP_PM", "40", "CAP_PM+4", "COMMAND", "-", "-4" };

	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
		assert_true(range_looks_like(ranges[i]));
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
		assert_false(range_looks_like(others[i]));
	assert_false(range_looks_like(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_has_both_ends),
		cmocka_unit_test(a_capability_is_all_its_bytes_in_the_map),
		cmocka_unit_test(a_capability_has_no_bytes_that_another_has),
		cmocka_unit_test(a_capability_without_a_byte_of_its_own_is_refused),
		cmocka_unit_test(a_part_of_a_capability_counts_from_its_start),
		cmocka_unit_test(a_hidden_capability_is_as_long_as_the_standard_says),
		cmocka_unit_test(an_unknown_hidden_capability_has_no_length),
		cmocka_unit_test(gaps_are_all_raw_bytes),
		cmocka_unit_test(bytes_that_are_marked_stay_marked),
		cmocka_unit_test(a_range_past_the_end_is_refused),
		cmocka_unit_test(a_range_that_the_device_lacks_is_refused),
		cmocka_unit_test(a_device_without_a_map_has_neither_gaps_nor_whole_capabilities),
		cmocka_unit_test(an_invalid_range_is_refused),
		cmocka_unit_test(a_name_that_is_too_long_is_refused),
		cmocka_unit_test(the_form_of_a_word_makes_it_a_range_or_a_register),
	};

	return cmocka_run_group_tests_name("register ranges", tests, NULL, NULL);
}
