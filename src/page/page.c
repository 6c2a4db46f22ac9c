/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "page/page.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "format/markup.h"
#include "output/svg.h"

/* A device in the index. */
struct entry {
	char address[ADDRESS_TEXT_SIZE];
	char name[200];
	bool opens;
};

/* The state of a page from begin to end. */
struct book {
	size_t count;
	struct entry *entry;		/* for the index: only if there are several */
};

static void head(const struct report_run *run)
{
	char hash[PAGE_HASH_SIZE];

	markup_print("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		     "<meta http-equiv=\"Content-Security-Policy\" content=\""
		     "default-src 'none'; style-src 'sha256-%s'\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		     "<meta name=\"referrer\" content=\"no-referrer\">\n"
		     "<title>PCI configuration space under VFIO</title>\n<style>",
		     page_style_hash(hash));
	fputs(svg_style, stdout);
	fputs(page_style, stdout);
	markup_print("</style>\n</head>\n<body>\n");
	markup_print("<svg width=\"0\" height=\"0\" aria-hidden=\"true\">");
	svg_patterns();
	page_register_parts();
	markup_print("</svg>\n<header><h1>PCI configuration space under VFIO</h1></header>\n<main>\n");
	if (run->several)
		markup_print("<p><a href=\"#index\">Index of devices</a></p>\n");
}

static int page_begin(struct report_run *run)
{
	struct book *book = memory_take_zeroed(1, sizeof(*book));

	if (book == NULL)
		return -ENOMEM;
	run->state = book;
	head(run);
	return 0;
}

static void fact(const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		markup_print("<dt>%s</dt><dd>%s</dd>\n", name, text);
}

static void fact_of_rules(const struct report *report)
{
	char basis[RULES_BASIS_TEXT_SIZE];

	if (report->rules == NULL)
		return;
	markup_print("<dt>rules</dt><dd>%s, basis %s</dd>\n", report->rules->name,
		     rules_basis_text(report->rules, basis));
	if (report->page != NULL && report->page->diff != NULL &&
	    report->page->diff->a.side.prediction != report->page->diff->b.side.prediction)
		markup_print("<dt>compared with</dt><dd>rules %s</dd>\n",
			     report->page->diff->a.side.prediction->rules.name);
}

static void fact_of_vmm(const struct report *report)
{
	const struct vmm_rules *vmm = report->vmm;

	if (vmm == NULL)
		return;
	markup_print("<dt>guest of</dt><dd>%s (%s)", vmm->name, vmm_basis_name(vmm));
	if (vmm->machine != MACHINE_NONE)
		markup_print(", machine %s", vmm_machine_name(vmm->machine));
	markup_print(", bus %s</dd>\n", vmm_bus_name(vmm->bus));
}

static void facts(const struct report_run *run, const struct report *report)
{
	const struct device *device = report->device;

	markup_print("<dl class=\"facts\">\n<dt>device</dt><dd>");
	if (device->vendor >= 0)
		markup_print("%04x:%04x", (unsigned int)device->vendor,
			     (unsigned int)device->product & 0xffff);
	if (device->class >= 0)
		markup_print(", class %06x", (unsigned int)device->class);
	if (device->revision >= 0)
		markup_print(", revision %02x", (unsigned int)device->revision);
	markup_print("%s</dd>\n", device->is_vf ? ", VF" : "");
	if (device->source != SOURCE_DUMP || device->capture != NULL)
		fact("driver", device->driver[0] != '\0' ? device->driver : "none");
	if (device->iommu_group >= 0)
		markup_print("<dt>IOMMU group</dt><dd>%d</dd>\n", device->iommu_group);
	fact_of_rules(report);
	fact_of_vmm(report);
	markup_print("<dt>read from</dt><dd>%s", report_source_name(device->source));
	if (device->space.size != 0)
		markup_print(", %s view, %u bytes", report_view_name(device->space.view),
			     device->space.size);
	markup_print("</dd>\n");
	fact("file", device->file);
	fact("kernel", run->kernel);
	fact("host", run->host);
	markup_print("</dl>\n");
}

