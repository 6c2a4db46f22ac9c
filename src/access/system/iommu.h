/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The machine's IOMMUs and interrupt remapping, and the memory that the firmware and the
 * console reserve. Reads sysfs and /proc; opens no device.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_IOMMU_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_IOMMU_H

#include "base/device.h"

/* How many IOMMUs and IOMMU groups there are. */
unsigned int iommu_count(void);
unsigned int iommu_group_count(void);

/*
 * Whether interrupts are remapped: on x86 the kernel names such interrupts "IR-..." in
 * /proc/interrupts. KNOWN_NOT: another processor, or the file cannot be read.
 */
enum known iommu_remaps_interrupts(void);

/* A line of a group's reserved_regions. */
struct iommu_region {
	uint64_t start, end;		/* both included */
	char type[32];			/* "direct", "direct-relaxable", "msi", "reserved" */
};

/* "0x... 0x... TYPE"; false: the line has another form. */
bool iommu_region_parse(const char *line, struct iommu_region *region);

/*
 * Finds the first region of a group that the firmware requires to stay mapped (RMRR,
 * "direct"). iommu_group_claim_dma_owner() and VFIO then refuse the device. KNOWN_NOT: the
 * file cannot be read.
 */
enum known iommu_find_direct(int group, struct iommu_region *region);

/* A line of /proc/iomem. */
struct iomem_line {
	uint64_t start, end;		/* both included; all 0 if the kernel hides them from
					   this user */
	char name[48];
};
bool iomem_parse(const char *line, struct iomem_line *found);

/*
 * Whether the boot's framebuffer (BOOTFB, or the driver that took it over) lies in a BAR of
 * the device: vfio-pci cannot reserve that BAR. KNOWN_YES with *bar and its line; KNOWN_NOT:
 * the addresses are hidden from this user.
 */
enum known iomem_find_framebuffer(const struct device_resources *resources, unsigned int *bar,
				  struct iomem_line *found);

#endif
