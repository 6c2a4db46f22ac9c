/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of list for a device: its columns, and the tree by IOMMU group. */
#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "format/json.h"
#include "format/prometheus.h"
#include "format/palette.h"
#include "format/table.h"
#include "output/attached.h"

static void get_class(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->listing->class_name[0] != '\0')
		value_text(value, report->listing->class_name);
	else if (report->device->class >= 0)
		value_hex(value, report->device->class >> 8, 4);
}

static void get_vf(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->device->is_vf)
		value_text(value, "VF");
	else if (report->listing->vfs >= 0)
		value_format(value, "PF %d/%d", report->listing->vfs, report->listing->most_vfs);
}

static void get_mappable(struct value *value, const void *record)
{
	const struct report *report = record;

	if (report->listing->mappable != KNOWN_NOT)
		value_flag(value, report->listing->mappable == KNOWN_YES);
}

static void get_holder(struct value *value, const void *record)
{
	const struct holder *holder = &((const struct report *)record)->device->held_by;

	if (holder->pid != 0)
		value_format(value, "%d (%s)", (int)holder->pid, holder->command);
}

GETTER(address, struct report, value_address(value, &it->device->address))
GETTER(id, struct report,
       if (it->device->vendor >= 0)
	       value_format(value, "%04x:%04x", (unsigned int)it->device->vendor & 0xffff,
			    (unsigned int)it->device->product & 0xffff))
GETTER(revision, struct report, value_hex(value, it->device->revision, 2))
GETTER(driver, struct report, value_text(value, it->device->driver))
GETTER(group, struct report, value_number(value, it->device->iommu_group))
GETTER(node, struct report, value_text(value, it->listing->node))
GETTER(words, struct report, value_text(value, it->listing->words))
GETTER(at_boot, struct report, value_text(value, it->listing->at_boot))
GETTER(netdevs, struct report, value_json(value, attached_names(it, false)))
GETTER(disks, struct report, value_json(value, attached_names(it, true)))
GETTER(netdevs_cell, struct report, attached_cell(value, it, false))
GETTER(disks_cell, struct report, attached_cell(value, it, true))
GETTER(mappable_cell, struct report,
       value_text(value, it->listing->state == NULL ? NULL :
		  it->listing->mappable == KNOWN_NOT ? it->listing->words :
		  it->listing->mappable == KNOWN_YES ? "yes" : "no"))
GETTER(state, struct report, value_text(value, it->listing->state))
GETTER(class_name, struct report, value_text(value, it->listing->class_name))
GETTER(physfn, struct report, value_text(value, it->listing->physfn))
GETTER(vfs, struct report, value_number(value, it->listing->vfs))
GETTER(most_vfs, struct report, value_number(value, it->listing->most_vfs))
GETTER(power_state, struct report, value_text(value, it->listing->power_state))
GETTER(name, struct report, value_text(value, it->device->name))

/* Columns with EXTRA are shown only if --columns names them. */
#define EXTRA .extra = true

