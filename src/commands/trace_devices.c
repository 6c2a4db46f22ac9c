/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "commands/trace_devices.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "call/messages.h"
#include "inputs/inspect.h"
#include "model/vfio/permissions.h"

/* Bytes of the map that a record has. */
#define WINDOW 8

/*
 * Takes the kernel's tables of permissions. What they do not say, such as lengths, is as in the
 * newest rules.
 */
static void read_permissions(struct trace_devices *devices)
{
	CLEANUP_FREE struct permissions *predicted = memory_take(sizeof(*predicted));
	struct rules rules;
	struct fault why;

	devices->permissions = memory_take(sizeof(*devices->permissions));
	if (predicted == NULL || devices->permissions == NULL)
		return;
	rules_for_release(&rules_newest, &rules);
	permissions_predict(&rules, predicted);
	if (kernel_memory_permissions(&devices->memory, predicted, devices->permissions, &why) == 0)
		return;
	free(devices->permissions);
	devices->permissions = NULL;
}

/* Loads what copies the kernel's memory, and copies its tables. */
static int ask_kernel(struct trace_devices *devices, struct fault *fault)
{
	int error = kernel_memory_begin_copies(&devices->memory, fault);

	if (error != 0)
		return error;
	devices->memory_begun = true;
	read_permissions(devices);
	return 0;
}

int trace_devices_begin(struct trace_devices *devices, const struct options *options,
			const struct device_list *only, struct fault *fault)
{
	*devices = (struct trace_devices){ .options = options, .only = only };
	if (inspect_rules(options, "auto", &devices->rules) != EXIT_DONE)
		return fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "the rules are not known");
	return ask_kernel(devices, fault);
}

/* Ends what asks the kernel, and drops what it said. */
static void forget_kernel(struct trace_devices *devices)
{
	if (devices->memory_begun)
		kernel_memory_end(&devices->memory);
	devices->memory_begun = false;
	free(devices->permissions);
	devices->permissions = NULL;
}

int trace_devices_renew(struct trace_devices *devices, struct fault *fault)
{
	forget_kernel(devices);
	return ask_kernel(devices, fault);
}

void trace_devices_end(struct trace_devices *devices)
{
	forget_kernel(devices);
	for (size_t i = 0; i < devices->count; i++) {
		free(devices->traced[i].prediction);
		free(devices->traced[i].usage);
		free(devices->traced[i].copy);
	}
	free(devices->traced);
	device_list_free(&devices->list);
}

static bool is_wanted(const struct trace_devices *devices, const struct pci_address *address)
{
	if (devices->only == NULL)
		return true;
	for (size_t i = 0; i < devices->only->count; i++)
		if (address_compare(&devices->only->slots[i].device->address, address) == 0)
			return true;
	return false;
}

/* Appends an entry; NULL if memory is short. */
static struct traced_device *append(struct trace_devices *devices,
				    const struct pci_address *address)
{
	struct traced_device *grown = memory_grow(devices->traced, devices->count + 1,
						   sizeof(*grown));
	struct traced_device *traced;

	if (grown == NULL)
		return NULL;
	devices->traced = grown;
	traced = &grown[devices->count];
	*traced = (struct traced_device){
		.device = device_list_append(&devices->list, address),
		.prediction = memory_take(sizeof(*traced->prediction)),
		.usage = memory_take_zeroed(1, sizeof(*traced->usage)),
		.copy = memory_take(sizeof(*traced->copy)),
	};
	devices->count++;
	if (traced->device == NULL || traced->prediction == NULL || traced->usage == NULL ||
	    traced->copy == NULL)
		return NULL;
	return traced;
}

/*
 * Reads the hardware view, which names what VFIO hides. A device that sleeps is not read,
 * because that would wake it: its virtual copy is used, which has the user's chain only.
 */
static void read_bytes(struct traced_device *traced, const struct kernel_copy *copy)
{
	struct config_space *space = &traced->device->space;
	char status[16];

	if (sysfs_attribute(&traced->device->address, "power/runtime_status", status,
			    sizeof(status)) < 0 || strcmp(status, "active") == 0 ||
	    strcmp(status, "unsupported") == 0)
		if (sysfs_read_config(&traced->device->address, space, NULL) == 0)
			return;
	space_clear(space, copy->size, VIEW_USER);
	space_fill(space, copy->virtual_copy, copy->size);
}

/* Builds the prediction from the map and the virtual copy that the kernel sent. */
static void judge(struct trace_devices *devices, struct traced_device *traced)
{
	struct device *device = traced->device;
	struct rules rules = devices->rules;
	struct device_facts facts;

	traced->judged = false;
	traced->fault = (struct fault){ 0 };
	if (sysfs_describe(device, &traced->fault) != 0)
		return;
	read_bytes(traced, traced->copy);
	if (inspect_device_rules("auto", device, &rules, &traced->fault) != 0)
		return;
	device->is_open = true;
	facts = device_facts(device);
	prediction_build(&device->space, &rules, &facts, traced->prediction);
	if (!prediction_opens(traced->prediction))
		return;
	prediction_take_kernel(traced->prediction, traced->copy, devices->permissions);
	traced->judged = prediction_opens(traced->prediction);
}

/* Takes a record of the virtual copy, or of the map, which comes second and completes both. */
static void take_memory(struct trace_devices *devices, struct traced_device *traced,
			const struct trace_record *record)
{
	struct kernel_copy *copy = traced->copy;
	bool is_map = (record->flags & TRACE_IS_MAP) != 0;

	if (!is_map)
		memset(copy, 0, sizeof(*copy));
	copy->size = space_size(record->count);
	memcpy(is_map ? copy->map : copy->virtual_copy, record->data, copy->size);
	if (!is_map)
		return;
	traced->structure = record->structure;
	judge(devices, traced);
}

/* Whether the map in the record is still the map that the device is judged by. */
static bool agrees(const struct traced_device *traced, const struct trace_record *record)
{
	uint64_t offset = record->position & TRACE_OFFSET_MASK & ~(uint64_t)(WINDOW - 1);

	if (!traced->judged || offset + WINDOW > traced->prediction->map.size)
		return true;
	return memcmp(traced->prediction->map.value + offset, record->map, WINDOW) == 0;
}

/* The entry of an address, appended if there is none. NULL if memory is short. */
static struct traced_device *find_address(struct trace_devices *devices,
					  const struct pci_address *address)
{
	for (size_t i = 0; i < devices->count; i++)
		if (address_compare(&devices->traced[i].device->address, address) == 0)
			return &devices->traced[i];
	return append(devices, address);
}

struct traced_device *trace_devices_find(struct trace_devices *devices,
					 const struct trace_record *record, bool *unnamed,
					 bool *stale, int *error)
{
	struct traced_device *traced;
	struct pci_address address;

	*error = 0;
	*stale = false;
	*unnamed = !address_parse(record->name, &address);
	if (*unnamed || !is_wanted(devices, &address))
		return NULL;
	traced = find_address(devices, &address);
	if (traced == NULL) {
		*error = -ENOMEM;
		return NULL;
	}
	if ((record->flags & (TRACE_IS_MAP | TRACE_IS_COPY)) != 0) {
		take_memory(devices, traced, record);
		return traced;
	}
	*stale = traced->structure != record->structure || !agrees(traced, record);
	if (!*stale)
		return traced;
	traced->judged = false;
	traced->structure = 0;
	fault_set(&traced->fault, FAULT_IO, EIO, "the map of this open was not seen");
	return traced;
}
