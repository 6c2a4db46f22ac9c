/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of list, and the tree by IOMMU group. */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/memory.h"
#include "output/palette.h"
#include "output/table.h"

#define TEXT_SIZE 1024

static void show_address(const struct report *report, char *text)
{
	address_format(&report->device->address, text);
}

static void show_id(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%04x:%04x", (unsigned int)report->device->vendor & 0xffff,
		 (unsigned int)report->device->product & 0xffff);
}

static void show_class(const struct report *report, char *text)
{
	if (report->listing->class_name[0] != '\0')
		snprintf(text, TEXT_SIZE, "%s", report->listing->class_name);
	else if (report->device->class >= 0)
		snprintf(text, TEXT_SIZE, "%04x", (unsigned int)report->device->class >> 8);
}

static void show_revision(const struct report *report, char *text)
{
	if (report->device->revision >= 0)
		snprintf(text, TEXT_SIZE, "%02x", (unsigned int)report->device->revision);
}

static void show_vf(const struct report *report, char *text)
{
	if (report->device->is_vf)
		snprintf(text, TEXT_SIZE, "VF");
	else if (report->listing->vfs >= 0)
		snprintf(text, TEXT_SIZE, "PF %d/%d", report->listing->vfs,
			 report->listing->most_vfs);
}

static void show_physfn(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->listing->physfn);
}

static void show_driver(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->device->driver);
}

static void show_group(const struct report *report, char *text)
{
	if (report->device->iommu_group >= 0)
		snprintf(text, TEXT_SIZE, "%d", report->device->iommu_group);
}

static void show_node(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->listing->node);
}

static void show_mappable(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->listing->words);
}

static void show_state(const struct report *report, char *text)
{
	if (report->listing->state != NULL)
		snprintf(text, TEXT_SIZE, "%s", report->listing->state);
}

static void show_power(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->listing->power_state);
}

static void show_holder(const struct report *report, char *text)
{
	const struct holder *holder = &report->device->held_by;

	if (holder->pid != 0)
		snprintf(text, TEXT_SIZE, "%d (%s)", (int)holder->pid, holder->command);
}

static void show_name(const struct report *report, char *text)
{
	snprintf(text, TEXT_SIZE, "%s", report->device->name);
}

static const struct {
	const char *name, *help;
	bool usual;
	unsigned int flags;
	bool blank;		/* what is not known is left blank, not "-" */
	void (*show)(const struct report *report, char *text);	/* text has TEXT_SIZE, and is "" */
} columns[] = {
	{ "ADDRESS", "domain, bus, device, function", true, 0, false, show_address },
	{ "ID", "vendor and device, in hexadecimal", true, 0, false, show_id },
	{ "CLASS", "the class in words; with -n as a number", true, 0, false, show_class },
	{ "REVISION", "the revision, in hexadecimal", false, 0, false, show_revision },
	{ "VF", "VF: a virtual function; PF N/M: N of at most M virtual functions are enabled",
	  true, 0, false, show_vf },
	{ "PHYSFN", "the physical function of a virtual one", false, 0, false, show_physfn },
	{ "DRIVER", "the driver that has it", true, 0, false, show_driver },
	{ "GROUP", "the IOMMU group", true, COLUMN_RIGHT, false, show_group },
	{ "NODE", "what a user of VFIO opens", true, 0, false, show_node },
	{ "MAPPABLE", "whether it could be opened through VFIO now, or what is in the way",
	  true, 0, true, show_mappable },
	{ "STATE", "the same as one word", false, 0, false, show_state },
	{ "POWER", "the power state that the kernel knows", false, 0, false, show_power },
	{ "HOLDER", "the process that has it open, as far as this user sees it", false, 0, false,
	  show_holder },
	{ "NAME", "vendor and device in words", true, 0, true, show_name },
};

#define COLUMNS ARRAY_LENGTH(columns)

/* The columns shown: indexes of the table above. */
struct choice {
	size_t count;
	size_t column[COLUMNS];
};

/* A group's line in the tree; number -1: of those in no group. */
struct branch {
	int number;
	struct libscols_line *line;
};

/* From begin to end; one list is printed at a time. */
static struct {
	struct libscols_table *table;
	struct choice choice;
	struct branch *branches;
	size_t branch_count;
} tree;

const char *table_list_column(size_t index, const char **help)
{
	if (index >= COLUMNS)
		return NULL;
	*help = columns[index].help;
	return columns[index].name;
}

static bool find_column(const char *name, size_t length, size_t *index)
{
	for (*index = 0; *index < COLUMNS; ++*index)
		if (ascii_is(name, length, columns[*index].name))
			return true;
	return false;
}

/* Reads the names; each column is shown once, where it is named first. */
static const char *choose(const char *names, struct choice *choice)
{
	bool shown[COLUMNS] = { false };

	choice->count = 0;
	for (;;) {
		size_t length = strcspn(names, ","), index;

		if (!find_column(names, length, &index))
			return names;
		if (!shown[index])
			choice->column[choice->count++] = index;
		shown[index] = true;
		if (names[length] == '\0')
			return NULL;
		names += length + 1;
	}
}

static void choose_usual(struct choice *choice)
{
	choice->count = 0;
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].usual)
			choice->column[choice->count++] = i;
}

const char *table_list_unknown_column(const char *names)
{
	struct choice choice;

	return choose(names, &choice);
}

int table_list_begin(struct report_run *run)
{
	struct column chosen[COLUMNS + 1] = { { NULL, 0 } };

	if (run->columns == NULL || choose(run->columns, &tree.choice) != NULL)
		choose_usual(&tree.choice);
	for (size_t i = 0; i < tree.choice.count; i++) {
		chosen[i].name = columns[tree.choice.column[i]].name;
		chosen[i].flags = columns[tree.choice.column[i]].flags;
		if (i == 0 && run->groups)
			chosen[i].flags = COLUMN_TREE;
	}
	tree.table = table_new(run, chosen);
	return tree.table != NULL ? 0 : -ENOMEM;
}

/* The line of the device's group, made when the first of its members comes; NULL: out of memory. */
static struct libscols_line *find_branch(int number)
{
	struct branch *grown;
	char text[32] = "no group";

	for (size_t i = 0; i < tree.branch_count; i++)
		if (tree.branches[i].number == number)
			return tree.branches[i].line;
	grown = memory_grow(tree.branches, tree.branch_count + 1, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	tree.branches = grown;
	grown += tree.branch_count++;
	grown->number = number;
	grown->line = table_line(tree.table, NULL);
	if (number >= 0)
		snprintf(text, sizeof(text), "group %d", number);
	if (grown->line != NULL)
		table_cell(grown->line, 0, text);
	return grown->line;
}

int table_list_device(const struct report_run *run, const struct report *report, bool first)
{
	struct libscols_line *parent = NULL, *line;

	(void)first;
	if (run->groups) {
		parent = find_branch(report->device->iommu_group);
		if (parent == NULL)
			return -ENOMEM;
	}
	line = table_line(tree.table, parent);
	if (line == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < tree.choice.count; i++) {
		size_t column = tree.choice.column[i];
		char text[TEXT_SIZE] = "";

		columns[column].show(report, text);
		table_cell(line, i, text[0] != '\0' || columns[column].blank ? text : "-");
	}
	if (run->color && report->listing->mappable == KNOWN_NO)
		table_color(line, PALETTE_DIM);
	return 0;
}

int table_list_end(struct report_run *run)
{
	int error = table_print(tree.table);

	(void)run;
	table_unref(&tree.table);
	tree.table = NULL;
	free(tree.branches);
	tree.branches = NULL;
	tree.branch_count = 0;
	return error;
}
