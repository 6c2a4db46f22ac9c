/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/capture_info.h"

#include <string.h>

#include "access/vfio/vfio_info.h"

static void take_module(const struct info_module *module, struct capture *capture)
{
	for (unsigned int i = 0; i < module->parameters; i++) {
		struct capture_parameter *parameter = &capture->parameter[capture->parameters];

		if (capture->parameters == CAPTURE_PARAMETERS)
			return;
		capture->parameters++;
		snprintf(parameter->module, sizeof(parameter->module), "%s", module->name);
		snprintf(parameter->name, sizeof(parameter->name), "%s",
			 module->parameter[i].name);
		snprintf(parameter->value, sizeof(parameter->value), "%s",
			 module->parameter[i].value);
	}
}

void capture_take_info(const struct device_info *info, struct capture *capture)
{
	for (unsigned int i = 0; i < info->regions && i < CAPTURE_REGIONS; i++) {
		const struct info_region *region = &info->region[i];

		capture->region[capture->regions++] = (struct capture_region) {
			.index = region->index,
			.flags = region->flags,
			.size = region->size,
			.has_type = region->has_type,
			.type = region->type,
			.subtype = region->subtype,
		};
	}
	for (unsigned int i = 0; i < info->modules; i++)
		take_module(&info->module[i], capture);
	snprintf(capture->physfn, sizeof(capture->physfn), "%s", info->physfn);
	capture->vfs = info->vfs;
}

/* Finds the module with this name or adds it. NULL if there are too many. */
static struct info_module *module_named(struct device_info *info, const char *name)
{
	for (unsigned int i = 0; i < info->modules; i++)
		if (strcmp(info->module[i].name, name) == 0)
			return &info->module[i];
	if (info->modules == INFO_MODULES)
		return NULL;
	info->module[info->modules] = (struct info_module) { .state = NULL };
	snprintf(info->module[info->modules].name, sizeof(info->module[0].name), "%s", name);
	return &info->module[info->modules++];
}

static void give_parameter(const struct capture_parameter *from, struct device_info *info)
{
	struct info_module *module = module_named(info, from->module);
	struct info_parameter *parameter;

	if (module == NULL || module->parameters == INFO_PARAMETERS)
		return;
	parameter = &module->parameter[module->parameters++];
	snprintf(parameter->name, sizeof(parameter->name), "%s", from->name);
	snprintf(parameter->value, sizeof(parameter->value), "%s", from->value);
}

void capture_give_info(const struct capture *capture, struct device_info *info)
{
	for (unsigned int i = 0; i < capture->regions && i < INFO_REGIONS; i++) {
		const struct capture_region *from = &capture->region[i];
		struct info_region *region = &info->region[info->regions++];

		*region = (struct info_region) {
			.index = from->index,
			.flags = from->flags,
			.size = from->size,
			.has_type = from->has_type,
			.type = from->type,
			.subtype = from->subtype,
		};
		vfio_info_name_region(region);
	}
	for (unsigned int i = 0; i < capture->parameters; i++)
		give_parameter(&capture->parameter[i], info);
	snprintf(info->physfn, sizeof(info->physfn), "%.16s", capture->physfn);
	info->vfs = capture->vfs;
}
