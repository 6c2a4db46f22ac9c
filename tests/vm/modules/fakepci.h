/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function of the module fakepci: its memory, and its files in debugfs. */
#ifndef FAKEPCI_H
#define FAKEPCI_H

#include <linux/dcache.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define SPACE		4096
#define LOG_ENTRIES	1024

struct fake_function;
struct pci_dev;

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
	struct fake_area config, writable, w1c, vpd, written, toggle, once, leak;
	u8 vpd_bytes[SPACE], written_bytes[SPACE];
	u8 toggle_bytes[SPACE], once_bytes[SPACE], leak_bytes[SPACE];	/* how it lies */
	u16 vpd_at;
	void *opregion;
	struct dentry *directory;
};

/* NULL where there is no memory. */
struct fake_function *function_make(const char *name, struct dentry *top);
void function_free(struct fake_function *function);

/* A user writes so many bytes through VFIO: what leaks to the hardware. */
void function_leak(struct fake_function *function, int offset, int size);

/* Looks at the writes of VFIO's users from now on. Returns 0 or -errno. */
int leak_begin(struct fake_function *(*find)(struct pci_dev *device));
void leak_end(void);

/* Accesses through PCI, within the space */
u32 function_read(struct fake_function *function, int offset, int size);
void function_write(struct fake_function *function, int offset, int size, u32 value);

#endif
