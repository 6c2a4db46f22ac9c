/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The devices of a call, in order. */
#ifndef VFIO_CFGTOOL_BASE_DEVICE_LIST_H
#define VFIO_CFGTOOL_BASE_DEVICE_LIST_H

#include "base/device.h"

struct device_pack;	/* base/device_pack.h */

/* A device of a list. */
struct device_slot {
	struct device *device;		/* NULL: it is packed, and not open */
	struct device_pack *pack;	/* NULL: it was not packed */
};

/*
 * Devices in order. Starts as zeros; device_list_free() ends it. A device of a dump is packed
 * while no one looks at it, so that a list of thousands is small.
 */
struct device_list {
	struct device_slot *slots;
	size_t count, room;
	bool incomplete;	/* an input could not be used; the user was told */
};

#define CLEANUP_DEVICE_LIST __attribute__((cleanup(device_list_free)))

/*
 * Appends a device; nothing but its address is known. Returns it (the list owns
 * it), or NULL if memory is short.
 */
struct device *device_list_append(struct device_list *list, const struct pci_address *address);

/*
 * Appends a copy of a device that came from a dump. Returns it (the list owns it),
 * or NULL if memory is short; the list is then unchanged.
 */
struct device *device_list_copy(struct device_list *list, const struct device *from);

/* The same of a device of another list, which stays packed if it is. False: memory is short. */
bool device_list_copy_slot(struct device_list *list, const struct device_slot *from);

/*
 * Packs a whole device, which came from a dump: what is open of it ends. False if memory is
 * short; the device then stays whole.
 */
bool device_list_pack(struct device_list *list, size_t at);

/*
 * The device at a place, whole until device_list_close(); changes to a packed one are lost
 * then, unless it is packed again. NULL if memory is short.
 */
struct device *device_list_open(struct device_list *list, size_t at);
void device_list_close(struct device_list *list, size_t at);

/* What is known of a device that is packed or whole. */
const struct pci_address *device_slot_address(const struct device_slot *slot);
const char *device_slot_file(const struct device_slot *slot);
bool device_slot_is_duplicate(const struct device_slot *slot);

/*
 * Keeps the devices from `start` on that `keeps` returns true for, in their order, and frees
 * the others. It may open a packed one, which is closed again.
 */
void device_list_keep(struct device_list *list, size_t start,
		      bool (*keeps)(struct device_list *list, size_t at, const void *context),
		      const void *context);

/* Frees the devices after the first `count`. */
void device_list_cut(struct device_list *list, size_t count);

/*
 * Sorts the devices from `start` on by address. Equal addresses keep the order of the input and
 * get `duplicate`.
 */
void device_list_sort(struct device_list *list, size_t start);

void device_list_free(struct device_list *list);

#endif
