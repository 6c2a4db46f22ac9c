/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/grid.h"

#include <string.h>

#include "format/heading.h"
#include "format/palette.h"
#include "format/print.h"
#include "model/vfio/capability.h"

#define ROW 16

/* Columns of a row of 16 bytes and of its labels; a narrower terminal gets rows of 8. */
#define ROW_WIDTH 72

/* A map, and the raw bytes of capabilities that VFIO hides. */
struct grid {
	const struct map *map;
	unsigned int row;			/* bytes in one */
	uint16_t hidden[SPACE_SIZE_EXTENDED];	/* number of its visit, from 1; 0: none */
};

static void find_hidden(const struct map *map, struct grid *grid)
{
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];
		unsigned int end = visit->start + (visit->extent_known ? visit->extent : 4U);

		if (visit->length != 0 && visit->kind != KIND_PLACEHOLDER)
			continue;
		for (unsigned int offset = visit->start; offset < end && offset < map->size; offset++)
			if (map->owner[map->owner_of[offset]].kind == KIND_RAW)
				grid->hidden[offset] = (uint16_t)(i + 1);
	}
}

/* Adjacent capabilities alternate in shade, by their place in the walk. */
static const char *shade(const struct grid *grid, unsigned int offset)
{
	const struct map *map = grid->map;
	unsigned int owner = map->owner_of[offset];

	if (grid->hidden[offset] != 0)
		return PALETTE_HIDDEN;
	return palette_kind(map->owner[owner].kind, owner % 2 != 0);
}

/* Whether another owner begins at an offset. */
static bool is_start(const struct grid *grid, unsigned int offset)
{
	return offset == 0 || grid->map->owner_of[offset] != grid->map->owner_of[offset - 1] ||
	       grid->hidden[offset] != grid->hidden[offset - 1];
}

/* Prints the bytes of one row. A colour continues over blanks while the owner is the same. */
static void print_bytes(const struct report_run *run, const struct grid *grid, unsigned int row)
{
	const struct map *map = grid->map;

	for (unsigned int offset = row; offset < row + grid->row; offset++) {
		unsigned int owner = map->owner_of[offset];
		bool change = offset == row || is_start(grid, offset);

		if (change && offset != row)
			print_color(run, PALETTE_RESET);
		print_part("%s", offset % 8 == 0 ? "  " : " ");
		if (change)
			print_color(run, shade(grid, offset));
		if (grid->hidden[offset] != 0)
			print_part("--");
		else if (map->owner[owner].kind == KIND_RAW)
			print_part("..");
		else
			print_part("%02x", map->value[offset]);
	}
	print_color(run, PALETTE_RESET);
}

/* The bytes of a hidden capability after its placeholder, which has its name. */
static bool is_rest(const struct grid *grid, unsigned int offset)
{
	return offset != 0 && grid->hidden[offset] != 0 &&
	       grid->map->owner[grid->map->owner_of[offset - 1]].kind == KIND_PLACEHOLDER;
}

/* The name of a range at the right of the row in which it starts. */
static void print_label(const struct report_run *run, const struct grid *grid, unsigned int offset)
{
	const struct map *map = grid->map;
	const struct map_owner *owner = &map->owner[map->owner_of[offset]];
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	char name[CAPABILITY_NAME_SIZE];
	const char *label = map_kind_name(owner->kind);

	if (grid->hidden[offset] != 0) {
		const struct map_visit *visit = &map->visit[grid->hidden[offset] - 1];

		label = capability_name(visit->kind != KIND_CAPABILITY, visit->id, name);
	} else if (extended || owner->kind == KIND_CAPABILITY) {
		label = capability_name(extended, owner->id, name);
	}
	print_color(run, shade(grid, offset));
	print_part("%s", label);
	print_color(run, PALETTE_RESET);
	if (owner->kind == KIND_PLACEHOLDER || grid->hidden[offset] != 0)
		print_part(" (hidden)");
}

static void print_labels(const struct report_run *run, const struct grid *grid, unsigned int row)
{
	const char *separator = "  ";
	bool hangs = false;

	for (unsigned int offset = row; offset < row + grid->row; offset++) {
		if (!is_start(grid, offset) || is_rest(grid, offset))
			continue;
		print_part("%s", separator);
		if (!hangs)
			print_hang();
		hangs = true;
		print_label(run, grid, offset);
		separator = " ";
	}
}

static bool rows_equal(const struct grid *grid, unsigned int row)
{
	const struct map *map = grid->map;

	return row >= grid->row && row + grid->row < map->size &&
	       memcmp(map->owner_of + row, map->owner_of + row - grid->row,
		      grid->row * sizeof(map->owner_of[0])) == 0 &&
	       memcmp(grid->hidden + row, grid->hidden + row - grid->row,
		      grid->row * sizeof(grid->hidden[0])) == 0;
}

/* Folds equal rows into one line with their number. */
static void print_rows(const struct report_run *run, const struct grid *grid)
{
	unsigned int folded = 0;

	for (unsigned int row = 0; row < grid->map->size; row += grid->row) {
		if (rows_equal(grid, row) && (folded != 0 || rows_equal(grid, row + grid->row))) {
			folded++;
			continue;
		}
		if (folded != 0)
			print_line("  *    %u rows more", folded);
		folded = 0;
		print_part(" %03x:", row);
		print_bytes(run, grid, row);
		print_labels(run, grid, row);
		print_end();
	}
}

static void print_legend(const struct report_run *run, const struct grid *grid)
{
	const struct map *map = grid->map;
	bool hidden = false;
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
		print_whole("%s", legend[kind]);
		print_color(run, PALETTE_RESET);
		print_part("%s", kind < KIND_RAW ? " " : "");
	}
	for (unsigned int offset = 0; offset < map->size; offset++)
		hidden |= grid->hidden[offset] != 0;
	if (hidden) {
		print_part("  ");
		print_color(run, PALETTE_HIDDEN);
		print_whole("-- raw, of a hidden capability");
		print_color(run, PALETTE_RESET);
	}
	print_end();
}

int grid_map_device(const struct report_run *run, const struct report *report, bool first)
{
	struct grid grid = { .map = report->map, .row = ROW };

	if (!first)
		print_end();
	heading_print(run, report);
	print_end();
	if (report->map->state == MAP_BUILT) {
		if (run->width != 0 && run->width < ROW_WIDTH)
			grid.row = ROW / 2;
		find_hidden(report->map, &grid);
		print_legend(run, &grid);
		print_line("        0  1  2  3  4  5  6  7%s",
			   grid.row == ROW ? "   8  9  a  b  c  d  e  f" : "");
		print_rows(run, &grid);
		print_end();
	}
	footing_print(run, report);
	return 0;
}
