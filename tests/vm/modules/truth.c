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
 *
 * The file vfio-virtual lets a test map the virtual copy of one open device for
 * reading: the test opens the file, writes DOMAIN:BUS:DEVICE.FUNCTION, reads the
 * decimal offset at which the copy begins in its page, and maps that page. The test
 * must not look at the page after the device was closed.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vfio.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
#include <linux/vfio_pci_core.h>
#endif

static struct dentry *file, *virtual_file;

static void show_hex(struct seq_file *out, const char *name, const u8 *bytes, int size)
{
	int done, step;

	seq_printf(out, " %s=", name);
	for (done = 0; done < size; done += step) {
		step = min(size - done, 64);
		seq_printf(out, "%*phN", step, bytes + done);
	}
}

static void show_device(void *data, struct pci_dev *pdev, const u8 *map, const u8 *virtual)
{
	struct seq_file *out = data;

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

/* What is done with the map and the virtual copy of a device; both may be NULL. */
typedef void visitor(void *data, struct pci_dev *pdev, const u8 *map, const u8 *virtual);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
/* The map lives from the first open to the last close, under the set's lock. */
static void visit_open(struct pci_dev *pdev, visitor *visit, void *data)
{
	struct vfio_pci_core_device *vdev = pci_get_drvdata(pdev);

	if (!vdev || vdev->pdev != pdev || !vdev->vdev.dev_set)
		return;
	mutex_lock(&vdev->vdev.dev_set->lock);
	visit(data, pdev, vdev->pci_config_map, vdev->vconfig);
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

static void visit_open(struct pci_dev *pdev, visitor *visit, void *data)
{
	struct vfio_device *device = pci_get_drvdata(pdev);
	struct opened *opened = device ? vfio_device_data(device) : NULL;

	if (opened && opened->pdev == pdev)
		visit(data, pdev, opened->map, opened->virtual);
}
#endif

/*
 * The driver data is vfio-pci's while the device is locked. Who waits for the
 * last user with the device locked must not be waited for.
 */
static void visit_device(struct pci_dev *pdev, visitor *visit, void *data)
{
	if (!device_trylock(&pdev->dev))
		return;
	if (pdev->dev.driver && !strcmp(pdev->dev.driver->name, "vfio-pci"))
		visit_open(pdev, visit, data);
	device_unlock(&pdev->dev);
}

static int truth_show(struct seq_file *out, void *item)
{
	visit_device(item, show_device, out);
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

/* The virtual copy of one device */

static void note_virtual(void *data, struct pci_dev *pdev, const u8 *map, const u8 *virtual)
{
	const u8 **found = data;

	*found = virtual;
}

static ssize_t virtual_write(struct file *opened, const char __user *user, size_t count,
			     loff_t *position)
{
	unsigned int domain, bus, device, function;
	const u8 *found = NULL;
	struct pci_dev *pdev;
	char text[24] = "";

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, count))
		return -EFAULT;
	if (sscanf(text, "%x:%x:%x.%x", &domain, &bus, &device, &function) != 4)
		return -EINVAL;
	pdev = pci_get_domain_bus_and_slot(domain, bus, PCI_DEVFN(device, function));
	if (!pdev)
		return -ENODEV;
	visit_device(pdev, note_virtual, &found);
	pci_dev_put(pdev);
	if (!found)
		return -ENODEV;
	opened->private_data = (void *)found;
	return count;
}

static ssize_t virtual_read(struct file *opened, char __user *user, size_t count,
			    loff_t *position)
{
	char text[16];
	int size;

	if (!opened->private_data)
		return -ENODEV;
	size = scnprintf(text, sizeof(text), "%lu\n", offset_in_page(opened->private_data));
	return simple_read_from_buffer(user, count, position, text, size);
}

static int virtual_mmap(struct file *opened, struct vm_area_struct *vma)
{
	if (!opened->private_data || vma->vm_pgoff || vma->vm_end - vma->vm_start != PAGE_SIZE ||
	    vma->vm_flags & VM_WRITE)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start,
			       virt_to_phys(opened->private_data) >> PAGE_SHIFT, PAGE_SIZE,
			       vma->vm_page_prot);
}

static const struct file_operations virtual_fops = {
	.owner = THIS_MODULE,
	.open = nonseekable_open,
	.read = virtual_read,
	.write = virtual_write,
	.mmap = virtual_mmap,
};

static int __init truth_init(void)
{
	file = debugfs_create_file("vfio-truth", 0400, NULL, NULL, &truth_fops);
	virtual_file = debugfs_create_file_unsafe("vfio-virtual", 0600, NULL, NULL,
						  &virtual_fops);
	return PTR_ERR_OR_ZERO(file);
}
module_init(truth_init);

static void __exit truth_exit(void)
{
	debugfs_remove(virtual_file);
	debugfs_remove(file);
}
module_exit(truth_exit);

MODULE_DESCRIPTION("Shows the memory of vfio-pci to tests");
MODULE_LICENSE("GPL");
