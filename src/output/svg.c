/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/svg.h"

#include <string.h>

#include "format/heading.h"
#include "format/markup.h"

#define ROW 16			/* bytes */
#define ROWS (SPACE_SIZE_EXTENDED / ROW)

/* Units of the drawing. */
#define LEFT 36			/* of the offsets */
#define CELL 24
#define HEIGHT 17
#define BYTES_WIDTH (ROW * CELL - 8)	/* of the text of a row: 47 characters */
#define WIDTH 640

/* A row of the drawing, or one line for several equal rows. */
struct line {
	unsigned int row;
	unsigned int folded;		/* the number of rows that it replaces; 0: it is a row */
};

struct layout {
	const struct svg_grid *grid;
	unsigned int lines;
	struct line line[ROWS];
};

/* Bits of a byte, by the way of a write. */
enum written { WRITE_DROPPED, WRITE_VIRTUAL, WRITE_HARDWARE, WRITE_BOTH, WRITE_UNDEFINED };

static const struct map *map_of(const struct svg_grid *grid)
{
	return grid->report->map;
}

/* The hidden capability that has a byte by the standards, or NULL. */
static const struct map_visit *hidden_of(const struct map *map, unsigned int offset)
{
	const struct map_visit *visit = map_extent(map, offset);

	return visit != NULL && visit->length == 0 ? visit : NULL;
}

static bool same_owner(const struct map *map, unsigned int a, unsigned int b)
{
	return map->owner_of[a] == map->owner_of[b] && hidden_of(map, a) == hidden_of(map, b);
}

static enum written written(const struct policy *policy, unsigned int offset)
{
	uint8_t copied = policy->write_virtual[offset];
	uint8_t reaching = (uint8_t)(policy->write[offset] & ~copied);

	if (policy->undefined[offset])
		return WRITE_UNDEFINED;
	if (reaching == 0)
		return copied == 0 ? WRITE_DROPPED : WRITE_VIRTUAL;
	return copied == 0 ? WRITE_HARDWARE : WRITE_BOTH;
}

/* "h", "v" or "b" for the source of a read; then the same for a write, "." if it is dropped. */
static void policy_text(const struct policy *policy, unsigned int offset, char text[3])
{
	static const char writes[] = { '.', 'V', 'H', 'B', '?' };
	uint8_t copied = policy->read_virtual[offset];

	text[0] = copied == 0xff ? 'v' : copied == 0 ? 'h' : 'b';
	text[1] = writes[written(policy, offset)];
	text[2] = '\0';
	if (policy->undefined[offset])
		text[0] = '?';
}

static bool same_byte(const struct config_space *space, unsigned int a, unsigned int b)
{
	return space_is_known(space, a) == space_is_known(space, b) &&
	       space_byte(space, a) == space_byte(space, b);
}

/* Whether two bytes look the same in every view. */
static bool looks_same(const struct svg_grid *grid, unsigned int a, unsigned int b)
{
	const struct report *report = grid->report;
	char one[3], other[3];

	if (!same_owner(report->map, a, b) || !same_byte(&report->device->space, a, b))
		return false;
	if (grid->user == NULL)
		return true;
	policy_text(report->policy, a, one);
	policy_text(report->policy, b, other);
	return same_byte(grid->user, a, b) && strcmp(one, other) == 0 &&
	       (report->guest == NULL || same_byte(&report->guest->space, a, b));
}

static bool is_repeated(const struct svg_grid *grid, unsigned int row)
{
	if (row < ROW || row + ROW > map_of(grid)->size)
		return false;
	for (unsigned int i = row; i < row + ROW; i++)
		if (!looks_same(grid, i, i - ROW))
			return false;
	return true;
}

/* Equal rows fold if there are at least two. */
static void lay_out(const struct svg_grid *grid, struct layout *layout)
{
	unsigned int row = 0, size = map_of(grid)->size;

	*layout = (struct layout) { .grid = grid };
	while (row < size) {
		unsigned int equal = 0;

		layout->line[layout->lines++].row = row;
		row += ROW;
		while (row + equal * ROW < size && is_repeated(grid, row + equal * ROW))
			equal++;
		if (equal < 2)
			continue;
		layout->line[layout->lines++] = (struct line) { row, equal };
		row += equal * ROW;
	}
}

const char *svg_capability(const struct map *map, unsigned int start, char text[SVG_NAME_SIZE])
{
	const struct map_visit *visit = NULL;
	unsigned int instance = 0;
	char name[CAPABILITY_NAME_SIZE];

	for (unsigned int i = 0; i < map->visits && visit == NULL; i++)
		if (map->visit[i].start == start)
			visit = &map->visit[i];
	if (visit == NULL) {
		snprintf(text, SVG_NAME_SIZE, "header");
		return text;
	}
	for (const struct map_visit *before = map->visit; before != visit; before++)
		instance += before->id == visit->id && before->start != start &&
			    (before->kind == KIND_CAPABILITY) == (visit->kind == KIND_CAPABILITY);
	capability_name(visit->kind != KIND_CAPABILITY, visit->id, name);
	if (instance == 0)
		snprintf(text, SVG_NAME_SIZE, "%s", name);
	else
		snprintf(text, SVG_NAME_SIZE, "%s@%u", name, instance);
	return text;
}

