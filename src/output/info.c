/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of info: facts, and lists of regions, interrupts, functions and modules. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "format/heading.h"
#include "format/json.h"
#include "format/print.h"
#include "format/table.h"
#include "output/attached.h"
#include "output/checks.h"

#define TEXT_SIZE 2048

static void set_words(struct value *value, const char *const *words)
{
	struct json_object *list = json_array(4);

	for (; *words != NULL; words++)
		json_append(list, json_string(*words));
	value_json(value, list);
}

/* The words, separated by blanks. */
static const char *join(const char *const *words, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (; *words != NULL && used < size; words++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
					 *words);
	return text;
}

static void set_words_cell(struct value *value, const char *const *words)
{
	char text[TEXT_SIZE];

	value_text(value, join(words, text, sizeof(text)));
}

static const struct field capability_fields[] = {
	{ "id", MEMBER(struct info_capability, id) },
	{ "version", MEMBER(struct info_capability, version) },
	{ NULL },
};

static const struct field area_fields[] = {
	{ "offset", MEMBER(struct info_area, offset) },
	{ "size", MEMBER(struct info_area, size) },
	{ NULL },
};

/* The parts of a region that can be mapped: "all", or their ranges. */
static void get_mapped(struct value *value, const void *record)
{
	const struct info_region *region = record;
	char text[TEXT_SIZE];
	size_t used = 0;
	bool mmap = false;

	for (const char *const *word = region->words; *word != NULL; word++)
		mmap = mmap || strcmp(*word, "mmap") == 0;
	snprintf(text, sizeof(text), "%s", !mmap ? "-" : region->sparse ? "nothing" : "all");
	for (unsigned int i = 0; mmap && i < region->areas && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%" PRIx64 "-%" PRIx64,
					 used > 0 ? " " : "", region->area[i].offset,
					 region->area[i].offset + region->area[i].size - 1);
	value_text(value, text);
}

static void get_areas(struct value *value, const void *record)
{
	const struct info_region *region = record;

	if (region->sparse)
		value_records(value, RECORDS(region->area, region->areas));
}

static void get_region_type(struct value *value, const void *record)
{
	const struct info_region *region = record;

	if (region->has_type)
		value_format(value, "%08x:%x", region->type, region->subtype);
}

GETTER(region_size, struct info_region, value_format(value, "%" PRIx64, it->size))
GETTER(region_flags, struct info_region, set_words(value, it->words))
GETTER(region_words, struct info_region, set_words_cell(value, it->words))
GETTER(type, struct info_region, value_hex(value, it->has_type ? (int64_t)it->type : -1, 8))
GETTER(subtype, struct info_region,
       value_hex(value, it->has_type ? (int64_t)it->subtype : -1, 8))
GETTER(region_capabilities, struct info_region,
       value_records(value, RECORDS(it->capability, it->capabilities)))

static const struct field region_fields[] = {
	{ "index", MEMBER(struct info_region, index), COLUMN(1, "REGION"), .flags = COLUMN_RIGHT },
	{ "name", MEMBER(struct info_region, name), COLUMN(2, "NAME"), .absent = "-",
	  .flags = COLUMN_CUT },
	{ "offset", MEMBER(struct info_region, offset) },
	{ "size", MEMBER(struct info_region, size) },
	{ "size_cell", .get = get_region_size, CELL(3, "SIZE"), .flags = COLUMN_RIGHT },
	{ "flags", .get = get_region_flags },
	{ "words", .get = get_region_words, CELL(4, "FLAGS"), .absent = "-" },
	{ "mapped", .get = get_mapped, CELL(5, "MAPPABLE") },
	{ "areas", .get = get_areas, .fields = area_fields },
	{ "type_cell", .get = get_region_type, CELL(6, "TYPE") },
	{ "type", .get = get_type },
	{ "subtype", .get = get_subtype },
	{ "msix_mappable", MEMBER(struct info_region, msix_mappable) },
	{ "capabilities", .get = get_region_capabilities, .fields = capability_fields },
	{ NULL },
};

GETTER(irq_flags, struct info_irq, set_words(value, it->words))
GETTER(irq_words, struct info_irq, set_words_cell(value, it->words))

static const struct field irq_fields[] = {
	{ "index", MEMBER(struct info_irq, index), COLUMN(1, "IRQ"), .flags = COLUMN_RIGHT },
	{ "name", MEMBER(struct info_irq, name), COLUMN(2, "NAME"), .absent = "-",
	  .flags = COLUMN_CUT },
	{ "count", MEMBER(struct info_irq, count), COLUMN(3, "COUNT"), .flags = COLUMN_RIGHT },
	{ "flags", .get = get_irq_flags },
	{ "words", .get = get_irq_words, CELL(4, "FLAGS"), .absent = "-" },
	{ NULL },
};

