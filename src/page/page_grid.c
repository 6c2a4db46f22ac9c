/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The bytes, in views that CSS alone switches, and the meaning of their colours. */
#include "page/page.h"

#include "format/markup.h"
#include "output/svg.h"

static void view(const struct page *page, const char *name, const char *title, bool checked)
{
	markup_print("<input type=\"radio\" name=\"%sview\" id=\"%sview-%s\" class=\"v-%s\"%s>"
		     "<label for=\"%sview-%s\">%s</label>\n", page->prefix, page->prefix, name, name,
		     checked ? " checked" : "", page->prefix, name, title);
}

static void key(const char *class_name, const char *letter, const char *meaning)
{
	markup_print("<li><svg viewBox=\"0 0 24 14\" aria-hidden=\"true\"><rect class=\"%s\" width=\"24\" "
		     "height=\"14\"/><text class=\"m\" x=\"12\" y=\"11\">%s</text></svg>%s</li>\n",
		     class_name, letter, meaning);
}

static void legend_of_owners(const struct map *map)
{
	unsigned int totals[MAP_KINDS];

	map_totals(map, totals);
	markup_print("<ul class=\"legend g-owner\">\n");
	key("k-h", "H", "header");
	if (totals[KIND_CAPABILITY] != 0)
		key("k-c0", "C", "capability");
	if (totals[KIND_EXTENDED] != 0)
		key("k-e0", "E", "extended capability");
	if (totals[KIND_PLACEHOLDER] != 0)
		key("k-p", "P", "placeholder for a hidden one");
	if (map->hiddens != 0)
		key("k-x", "X", "hidden capability: raw");
	if (totals[KIND_RAW] != 0)
		key("k-r", "R", "raw: straight to the hardware");
	if (totals[KIND_VIRTUAL] != 0)
		key("k-v", "V", "virtual: never leaves VFIO");
	markup_print("</ul>\n");
}

static void legend_of_policy(void)
{
	markup_print("<ul class=\"legend g-policy\">\n");
	key("w-d", ".", "a write is dropped");
	key("w-v", "V", "... changes the virtual copy");
	key("w-h", "H", "... reaches the hardware");
	key("w-b", "B", "... one or the other, by bit");
	key("w-u", "?", "undefined");
	markup_print("<li>first letter: read from hardware (h), virtual copy (v), both (b)</li>\n</ul>\n");
}

struct svg_grid page_drawn(const struct page *page)
{
	return (struct svg_grid) {
		.report = page->report,
		.user = page->report->policy != NULL ? page->facts->user : NULL,
		.prefix = page->prefix,
	};
}

void page_grid(const struct page *page)
{
	const struct report *report = page->report;
	bool hardware = report->device->space.view == VIEW_HARDWARE;
	const struct svg_grid grid = page_drawn(page);


	if (report->map == NULL || report->map->state != MAP_BUILT)
		return;
	markup_print("<section>\n<h3>Bytes</h3>\n<div class=\"views\" role=\"radiogroup\" "
		     "aria-label=\"view of the bytes\">\n");
	if (grid.user != NULL) {
		if (hardware)
			view(page, "hardware", "hardware", true);
		view(page, "user", "VFIO user", !hardware);
		if (report->guest != NULL)
			view(page, "guest", "guest", false);
		view(page, "policy", "policy", false);
	}
	markup_print("<div class=\"scroll\">\n");
	svg_grid(&grid);
	markup_print("</div>\n");
	legend_of_owners(report->map);
	legend_of_policy();
	markup_print("</div>\n</section>\n");
}
