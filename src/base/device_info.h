/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What VFIO says of an open device, and what sysfs says of its surroundings.
 * Starts as zeros, ended by device_info_free().
 */
#ifndef VFIO_CFGTOOL_BASE_DEVICE_INFO_H
#define VFIO_CFGTOOL_BASE_DEVICE_INFO_H

#include <stdint.h>

#include "base/device.h"

/* More than the kernel has: nine fixed regions, and those of a device's own. */
#define INFO_REGIONS		32
#define INFO_AREAS		16
#define INFO_CAPABILITIES	8
#define INFO_IRQS		8
#define INFO_MODULES		8
#define INFO_PARAMETERS		16
#define INFO_WORDS		12

/* A capability in the answer of an ioctl, struct vfio_info_cap_header. */
struct info_capability {
	uint16_t id, version;
};

/* An area of a region that can be mapped, in bytes from its start. */
struct info_area {
	uint64_t offset, size;
};

/* struct vfio_region_info, with its capabilities */
struct info_region {
	uint32_t index, flags;
	const char *name;		/* stable; NULL: it has none */
	const char *words[INFO_WORDS];	/* of flags; stable, ended by NULL */
	uint64_t offset, size;
	bool has_type, msix_mappable, sparse;
	uint32_t type, subtype;
	unsigned int areas;		/* of a region that is mapped in parts */
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

/* Another function: a member of the group, or one that a hot reset takes along. */
struct info_function {
	char name[32];			/* its address; of a group's member whatever it is called */
	char driver[64];		/* "" none */
	int iommu_group;		/* -1: none, or not known */
	bool blocks;			/* its driver keeps a user out of the group */
	bool open;			/* a VFIO user has it, or its group */
	struct holder holder;		/* who, where it is seen */
	bool unknown;			/* whether one has it is not known ... */
	bool hidden;			/* ... as other users' processes are hidden from this one */
	bool driven;			/* a driver of the kernel has it, and is no bridge's */
};

struct info_parameter {
	char name[48], value[64];
};

/* A module that has to do with the device. */
struct info_module {
	char name[64];
	const char *state;		/* the stable word */
	unsigned int parameters;
	struct info_parameter parameter[INFO_PARAMETERS];
};

struct device_info {
	bool opened;			/* what follows up to `atomics` is known */
	bool by_group;			/* opened by its group's node, not its own */
	uint32_t flags;			/* VFIO_DEVICE_FLAGS_x */
	const char *words[INFO_WORDS];	/* of them; stable, ended by NULL */
	unsigned int regions, irqs, capabilities;
	struct info_region region[INFO_REGIONS];
	struct info_irq irq[INFO_IRQS];
	struct info_capability capability[INFO_CAPABILITIES];
	bool atomics_known;
	unsigned int atomics[4];	/* widths that the root port completes, in bits, ended by 0 */
	bool hot_reset_known;		/* there is such a reset */
	size_t hot_resets;
	struct info_function *hot_reset;	/* owned */

	char node[64], group_node[64];	/* "" none */
	size_t members;
	struct info_function *member;	/* of the IOMMU group, itself included; owned */
	unsigned int modules;
	struct info_module module[INFO_MODULES];
	/* attributes as the kernel prints them, "" where it has none */
	char power_state[16], runtime_status[16], power_control[16], d3cold_allowed[8];
	char reset_method[64];
	char physfn[ADDRESS_TEXT_SIZE];
	int vfs, most_vfs;		/* -1: no PF */
};

void device_info_free(struct device_info *info);

#endif
