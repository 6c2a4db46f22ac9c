/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/grid.h"

#include <string.h>

#include "format/heading.h"
#include "format/palette.h"
#include "format/print.h"
#include "model/vfio/capability.h"

#define ROW 16

/* Neighbours take turns in shade, by their place in the walk. */
static const char *shade(const struct map *map, unsigned int offset)
{
	unsigned int owner = map->owner_of[offset];

	return palette_kind(map->owner[owner].kind, owner % 2 != 0);
}

/* The bytes of one row; a colour lasts as long as its owner, over the spaces too. */
static void print_bytes(const struct report_run *run, const struct map *map, unsigned int row)
{
	unsigned int previous = 0;

	for (unsigned int offset = row; offset < row + ROW; offset++) {
		unsigned int owner = map->owner_of[offset];
		bool change = offset == row || owner != previous;

		if (change && offset != row)
			print_color(run, PALETTE_RESET);
		print_part("%s", offset % 8 == 0 ? "  " : " ");
		if (change)
			print_color(run, shade(map, offset));
		if (map->owner[owner].kind == KIND_RAW)
			print_part("..");
		else
			print_part("%02x", map->value[offset]);
		previous = owner;
	}
	print_color(run, PALETTE_RESET);
}

/* What a range is called at the right of the row in which it starts. */
static void print_label(const struct report_run *run, const struct map *map, unsigned int offset)
{
	const struct map_owner *owner = &map->owner[map->owner_of[offset]];
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	char name[CAPABILITY_NAME_SIZE];
	const char *label = map_kind_name(owner->kind);

	if (extended || owner->kind == KIND_CAPABILITY)
		label = capability_name(extended, owner->id, name);
	print_color(run, shade(map, offset));
	print_part("%s", label);
	print_color(run, PALETTE_RESET);
	if (owner->kind == KIND_PLACEHOLDER)
		print_part(" (hidden)");
}

static void print_labels(const struct report_run *run, const struct map *map, unsigned int row)
{
	const char *separator = "  ";

	for (unsigned int offset = row; offset < row + ROW; offset++) {
		if (offset != 0 && map->owner_of[offset] == map->owner_of[offset - 1])
			continue;
		print_part("%s", separator);
		print_label(run, map, offset);
		separator = " ";
	}
}

static bool rows_equal(const struct map *map, unsigned int row)
{
	return row >= ROW && row + ROW < map->size &&
	       memcmp(map->owner_of + row, map->owner_of + row - ROW,
		      ROW * sizeof(map->owner_of[0])) == 0;
}

/* Equal rows fold into one line that says how many there were. */
static void print_rows(const struct report_run *run, const struct map *map)
{
	unsigned int folded = 0;

	for (unsigned int row = 0; row < map->size; row += ROW) {
		if (rows_equal(map, row) && (folded != 0 || rows_equal(map, row + ROW))) {
			folded++;
			continue;
		}
		if (folded != 0)
			print_line("  *    %u rows more", folded);
		folded = 0;
		print_part(" %03x:", row);
		print_bytes(run, map, row);
		print_labels(run, map, row);
		print_end();
	}
}

static void print_legend(const struct report_run *run, const struct map *map)
{
	static const char *const legend[MAP_KINDS] = {
		[KIND_HEADER] = "00 header",
		[KIND_CAPABILITY] = "ID capability",
		[KIND_EXTENDED] = "ID extended capability",
		[KIND_PLACEHOLDER] = "ID placeholder",
		[KIND_RAW] = ".. raw (ff): straight to the hardware",
		[KIND_VIRTUAL] = "fe virtual",
	};
	unsigned int totals[MAP_KINDS];

	map_totals(map, totals);
	print_part(" ");
	for (int kind = 0; kind < MAP_KINDS; kind++) {
		if (totals[kind] == 0)
			continue;
		print_part(" ");
		print_color(run, palette_kind((enum map_kind)kind, false));
		print_part("%s", legend[kind]);
		print_color(run, PALETTE_RESET);
		print_part("%s", kind < KIND_RAW ? " " : "");
	}
	print_end();
}

int grid_map_device(const struct report_run *run, const struct report *report, bool first)
{
	if (!first)
		print_end();
	heading_print(run, report);
	print_end();
	if (report->map->state == MAP_BUILT) {
		print_legend(run, report->map);
		print_line("        0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f");
		print_rows(run, report->map);
		print_end();
	}
	footing_print(run, report);
	return 0;
}
