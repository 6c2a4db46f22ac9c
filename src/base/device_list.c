/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/device_list.h"

#include <string.h>

#include "base/device_pack.h"
#include "base/memory.h"

/* Makes room for one more device. */
static bool grow(struct device_list *list)
{
	struct device_slot *grown = memory_grow_list(list->slots, list->count, &list->room,
						     sizeof(*grown));

	if (grown == NULL)
		return false;
	list->slots = grown;
	return true;
}

struct device *device_list_append(struct device_list *list, const struct pci_address *address)
{
	struct device *device = grow(list) ? memory_take_zeroed(1, sizeof(*device)) : NULL;

	if (device == NULL)
		return NULL;
	device->address = *address;
	device->vendor = device->product = device->class = device->revision = -1;
	device->iommu_group = -1;
	device->irq = -1;
	device->ordinal = list->count;
	list->slots[list->count++] = (struct device_slot) { .device = device };
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

bool device_list_copy_slot(struct device_list *list, const struct device_slot *from)
{
	struct device_pack *pack;

	if (from->pack == NULL)
		return device_list_copy(list, from->device) != NULL;
	pack = grow(list) ? device_pack_copy(from->pack) : NULL;
	if (pack == NULL)
		return false;
	list->slots[list->count++] = (struct device_slot) { .pack = pack };
	return true;
}

bool device_list_pack(struct device_list *list, size_t at)
{
	struct device_slot *slot = &list->slots[at];
	struct device_pack *pack = device_pack_make(slot->device);

	if (pack == NULL)
		return false;
	device_free(slot->device);
	free(slot->pack);
	*slot = (struct device_slot) { .pack = pack };
	return true;
}

struct device *device_list_open(struct device_list *list, size_t at)
{
	struct device_slot *slot = &list->slots[at];

	if (slot->device == NULL)
		slot->device = device_pack_open(slot->pack);
	return slot->device;
}

void device_list_close(struct device_list *list, size_t at)
{
	struct device_slot *slot = &list->slots[at];

	if (slot->pack == NULL || slot->device == NULL)
		return;
	device_free(slot->device);
	slot->device = NULL;
}

const struct pci_address *device_slot_address(const struct device_slot *slot)
{
	return slot->pack != NULL ? &slot->pack->address : &slot->device->address;
}

const char *device_slot_file(const struct device_slot *slot)
{
	return slot->pack != NULL ? slot->pack->file : slot->device->file;
}

bool device_slot_is_duplicate(const struct device_slot *slot)
{
	return slot->pack != NULL ? slot->pack->duplicate : slot->device->duplicate;
}

static void free_slot(struct device_slot *slot)
{
	if (slot->device != NULL)
		device_free(slot->device);
	free(slot->pack);
}

void device_list_cut(struct device_list *list, size_t count)
{
	while (list->count > count)
		free_slot(&list->slots[--list->count]);
}

void device_list_keep(struct device_list *list, size_t start,
		      bool (*keeps)(struct device_list *list, size_t at, const void *context),
		      const void *context)
{
	size_t kept = start;

	for (size_t i = start; i < list->count; i++) {
		bool keep = keeps(list, i, context);

		device_list_close(list, i);
		if (keep)
			list->slots[kept++] = list->slots[i];
		else
			free_slot(&list->slots[i]);
	}
	list->count = kept;
}

static size_t ordinal_of(const struct device_slot *slot)
{
	return slot->pack != NULL ? slot->pack->ordinal : slot->device->ordinal;
}

static int compare_addresses(const struct device_slot *a, const struct device_slot *b)
{
	return address_compare(device_slot_address(a), device_slot_address(b));
}

static int compare(const void *left, const void *right)
{
	const struct device_slot *a = left, *b = right;
	int order = compare_addresses(a, b);

	if (order != 0)
		return order;
	return (ordinal_of(a) > ordinal_of(b)) - (ordinal_of(a) < ordinal_of(b));
}

static void mark_duplicate(struct device_slot *slot)
{
	if (slot->pack != NULL)
		slot->pack->duplicate = true;
	if (slot->device != NULL)
		slot->device->duplicate = true;
}

void device_list_sort(struct device_list *list, size_t start)
{
	if (list->count > start + 1)
		qsort(list->slots + start, list->count - start, sizeof(*list->slots), compare);
	for (size_t i = start + 1; i < list->count; i++) {
		if (compare_addresses(&list->slots[i - 1], &list->slots[i]) != 0)
			continue;
		mark_duplicate(&list->slots[i - 1]);
		mark_duplicate(&list->slots[i]);
	}
}

void device_list_free(struct device_list *list)
{
	device_list_cut(list, 0);
	free(list->slots);
	*list = (struct device_list) { .slots = NULL };
}
