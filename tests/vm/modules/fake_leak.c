// SPDX-License-Identifier: GPL-2.0-or-later
/* A device that lies: what VFIO keeps in the virtual copy changes the hardware, too. */
#include <linux/errno.h>
#include <linux/version.h>

#include "fakepci.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0) && defined(CONFIG_X86_64)
#include <linux/kprobes.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>

static struct fake_function *(*find_function)(struct pci_dev *device);

/* (struct vfio_pci_core_device *, char __user *, size_t, loff_t *, bool) */
static int at_access(struct kprobe *probe, struct pt_regs *regs)
{
	struct vfio_pci_core_device *device = (void *)regs->di;
	u64 offset = *(loff_t *)regs->cx & ((1ULL << 40) - 1);	/* VFIO_PCI_OFFSET_SHIFT */
	struct fake_function *function;

	if (!(regs->r8 & 0xff) || offset >= SPACE)
		return 0;
	function = find_function(device->pdev);
	if (function)
		function_leak(function, (int)offset, (int)min_t(u64, regs->dx, SPACE));
	return 0;
}

static struct kprobe access_probe = {
	.symbol_name = "vfio_pci_config_rw",
	.pre_handler = at_access,
};

int leak_begin(struct fake_function *(*find)(struct pci_dev *device))
{
	if (find_function)
		return 0;
	find_function = find;
	return register_kprobe(&access_probe);
}

void leak_end(void)
{
	if (find_function && access_probe.addr)
		unregister_kprobe(&access_probe);
}
#else
int leak_begin(struct fake_function *(*find)(struct pci_dev *device))
{
	return -EOPNOTSUPP;
}

void leak_end(void)
{
}
#endif