/* How the drawing marks the owner of a byte. */
struct look {
	const char *class_name;		/* after "k-" */
	char letter;			/* for print, and for readers who see no colour */
	bool linked;			/* the name is a place on the page */
	char name[SVG_NAME_SIZE];
};

static void look_of(const struct map *map, unsigned int offset, struct look *look)
{
	static const struct { const char *class_name[2]; char letter; } kinds[] = {
		[KIND_HEADER] = { { "h", "h" }, 'H' },
		[KIND_CAPABILITY] = { { "c0", "c1" }, 'C' },
		[KIND_EXTENDED] = { { "e0", "e1" }, 'E' },
		[KIND_PLACEHOLDER] = { { "p", "p" }, 'P' },
		[KIND_RAW] = { { "r", "r" }, 'R' },
		[KIND_VIRTUAL] = { { "v", "v" }, 'V' },
	};
	const struct map_owner *owner = &map->owner[map->owner_of[offset]];
	const struct map_visit *hidden = hidden_of(map, offset);

	look->class_name = kinds[owner->kind].class_name[map->owner_of[offset] % 2];
	look->letter = kinds[owner->kind].letter;
	look->linked = owner->kind != KIND_RAW && owner->kind != KIND_VIRTUAL;
	if (hidden != NULL) {
		look->class_name = "x";
		look->letter = 'X';
		look->linked = true;
		svg_capability(map, hidden->start, look->name);
	} else if (owner->kind == KIND_RAW || owner->kind == KIND_VIRTUAL) {
		snprintf(look->name, sizeof(look->name), "%s", map_kind_name(owner->kind));
	} else {
		svg_capability(map, owner->kind == KIND_HEADER ? 0 : owner->start, look->name);
	}
}

static unsigned int x_of(unsigned int offset)
{
	return LEFT + offset % ROW * CELL;
}

static unsigned int y_of(unsigned int line)
{
	return HEIGHT + line * HEIGHT;
}

/* Draws the owners of a row: a rectangle for each run. */
static void draw_owners(const struct layout *layout, unsigned int line)
{
	const struct map *map = map_of(layout->grid);
	unsigned int row = layout->line[line].row, end;
	const char *prefix = layout->grid->prefix;
	struct look look;

	for (unsigned int start = row; start < row + ROW; start = end) {
		end = start + 1;
		while (end < row + ROW && same_owner(map, start, end))
			end++;
		look_of(map, start, &look);
		if (prefix != NULL && look.linked)
			markup_print("<a href=\"#%s%s\">", prefix, look.name);
		markup_print("<rect class=\"k-%s\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%d\">"
			     "<title>%02x-%02x %s%s</title></rect>", look.class_name, x_of(start),
			     y_of(line), (end - start) * CELL, HEIGHT, start, end - 1, look.name,
			     look.letter == 'X' ? ", hidden" : "");
		if (prefix != NULL && look.linked)
			markup_print("</a>");
		markup_print("<text class=\"l\" x=\"%u\" y=\"%u\">%c</text>", x_of(start) + 1,
			     y_of(line) + 6, look.letter);
	}
}

/* Writes the names of what begins in a row, at its right. */
static void draw_names(const struct layout *layout, unsigned int line)
{
	const struct map *map = map_of(layout->grid);
	unsigned int row = layout->line[line].row;
	const char *separator = "";
	struct look look;

	markup_print("<text x=\"%u\" y=\"%u\">", LEFT + ROW * CELL + 8, y_of(line) + 12);
	for (unsigned int offset = row; offset < row + ROW; offset++) {
		if (offset != 0 && same_owner(map, offset, offset - 1))
			continue;
		look_of(map, offset, &look);
		markup_print("%s%s%s", separator, look.name, look.letter == 'X' ? " (hidden)" : "");
		separator = ", ";
	}
	markup_print("</text>\n");
}

/* Begins the text of a row's offset, the target of links on a page. */
static void draw_offset(const struct layout *layout, unsigned int line)
{
	markup_print("<text class=\"o\" x=\"%d\" y=\"%u\"", layout->line[line].folded != 0 ? LEFT : 4,
		     y_of(line) + 12);
	if (layout->grid->prefix != NULL)
		markup_print(" id=\"%srow-%03x\"", layout->grid->prefix, layout->line[line].row);
	markup_print(">");
}

