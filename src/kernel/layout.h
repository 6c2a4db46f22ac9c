/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the running kernel keeps what in struct vfio_pci_core_device (before
 * 5.15 vfio_pci_device), by its own type information.
 */
#ifndef VFIO_CFGTOOL_KERNEL_LAYOUT_H
#define VFIO_CFGTOOL_KERNEL_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

/* Offsets in bytes; -1: not known. */
struct kernel_layout {
	int map;		/* pci_config_map */
	int virtual_copy;	/* vconfig */
	int pci_device;		/* pdev */
	int device_name;	/* in struct pci_dev: dev.kobj.name */
	int permission_virtual;	/* in struct perm_bits: virt */
	int permission_read;	/* in struct perm_bits: readfn */
	int permission_size;	/* of struct perm_bits */
};

/*
 * Fills in what the kernel's type information says. Without that of
 * vfio_pci_core (before 5.11, or without CONFIG_DEBUG_INFO_BTF_MODULES) only
 * device_name may be known; the others are then searched for.
 */
void layout_read(struct kernel_layout *layout);

/* How far into the structure layout_search() looks: bytes. */
#define LAYOUT_SEARCH 2048

/* What layout_search() asks about kernel addresses that stand in the structure. */
struct layout_questions {
	bool (*is_pair)(uint64_t map, uint64_t virtual_copy, void *context);
	bool (*is_pci_device)(uint64_t pci_device, void *context);
	void *context;
};

/*
 * Without type information: `structure` is the start of the structure. The map
 * and the virtual copy are the first two pointers side by side that can be they
 * (behind the structure another function's may lie); the pci_dev is the first
 * pointer before them that is one, or stays -1. False: there is no such pair.
 */
bool layout_search(const uint8_t structure[LAYOUT_SEARCH],
		   const struct layout_questions *questions, struct kernel_layout *layout);

/* Whether an address is one of the kernel's: in the upper half, on x86-64 and arm64. */
static inline bool is_kernel_address(uint64_t address)
{
	return address >> 63 != 0;
}

#endif
