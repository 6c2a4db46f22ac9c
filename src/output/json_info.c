/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What info says of a device. */
#include "output/json.h"

static struct json_object *words(const char *const *list)
{
	struct json_object *array = json_array(4);

	for (; *list != NULL; list++)
		json_append(array, json_string(*list));
	return array;
}

static struct json_object *capabilities(const struct info_capability *list, unsigned int count)
{
	struct json_object *array = json_array(count);

	for (unsigned int i = 0; i < count; i++) {
		struct json_object *object = json_new();

		json_add(object, "id", json_number(list[i].id));
		json_add(object, "version", json_number(list[i].version));
		json_append(array, object);
	}
	return array;
}

static struct json_object *areas(const struct info_region *region)
{
	struct json_object *array;

	if (!region->sparse)
		return NULL;
	array = json_array(region->areas);
	for (unsigned int i = 0; i < region->areas; i++) {
		struct json_object *object = json_new();

		json_add(object, "offset", json_size(region->area[i].offset));
		json_add(object, "size", json_size(region->area[i].size));
		json_append(array, object);
	}
	return array;
}

static struct json_object *regions(const struct device_info *info)
{
	struct json_object *array = json_array(info->regions);

	for (unsigned int i = 0; i < info->regions; i++) {
		const struct info_region *region = &info->region[i];
		struct json_object *object = json_new();

		json_add(object, "index", json_number((int)region->index));
		json_add(object, "name", json_string(region->name));
		json_add(object, "offset", json_size(region->offset));
		json_add(object, "size", json_size(region->size));
		json_add(object, "flags", words(region->words));
		json_add(object, "areas", areas(region));
		json_add(object, "type", json_hex(region->has_type ? (int64_t)region->type : -1, 8));
		json_add(object, "subtype", json_hex(region->has_type ? (int64_t)region->subtype
								      : -1, 8));
		json_add(object, "msix_mappable", json_flag(region->msix_mappable));
		json_add(object, "capabilities", capabilities(region->capability,
							      region->capabilities));
		json_append(array, object);
	}
	return array;
}

static struct json_object *irqs(const struct device_info *info)
{
	struct json_object *array = json_array(info->irqs);

	for (unsigned int i = 0; i < info->irqs; i++) {
		const struct info_irq *irq = &info->irq[i];
		struct json_object *object = json_new();

		json_add(object, "index", json_number((int)irq->index));
		json_add(object, "name", json_string(irq->name));
		json_add(object, "count", json_number((int)irq->count));
		json_add(object, "flags", words(irq->words));
		json_append(array, object);
	}
	return array;
}

static struct json_object *functions(const struct info_function *list, size_t count, bool members)
{
	struct json_object *array = json_array(count);

	for (size_t i = 0; i < count; i++) {
		struct json_object *object = json_new();

		json_add(object, "address", json_string(list[i].name));
		json_add(object, "driver", json_string(list[i].driver));
		json_add(object, "iommu_group", json_number(list[i].iommu_group));
		json_add(object, "in_use", list[i].unknown ? NULL :
			 json_flag(list[i].open || list[i].driven));
		json_add(object, "held_by", json_holder(&list[i].holder));
		if (members)
			json_add(object, "blocks", json_flag(list[i].blocks));
		json_append(array, object);
	}
	return array;
}

static struct json_object *parameters(const struct info_module *module)
{
	struct json_object *array = json_array(module->parameters);

	for (unsigned int i = 0; i < module->parameters; i++) {
		struct json_object *object = json_new();

		json_add(object, "name", json_string(module->parameter[i].name));
		json_add(object, "value", json_string(module->parameter[i].value));
		json_append(array, object);
	}
	return array;
}

static struct json_object *modules(const struct device_info *info)
{
	struct json_object *array = json_array(info->modules);

	for (unsigned int i = 0; i < info->modules; i++) {
		struct json_object *object = json_new();

		json_add(object, "name", json_string(info->module[i].name));
		json_add(object, "state", json_string(info->module[i].state));
		json_add(object, "parameters", parameters(&info->module[i]));
		json_append(array, object);
	}
	return array;
}

static struct json_object *atomics(const struct device_info *info)
{
	struct json_object *array;

	if (!info->atomics_known)
		return NULL;
	array = json_array(3);
	for (unsigned int i = 0; info->atomics[i] != 0; i++)
		json_append(array, json_number((int)info->atomics[i]));
	return array;
}

static struct json_object *power(const struct device_info *info)
{
	struct json_object *object = json_new();

	json_add(object, "state", json_string(info->power_state));
	json_add(object, "runtime_status", json_string(info->runtime_status));
	json_add(object, "control", json_string(info->power_control));
	json_add(object, "d3cold_allowed", json_string(info->d3cold_allowed));
	return object;
}

static const char *api(const struct device_info *info)
{
	if (!info->opened)
		return NULL;
	return info->by_group ? "group" : "cdev";
}

void json_add_info(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	const struct device_info *info = report->info;
	bool opened = info->opened;
	bool live = report->device->capture == NULL;
	bool described = info->modules > 0;

	(void)run;
	json_add(object, "node", json_string(info->node));
	json_add(object, "group_node", json_string(info->group_node));
	json_add(object, "api", json_string(api(info)));
	json_add(object, "flags", opened ? words(info->words) : NULL);
	json_add(object, "capabilities", opened ? capabilities(info->capability,
							       info->capabilities) : NULL);
	json_add(object, "atomics", atomics(info));
	json_add(object, "regions", opened || info->regions > 0 ? regions(info) : NULL);
	json_add(object, "irqs", opened ? irqs(info) : NULL);
	json_add(object, "reset_methods", json_string(info->reset_method));
	json_add(object, "hot_reset", info->hot_reset_known
		 ? functions(info->hot_reset, info->hot_resets, false) : NULL);
	json_add(object, "members", described && live ? functions(info->member, info->members, true) : NULL);
	json_add(object, "modules", described ? modules(info) : NULL);
	json_add(object, "power", described && live ? power(info) : NULL);
	json_add(object, "physfn", json_string(info->physfn));
	json_add(object, "vfs", json_number(info->vfs));
	json_add(object, "most_vfs", json_number(info->most_vfs));
}