static void draw_frame(const struct layout *layout)
{
	for (unsigned int i = 0; i < ROW; i++)
		markup_print("<text class=\"n m\" x=\"%u\" y=\"12\">%x</text>", x_of(i) + CELL / 2, i);
	markup_print("\n");
	for (unsigned int i = 0; i < layout->lines; i++) {
		const struct line *line = &layout->line[i];

		if (line->folded != 0) {
			draw_offset(layout, i);
			markup_print("%u equal rows, to %03x</text>\n", line->folded,
				     line->row + line->folded * ROW - 1);
			continue;
		}
		draw_offset(layout, i);
		markup_print("%03x</text>", line->row);
		draw_owners(layout, i);
		draw_names(layout, i);
	}
}

/*
 * Writes the text of a row: three characters a byte, at places that do not depend on the font.
 */
static void draw_row(unsigned int line, const char text[3 * ROW + 1])
{
	markup_print("<text x=\"%d\" y=\"%u\" textLength=\"%d\">%s</text>\n", LEFT + 6,
		     y_of(line) + 13, BYTES_WIDTH, text);
}

static void draw_bytes(const struct layout *layout, const char *view,
		       const struct config_space *space)
{
	markup_print("<g class=\"g-%s\">\n", view);
	for (unsigned int i = 0; i < layout->lines; i++) {
		char text[3 * ROW + 1];

		for (unsigned int byte = 0; byte < ROW; byte++) {
			unsigned int offset = layout->line[i].row + byte;

			if (space_is_known(space, offset))
				snprintf(text + 3 * byte, 4, "%02x ", space_byte(space, offset));
			else
				snprintf(text + 3 * byte, 4, "?? ");
		}
		text[3 * ROW - 1] = '\0';
		if (layout->line[i].folded == 0)
			draw_row(i, text);
	}
	markup_print("</g>\n");
}

/* Draws the runs of a row by the way of writes. */
static void draw_written(const struct layout *layout, unsigned int line)
{
	static const char classes[] = { 'd', 'v', 'h', 'b', 'u' };
	const struct policy *policy = layout->grid->report->policy;
	unsigned int row = layout->line[line].row, end;

	for (unsigned int start = row; start < row + ROW; start = end) {
		enum written first = written(policy, start);

		end = start + 1;
		while (end < row + ROW && written(policy, end) == first)
			end++;
		markup_print("<rect class=\"w-%c\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%d\"/>",
			     classes[first], x_of(start), y_of(line), (end - start) * CELL, HEIGHT);
	}
}

static void draw_policy(const struct layout *layout)
{
	const struct policy *policy = layout->grid->report->policy;

	markup_print("<g class=\"g-policy\">\n");
	for (unsigned int i = 0; i < layout->lines; i++) {
		char text[3 * ROW + 1];

		if (layout->line[i].folded != 0)
			continue;
		for (unsigned int byte = 0; byte < ROW; byte++) {
			policy_text(policy, layout->line[i].row + byte, text + 3 * byte);
			text[3 * byte + 2] = ' ';
		}
		text[3 * ROW - 1] = '\0';
		draw_written(layout, i);
		draw_row(i, text);
	}
	markup_print("</g>\n");
}

static void draw_views(const struct layout *layout)
{
	const struct svg_grid *grid = layout->grid;
	const struct report *report = grid->report;
	const struct config_space *space = &report->device->space;

	if (grid->user == NULL || space->view == VIEW_HARDWARE)
		draw_bytes(layout, "hardware", space);
	if (grid->user == NULL)
		return;
	draw_bytes(layout, "user", grid->user);
	if (report->guest != NULL)
		draw_bytes(layout, "guest", &report->guest->space);
	draw_policy(layout);
}

unsigned int svg_row(const struct svg_grid *grid, unsigned int offset)
{
	struct layout layout;
	unsigned int line = 0;

	lay_out(grid, &layout);
	while (line + 1 < layout.lines && layout.line[line + 1].row <= offset)
		line++;
	return layout.line[line].row;
}

void svg_grid(const struct svg_grid *grid)
{
	struct layout layout;
	char address[ADDRESS_TEXT_SIZE];

	lay_out(grid, &layout);
	markup_print("<svg class=\"bytes\" viewBox=\"0 0 %d %u\"", WIDTH, y_of(layout.lines) + 4);
	if (grid->prefix == NULL)
		markup_print(" xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\"", WIDTH,
			     y_of(layout.lines) + 4);
	markup_print(" role=\"group\" aria-label=\"%s: bytes by owner\">\n",
		     address_format(&grid->report->device->address, address));
	if (grid->prefix == NULL) {
		markup_print("<style>%s svg{background:var(--bg)}</style>\n", svg_style);
		svg_patterns();
	}
	draw_frame(&layout);
	draw_views(&layout);
	markup_print("</svg>\n");
}

int svg_map_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct svg_grid grid = { .report = report };

	(void)run;
	(void)first;
	if (report->map->state == MAP_BUILT)
		svg_grid(&grid);
	return 0;
}
