/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The data behind a page, for programs: what each command prints as one line of JSON. */
#include "page/page.h"

#include <string.h>

#include "base/macros.h"
#include "format/json.h"
#include "format/markup.h"

static const struct {
	const char *command;
	const struct renderer *renderers;
} parts[] = {
	{ "map", map_renderers },
	{ "policy", policy_renderers },
	{ "lint", lint_renderers },
	{ "diff", diff_renderers },
};

/* The renderer of a line of JSON. */
static const struct renderer *line_of(const struct renderer *renderers)
{
	while (strcmp(renderers->format, "jsonl") != 0)
		renderers++;
	return renderers;
}

int page_data(const struct page *page)
{
	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
		struct report_run run = *page->run;
		int error;

		if (page->facts == NULL && i > 0)
			break;
		if (strcmp(parts[i].command, "diff") == 0 && page->facts->diff == NULL)
			break;
		run.command = parts[i].command;
		run.renderer = line_of(parts[i].renderers);
		markup_print("<script type=\"application/json\" id=\"%sjson-%s\">\n", page->prefix,
			     parts[i].command);
		error = json_embed(&run, page->report);
		if (error != 0)
			return error;
		markup_print("</script>\n");
	}
	return 0;
}
