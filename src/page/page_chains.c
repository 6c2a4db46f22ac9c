/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The chains of capabilities of each layer, one above the other. A hidden capability is drawn
 * as a ghost.
 */
#include "page/page.h"

#include "format/markup.h"
#include "model/vfio/capability.h"
#include "output/svg.h"

#define A_ROW 5			/* the most capabilities in a row; the others follow below */

/* Units of the drawing; page_style.c has the size of a box, too. */
#define LEFT 78			/* of the layers' names */
#define BOX_WIDTH 150
#define BOX_HEIGHT 34
#define STEP_X 172
#define STEP_Y 50

static const char *const layer_titles[CHAIN_LAYERS] = {
	[CHAIN_HARDWARE] = "hardware", [CHAIN_VFIO] = "VFIO user", [CHAIN_GUEST] = "guest",
};

/* The bytes that a layer shows. */
static const struct config_space *space_of(const struct page *page, enum chain_layer layer)
{
	if (layer == CHAIN_HARDWARE)
		return &page->report->device->space;
	return layer == CHAIN_VFIO ? page->facts->user : &page->report->guest->space;
}

static bool has_layer(const struct page *page, enum chain_layer layer)
{
	if (layer == CHAIN_HARDWARE)
		return page->report->chains->hardware_known;
	return layer != CHAIN_GUEST || page->report->guest != NULL;
}

/* The header at the start of a capability. */
static void box_value(const struct config_space *space, const struct chain_entry *entry,
		      unsigned int x, unsigned int y)
{
	unsigned int width = entry->extended ? 4 : 2;
	struct known_value value = space_value(space, entry->start, width);

	markup_print("<text class=\"o\" x=\"%u\" y=\"%u\">", x + BOX_WIDTH / 2, y + 28);
	if (value.known)
		markup_print("reads %0*x</text>", (int)(2 * width), value.value);
	else
		markup_print("not known</text>");
}

static void box(const struct page *page, const struct chain_entry *entry, enum chain_layer layer,
		const unsigned int at[2])
{
	char name[SVG_NAME_SIZE];
	unsigned int x = at[0], y = at[1];

	svg_capability(page->report->map, entry->start, name);
	if (name[0] == 'h')	/* the map lacks the VMM's own capabilities */
		capability_name(entry->extended, entry->id, name);
	markup_print("<g class=\"%s\">"
		     "<rect class=\"box\" x=\"%u\" y=\"%u\"/>"
		     "<text x=\"%u\" y=\"%u\">%02x %s</text>",
		     entry->in[layer] ? "shown" : "ghost", x, y, x + BOX_WIDTH / 2, y + 14, entry->start, name);
	box_value(space_of(page, layer), entry, x, y);
	markup_print("</g>\n");
}

/* Draws an arrow from one box to another, below the ghosts between them. */
static void arrow(unsigned int from, unsigned int to, unsigned int y)
{
	unsigned int middle = y + BOX_HEIGHT / 2, below = y + BOX_HEIGHT + 6;

	markup_print("<path class=\"arrow\" d=\"M%u %u", from, middle);
	if (to - from > STEP_X - BOX_WIDTH)
		markup_print("h8V%uH%uV%u", below, to - 12, middle);
	markup_print("H%um-5 -3l5 3l-5 3\"/>\n", to);
}

/* Draws some capabilities of one layer, and arrows between those that it shows. */
static void layer_of(const struct page *page, enum chain_layer layer, unsigned int y,
		     const struct chain_entry *const *entries, unsigned int count)
{
	unsigned int from = 0;

	markup_print("<text x=\"4\" y=\"%u\">%s</text>\n", y + 21, layer_titles[layer]);
	for (unsigned int i = 0; i < count; i++) {
		unsigned int at[2] = { LEFT + i * STEP_X, y };

		if (entries[i]->in[layer]) {
			if (from != 0)
				arrow(from, at[0], y);
			from = at[0] + BOX_WIDTH;
		}
		box(page, entries[i], layer, at);
	}
}

static void part(const struct page *page, const struct chain_entry *const *entries,
		 unsigned int count)
{
	unsigned int layers = 0, width = LEFT + count * STEP_X, y = 4;

	for (int layer = 0; layer < CHAIN_LAYERS; layer++)
		layers += has_layer(page, (enum chain_layer)layer);
	markup_print("<div class=\"scroll\"><svg class=\"chain\" width=\"%u\" height=\"%u\" "
		     "viewBox=\"0 0 %u %u\" role=\"img\" aria-label=\"chains of capabilities\">\n", width,
		     layers * STEP_Y, width, layers * STEP_Y);
	for (int layer = 0; layer < CHAIN_LAYERS; layer++) {
		if (!has_layer(page, (enum chain_layer)layer))
			continue;
		layer_of(page, (enum chain_layer)layer, y, entries, count);
		y += STEP_Y;
	}
	markup_print("</svg></div>\n");
}

static void chain(const struct page *page, bool extended)
{
	const struct chains *chains = page->report->chains;
	const struct chain_entry *row[A_ROW];
	unsigned int count, next = 0;
	bool any = false;

	while ((count = chains_row(chains, extended, &next, row, A_ROW)) > 0) {
		if (!any)
			markup_print("<h4>%s capabilities</h4>\n", extended ? "Extended" : "Standard");
		any = true;
		part(page, row, count);
	}
}

void page_chains(const struct page *page)
{
	if (page->report->policy == NULL || page->report->chains->count == 0)
		return;
	markup_print("<section>\n<h3>Chains</h3>\n<p>What each layer shows, from left to right; a dashed "
		     "box is a capability that the layer leaves out of its chain.</p>\n");
	chain(page, false);
	chain(page, true);
	markup_print("</section>\n");
}
