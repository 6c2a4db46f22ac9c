/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What info says: facts in lines, then a table for each list that is not empty. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "output/heading.h"
#include "output/print.h"
#include "output/table.h"

#define TEXT_SIZE 2048

enum { REGION_INDEX, REGION_NAME, REGION_SIZE, REGION_FLAGS, REGION_MAPPED, REGION_TYPE };

static const struct column region_columns[] = {
	[REGION_INDEX] = { "REGION", COLUMN_RIGHT },
	[REGION_NAME] = { "NAME", 0 },
	[REGION_SIZE] = { "SIZE", COLUMN_RIGHT },
	[REGION_FLAGS] = { "FLAGS", 0 },
	[REGION_MAPPED] = { "MAPPABLE", 0 },
	[REGION_TYPE] = { "TYPE", 0 },
	{ NULL, 0 },
};

enum { IRQ_INDEX, IRQ_NAME, IRQ_COUNT, IRQ_FLAGS };

static const struct column irq_columns[] = {
	[IRQ_INDEX] = { "IRQ", COLUMN_RIGHT },
	[IRQ_NAME] = { "NAME", 0 },
	[IRQ_COUNT] = { "COUNT", COLUMN_RIGHT },
	[IRQ_FLAGS] = { "FLAGS", 0 },
	{ NULL, 0 },
};

enum { FUNCTION_NAME, FUNCTION_DRIVER, FUNCTION_GROUP, FUNCTION_USE };

static const struct column reset_columns[] = {
	[FUNCTION_NAME] = { "HOT RESET", 0 },
	[FUNCTION_DRIVER] = { "DRIVER", 0 },
	[FUNCTION_GROUP] = { "GROUP", COLUMN_RIGHT },
	[FUNCTION_USE] = { "USE", 0 },
	{ NULL, 0 },
};

static const struct column member_columns[] = {
	[FUNCTION_NAME] = { "GROUP MEMBER", 0 },
	[FUNCTION_DRIVER] = { "DRIVER", 0 },
	[FUNCTION_GROUP] = { "GROUP", COLUMN_RIGHT },
	[FUNCTION_USE] = { "USE", 0 },
	{ NULL, 0 },
};

enum { MODULE_NAME, MODULE_STATE, MODULE_PARAMETERS };

static const struct column module_columns[] = {
	[MODULE_NAME] = { "MODULE", 0 },
	[MODULE_STATE] = { "STATE", 0 },
	[MODULE_PARAMETERS] = { "PARAMETERS", 0 },
	{ NULL, 0 },
};

/* The words with a blank between them; "-" where there is none. */
static const char *join(const char *const *words, char *text, size_t size)
{
	size_t used = 0;

	snprintf(text, size, "-");
	for (; *words != NULL && used < size; words++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
					 *words);
	return text;
}

static void set(struct libscols_line *line, size_t column, const char *text)
{
	table_cell(line, column, text[0] != '\0' ? text : "-");
}

/* Which parts of a region can be mapped: "all", or from where to where. */
static void put_mapped(const struct info_region *region, char *text)
{
	size_t used = 0;
	bool mmap = false;

	for (const char *const *word = region->words; *word != NULL; word++)
		mmap = mmap || strcmp(*word, "mmap") == 0;
	snprintf(text, TEXT_SIZE, "%s", !mmap ? "-" : region->sparse ? "nothing" : "all");
	for (unsigned int i = 0; mmap && i < region->areas && used < TEXT_SIZE; i++)
		used += (size_t)snprintf(text + used, TEXT_SIZE - used, "%s%" PRIx64 "-%" PRIx64,
					 used > 0 ? " " : "", region->area[i].offset,
					 region->area[i].offset + region->area[i].size - 1);
}

static void set_region(struct libscols_line *line, const struct info_region *region)
{
	char text[TEXT_SIZE];

	snprintf(text, sizeof(text), "%u", region->index);
	set(line, REGION_INDEX, text);
	set(line, REGION_NAME, region->name != NULL ? region->name : "");
	snprintf(text, sizeof(text), "%" PRIx64, region->size);
	set(line, REGION_SIZE, text);
	set(line, REGION_FLAGS, join(region->words, text, sizeof(text)));
	put_mapped(region, text);
	set(line, REGION_MAPPED, text);
	snprintf(text, sizeof(text), "%08x:%x", region->type, region->subtype);
	table_cell(line, REGION_TYPE, region->has_type ? text : "");
}

static int print_regions(const struct report_run *run, const struct device_info *info)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, region_columns);

	for (unsigned int i = 0; table != NULL && i < info->regions; i++) {
		struct libscols_line *line;

		if (info->region[i].size == 0)
			continue;
		line = table_line(table, NULL);
		if (line == NULL)
			return -ENOMEM;
		set_region(line, &info->region[i]);
	}
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

static int print_irqs(const struct report_run *run, const struct device_info *info)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, irq_columns);

	for (unsigned int i = 0; table != NULL && i < info->irqs; i++) {
		const struct info_irq *irq = &info->irq[i];
		struct libscols_line *line;
		char text[TEXT_SIZE];

		if (irq->count == 0)
			continue;
		line = table_line(table, NULL);
		if (line == NULL)
			return -ENOMEM;
		snprintf(text, sizeof(text), "%u", irq->index);
		set(line, IRQ_INDEX, text);
		set(line, IRQ_NAME, irq->name != NULL ? irq->name : "");
		snprintf(text, sizeof(text), "%u", irq->count);
		set(line, IRQ_COUNT, text);
		set(line, IRQ_FLAGS, join(irq->words, text, sizeof(text)));
	}
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

