/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What the running kernel holds in memory for an open device: a kprobe notes the kernel's
 * structure when this process reads the device, and a second BPF program copies from it.
 * Since that loads programs into the kernel, it is done only if a user asks for it. It needs
 * root, or CAP_BPF and CAP_PERFMON.
 *
 * No kernel address leaves this layer.
 */
#ifndef VFIO_CFGTOOL_KERNEL_MEMORY_H
#define VFIO_CFGTOOL_KERNEL_MEMORY_H

#include "access/vfio/vfio.h"
#include "base/kernel_copy.h"
#include "kernel/layout.h"
#include "kernel/tables.h"

/* The programs, loaded and attached. Plain descriptors; kernel_memory_end() closes them. */
struct kernel_memory {
	int note, copy;		/* values that the programs write */
	int noter, copier;	/* the programs */
	int probe;		/* attaches the noter */
	struct kernel_layout layout;
	bool symbols_read;	/* `symbols` were looked for: once, when the first was needed */
	bool symbols_listed;	/* the kernel has a list of symbols */
	struct symbol symbols[TABLE_SYMBOLS];
};

#define KERNEL_MEMORY_ENDED { .note = -1, .copy = -1, .noter = -1, .copier = -1, .probe = -1 }
#define CLEANUP_KERNEL_MEMORY __attribute__((cleanup(kernel_memory_end)))

/*
 * Loads and attaches the programs, once for many devices; opens no device.
 * Returns 0, or -errno with fault filled: the exact cause and what to do.
 */
int kernel_memory_begin(struct kernel_memory *memory, struct fault *fault);

/*
 * Loads only the program that copies and attaches no kprobe: then only
 * kernel_memory_tables() and kernel_memory_permissions() work. Returns as above.
 */
int kernel_memory_begin_copies(struct kernel_memory *memory, struct fault *fault);

/*
 * Copies what the kernel holds for the open device. It makes a one-byte read (of offset 0);
 * the copy is from before that read. copy->pristine is false. Returns 0, or -errno with fault
 * filled, also if the probe did not fire or the kernel names another function than
 * config->address. A missing table for MSI is no failure: copy->msi_known says whether it was
 * seen.
 */
int kernel_memory_copy(struct kernel_memory *memory, const struct vfio_region *config,
		       struct kernel_copy *copy, struct fault *fault);

/*
 * Asks the kernel which function the descriptor in config belongs to, with the
 * same one-byte read. Returns 0, or -errno with fault filled.
 */
int kernel_memory_identify(struct kernel_memory *memory, const struct vfio_region *config,
			   struct pci_address *address, struct fault *fault);

/*
 * Copies the kernel's lengths of all capabilities. A table that cannot be seen stays 0; that
 * is every table if the user may not see the kernel's addresses (kernel.kptr_restrict) or the
 * kernel does not list them (CONFIG_KALLSYMS_ALL).
 */
void kernel_memory_tables(struct kernel_memory *memory, struct kernel_tables *tables);

/*
 * Copies the kernel's permission tables of all capabilities. The kernel does not say how long
 * a table is: each gets the size of the same table of `predicted`, or 0 if the kernel's has no
 * masks. An ID that the kernel does not know stays 0. A function with an unknown name is
 * READ_UNKNOWN or WRITE_UNKNOWN, and no fault. Returns 0, or -errno with fault filled and
 * *permissions all 0.
 */
int kernel_memory_permissions(struct kernel_memory *memory, const struct permissions *predicted,
			      struct permissions *permissions, struct fault *fault);

/* Detaches and unloads the programs. Harmless when called twice. */
void kernel_memory_end(struct kernel_memory *memory);

#endif
