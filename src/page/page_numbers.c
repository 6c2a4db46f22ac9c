/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The five numbers of a device, and the lists behind two of them. */
#include "page/page.h"

#include "format/markup.h"
#include "model/prediction.h"
#include "output/svg.h"

/*
 * The bits of a byte that a guest's write (without a VMM, a VFIO user's) changes in the
 * device.
 */
static uint8_t reaching(const struct report *report, unsigned int offset)
{
	const struct policy *policy = report->policy;
	uint8_t bits = (uint8_t)(policy->write[offset] & ~policy->write_virtual[offset]);

	return report->guest != NULL ? bits & report->guest->write_vfio[offset] : bits;
}

static unsigned int raw_writable(const struct report *report)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < report->map->size; i++)
		count += report->map->owner_of[i] == OWNER_RAW && report->policy->write[i] != 0;
	return count;
}

static unsigned int hidden_writable(const struct report *report)
{
	unsigned int count = 0;

	for (size_t i = 0; i < report->shown_count; i++)
		count += report->shown[i].place.known->hidden && report->shown[i].bits.write != 0;
	return count;
}

static unsigned int read_virtual(const struct report *report)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < report->map->size; i++)
		count += report->policy->read_virtual[i] == 0xff;
	return count;
}

static void number(const char *name, unsigned int value, const char *what)
{
	markup_print("<li><b class=\"number-%s\">%u</b> %s</li>\n", name, value, what);
}

static void findings(const struct report *report)
{
	unsigned int count[LINT_SEVERITIES] = { 0 };

	for (unsigned int i = 0; i < report->lint->lint->findings; i++)
		count[report->lint->lint->finding[i].severity]++;
	markup_print("<li><b><span class=\"number-error\">%u</span>, "
		     "<span class=\"number-warning\">%u</span>, "
		     "<span class=\"number-info\">%u</span></b> findings: errors, warnings, infos</li>\n", count[LINT_ERROR],
		     count[LINT_WARNING], count[LINT_INFO]);
}

/* Marks the bytes of all differences. */
unsigned int page_differing(const struct report_page *facts)
{
	bool differs[SPACE_SIZE_EXTENDED] = { false };
	unsigned int count = 0;

	for (int part = 0; part < DIFF_PARTS; part++)
		for (unsigned int i = 0; i < facts->diff->diff->entries[part]; i++) {
			const struct diff_entry *entry = &facts->diff->diff->entry[part][i];

			for (unsigned int byte = entry->start; byte <= entry->end; byte++) {
				count += !differs[byte];
				differs[byte] = true;
			}
		}
	return count;
}

static void differing(const struct report_page *facts)
{
	const struct report_diff *diff = facts->diff;
	unsigned int count = page_differing(facts);

	if (diff->a.side.prediction == diff->b.side.prediction)
		number("differing", count, "bytes of registers that a VFIO user reads otherwise than "
		       "the hardware has them");
	else
		markup_print("<li><b class=\"number-differing\">%u</b> bytes of registers that differ "
			     "between rules %s and %s</li>\n", count,
			     diff->a.side.prediction->rules.name,
			     diff->b.side.prediction->rules.name);
}

void page_numbers(const struct page *page)
{
	const struct report *report = page->report;

	markup_print("<ul class=\"numbers\">\n");
	if (report->policy != NULL) {
		number("raw", raw_writable(report), "raw bytes that a VFIO user can write");
		number("hidden", hidden_writable(report), "registers that are hidden but writable");
		number("virtual", read_virtual(report), "bytes that are read from the virtual copy");
	}
	findings(report);
	if (page->facts->diff != NULL)
		differing(page->facts);
	markup_print("</ul>\n");
}

static void list_reaching(const struct page *page)
{
	const struct report *report = page->report;

	markup_print("<section>\n<h3>What a %s writes in the hardware</h3>\n"
		     "<p>Bytes with at least one bit whose write reaches the device:</p>\n"
		     "<ul class=\"list hardware-write\">\n",
		     report->guest != NULL ? "guest" : "VFIO user");
	for (unsigned int start = 0, end; start < report->map->size; start = end) {
		end = start + 1;
		if (reaching(report, start) == 0)
			continue;
		while (end < report->map->size && reaching(report, end) != 0)
			end++;
		markup_print("<li><code>%02x-%02x</code></li>\n", start, end - 1);
	}
	markup_print("</ul>\n");
	for (unsigned int i = 0; i < report->policy->effects; i++)
		if (report->policy->effect[i].effect == EFFECT_FUNCTION_RESET)
			markup_print("<p>A write at <code>%02x</code> can reset the function.</p>\n",
				     report->policy->effect[i].offset);
	markup_print("</section>\n");
}

static const char *taker(const struct report *report, const struct chain_entry *entry)
{
	return entry->taken_out_by == CHAIN_GUEST ? report->vmm->name : "vfio-pci";
}

static void list_hidden(const struct page *page)
{
	const struct report *report = page->report;
	const char *reader = report->guest != NULL ? "guest" : "user";
	char name[SVG_NAME_SIZE];
	bool any = false;

	markup_print("<section>\n<h3>What is hidden</h3>\n");
	for (unsigned int i = 0; i < report->chains->count; i++) {
		const struct chain_entry *entry = &report->chains->entry[i];

		if (entry->taken_out_by == CHAIN_HARDWARE)
			continue;
		if (!any)
			markup_print("<div class=\"scroll\"><table class=\"hidden\">\n<thead><tr><th>at</th>"
				     "<th>capability</th><th>by</th><th>a %s still reads it</th>"
				     "<th>writes reach VFIO</th></tr></thead>\n<tbody>\n", reader);
		any = true;
		svg_capability(report->map, entry->start, name);
		markup_print("<tr><td>%02x</td><td><a href=\"#%s%s\">%s</a></td><td>%s</td><td>%s</td>"
			     "<td>%s</td></tr>\n", entry->start, page->prefix, name, name,
			     taker(report, entry), entry->readable ? "yes" : "no",
			     entry->reaches_vfio ? "yes" : "no");
	}
	markup_print(any ? "</tbody>\n</table></div>\n</section>\n"
			 : "<p>No capability is hidden.</p>\n</section>\n");
}

void page_reach(const struct page *page)
{
	if (page->report->policy == NULL)
		return;
	list_reaching(page);
	list_hidden(page);
}