/* Says who uses a function, and what that means for the group. */
static void set_use(struct value *value, const struct info_function *function, bool member)
{
	if (function->open && function->holder.pid != 0)
		value_format(value, "in use by process %d (%s)", (int)function->holder.pid,
			     function->holder.command);
	else if (function->open)
		value_text(value, "in use");
	else if (function->unknown)
		value_format(value, "unknown%s", function->hidden ? " (run as root)" : "");
	else if (member && function->blocks)
		value_text(value, "its driver keeps users out of the group");
	else if (function->driven)
		value_text(value, "in use by its driver");
}

static void get_in_use(struct value *value, const void *record)
{
	const struct info_function *function = record;

	if (!function->unknown)
		value_flag(value, function->open || function->driven);
}

GETTER(held_by, struct info_function, value_record(value, it->holder.pid != 0 ? &it->holder : NULL))
GETTER(reset_use, struct info_function, set_use(value, it, false))
GETTER(member_use, struct info_function, set_use(value, it, true))

static const struct field reset_fields[] = {
	{ "address", MEMBER(struct info_function, name), COLUMN(1, "HOT RESET"), .absent = "-" },
	{ "driver", MEMBER(struct info_function, driver), COLUMN(2, "DRIVER"), .absent = "-" },
	{ "iommu_group", MEMBER(struct info_function, iommu_group), COLUMN(3, "GROUP"),
	  .absent = "-", .flags = COLUMN_RIGHT },
	{ "in_use", .get = get_in_use },
	{ "held_by", .get = get_held_by, .fields = json_holder_fields },
	{ "use", .get = get_reset_use, CELL(4, "USE"), .absent = "-" },
	{ NULL },
};

static const struct field member_fields[] = {
	{ "address", MEMBER(struct info_function, name), COLUMN(1, "GROUP MEMBER"), .absent = "-" },
	{ "driver", MEMBER(struct info_function, driver), COLUMN(2, "DRIVER"), .absent = "-" },
	{ "iommu_group", MEMBER(struct info_function, iommu_group), COLUMN(3, "GROUP"),
	  .absent = "-", .flags = COLUMN_RIGHT },
	{ "in_use", .get = get_in_use },
	{ "held_by", .get = get_held_by, .fields = json_holder_fields },
	{ "blocks", MEMBER(struct info_function, blocks) },
	{ "use", .get = get_member_use, CELL(4, "USE"), .absent = "-" },
	{ NULL },
};

static const struct field parameter_fields[] = {
	{ "name", MEMBER(struct info_parameter, name) },
	{ "value", MEMBER(struct info_parameter, value) },
	{ NULL },
};

/* "ids=8086:10d3 nointxmask=N" */
static void get_parameters_cell(struct value *value, const void *record)
{
	const struct info_module *module = record;
	char text[TEXT_SIZE] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < module->parameters && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s=%s",
					 used > 0 ? " " : "", module->parameter[i].name,
					 module->parameter[i].value);
	value_text(value, text);
}

GETTER(parameters, struct info_module,
       value_records(value, RECORDS(it->parameter, it->parameters)))

static const struct field module_fields[] = {
	{ "name", MEMBER(struct info_module, name), COLUMN(1, "MODULE"), .absent = "-" },
	{ "state", MEMBER(struct info_module, state), COLUMN(2, "STATE"), .absent = "?" },
	{ "parameters", .get = get_parameters, .fields = parameter_fields },
	{ "parameters_cell", .get = get_parameters_cell, CELL(3, "PARAMETERS"), .absent = "-" },
	{ NULL },
};

static const struct field power_fields[] = {
	{ "state", MEMBER(struct device_info, power_state) },
	{ "runtime_status", MEMBER(struct device_info, runtime_status) },
	{ "control", MEMBER(struct device_info, power_control) },
	{ "d3cold_allowed", MEMBER(struct device_info, d3cold_allowed) },
	{ NULL },
};

/* Whether the modules were examined, and sysfs, too. */
static bool is_described(const struct report *report)
{
	return report->info->modules > 0;
}

static bool is_live(const struct report *report)
{
	return is_described(report) && report->device->capture == NULL;
}

static void get_api(struct value *value, const void *record)
{
	const struct device_info *info = ((const struct report *)record)->info;

	if (info->opened)
		value_text(value, info->by_group ? "group" : "cdev");
}

static void get_atomics(struct value *value, const void *record)
{
	const struct device_info *info = ((const struct report *)record)->info;
	struct json_object *list;

	if (!info->atomics_known)
		return;
	list = json_array(3);
	for (unsigned int i = 0; info->atomics[i] != 0; i++)
		json_append(list, json_number((int)info->atomics[i]));
	value_json(value, list);
}

#define IF(condition, set) if (condition) set

