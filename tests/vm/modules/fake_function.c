// SPDX-License-Identifier: GPL-2.0-or-later
/* One function of the module fakepci: see fake_bus.c for what its files are. */
#include <linux/debugfs.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#include "fakepci.h"

/* linux/drivers/vfio/pci/vfio_pci_igd.c knows them, too. */
#define OPREGION_SIZE		8192
#define OPREGION_VERSION	0x16
#define OPREGION_RVDA		0x3ba	/* address of the extended VBT, 8 bytes */
#define OPREGION_RVDS		0x3c2	/* its size, 4 bytes */
#define VBT_SIZE		4096
#define OPREGION_ORDER		2	/* both */

/* Access through PCI */

static void log_access(struct fake_function *function, int offset, int size, bool write,
		       u32 value)
{
	struct fake_memory *memory = function->memory;
	u32 place = READ_ONCE(memory->accesses);

	if (place >= LOG_ENTRIES)
		return;
	WRITE_ONCE(memory->accesses, place + 1);
	memory->log[place] = (struct fake_access) {
		.offset = offset, .size = size, .write = write, .value = value,
	};
}

u32 function_read(struct fake_function *function, int offset, int size)
{
	unsigned long flags;
	u32 value = 0;
	int i;

	spin_lock_irqsave(&function->lock, flags);
	for (i = 0; i < size; i++) {
		function->config.bytes[offset + i] ^= function->toggle.bytes[offset + i];
		value |= (u32)function->config.bytes[offset + i] << (8 * i);
	}
	log_access(function, offset, size, false, value);
	spin_unlock_irqrestore(&function->lock, flags);
	return value;
}

/* A write of the register's upper byte starts a transfer; bit 15 says where to. */
static void vpd_transfer(struct fake_function *function)
{
	u8 *address = function->config.bytes + function->vpd_at + 2;
	u8 *data = address + 2;
	u8 *bytes = function->vpd.bytes + (get_unaligned_le16(address) & 0xffc);

	if (address[1] & 0x80)
		memcpy(bytes, data, 4);
	else
		memcpy(data, bytes, 4);
	address[1] ^= 0x80;
}

void function_write(struct fake_function *function, int offset, int size, u32 value)
{
	unsigned long flags;
	int i;

	spin_lock_irqsave(&function->lock, flags);
	log_access(function, offset, size, true, value);
	for (i = 0; i < size; i++) {
		u8 *byte = &function->config.bytes[offset + i];
		u8 writable = function->writable.bytes[offset + i];
		u8 written = value >> (8 * i);
		u8 changed = (*byte ^ written) & writable;

		*byte = (*byte & ~writable) | (written & writable);
		function->writable.bytes[offset + i] &= ~(changed & function->once.bytes[offset + i]);
		function->written.bytes[offset + i] = 0xff;
		*byte &= ~(written & function->w1c.bytes[offset + i]);
	}
	i = function->vpd_at + 3;
	if (function->vpd_at && offset <= i && i < offset + size)
		vpd_transfer(function);
	spin_unlock_irqrestore(&function->lock, flags);
}

void function_leak(struct fake_function *function, int offset, int size)
{
	unsigned long flags;
	int i;

	spin_lock_irqsave(&function->lock, flags);
	for (i = offset; i < offset + size && i < SPACE; i++)
		function->config.bytes[i] ^= function->leak.bytes[i];
	spin_unlock_irqrestore(&function->lock, flags);
}

/* The files of a function */

static ssize_t area_read(struct file *file, char __user *user, size_t count, loff_t *position)
{
	struct fake_area *area = file->private_data;
	unsigned long flags;
	ssize_t done;
	u8 *copy = kmalloc(SPACE, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	spin_lock_irqsave(&area->function->lock, flags);
	memcpy(copy, area->bytes, SPACE);
	spin_unlock_irqrestore(&area->function->lock, flags);
	done = simple_read_from_buffer(user, count, position, copy, SPACE);
	kfree(copy);
	return done;
}

static ssize_t area_write(struct file *file, const char __user *user, size_t count,
			  loff_t *position)
{
	struct fake_area *area = file->private_data;
	unsigned long flags;
	u8 *copy;

	if (*position < 0 || *position >= SPACE)
		return -ENOSPC;
	count = min_t(size_t, count, SPACE - *position);
	copy = memdup_user(user, count);
	if (IS_ERR(copy))
		return PTR_ERR(copy);
	spin_lock_irqsave(&area->function->lock, flags);
	memcpy(area->bytes + *position, copy, count);
	spin_unlock_irqrestore(&area->function->lock, flags);
	kfree(copy);
	*position += count;
	return count;
}

static const struct file_operations area_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = area_read,
	.write = area_write,
	.llseek = default_llseek,
};

static int log_show(struct seq_file *out, void *unused)
{
	struct fake_function *function = out->private;
	struct fake_memory *memory = function->memory;
	struct fake_access entry;
	unsigned int i;

	for (i = 0; i < min_t(u32, READ_ONCE(memory->accesses), LOG_ENTRIES); i++) {
		entry = memory->log[i];
		seq_printf(out, "%s %03x %x %0*x\n", entry.write ? "write" : "read",
			   entry.offset, entry.size, 2 * entry.size, entry.value);
	}
	return 0;
}

