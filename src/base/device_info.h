/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What VFIO says about an open device, and sysfs about its surroundings. Starts as zeros;
 * device_info_free() ends it.
 */
#ifndef VFIO_CFGTOOL_BASE_DEVICE_INFO_H
#define VFIO_CFGTOOL_BASE_DEVICE_INFO_H

#include <stdint.h>

#include "base/device.h"

/* More than the kernel offers: nine fixed regions and a few device-specific ones. */
#define INFO_REGIONS		32
#define INFO_AREAS		16
#define INFO_CAPABILITIES	8
#define INFO_IRQS		8
#define INFO_MODULES		8
#define INFO_PARAMETERS		16
#define INFO_WORDS		12

/* A capability in an ioctl's answer: struct vfio_info_cap_header. */
struct info_capability {
	uint16_t id, version;
};

/* A part of a region that can be mapped: bytes from the region's start. */
struct info_area {
	uint64_t offset, size;
};

/* struct vfio_region_info, with its capabilities */
struct info_region {
	uint32_t index, flags;
	const char *name;		/* stable; NULL: none */
	const char *words[INFO_WORDS];	/* names of the flags; stable, ended by NULL */
	uint64_t offset, size;
	bool has_type, msix_mappable, sparse;
	uint32_t type, subtype;
	unsigned int areas;		/* only for a region that is mapped in parts */
	struct info_area area[INFO_AREAS];
	unsigned int capabilities;
	struct info_capability capability[INFO_CAPABILITIES];
};

/* struct vfio_irq_info */
struct info_irq {
	uint32_t index, flags, count;
	const char *name;		/* as above */
	const char *words[INFO_WORDS];
};

/* Another function: a member of the group, or one that a hot reset includes. */
struct info_function {
	char name[32];			/* its address; a group's member can have any name */
	char driver[64];		/* "" none */
	int iommu_group;		/* -1: none, or not known */
	bool blocks;			/* its driver keeps a user out of the group */
	bool open;			/* a VFIO user has it or its group open */
	struct holder holder;		/* that user, if its process is visible */
	bool unknown;			/* it is not known whether one has it open ... */
	bool hidden;			/* ... because other users' processes are hidden */
	bool driven;			/* it has a kernel driver that is not a bridge's */
};

struct info_parameter {
	char name[48], value[64];
};

/* A kernel module that the device needs or could use. */
struct info_module {
	char name[64];
	const char *state;		/* the stable word */
	unsigned int parameters;
	struct info_parameter parameter[INFO_PARAMETERS];
};

enum info_result { CHECK_OK, CHECK_WARN, CHECK_FAIL };

/* One answer to "why does passthrough fail?" */
struct info_check {
	const char *name;		/* the stable word, such as "reserved-regions" */
	enum info_result result;
	char message[256];
	char hint[320];			/* the command that helps, or "" */
};

/* The machine, as `info` without a device shows it. */
struct info_machine {
	unsigned int iommus, groups;
	unsigned int functions, virtual_functions, bound;	/* PCI functions; bound to VFIO drivers */
	char command_line[1024];	/* the kernel's words that matter here */
	char lockdown[64];		/* as the kernel prints it, or "" */
};

struct device_info {
	bool opened;			/* the members down to `atomics` are known */
	bool by_group;			/* opened by its group's node, not its own */
	uint32_t flags;			/* VFIO_DEVICE_FLAGS_x */
	const char *words[INFO_WORDS];	/* names of the flags; stable, ended by NULL */
	unsigned int regions, irqs, capabilities;
	struct info_region region[INFO_REGIONS];
	struct info_irq irq[INFO_IRQS];
	struct info_capability capability[INFO_CAPABILITIES];
	bool atomics_known;
	unsigned int atomics[4];	/* widths that the root port completes: bits, ended by 0 */
	bool hot_reset_known;		/* the kernel listed the functions of a hot reset */
	size_t hot_resets;
	struct info_function *hot_reset;	/* owned */

	char node[64], group_node[64];	/* "" none */
	size_t members;
	struct info_function *member;	/* of the IOMMU group, the device included; owned */
	unsigned int modules;
	struct info_module module[INFO_MODULES];
	/* sysfs attributes as the kernel prints them; "" if there is none */
	char power_state[16], runtime_status[16], power_control[16], d3cold_allowed[8];
	char reset_method[64];
	char physfn[ADDRESS_TEXT_SIZE];
	int vfs, most_vfs;		/* enabled and possible VFs; -1: the device is no PF */
	size_t checks;
	struct info_check *check;	/* owned */
	struct info_machine machine;	/* without a device */
};

void device_info_free(struct device_info *info);

#endif
