// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * truth - a module for tests: shows what vfio-pci keeps for the devices that are
 * open. The file vfio-truth in debugfs has one line for each such device:
 *
 *   ADDRESS size=BYTES flags=HEX map=HEX virtual=HEX
 *
 * size is pdev->cfg_size, flags is pdev->pcie_flags_reg, map is pci_config_map
 * and virtual is vconfig, two digits a byte.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/vfio_pci_core.h>

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

/* The map lives from the first open to the last close, under the set's lock. */
static void show_open(struct seq_file *out, struct vfio_pci_core_device *vdev)
{
	struct pci_dev *pdev = vdev->pdev;

	mutex_lock(&vdev->vdev.dev_set->lock);
	if (vdev->pci_config_map && vdev->vconfig) {
		seq_printf(out, "%s size=%d flags=%04x", pci_name(pdev), pdev->cfg_size,
			   pdev->pcie_flags_reg);
		show_hex(out, "map", vdev->pci_config_map, pdev->cfg_size);
		show_hex(out, "virtual", vdev->vconfig, pdev->cfg_size);
		seq_putc(out, '\n');
	}
	mutex_unlock(&vdev->vdev.dev_set->lock);
}

/*
 * The driver data is vfio-pci's while the device is locked. Who waits for the
 * last user with the device locked must not be waited for.
 */
static int truth_show(struct seq_file *out, void *item)
{
	struct pci_dev *pdev = item;
	struct vfio_pci_core_device *vdev;

	if (!device_trylock(&pdev->dev))
		return 0;
	if (pdev->driver && !strcmp(pdev->driver->name, "vfio-pci")) {
		vdev = pci_get_drvdata(pdev);
		if (vdev && vdev->pdev == pdev && vdev->vdev.dev_set)
			show_open(out, vdev);
	}
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