static int log_open(struct inode *inode, struct file *file)
{
	return single_open(file, log_show, inode->i_private);
}

static ssize_t log_write(struct file *file, const char __user *user, size_t count,
			 loff_t *position)
{
	struct fake_function *function = ((struct seq_file *)file->private_data)->private;
	unsigned long flags;

	spin_lock_irqsave(&function->lock, flags);
	function->memory->accesses = 0;
	spin_unlock_irqrestore(&function->lock, flags);
	return count;
}

static const struct file_operations log_fops = {
	.owner = THIS_MODULE,
	.open = log_open,
	.read = seq_read,
	.write = log_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int memory_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct fake_function *function = file->private_data;

	return remap_vmalloc_range(vma, function->memory, vma->vm_pgoff);
}

static const struct file_operations memory_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.mmap = memory_mmap,
	.llseek = noop_llseek,
};

/*
 * The signature, the size in KiB and the version behind it, and where the
 * extended VBT is, are all that vfio-pci looks at. Up to version 2.0 the address
 * of the VBT is a physical one, then it is relative to the OpRegion.
 */
static void opregion_fill(void *memory, unsigned int version, bool vbt)
{
	u64 base = virt_to_phys(memory);

	memcpy(memory, "IntelGraphicsMem", 16);
	put_unaligned_le32(OPREGION_SIZE / 1024, memory + 16);
	put_unaligned_le16(version, memory + OPREGION_VERSION);
	if (!vbt)
		return;
	put_unaligned_le64(OPREGION_SIZE + (version > 0x200 ? 0 : base), memory + OPREGION_RVDA);
	put_unaligned_le32(VBT_SIZE, memory + OPREGION_RVDS);
	memcpy(memory + OPREGION_SIZE, "$VBT", 4);
}

static ssize_t opregion_write(struct file *file, const char __user *user, size_t count,
			      loff_t *position)
{
	struct fake_function *function = file->private_data;
	unsigned int major, minor;
	char text[16] = "", word[8] = "";
	unsigned long flags;
	void *memory;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, count))
		return -EFAULT;
	if (sscanf(text, "%u.%u %7s", &major, &minor, word) < 2 || major > 0xff || minor > 0xff)
		return -EINVAL;
	memory = (void *)__get_free_pages(GFP_KERNEL | GFP_DMA32 | __GFP_ZERO, OPREGION_ORDER);
	if (!memory)
		return -ENOMEM;
	opregion_fill(memory, major << 8 | minor, strcmp(word, "vbt") == 0);
	spin_lock_irqsave(&function->lock, flags);
	put_unaligned_le32(virt_to_phys(memory), function->config.bytes + 0xfc);
	swap(function->opregion, memory);
	spin_unlock_irqrestore(&function->lock, flags);
	free_pages((unsigned long)memory, OPREGION_ORDER);
	return count;
}

static const struct file_operations opregion_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = opregion_write,
	.llseek = noop_llseek,
};

static void area_make(struct fake_area *area, struct fake_function *function, const char *name,
		      u8 *bytes)
{
	area->function = function;
	area->bytes = bytes;
	debugfs_create_file(name, 0600, function->directory, area, &area_fops);
}

static void files_make(struct fake_function *function)
{
	struct dentry *directory = function->directory;
	struct fake_memory *memory = function->memory;

	area_make(&function->config, function, "config", memory->config);
	area_make(&function->writable, function, "writable", memory->writable);
	area_make(&function->w1c, function, "w1c", memory->w1c);
	area_make(&function->vpd, function, "vpd", function->vpd_bytes);
	area_make(&function->written, function, "written", function->written_bytes);
	area_make(&function->toggle, function, "toggle", function->toggle_bytes);
	area_make(&function->once, function, "once", function->once_bytes);
	area_make(&function->leak, function, "leak", function->leak_bytes);
	debugfs_create_x16("vpd-at", 0600, directory, &function->vpd_at);
	debugfs_create_file("log", 0600, directory, function, &log_fops);
	debugfs_create_file("opregion", 0200, directory, function, &opregion_fops);
	/* Unsafe, for the others cannot be mapped: the caller closes it before the removal. */
	debugfs_create_file_unsafe("memory", 0600, directory, function, &memory_fops);
}

struct fake_function *function_make(const char *name, struct dentry *top)
{
	struct fake_function *function = kvzalloc(sizeof(*function), GFP_KERNEL);

	if (!function)
		return NULL;
	function->memory = vmalloc_user(sizeof(*function->memory));
	if (!function->memory) {
		kvfree(function);
		return NULL;
	}
	spin_lock_init(&function->lock);
	memset(function->memory->config, 0xff, SPACE);
	function->directory = debugfs_create_dir(name, top);
	files_make(function);
	return function;
}

void function_free(struct fake_function *function)
{
	debugfs_remove(function->directory);
	free_pages((unsigned long)function->opregion, OPREGION_ORDER);
	vfree(function->memory);
	kvfree(function);
}