/* Who uses a function, and what that means for the group. */
static void put_use(const struct info_function *function, bool member, char *text)
{
	if (function->open && function->holder.pid != 0)
		snprintf(text, TEXT_SIZE, "in use by process %d (%s)", (int)function->holder.pid,
			 function->holder.command);
	else if (function->open)
		snprintf(text, TEXT_SIZE, "in use");
	else if (function->unknown)
		snprintf(text, TEXT_SIZE, "unknown%s", function->hidden ? " (run as root)" : "");
	else if (member && function->blocks)
		snprintf(text, TEXT_SIZE, "its driver keeps users out of the group");
	else
		snprintf(text, TEXT_SIZE, "%s", function->driven ? "in use by its driver" : "");
}

static int print_functions(const struct report_run *run, const struct info_function *functions,
			   size_t count, bool members)
{
	CLEANUP_TABLE struct libscols_table *table =
		table_new(run, members ? member_columns : reset_columns);

	for (size_t i = 0; table != NULL && i < count; i++) {
		struct libscols_line *line = table_line(table, NULL);
		char text[TEXT_SIZE];

		if (line == NULL)
			return -ENOMEM;
		set(line, FUNCTION_NAME, functions[i].name);
		set(line, FUNCTION_DRIVER, functions[i].driver);
		snprintf(text, sizeof(text), "%d", functions[i].iommu_group);
		set(line, FUNCTION_GROUP, functions[i].iommu_group >= 0 ? text : "");
		put_use(&functions[i], members, text);
		set(line, FUNCTION_USE, text);
	}
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

static int print_modules(const struct report_run *run, const struct device_info *info)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, module_columns);

	for (unsigned int i = 0; table != NULL && i < info->modules; i++) {
		const struct info_module *module = &info->module[i];
		struct libscols_line *line = table_line(table, NULL);
		char text[TEXT_SIZE] = "";
		size_t used = 0;

		if (line == NULL)
			return -ENOMEM;
		set(line, MODULE_NAME, module->name);
		set(line, MODULE_STATE, module->state != NULL ? module->state : "?");
		for (unsigned int p = 0; p < module->parameters && used < sizeof(text); p++)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s=%s",
						 used > 0 ? " " : "", module->parameter[p].name,
						 module->parameter[p].value);
		set(line, MODULE_PARAMETERS, text);
	}
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

/* "  label: text", where there is one */
static void print_fact(const char *label, const char *text)
{
	if (text[0] != '\0')
		print_line("  %s: %s", label, text);
}

static void print_opened(const struct device_info *info)
{
	char text[256];
	size_t used = 0;

	snprintf(text, sizeof(text), "%s", info->by_group ? "by IOMMU group and container"
							  : "by its own node and iommufd");
	print_fact("opened", text);
	print_fact("flags", join(info->words, text, sizeof(text)));
	if (!info->atomics_known)
		return;
	for (unsigned int i = 0; info->atomics[i] != 0; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u",
					 used > 0 ? " " : "", info->atomics[i]);
	print_fact("atomics that are completed (bits)", used > 0 ? text : "none");
}

static void print_facts(const struct device_info *info)
{
	char text[256];

	print_fact("node", info->node);
	print_fact("group's node", info->group_node);
	if (info->opened)
		print_opened(info);
	snprintf(text, sizeof(text), "%s%s%s%s%s%s%s",
		 info->power_state[0] != '\0' ? info->power_state : "not known",
		 info->runtime_status[0] != '\0' ? ", " : "", info->runtime_status,
		 info->power_control[0] != '\0' ? ", control " : "", info->power_control,
		 info->d3cold_allowed[0] != '\0' ? ", D3cold allowed " : "",
		 info->d3cold_allowed);
	print_fact("power", text);
	print_fact("reset methods", info->reset_method);
	print_fact("VF of", info->physfn);
	snprintf(text, sizeof(text), "%d of at most %d", info->vfs, info->most_vfs);
	print_fact("VFs", info->most_vfs > 0 ? text : "");
	if (info->opened && !info->hot_reset_known)
		print_fact("hot reset", "none");
}

/* A capture has the regions, the modules' parameters, and the PF. */
static int print_captured(const struct report_run *run, const struct device_info *info)
{
	int error = 0;

	print_fact("VF of", info->physfn);
	if (info->regions > 0)
		error = print_regions(run, info);
	return error == 0 && info->modules > 0 ? print_modules(run, info) : error;
}

int table_info_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct device_info *info = report->info;
	int error = 0;

	if (!first)
		print_end();
	heading_print(run, report);
	if (report->device->capture != NULL)
		return print_captured(run, info);
	if (report->device->source == SOURCE_DUMP || info->modules == 0)
		return 0;
	print_facts(info);
	if (info->opened)
		error = print_regions(run, info);
	if (error == 0 && info->opened)
		error = print_irqs(run, info);
	if (error == 0 && info->hot_reset_known)
		error = print_functions(run, info->hot_reset, info->hot_resets, false);
	if (error == 0 && info->members > 0)
		error = print_functions(run, info->member, info->members, true);
	return error == 0 ? print_modules(run, info) : error;
}
