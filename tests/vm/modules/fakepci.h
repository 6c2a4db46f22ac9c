/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fake function is. */
#ifndef FAKEPCI_H
#define FAKEPCI_H

#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#define SPACE		4096
#define LOG_ENTRIES	1024

/* linux/drivers/vfio/pci/vfio_pci_igd.c knows them, too. */
#define OPREGION_SIZE		8192
#define OPREGION_VERSION	0x16
#define OPREGION_RVDA		0x3ba	/* address of the extended VBT, 8 bytes */
#define OPREGION_RVDS		0x3c2	/* its size, 4 bytes */
#define VBT_SIZE		4096
#define OPREGION_ORDER		2	/* both */

/* Windows for BARs: memory in a hole below 4 GiB, ports that nothing answers. */
#define MEMORY_WINDOW	(8 << 20)
#define PORTS_FIRST	0x1000
#define PORTS_LAST	0xefff

struct fake_function;

/* One of the files that are 4096 bytes. */
struct fake_area {
	struct fake_function *function;
	u8 *bytes;
};

struct fake_access {
	u16 offset;
	u8 size;
	u8 write;
	u32 value;
};

/* What a program can map: whole pages, and no lock on its side. */
struct fake_memory {
	u8 config[SPACE], writable[SPACE], w1c[SPACE];
	u32 accesses, unused;
	struct fake_access log[LOG_ENTRIES];
};

struct fake_function {
	spinlock_t lock;	/* bytes and log: also taken where nobody may sleep */
	struct fake_memory *memory;
	struct fake_area config, writable, w1c, vpd;
	u8 vpd_bytes[SPACE];
	u16 vpd_at;
	void *opregion;
	struct dentry *directory;
};

struct fake_bus {
	struct pci_sysdata sysdata;
	struct pci_bus *bus;	/* NULL before the scan */
	struct fake_function *function[256];
};

#endif
