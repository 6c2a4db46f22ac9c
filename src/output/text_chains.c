/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/text_chains.h"

#include <string.h>

#include "model/vfio/capability.h"
#include "output/print.h"

/* Capabilities in one row; more go on below. */
#define A_ROW 5

/* "100 ECAP_SRIOV" */
#define CELL_SIZE (CAPABILITY_NAME_SIZE + 8)

static const char *cell_text(const struct chain_entry *entry, char text[CELL_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	snprintf(text, CELL_SIZE, "%02x %s", entry->start,
		 capability_name(entry->extended, entry->id, name));
	return text;
}

static bool is_known(const struct chains *chains, enum chain_layer layer)
{
	return layer != CHAIN_HARDWARE || chains->hardware_known;
}

/* Some capabilities of one layer; a dash stands for one that it does not show. */
static void print_layer(const struct chains *chains, enum chain_layer layer,
			const struct chain_entry *const *entries, unsigned int count)
{
	char text[CELL_SIZE];

	print_part("  %-8s", chain_layer_name(layer));
	for (unsigned int i = 0; i < count; i++) {
		int width = (int)strlen(cell_text(entries[i], text));

		print_part("  %-*s", i + 1 < count ? width : 0,
		       !is_known(chains, layer) ? "?" : entries[i]->in[layer] ? text : "-");
	}
	if (chains->cut[layer])
		print_part("  ...");
	print_end();
}

/* The standard or the extended capabilities, A_ROW at a time. */
static void print_chains(const struct report *report, bool extended)
{
	const struct chains *chains = report->chains;
	const struct chain_entry *row[A_ROW];
	unsigned int count = 0;
	bool any = false;

	for (unsigned int i = 0; i <= chains->count; i++) {
		bool last = i == chains->count;

		if (!last && chains->entry[i].extended == extended)
			row[count++] = &chains->entry[i];
		if (count == 0 || (count < A_ROW && !last))
			continue;
		if (!any)
			print_line(extended ? "extended capabilities" : "standard capabilities");
		else
			print_end();
		any = true;
		for (int layer = 0; layer < CHAIN_LAYERS; layer++)
			if (layer != CHAIN_GUEST || report->guest != NULL)
				print_layer(chains, (enum chain_layer)layer, row, count);
		count = 0;
	}
	if (any)
		print_end();
}

static void print_taken_out(const struct report *report)
{
	const struct chains *chains = report->chains;
	const char *reader = report->guest != NULL ? "a guest" : "a user";
	bool any = false;

	for (unsigned int i = 0; i < chains->count; i++) {
		const struct chain_entry *entry = &chains->entry[i];
		char text[CELL_SIZE];

		if (entry->taken_out_by == CHAIN_HARDWARE)
			continue;
		if (!any)
			print_line("taken out");
		any = true;
		print_line("  %-20s by %s: %s %s its body, and writes of it %s VFIO",
		       cell_text(entry, text), entry->taken_out_by == CHAIN_GUEST
		       ? report->vmm->name : "vfio-pci", reader,
		       entry->readable ? "still reads" : "does not read",
		       entry->reaches_vfio ? "reach" : "do not reach");
	}
	if (any)
		print_end();
}

void text_chains_print(const struct report *report)
{
	print_chains(report, false);
	print_chains(report, true);
	print_taken_out(report);
}
