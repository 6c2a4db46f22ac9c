/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/surroundings.h"

#include <errno.h>
#include <string.h>

#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_target.h"
#include "base/memory.h"

static void copy_attribute(const struct pci_address *address, const char *name, char *text,
			   size_t size)
{
	sysfs_attribute(address, name, text, size);
	if (strcmp(text, "unknown") == 0)
		text[0] = '\0';
}

/* Finds a function's driver and the process that has it open. */
static void describe_function(struct info_function *function)
{
	struct vfio_target target;
	struct pci_address address;
	struct fault unseen;
	bool whole;

	function->iommu_group = -1;
	if (!address_parse(function->name, &address))
		return;
	vfio_target_find(&address, &target);
	function->iommu_group = target.group;
	snprintf(function->driver, sizeof(function->driver), "%s", target.driver);
	if (target.is_vfio) {
		function->open = vfio_holder_find(&target, &function->holder, &whole);
		function->unknown = !function->open && vfio_use_is_unknown(&target, &unseen);
		function->hidden = function->unknown && unseen.error == EACCES;
	} else {
		function->driven = target.driver[0] != '\0' && !vfio_class_is_bridge(target.class);
	}
}

static bool add_member(const char *name, const char *driver, void *context)
{
	struct device_info *info = context;
	struct info_function *grown = memory_grow(info->member, info->members + 1,
						   sizeof(*grown));

	if (grown == NULL)
		return false;
	info->member = grown;
	grown += info->members++;
	*grown = (struct info_function) { .open = false };
	snprintf(grown->name, sizeof(grown->name), "%s", name);
	describe_function(grown);
	snprintf(grown->driver, sizeof(grown->driver), "%s", driver);
	grown->blocks = vfio_driver_blocks(name, driver);
	return true;
}

static void describe_members(const struct vfio_target *target, struct device_info *info)
{
	if (target->group < 0)
		return;
	sysfs_group_each(target->group, add_member, info);
	for (size_t i = 0; i < info->members; i++) {
		info->member[i].iommu_group = target->group;
		if (target->noiommu)
			info->member[i].blocks = false;
	}
}

static void add_parameter(const char *name, const char *value, void *context)
{
	struct info_module *module = context;
	struct info_parameter *parameter = &module->parameter[module->parameters];

	if (module->parameters == INFO_PARAMETERS)
		return;
	module->parameters++;
	snprintf(parameter->name, sizeof(parameter->name), "%s", name);
	snprintf(parameter->value, sizeof(parameter->value), "%s", value);
}

static bool has_module(const struct device_info *info, const char *name)
{
	for (unsigned int i = 0; i < info->modules; i++)
		if (strcmp(info->module[i].name, name) == 0)
			return true;
	return false;
}

static void add_module(struct device_info *info, const char *name)
{
	struct info_module *module = &info->module[info->modules];

	if (info->modules == INFO_MODULES || has_module(info, name))
		return;
	*module = (struct info_module) { .state = module_state_name(module_find_state(name)) };
	info->modules++;
	snprintf(module->name, sizeof(module->name), "%s", name);
	module_parameters_each(name, add_parameter, module);
}

/* Describes the driver's own module, then VFIO's. */
static void describe_modules(const struct device *device, struct device_info *info)
{
	static const char *const names[] = {
		"vfio_pci", "vfio_pci_core", "vfio_iommu_type1", "vfio", "iommufd",
	};
	char path[SYSFS_PATH_SIZE], own[64];

	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/module", device->driver);
	if (device->driver[0] != '\0' && sysfs_target(path, own, sizeof(own)) == 0)
		add_module(info, own);
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		add_module(info, names[i]);
}

void surroundings_describe(const struct device *device, struct device_info *info)
{
	const struct pci_address *address = &device->address;
	struct vfio_target target;

	vfio_target_of(device, &target);
	snprintf(info->node, sizeof(info->node), "%s", target.cdev_node);
	snprintf(info->group_node, sizeof(info->group_node), "%s", target.group_node);
	describe_members(&target, info);
	describe_modules(device, info);
	copy_attribute(address, "power_state", info->power_state, sizeof(info->power_state));
	copy_attribute(address, "power/runtime_status", info->runtime_status,
		       sizeof(info->runtime_status));
	copy_attribute(address, "power/control", info->power_control,
		       sizeof(info->power_control));
	copy_attribute(address, "d3cold_allowed", info->d3cold_allowed,
		       sizeof(info->d3cold_allowed));
	copy_attribute(address, "reset_method", info->reset_method, sizeof(info->reset_method));
	sysfs_link(address, "physfn", info->physfn, sizeof(info->physfn));
	info->most_vfs = sysfs_number(address, "sriov_totalvfs");
	info->vfs = info->most_vfs > 0 ? sysfs_number(address, "sriov_numvfs") : -1;
	if (info->most_vfs == 0)
		info->most_vfs = -1;
}

void surroundings_find_users(struct device_info *info)
{
	for (size_t i = 0; i < info->hot_resets; i++)
		describe_function(&info->hot_reset[i]);
}
