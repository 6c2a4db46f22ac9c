/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/grid.h"

#include <string.h>

#include "model/vfio/capability.h"
#include "output/heading.h"
#include "output/palette.h"

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

		if (run->color && change && offset != row)
			fputs(PALETTE_RESET, stdout);
		fputs(offset % 8 == 0 ? "  " : " ", stdout);
		if (run->color && change)
			fputs(shade(map, offset), stdout);
		if (map->owner[owner].kind == KIND_RAW)
			fputs("..", stdout);
		else
			printf("%02x", map->value[offset]);
		previous = owner;
	}
	if (run->color)
		fputs(PALETTE_RESET, stdout);
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
	printf("%s%s%s", run->color ? shade(map, offset) : "", label,
	       run->color ? PALETTE_RESET : "");
	if (owner->kind == KIND_PLACEHOLDER)
		fputs(" (hidden)", stdout);
}

static void print_labels(const struct report_run *run, const struct map *map, unsigned int row)
{
	const char *separator = "  ";

	for (unsigned int offset = row; offset < row + ROW; offset++) {
		if (offset != 0 && map->owner_of[offset] == map->owner_of[offset - 1])
			continue;
		fputs(separator, stdout);
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
			printf("  *    %u rows more\n", folded);
		folded = 0;
		printf(" %03x:", row);
		print_bytes(run, map, row);
		print_labels(run, map, row);
		putchar('\n');
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
	fputs(" ", stdout);
	for (int kind = 0; kind < MAP_KINDS; kind++)
		if (totals[kind] != 0)
			printf(" %s%s%s%s", run->color ? palette_kind((enum map_kind)kind, false) : "",
			       legend[kind], run->color ? PALETTE_RESET : "",
			       kind < KIND_RAW ? " " : "");
	putchar('\n');
}

int grid_map_device(const struct report_run *run, const struct report *report, bool first)
{
	if (!first)
		putchar('\n');
	heading_print(run, report);
	putchar('\n');
	if (report->map->state == MAP_BUILT) {
		print_legend(run, report->map);
		puts("        0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f");
		print_rows(run, report->map);
		putchar('\n');
	}
	footing_print(run, report);
	return 0;
}