static const struct field list_fields[] = {
	{ "at_boot", .get = get_at_boot },
	{ "netdevs", .get = get_netdevs },
	{ "disks", .get = get_disks },
	{ "address", .get = get_address, CELL(1, "ADDRESS"), .absent = "-",
	  .help = "domain, bus, device, function" },
	{ "id", .get = get_id, CELL(2, "ID"), .absent = "-",
	  .help = "vendor and device, in hexadecimal" },
	{ "class", .get = get_class, CELL(3, "CLASS"), .absent = "-", .flags = COLUMN_CUT, EXTRA,
	  .help = "the class in words; with -n as a number" },
	{ "revision", .get = get_revision, CELL(4, "REVISION"), .absent = "-", EXTRA,
	  .help = "the revision, in hexadecimal" },
	{ "vf", .get = get_vf, CELL(5, "VF"), .absent = "-", EXTRA,
	  .help = "VF: a virtual function; PF N/M: N of at most M virtual functions are enabled" },
	{ "driver", .get = get_driver, CELL(7, "DRIVER"), .absent = "-",
	  .help = "the driver that has it" },
	{ "group", .get = get_group, CELL(8, "GROUP"), .absent = "-", .flags = COLUMN_RIGHT,
	  .help = "the IOMMU group" },
	{ "node", .get = get_node, COLUMN(9, "NODE"), .absent = "-", EXTRA,
	  .help = "what a user of VFIO opens" },
	{ "mappable", .get = get_mappable },
	{ "words", .get = get_words, CELL(10, "STATE"), .absent = "-",
	  .help = "ready to be opened through VFIO, or what is in the way" },
	{ "state", .get = get_state, COLUMN(11, "CODE"), .absent = "-", EXTRA,
	  .help = "the same as one word" },
	{ "class_name", .get = get_class_name },
	{ "physfn", .get = get_physfn, COLUMN(6, "PHYSFN"), .absent = "-", EXTRA,
	  .help = "the physical function of a virtual one" },
	{ "vfs", .get = get_vfs },
	{ "most_vfs", .get = get_most_vfs },
	{ "power_state", .get = get_power_state, COLUMN(12, "POWER"), .absent = "-", EXTRA,
	  .help = "the power state that the kernel knows" },
	{ "holder", .get = get_holder, CELL(13, "HOLDER"), .absent = "-", EXTRA,
	  .help = "the process that has it open, as far as this user sees it" },
	{ "netdevs_cell", .get = get_netdevs_cell, CELL(14, "NETDEVS"), .absent = "-", EXTRA,
	  .help = "its network interfaces" },
	{ "disks_cell", .get = get_disks_cell, CELL(15, "DISKS"), .absent = "-", EXTRA,
	  .help = "its disks" },
	{ "mappable_cell", .get = get_mappable_cell, CELL(16, "MAPPABLE"), .absent = "-", EXTRA,
	  .help = "whether it could be opened through VFIO now" },
	{ "name", .get = get_name, CELL(17, "NAME"), .flags = COLUMN_CUT, .help = "vendor and device in words" },
	{ NULL },
};

/* Adds the line of a group to the tree; number -1: of devices without a group. */
struct branch {
	int number;
	struct libscols_line *line;
};

/* The table grows until the end, so that its columns fit. */
struct tree {
	struct libscols_table *table;
	struct branch *branches;
	size_t branch_count;
};

static int table_begin(struct report_run *run)
{
	struct tree *tree = memory_take_zeroed(1, sizeof(*tree));

	if (tree == NULL)
		return -ENOMEM;
	tree->table = table_of(run, list_fields);
	run->state = tree;
	return 0;
}

/* Adds the line of a group before its first member. NULL if memory is short. */
static struct libscols_line *find_branch(struct tree *tree, int number)
{
	struct branch *grown;
	char text[32] = "no group";

	for (size_t i = 0; i < tree->branch_count; i++)
		if (tree->branches[i].number == number)
			return tree->branches[i].line;
	grown = memory_grow(tree->branches, tree->branch_count + 1, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	tree->branches = grown;
	grown += tree->branch_count++;
	grown->number = number;
	grown->line = table_line(tree->table, NULL);
	if (number >= 0)
		snprintf(text, sizeof(text), "group %d", number);
	if (grown->line != NULL)
		table_cell(grown->line, 0, text);
	return grown->line;
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	struct tree *tree = run->state;
	struct libscols_line *parent = NULL, *line;

	(void)first;
	if (run->groups) {
		parent = find_branch(tree, report->device->iommu_group);
		if (parent == NULL)
			return -ENOMEM;
	}
	line = table_line(tree->table, parent);
	if (line == NULL)
		return -ENOMEM;
	table_fill(line, list_fields, report);
	if (run->color && report->listing->mappable == KNOWN_NO)
		table_color(line, PALETTE_DIM);
	return 0;
}

static int table_end(struct report_run *run)
{
	struct tree *tree = run->state;
	int error = table_print(tree->table);

	table_unref(&tree->table);
	free(tree->branches);
	free(tree);
	return error;
}

const struct renderer list_renderers[] = {
	TABLE_FORMATS(TABLES(list_fields), .failures = true,
		      .begin = table_begin, .device = table_device, .end = table_end),
	JSON_FIELDS(list_fields),
	PROMETHEUS(prometheus_device),
	{ .format = NULL },
};
