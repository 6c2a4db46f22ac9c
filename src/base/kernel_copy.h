/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the running kernel held in memory, as bytes: of one open device, and of all. */
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
	 * What the kernel does with accesses to MSI (msi_perm): of each device its
	 * own, made of the first MSI capability that VFIO came to. msi.size is 0
	 * where the device has none; else it is what the table itself shows, by its
	 * masks: c or, with a 64-bit address, 10 hex, and 8 more with a mask. Not
	 * known: the user may not see the kernel's addresses, or they lead to
	 * something else; msi is then all 0.
	 */
	bool msi_known;
	struct permission msi;
	bool pristine;		/* virtual_copy is as the open left it: nobody has used it yet */
};

/* A length in the tables below that is not fixed. */
#define KERNEL_LENGTH_VARIABLE 0xff

/*
 * The kernel's tables of capabilities: what it takes each ID for, whichever
 * device. Lengths in bytes; 0 is hidden.
 */
struct kernel_tables {
	unsigned int standards, extendeds;	/* entries; 0: not to be seen */
	uint8_t standard_length[0x100];		/* pci_cap_length[] */
	uint16_t extended_length[0x100];	/* pci_ext_cap_length[] */
	bool pmc_known;
	uint16_t pmc_virtual;	/* bits of PMC that are read from the virtual copy */
};

#endif
