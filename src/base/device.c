/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/device.h"

#include <string.h>

#include "base/device_info.h"
#include "base/memory.h"

struct device *device_list_append(struct device_list *list, const struct pci_address *address)
{
	struct device *device;

	if (list->count == list->room) {
		size_t room = list->room != 0 ? list->room * 2 : 16;
		struct device **grown = memory_grow(list->devices, room, sizeof(*grown));

		if (grown == NULL)
			return NULL;
		list->devices = grown;
		list->room = room;
	}
	device = memory_take_zeroed(1, sizeof(*device));
	if (device == NULL)
		return NULL;
	device->address = *address;
	device->vendor = device->product = device->class = device->revision = -1;
	device->iommu_group = -1;
	device->irq = -1;
	device->ordinal = list->count;
	list->devices[list->count++] = device;
	return device;
}

/* Copies size bytes of *from to *to, a new object; NULL stays NULL. False if memory is short. */
static bool copy_of(const void *from, size_t size, void **to)
{
	*to = from != NULL ? memory_take(size) : NULL;
	if (*to != NULL)
		memcpy(*to, from, size);
	return (*to != NULL) == (from != NULL);
}

struct device *device_list_copy(struct device_list *list, const struct device *from)
{
	struct device *device = device_list_append(list, &from->address);
	void *user, *capture;

	if (device == NULL)
		return NULL;
	if (copy_of(from->user, sizeof(*from->user), &user) &&
	    copy_of(from->capture, sizeof(*from->capture), &capture)) {
		*device = *from;	/* a device from a dump owns nothing else */
		device->user = user;
		device->capture = capture;
		return device;
	}
	free(user);
	device_free(device);
	list->count--;
	return NULL;
}

static int compare(const void *left, const void *right)
{
	const struct device *a = *(const struct device *const *)left;
	const struct device *b = *(const struct device *const *)right;
	int order = address_compare(&a->address, &b->address);

	if (order != 0)
		return order;
	return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

void device_list_sort(struct device_list *list)
{
	if (list->count > 1)
		qsort(list->devices, list->count, sizeof(struct device *), compare);
	for (size_t i = 1; i < list->count; i++) {
		struct device *before = list->devices[i - 1], *device = list->devices[i];

		if (address_compare(&before->address, &device->address) == 0)
			before->duplicate = device->duplicate = true;
	}
}

void device_free(struct device *device)
{
	free(device->user);
	free(device->kernel);
	free(device->capture);
	if (device->info != NULL)
		device_info_free(device->info);
	free(device->info);
	free(device);
}

void device_list_free(struct device_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		device_free(list->devices[i]);
	free(list->devices);
	*list = (struct device_list) { .devices = NULL };
}
