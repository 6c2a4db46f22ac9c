// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * truth - a module for tests: shows what vfio-pci keeps for the devices that are
 * open. The file vfio-truth in debugfs has one line for each such device:
 *
 *   ADDRESS vendor=HEX device=HEX class=HEX irq=HEX vf=0|1 nomem=0|1 flags=HEX
 *	zeroed=0|1 size=BYTES map=HEX virtual=HEX
 *
 * map is pci_config_map and virtual is vconfig, two digits a byte; the rest is
 * what the PCI core holds of the device: nomem is no_command_memory, flags is
 * pcie_flags_reg, size is cfg_size. zeroed says whether memory that the kernel
 * takes is cleared: if not, what nobody wrote of virtual is anything.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/version.h>
#include <linux/vfio.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
#include <linux/vfio_pci_core.h>
#endif

static struct dentry *file;

static void show_hex(struct seq_file *out, const char *name, const u8 *bytes, int size)
{
	int done, step;

	seq_printf(out, " %s=", name);
	for (done = 0; done < size; done += step) {
		step = min(size - done, 64);
		seq_printf(out, "%*phN", step, bytes + done);
	}
}

static void show_device(struct seq_file *out, struct pci_dev *pdev, const u8 *map,
			const u8 *virtual)
{
	if (!map || !virtual)
		return;
	seq_printf(out, "%s vendor=%04x device=%04x class=%06x irq=%x vf=%d nomem=%d",
		   pci_name(pdev), pdev->vendor, pdev->device, pdev->class, pdev->irq,
		   pdev->is_virtfn, pdev->no_command_memory);
	seq_printf(out, " flags=%04x zeroed=%d size=%d", pdev->pcie_flags_reg,
		   want_init_on_alloc(GFP_KERNEL), pdev->cfg_size);
	show_hex(out, "map", map, pdev->cfg_size);
	show_hex(out, "virtual", virtual, pdev->cfg_size);
	seq_putc(out, '\n');
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
/* The map lives from the first open to the last close, under the set's lock. */
static void show_open(struct seq_file *out, struct pci_dev *pdev)
{
	struct vfio_pci_core_device *vdev = pci_get_drvdata(pdev);

	if (!vdev || vdev->pdev != pdev || !vdev->vdev.dev_set)
		return;
	mutex_lock(&vdev->vdev.dev_set->lock);
	show_device(out, pdev, vdev->pci_config_map, vdev->vconfig);
	mutex_unlock(&vdev->vdev.dev_set->lock);
}
#else
/*
 * How the structure of these kernels begins, which no header shows. Its lock is
 * out of reach: nobody may open or close a device meanwhile.
 */
struct opened {
	struct pci_dev *pdev;
	void __iomem *bars[PCI_STD_NUM_BARS];
	bool bar_can_mmap[PCI_STD_NUM_BARS];
	u8 *map, *virtual;
};

static void show_open(struct seq_file *out, struct pci_dev *pdev)
{
	struct vfio_device *device = pci_get_drvdata(pdev);
	struct opened *opened = device ? vfio_device_data(device) : NULL;

	if (opened && opened->pdev == pdev)
		show_device(out, pdev, opened->map, opened->virtual);
}
#endif

/*
 * The driver data is vfio-pci's while the device is locked. Who waits for the
 * last user with the device locked must not be waited for.
 */
static int truth_show(struct seq_file *out, void *item)
{
	struct pci_dev *pdev = item;

	if (!device_trylock(&pdev->dev))
		return 0;
	if (pdev->dev.driver && !strcmp(pdev->dev.driver->name, "vfio-pci"))
		show_open(out, pdev);
	device_unlock(&pdev->dev);
	return 0;
}

static void *truth_start(struct seq_file *out, loff_t *position)
{
	struct pci_dev *pdev = NULL;
	loff_t left = *position;

	do
		pdev = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, pdev);
	while (pdev && left--);
	return pdev;
}

/* Drops the reference to the device before. */
static void *truth_next(struct seq_file *out, void *item, loff_t *position)
{
	++*position;
	return pci_get_device(PCI_ANY_ID, PCI_ANY_ID, item);
}

static void truth_stop(struct seq_file *out, void *item)
{
	pci_dev_put(item);
}

static const struct seq_operations truth_sops = {
	.start = truth_start,
	.next = truth_next,
	.stop = truth_stop,
	.show = truth_show,
};
DEFINE_SEQ_ATTRIBUTE(truth);

static int __init truth_init(void)
{
	file = debugfs_create_file("vfio-truth", 0400, NULL, NULL, &truth_fops);
	return PTR_ERR_OR_ZERO(file);
}
module_init(truth_init);

static void __exit truth_exit(void)
{
	debugfs_remove(file);
}
module_exit(truth_exit);

MODULE_DESCRIPTION("Shows the memory of vfio-pci to tests");
MODULE_LICENSE("GPL");
