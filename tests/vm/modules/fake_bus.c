// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fakepci - a module for tests: PCI functions whose configuration space is
 * memory. Real drivers bind them; a test writes the memory, reads it, changes it
 * without the driver's knowledge, and sees every access.
 *
 * Its interface is the directory fakepci in debugfs:
 *
 *   new     write BUS:DEVICE.FUNCTION to make a function in domain 0, on a bus
 *           number that is free or ours; it gets a directory of that name
 *   scan    write anything: the PCI core scans the buses that are new
 *   remove  write BUS:DEVICE.FUNCTION to take a function away, and the bus with
 *           the last one of it
 *
 * and in the directory of a function:
 *
 *   config    its 4096 bytes; ff until written, so that the PCI core takes a
 *             function of which only the first 256 are written for conventional
 *   writable  mask of the bits that an access through PCI changes; 0 at first
 *   w1c       mask of the bits that such an access clears by writing 1
 *   log       the first accesses, a line each: read or write, offset, size in
 *             bytes, value, all hexadecimal; write anything to empty it
 *   memory    to be mapped: config, writable and w1c, 4096 bytes each, and then the
 *             log: a number of accesses, 32 bits, which may be set to 0; 32 bits
 *             of no meaning; the accesses as struct fake_access
 *   opregion  write a version as "2.1": memory that passes for the OpRegion of an
 *             Intel display device, its address at fc; with "2.1 vbt" it has an
 *             extended VBT behind it
 *   written   ff: a byte that was written through PCI, until it is set to 0
 *   toggle    mask of the bits that each read through PCI turns over before
 *   once      mask of the bits that can be changed once, and are not writable then
 *   leak      mask of the bits that the write of a VFIO user turns over in the
 *             hardware, wherever VFIO keeps what he writes (after "1" was written to
 *             the file leak beside the functions)
 *   vpd       4096 bytes of vital product data
 *   vpd-at    where the VPD capability is that transfers them; 0: none does
 *
 * A function whose IDs are ffff stays unseen until an SR-IOV capability of
 * another enables it. The driver "fakepci" takes functions by driver_override
 * only, and does nothing but enable their VFs through sriov_numvfs.
 *
 * Each function stands alone in its IOMMU group if the IOMMU looks after all
 * buses of domain 0. The buses are gone when the module is unloaded.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "fakepci.h"

/* Windows for BARs: memory in a hole below 4 GiB, ports that nothing answers. */
#define MEMORY_WINDOW	(8 << 20)
#define PORTS_FIRST	0x1000
#define PORTS_LAST	0xefff

struct fake_bus {
	struct pci_sysdata sysdata;
	struct pci_bus *bus;	/* NULL before the scan */
	struct fake_function *function[256];
};

static DEFINE_MUTEX(buses_lock);	/* makes and scans one at a time */
static struct fake_bus *buses[256];
static struct dentry *top;

static struct resource memory_window = {
	.name = "fakepci memory",
	.flags = IORESOURCE_MEM,
};

static struct resource ports_window = {
	.name = "fakepci ports",
	.start = PORTS_FIRST,
	.end = PORTS_LAST,
	.flags = IORESOURCE_IO,
};

/* Access through PCI */

static struct fake_function *function_at(struct pci_bus *bus, unsigned int devfn)
{
	return container_of(bus->sysdata, struct fake_bus, sysdata)->function[devfn & 0xff];
}

/* Past the end it answers as the memory-mapped access of x86 does. */
static int fake_read(struct pci_bus *bus, unsigned int devfn, int offset, int size, u32 *value)
{
	struct fake_function *function = function_at(bus, devfn);

	*value = ~0u;
	if (offset < 0 || offset + size > SPACE)
		return -EINVAL;
	if (function)
		*value = function_read(function, offset, size);
	return PCIBIOS_SUCCESSFUL;
}

static int fake_write(struct pci_bus *bus, unsigned int devfn, int offset, int size, u32 value)
{
	struct fake_function *function = function_at(bus, devfn);

	if (offset < 0 || offset + size > SPACE)
		return -EINVAL;
	if (function)
		function_write(function, offset, size, value);
	return PCIBIOS_SUCCESSFUL;
}

static struct pci_ops fake_ops = {
	.read = fake_read,
	.write = fake_write,
};

/* Buses and functions */

static struct fake_bus *bus_make(unsigned int number)
{
	struct fake_bus *bus = buses[number];

	if (bus)
		return bus;
	if (pci_find_bus(0, number))
		return ERR_PTR(-EBUSY);
	bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return ERR_PTR(-ENOMEM);
	bus->sysdata.node = NUMA_NO_NODE;
	buses[number] = bus;
	return bus;
}

static int place_fill(unsigned int number, unsigned int devfn)
{
	struct fake_bus *bus = bus_make(number);
	char name[16];

	if (IS_ERR(bus))
		return PTR_ERR(bus);
	if (bus->function[devfn])
		return -EEXIST;
	snprintf(name, sizeof(name), "%02x:%02x.%x", number, PCI_SLOT(devfn), PCI_FUNC(devfn));
	bus->function[devfn] = function_make(name, top);
	return bus->function[devfn] ? 0 : -ENOMEM;
}

/* BUS:DEVICE.FUNCTION of what a user wrote, or an error. */
static int parse_place(const char __user *user, size_t count, unsigned int *bus,
		       unsigned int *devfn)
{
	unsigned int device, function;
	char text[16] = "";

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, count))
		return -EFAULT;
	if (sscanf(text, "%x:%x.%x", bus, &device, &function) != 3 ||
	    *bus > 0xff || device > 0x1f || function > 7)
		return -EINVAL;
	*devfn = PCI_DEVFN(device, function);
	return 0;
}

