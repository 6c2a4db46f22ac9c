/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of one function beside and with its bytes: filled by the
 * access layer, read by the model and the output.
 */
#ifndef VFIO_CFGTOOL_BASE_DEVICE_H
#define VFIO_CFGTOOL_BASE_DEVICE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/address.h"
#include "base/capture.h"
#include "base/fault.h"
#include "base/kernel_copy.h"
#include "base/space.h"

struct device_info;	/* base/device_info.h */

/* How the bytes were reached. */
enum source {
	SOURCE_DUMP,
	SOURCE_SYSFS,
	SOURCE_VFIO,
	SOURCE_HELD,
};

/* A process that holds a device or its group open. */
struct holder {
	pid_t pid;		/* 0: nobody is known to */
	char command[32];	/* its name; data, not to be trusted */
};

/* A fact that is known, known to be false, or not known. */
enum known {
	KNOWN_NOT,
	KNOWN_NO,
	KNOWN_YES,
};

/* BARs 0 to 5 and the ROM: struct resource of linux/ioport.h */
#define DEVICE_RESOURCES 7
#define DEVICE_RESOURCE_ROM 6

struct device_resources {
	struct {
		uint64_t start, end, flags;	/* start 0: there is none */
	} at[DEVICE_RESOURCES];
};

struct device {
	struct pci_address address;
	/* -1: unknown */
	int vendor, product;	/* 16 bits each; of a VF the kernel's, not the register's */
	int class;		/* 24 bits: base class, sub-class, programming interface */
	int revision;
	int iommu_group;
	char name[200];		/* class, vendor and device in words, or "" */
	char driver[64];	/* "" none */
	bool is_vf;
	bool vf_assumed;	/* because its IDs read ffff */
	bool duplicate;		/* its address stands more than once in a dump */
	int64_t irq;		/* while it was open, 32 bits; -1: not known */
	bool no_intx;		/* the kernel has no INTx for it */
	bool nointxmask;	/* parameter of the module: INTx is not masked in the device */
	enum known opregion;	/* VFIO offers an OpRegion; KNOWN_NOT: nobody could ask */
	bool is_open;		/* a VFIO user has it open */
	bool resources_known;
	struct device_resources resources;

	enum source source;
	char source_reason[200];	/* why this source, or "" */
	struct holder held_by;
	struct fault error;		/* FAULT_NONE: usable */
	bool skipped;			/* --all leaves it out, as error says */
	struct config_space space;	/* the view that the map is built from */
	struct config_space *user;	/* the user view beside it, or NULL; owned */
	struct kernel_copy *kernel;	/* what the kernel held for it, or NULL; owned */
	struct capture *capture;	/* it stands in a capture, or NULL; owned */
	struct device_info *info;	/* what VFIO said of it while it was open, or NULL; owned */
	size_t ordinal;			/* its place in the input */
};

/* Devices in an order; starts as zeros, ended by device_list_free(). */
struct device_list {
	struct device **devices;
	size_t count, room;
};

#define CLEANUP_DEVICE_LIST __attribute__((cleanup(device_list_free)))

/*
 * Appends a device of which nothing is known but its address. Returns it
 * (owned by the list), or NULL where memory is short.
 */
struct device *device_list_append(struct device_list *list, const struct pci_address *address);

/*
 * Appends a copy of a device of a dump. Returns it, or NULL where memory is
 * short; list is as it was then.
 */
struct device *device_list_copy(struct device_list *list, const struct device *from);

/* Sorts by address; equal addresses keep the order of the input and are marked. */
void device_list_sort(struct device_list *list);

/* Ends a device that is in no list any more. */
void device_free(struct device *device);

void device_list_free(struct device_list *list);

#endif