static void warnings(const struct report *report)
{
	if (report->error.code != FAULT_NONE)
		markup_print("<p><strong>%s</strong>: %s</p>\n", fault_code_name(report->error.code),
			     report->error.message);
	if (report->page != NULL && report->page->refused != NULL)
		markup_print("<p><strong>%s does not take the device</strong>: %s</p>\n",
			     report->vmm->name, report->page->refused);
	for (size_t i = 0; i < report->warnings; i++)
		markup_print("<p><strong>warning</strong> %s: %s</p>\n", report->warning[i].code,
			     report->warning[i].message);
}

/* Adds a device to the index. */
static void note(const struct report_run *run, const struct report *report)
{
	struct book *book = run->state;
	struct entry *longer;

	book->count++;
	if (!run->several)
		return;
	longer = memory_grow(book->entry, book->count, sizeof(*longer));
	if (longer == NULL)
		return;
	book->entry = longer;
	longer[book->count - 1].opens = report->map != NULL && report->map->state == MAP_BUILT;
	address_format(&report->device->address, longer[book->count - 1].address);
	snprintf(longer[book->count - 1].name, sizeof(longer->name), "%s", report->device->name);
}

static int print_device(const struct report_run *run, const struct report *report)
{
	struct page page = { .run = run, .report = report, .facts = report->page };
	char address[ADDRESS_TEXT_SIZE];
	const struct book *book = run->state;

	note(run, report);
	if (run->several)
		snprintf(page.prefix, sizeof(page.prefix), "d%zu-", book->count);
	address_format(&report->device->address, address);
	markup_print("<article id=\"%sdevice\">\n<h2>%s %s</h2>\n", page.prefix, address,
		     report->device->name);
	facts(run, report);
	warnings(report);
	if (report->page != NULL) {
		page_numbers(&page);
		page_grid(&page);
		page_chains(&page);
		page_reach(&page);
		page_lint(&page);
		page_difference(&page);
		page_registers(&page);
	}
	if (page_data(&page) != 0)
		return -ENOMEM;
	markup_print("</article>\n");
	return 0;
}

/* A redacted page does not name this machine and its files. */
static int page_device(const struct report_run *run, const struct report *report, bool first)
{
	struct report_run nameless = *run;
	struct report shown = *report;
	struct device device = *report->device;

	(void)first;
	if (run->full)
		return print_device(run, report);
	nameless.host = NULL;
	device.file = NULL;
	device.source_reason[0] = '\0';
	device.held_by = (struct holder) { .pid = 0 };
	shown.device = &device;
	return print_device(&nameless, &shown);
}

static void index_of(const struct book *book)
{
	markup_print("<nav class=\"index\" id=\"index\" aria-label=\"devices\">\n<ul>\n");
	for (size_t i = 0; i < book->count; i++)
		markup_print("<li><a href=\"#d%u-device\">%s</a> %s%s</li>\n", (unsigned int)i + 1,
			     book->entry[i].address, book->entry[i].name,
			     book->entry[i].opens ? "" : " (cannot be opened)");
	markup_print("</ul>\n</nav>\n");
}

static int page_end(struct report_run *run)
{
	struct book *book = run->state;

	markup_print("</main>\n");
	if (book->entry != NULL && !memory_has_failed())
		index_of(book);
	markup_print("<footer><p>vfio-cfgtool %s. ", VERSION);
	if (!run->full)
		markup_print("Left out: serial numbers, vital product data, addresses in BARs, in "
			     "BARs of VFs, in MSI and of the OpRegion (5a stands for their bytes), names "
			     "of the host, of files, disks and network interfaces. With --full all of "
			     "it is there.");
	else
		markup_print("Nothing was left out (--full): serial numbers, addresses and names are "
			     "in this page.");
	markup_print("</p></footer>\n</body>\n</html>\n");
	free(book->entry);
	free(book);
	run->state = NULL;
	return 0;
}

const struct renderer page_renderers[] = {
	{ .format = "html", .always = true, .failures = true,
	  .begin = page_begin, .device = page_device, .end = page_end },
	{ .format = NULL },
};