GETTER(node, struct report, value_text(value, it->info->node))
GETTER(group_node, struct report, value_text(value, it->info->group_node))
GETTER(flags, struct report, IF(it->info->opened, set_words(value, it->info->words)))
GETTER(capabilities, struct report,
       IF(it->info->opened,
	  value_records(value, RECORDS(it->info->capability, it->info->capabilities))))
GETTER(regions, struct report,
       IF(it->info->opened || it->info->regions > 0,
	  value_records(value, RECORDS(it->info->region, it->info->regions))))
GETTER(irqs, struct report,
       IF(it->info->opened, value_records(value, RECORDS(it->info->irq, it->info->irqs))))
GETTER(reset_methods, struct report, value_text(value, it->info->reset_method))
GETTER(hot_reset, struct report,
       IF(it->info->hot_reset_known,
	  value_records(value, RECORDS(it->info->hot_reset, it->info->hot_resets))))
GETTER(members, struct report,
       IF(is_live(it), value_records(value, RECORDS(it->info->member, it->info->members))))
GETTER(modules, struct report,
       IF(is_described(it), value_records(value, RECORDS(it->info->module, it->info->modules))))
GETTER(power, struct report, value_record(value, is_live(it) ? it->info : NULL))
GETTER(physfn, struct report, value_text(value, it->info->physfn))
GETTER(vfs, struct report, value_number(value, it->info->vfs))
GETTER(most_vfs, struct report, value_number(value, it->info->most_vfs))
GETTER(netdevs, struct report, value_json(value, attached_names(it, false)))
GETTER(disks, struct report, value_json(value, attached_names(it, true)))
GETTER(checks, struct report,
       IF(is_live(it), value_records(value, RECORDS(it->info->check, it->info->checks))))

static const struct field info_fields[] = {
	{ "netdevs", .get = get_netdevs },
	{ "disks", .get = get_disks },
	{ "checks", .get = get_checks, .fields = check_line_fields },
	{ "node", .get = get_node },
	{ "group_node", .get = get_group_node },
	{ "api", .get = get_api },
	{ "flags", .get = get_flags },
	{ "capabilities", .get = get_capabilities, .fields = capability_fields },
	{ "atomics", .get = get_atomics },
	{ "regions", .get = get_regions, .fields = region_fields },
	{ "irqs", .get = get_irqs, .fields = irq_fields },
	{ "reset_methods", .get = get_reset_methods },
	{ "hot_reset", .get = get_hot_reset, .fields = reset_fields },
	{ "members", .get = get_members, .fields = member_fields },
	{ "modules", .get = get_modules, .fields = module_fields },
	{ "power", .get = get_power, .fields = power_fields },
	{ "physfn", .get = get_physfn },
	{ "vfs", .get = get_vfs },
	{ "most_vfs", .get = get_most_vfs },
	{ NULL },
};

static int print_regions(const struct report_run *run, const struct device_info *info)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, region_fields);

	for (unsigned int i = 0; table != NULL && i < info->regions; i++)
		if (info->region[i].size != 0 &&
		    table_record(table, region_fields, &info->region[i]) == NULL)
			return -ENOMEM;
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

static int print_irqs(const struct report_run *run, const struct device_info *info)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, irq_fields);

	for (unsigned int i = 0; table != NULL && i < info->irqs; i++)
		if (info->irq[i].count != 0 &&
		    table_record(table, irq_fields, &info->irq[i]) == NULL)
			return -ENOMEM;
	if (table == NULL)
		return -ENOMEM;
	print_end();
	return table_print(table);
}

static int print_list(const struct report_run *run, const struct field *fields,
		      struct records records)
{
	print_end();
	return table_records(run, fields, records);
}

static int print_modules(const struct report_run *run, const struct device_info *info)
{
	return print_list(run, module_fields, RECORDS(info->module, info->modules));
}

/* "  label: text", unless the text is "" */
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
	join(info->words, text, sizeof(text));
	print_fact("flags", text[0] != '\0' ? text : "-");
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

static int table_device(const struct report_run *run, const struct report *report, bool first)
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
	checks_print(run, info);
	print_facts(info);
	if (info->opened)
		error = print_regions(run, info);
	if (error == 0 && info->opened)
		error = print_irqs(run, info);
	if (error == 0 && info->hot_reset_known)
		error = print_list(run, reset_fields, RECORDS(info->hot_reset, info->hot_resets));
	if (error == 0 && info->members > 0)
		error = print_list(run, member_fields, RECORDS(info->member, info->members));
	return error == 0 ? print_modules(run, info) : error;
}

const struct renderer info_renderers[] = {
	TABLE_FORMATS(TABLES(region_fields, irq_fields, reset_fields, member_fields, module_fields), .failures = true, .device = table_device),
	JSON_FIELDS(info_fields),
	{ .format = NULL },
};
