/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The layout of the running kernel's struct vfio_pci_core_device (before 5.15
 * vfio_pci_device), by its own type information.
 */
#ifndef VFIO_CFGTOOL_KERNEL_LAYOUT_H
#define VFIO_CFGTOOL_KERNEL_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

/* Offsets of pointers in struct perm_bits, and its size, in bytes. */
struct permission_layout {
	int virt, write;
	int read_function, write_function;	/* readfn, writefn */
	int size;
	bool told;	/* by type information; else that of all known kernels, to be checked */
};

/* Offsets in bytes; -1: not known. */
struct kernel_layout {
	int map;		/* pci_config_map */
	int virtual_copy;	/* vconfig */
	int msi;		/* msi_perm; without type information to be checked */
	int pci_device;		/* pdev */
	int device_name;	/* in struct pci_dev: dev.kobj.name */
	int config_size;	/* there: cfg_size */
	struct permission_layout permission;	/* always known */
};

/* The layout without any type information. */
#define KERNEL_LAYOUT_UNKNOWN								\
	{ .map = -1, .virtual_copy = -1, .msi = -1, .pci_device = -1, .device_name = -1,	\
	  .config_size = -1,								\
	  .permission = { .virt = 0, .write = 8, .read_function = 16,			\
			  .write_function = 24, .size = 32 } }

/*
 * Fills the layout from the kernel's type information. Without that of vfio_pci_core (before
 * 5.11, or without CONFIG_DEBUG_INFO_BTF_MODULES) only device_name may be known, and struct
 * perm_bits is assumed to be as in the known kernels; layout_search() finds the rest.
 */
void layout_read(struct kernel_layout *layout);

/* How far into the structure layout_search() looks: bytes. */
#define LAYOUT_SEARCH 2048

/* What layout_search() asks about the kernel addresses in the structure. */
struct layout_questions {
	bool (*is_pair)(uint64_t map, uint64_t virtual_copy, void *context);
	bool (*is_pci_device)(uint64_t pci_device, void *context);
	void *context;
};

/*
 * Without type information: `structure` is the start of the structure. The map
 * and the virtual copy are the first two adjacent pointers that pass is_pair() (the
 * search may run into the next device's structure). The pointer after them is taken
 * for msi_perm. The pci_dev is the first pointer before them that passes
 * is_pci_device(); its place stays -1 without one. False: there is no such pair.
 */
bool layout_search(const uint8_t structure[LAYOUT_SEARCH],
		   const struct layout_questions *questions, struct kernel_layout *layout);

/* Whether an address is one of the kernel's: in the upper half, on x86-64 and arm64. */
static inline bool is_kernel_address(uint64_t address)
{
	return address >> 63 != 0;
}

#endif
