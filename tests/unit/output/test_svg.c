// SPDX-License-Identifier: GPL-2.0-or-later
/* The drawing of a device's bytes: runs, rows that fold, names. */
#include "map_expect.h"
#include "standard_output.h"

#include <string.h>

#include "output/svg.h"

#define SIZE 65536

/* The drawing of a space; good until the next one. */
static const char *drawn(const struct space_builder *builder, const char *prefix)
{
	static char text[SIZE];
	static struct device device;
	const struct report report = { .device = &device, .map = build(builder, NEWEST) };
	const struct svg_grid grid = { .report = &report, .prefix = prefix };
	struct caught caught;

	device.space = builder->space;
	caught = catch_output();
	svg_grid(&grid);
	return caught_text(&caught, text, sizeof(text));
}

static unsigned int count(const char *text, const char *part)
{
	unsigned int found = 0;

	for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
		found++;
	return found;
}

TEST(a_run_has_one_rectangle_in_each_row)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const char *text;

	add_standard(&builder, 0x48, 0x01);	/* CAP_PM: 8 bytes */
	text = drawn(&builder, NULL);
	assert_int_equal(count(text, "class=\"k-h\""), 4);
	assert_int_equal(count(text, "<title>48-4f CAP_PM</title>"), 1);
	assert_int_equal(count(text, "<title>40-47 raw</title>"), 1);
}

TEST(equal_rows_fold_into_one_line)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put8(&builder, 0x20, 1);	/* no rows of the header are equal then */
	assert_int_equal(count(drawn(&builder, NULL), "11 equal rows, to 0ff"), 1);
	put8(&builder, 0x85, 1);
	assert_int_equal(count(drawn(&builder, NULL), "equal rows"), 2);
}

TEST(a_hidden_capability_is_drawn_as_one)
{
	struct space_builder builder = builder_start_express();
	const char *text;

	add_extended(&builder, 0x100, 0x0003);	/* DSN */
	add_extended(&builder, 0x140, 0x001b);	/* PASID, which VFIO hides */
	text = drawn(&builder, "d1-");
	assert_non_null(strstr(text, "<title>140-147 ECAP_PASID, hidden</title>"));
	assert_non_null(strstr(text, "<a href=\"#d1-ECAP_PASID\"><rect class=\"k-x\""));
	assert_non_null(strstr(text, "<a href=\"#d1-ECAP_DSN\">"));
}

TEST(a_row_is_found_also_if_it_is_folded)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device device = { .iommu_group = -1 };
	const struct report report = { .device = &device, .map = build(&builder, NEWEST) };
	const struct svg_grid grid = { .report = &report };

	put8(&builder, 0x20, 1);
	device.space = builder.space;
	assert_int_equal(svg_row(&grid, 0x3f), 0x30);
	assert_int_equal(svg_row(&grid, 0x45), 0x40);
	assert_int_equal(svg_row(&grid, 0xa5), 0x50);
	assert_int_equal(svg_row(&grid, 0xff), 0x50);
}

TEST(capabilities_of_one_id_are_numbered)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct map *map;
	char name[SVG_NAME_SIZE];

	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0x60, 0x01);
	map = build(&builder, NEWEST);
	assert_string_equal(svg_capability(map, 0, name), "header");
	assert_string_equal(svg_capability(map, 0x40, name), "CAP_PM");
	assert_string_equal(svg_capability(map, 0x60, name), "CAP_PM@1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_has_one_rectangle_in_each_row),
		cmocka_unit_test(equal_rows_fold_into_one_line),
		cmocka_unit_test(a_hidden_capability_is_drawn_as_one),
		cmocka_unit_test(a_row_is_found_also_if_it_is_folded),
		cmocka_unit_test(capabilities_of_one_id_are_numbered),
	};

	return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