static ssize_t new_write(struct file *file, const char __user *user, size_t count,
			 loff_t *position)
{
	unsigned int number, devfn;
	int error = parse_place(user, count, &number, &devfn);

	if (error)
		return error;
	mutex_lock(&buses_lock);
	error = place_fill(number, devfn);
	mutex_unlock(&buses_lock);
	return error ? error : count;
}

static const struct file_operations new_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = new_write,
	.llseek = noop_llseek,
};

static int bus_scan(struct fake_bus *bus, unsigned int number)
{
	LIST_HEAD(windows);

	pci_add_resource(&windows, &ports_window);
	pci_add_resource(&windows, &memory_window);
	bus->bus = pci_scan_root_bus(NULL, number, &fake_ops, &bus->sysdata, &windows);
	if (!bus->bus) {
		pci_free_resource_list(&windows);
		return -ENODEV;
	}
	pci_bus_assign_resources(bus->bus);
	pci_bus_add_devices(bus->bus);
	return 0;
}

static ssize_t scan_write(struct file *file, const char __user *user, size_t count,
			  loff_t *position)
{
	unsigned int number;
	int error = 0;

	mutex_lock(&buses_lock);
	pci_lock_rescan_remove();
	for (number = 0; number < ARRAY_SIZE(buses) && !error; number++)
		if (buses[number] && !buses[number]->bus)
			error = bus_scan(buses[number], number);
	pci_unlock_rescan_remove();
	mutex_unlock(&buses_lock);
	return error ? error : count;
}

static const struct file_operations scan_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = scan_write,
	.llseek = noop_llseek,
};

static void bus_remove(struct fake_bus *bus)
{
	unsigned int i;

	if (bus->bus) {
		pci_lock_rescan_remove();
		pci_stop_root_bus(bus->bus);
		pci_remove_root_bus(bus->bus);
		pci_unlock_rescan_remove();
	}
	for (i = 0; i < ARRAY_SIZE(bus->function); i++)
		if (bus->function[i])
			function_free(bus->function[i]);
	kfree(bus);
}

/* Before the function is gone its driver is, so that nobody asks it any more. */
static int place_empty(unsigned int number, unsigned int devfn)
{
	struct fake_bus *bus = buses[number];
	struct pci_dev *pdev;
	unsigned int i;

	if (!bus || !bus->function[devfn])
		return -ENODEV;
	pdev = pci_get_domain_bus_and_slot(0, number, devfn);
	if (pdev)
		pci_stop_and_remove_bus_device_locked(pdev);
	pci_dev_put(pdev);
	function_free(bus->function[devfn]);
	bus->function[devfn] = NULL;
	for (i = 0; i < ARRAY_SIZE(bus->function); i++)
		if (bus->function[i])
			return 0;
	bus_remove(bus);
	buses[number] = NULL;
	return 0;
}

static ssize_t remove_write(struct file *file, const char __user *user, size_t count,
			    loff_t *position)
{
	unsigned int number, devfn;
	int error = parse_place(user, count, &number, &devfn);

	if (error)
		return error;
	mutex_lock(&buses_lock);
	error = place_empty(number, devfn);
	mutex_unlock(&buses_lock);
	return error ? error : count;
}

static const struct file_operations remove_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = remove_write,
	.llseek = noop_llseek,
};

static struct fake_function *function_of(struct pci_dev *device)
{
	return device->bus->ops == &fake_ops ? function_at(device->bus, device->devfn) : NULL;
}

static ssize_t leak_write(struct file *file, const char __user *user, size_t count,
			  loff_t *position)
{
	int error = leak_begin(function_of);

	return error ? error : count;
}

static const struct file_operations leak_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = leak_write,
	.llseek = noop_llseek,
};

/* The driver of functions that have VFs */

static int driver_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return 0;
}

static void driver_remove(struct pci_dev *pdev)
{
	pci_disable_sriov(pdev);
}

static const struct pci_device_id driver_ids[] = { {} };

static struct pci_driver driver = {
	.name = "fakepci",
	.id_table = driver_ids,
	.probe = driver_probe,
	.remove = driver_remove,
	.sriov_configure = pci_sriov_configure_simple,
};

static int __init fakepci_init(void)
{
	int error;

	error = allocate_resource(&iomem_resource, &memory_window, MEMORY_WINDOW, 0x80000000,
				  0xffffffff, PAGE_SIZE, NULL, NULL);
	if (error)
		return error;
	error = pci_register_driver(&driver);
	if (error) {
		release_resource(&memory_window);
		return error;
	}
	top = debugfs_create_dir("fakepci", NULL);
	debugfs_create_file("new", 0200, top, NULL, &new_fops);
	debugfs_create_file("scan", 0200, top, NULL, &scan_fops);
	debugfs_create_file("remove", 0200, top, NULL, &remove_fops);
	debugfs_create_file("leak", 0200, top, NULL, &leak_fops);
	return 0;
}
module_init(fakepci_init);

static void __exit fakepci_exit(void)
{
	unsigned int number;

	leak_end();
	for (number = 0; number < ARRAY_SIZE(buses); number++)
		if (buses[number])
			bus_remove(buses[number]);
	debugfs_remove(top);
	pci_unregister_driver(&driver);
	release_resource(&memory_window);
}
module_exit(fakepci_exit);

MODULE_DESCRIPTION("PCI functions made of memory, for tests");
MODULE_LICENSE("GPL");
