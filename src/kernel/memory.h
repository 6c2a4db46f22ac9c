/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the running kernel holds in memory of a device that is open, asked of
 * the kernel itself: a kprobe notes the structure that the kernel works with
 * when this process reads the device, and a program copies from it. Loads two
 * BPF programs, so it is done only where a user asks for it; needs root, or
 * CAP_BPF and CAP_PERFMON.
 *
 * No kernel address leaves this layer.
 */
#ifndef VFIO_CFGTOOL_KERNEL_MEMORY_H
#define VFIO_CFGTOOL_KERNEL_MEMORY_H

#include "access/vfio/vfio.h"
#include "base/kernel_copy.h"
#include "kernel/layout.h"
#include "kernel/tables.h"

/* The programs, loaded and attached. Plain descriptors; ended by kernel_memory_end(). */
struct kernel_memory {
	int note, copy;		/* values that the programs write */
	int noter, copier;	/* the programs */
	int probe;		/* attaches the noter */
	struct kernel_layout layout;
	bool symbols_read;	/* those below are looked for once, when the first is needed */
	bool symbols_listed;	/* the kernel has a list of symbols */
	struct symbol symbols[TABLE_SYMBOLS];
};

#define KERNEL_MEMORY_ENDED { .note = -1, .copy = -1, .noter = -1, .copier = -1, .probe = -1 }
#define CLEANUP_KERNEL_MEMORY __attribute__((cleanup(kernel_memory_end)))

/*
 * Loads and attaches the programs, once for many devices; opens no device.
 * Returns 0, or -errno with fault filled: the exact cause and the way out.
 */
int kernel_memory_begin(struct kernel_memory *memory, struct fault *fault);

/*
 * Loads only what copies: of these functions kernel_memory_tables() and
 * kernel_memory_permissions() can be used then, and no kprobe is attached. As above.
 */
int kernel_memory_begin_copies(struct kernel_memory *memory, struct fault *fault);

/*
 * Copies what the kernel holds for the open device, as it is before the one-byte
 * read (of offset 0) that this takes. copy->pristine is false. Returns 0, or
 * -errno with fault filled: also where the probe did not fire, and where the
 * kernel says that it is another function than config->address. The device's
 * table for MSI is no reason to fail: copy->msi_known says whether it was seen.
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
 * Copies the lengths that the kernel has for all capabilities. What cannot be
 * seen stays 0: all of it where the user may not see the kernel's addresses
 * (kernel.kptr_restrict) or they are not listed (CONFIG_KALLSYMS_ALL).
 */
void kernel_memory_tables(struct kernel_memory *memory, struct kernel_tables *tables);

/*
 * Copies what the kernel does with accesses to any capability. It does not say
 * how long a table is: as many bytes of virt and write are copied as the same
 * table of `predicted` has; where that is 0, or the kernel's own has none, the
 * size is 0. An ID that the kernel does not know stays 0. A function that has
 * no name known here is READ_UNKNOWN or WRITE_UNKNOWN, and no fault. Returns 0,
 * or -errno with fault filled and *permissions 0.
 */
int kernel_memory_permissions(struct kernel_memory *memory, const struct permissions *predicted,
			      struct permissions *permissions, struct fault *fault);

/* Detaches and unloads; harmless when called twice. */
void kernel_memory_end(struct kernel_memory *memory);

#endif
