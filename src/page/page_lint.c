/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The hazards, with links into the grid. */
#include "page/page.h"

#include "format/markup.h"
#include "output/svg.h"

static bool is_drawn(const struct report *report, const struct lint_finding *finding)
{
	return report->map != NULL && report->map->state == MAP_BUILT &&
	       finding->start < report->map->size;
}

static void finding_row(const struct page *page, const struct lint_finding *finding)
{
	const struct lint_info *info = lint_info(finding->code);
	const struct svg_grid grid = page_drawn(page);
	bool linked = is_drawn(page->report, finding);
	char text[LINT_MESSAGE_SIZE];

	markup_print("<tr class=\"severity-%s\"><td>%s</td><td>%s</td><td>",
		     lint_severity_name(finding->severity), lint_severity_name(finding->severity),
		     info->name);
	if (linked)
		markup_print("<a href=\"#%srow-%03x\">", page->prefix, svg_row(&grid, finding->start));
	markup_print("%02x-%02x%s%s", finding->start, finding->end,
		     finding->capability[0] != '\0' ? " " : "", finding->capability);
	if (linked)
		markup_print("</a>");
	markup_print("</td><td class=\"t\">%s</td></tr>\n", lint_message(finding, text));
}

void page_lint(const struct page *page)
{
	const struct lint *lint = page->report->lint->lint;

	markup_print("<section>\n<h3>Hazards</h3>\n");
	if (lint->findings == 0)
		markup_print("<p>lint finds nothing.</p>\n</section>\n");
	if (lint->findings == 0)
		return;
	markup_print("<table class=\"wide findings\">\n<thead><tr><th>severity</th><th>code</th><th>where</th>"
		     "<th>what it is, and what to do</th></tr></thead>\n<tbody>\n");
	for (unsigned int i = 0; i < lint->findings; i++)
		finding_row(page, &lint->finding[i]);
	markup_print("</tbody>\n</table>\n</section>\n");
}
