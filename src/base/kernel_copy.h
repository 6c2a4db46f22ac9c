/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What the running kernel held in memory, as bytes: for one open device, and for all. */
#ifndef VFIO_CFGTOOL_BASE_KERNEL_COPY_H
#define VFIO_CFGTOOL_BASE_KERNEL_COPY_H

#include "base/permission.h"
#include "base/space.h"

/* Plain values. */
struct kernel_copy {
	uint16_t size;					/* bytes of configuration space */
	uint8_t map[SPACE_SIZE_EXTENDED];		/* pci_config_map */
	uint8_t virtual_copy[SPACE_SIZE_EXTENDED];	/* vconfig */
	/*
	 * The device's own permission table for MSI (msi_perm), which VFIO makes from
	 * the first MSI capability in the chain. msi.size is 0 if the device has none;
	 * else the table's masks show it: c or, with a 64-bit address, 10 (hex), and 8
	 * more with a mask register. msi_known is false, and msi all 0, if the user may
	 * not see the kernel's addresses or if they lead to something else.
	 */
	bool msi_known;
	struct permission msi;
	bool pristine;		/* virtual_copy is as the open left it: no access was made since */
};

/* A length in the tables below that is not fixed. */
#define KERNEL_LENGTH_VARIABLE 0xff

/*
 * The kernel's tables of capability lengths, by ID; they are the same for every
 * device. Lengths in bytes; 0 is hidden.
 */
struct kernel_tables {
	unsigned int standards, extendeds;	/* entries; 0: the table cannot be seen */
	uint8_t standard_length[0x100];		/* pci_cap_length[] */
	uint16_t extended_length[0x100];	/* pci_ext_cap_length[] */
	bool pmc_known;
	uint16_t pmc_virtual;	/* bits of PMC that a user reads from the virtual copy */
};

#endif
