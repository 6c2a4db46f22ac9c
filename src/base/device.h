/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One function: its address, its bytes and other facts. The access layer fills it; the model
 * and the output read it.
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

/* How the bytes of a device were reached. */
enum source {
	SOURCE_DUMP,
	SOURCE_SYSFS,
	SOURCE_VFIO,
	SOURCE_HELD,
};

/* A process that holds a device or its group open. */
struct holder {
	pid_t pid;		/* 0: no such process is known */
	char command[32];	/* its name: untrusted data */
};

/* A fact: unknown, known to be false, or known to be true. */
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
		uint64_t start, end, flags;	/* start 0: no resource */
	} at[DEVICE_RESOURCES];
};

struct device {
	struct pci_address address;
	/* -1: unknown */
	int vendor, product;	/* 16 bits each; for a VF from the kernel, not the register */
	int class;		/* 24 bits: base class, sub-class, programming interface */
	int revision;
	int iommu_group;
	char name[200];		/* class, vendor and device in words, or "" */
	char driver[64];	/* "" none */
	bool is_vf;
	bool vf_assumed;	/* because its IDs read ffff */
	bool duplicate;		/* the dump has its address more than once */
	int64_t irq;		/* its IRQ while it was open, 32 bits; -1: not known */
	bool no_intx;		/* the kernel has no INTx for it */
	bool nointxmask;	/* the module's parameter: INTx is not masked in the device */
	enum known opregion;	/* VFIO offers an OpRegion; KNOWN_NOT: it was not asked */
	bool is_open;		/* a VFIO user has it open */
	bool resources_known;
	struct device_resources resources;

	const char *file;	/* the dump that it is from, as the user named it, or NULL;
				   not owned */
	size_t input;		/* the number of that input */
	bool address_assumed;	/* the dump does not say its address */
	enum source source;
	char source_reason[200];	/* why this source, or "" */
	struct holder held_by;
	struct fault error;		/* FAULT_NONE: usable */
	bool skipped;			/* --all leaves it out; `error` says why */
	struct config_space space;	/* the view that the map is built from */
	struct config_space *user;	/* the user view, if it was read too; else NULL; owned */
	struct kernel_copy *kernel;	/* what the kernel held for it, or NULL; owned */
	struct capture *capture;	/* the facts of the capture it came from, or NULL; owned */
	struct device_info *info;	/* what VFIO said while it was open, or NULL; owned */
	size_t ordinal;			/* its place in the input */
};

/* Frees a device, and what it owns. */
void device_free(struct device *device);

#endif
