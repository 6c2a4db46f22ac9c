// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fakepci - a module for tests: PCI functions whose configuration space is
 * memory. Real drivers bind them; whoever wrote the memory can read it, change
 * it behind the driver's back, and see every access.
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
#include "fakepci.h"

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

/* Past the end it answers as the memory-mapped access of x86 does. */
static int fake_read(struct pci_bus *bus, unsigned int devfn, int offset, int size, u32 *value)
{
	struct fake_function *function = function_at(bus, devfn);
	unsigned long flags;
	int i;

	*value = ~0u;
	if (offset < 0 || offset + size > SPACE)
		return -EINVAL;
	if (!function)
		return PCIBIOS_SUCCESSFUL;
	spin_lock_irqsave(&function->lock, flags);
	for (*value = 0, i = 0; i < size; i++)
		*value |= (u32)function->config.bytes[offset + i] << (8 * i);
	log_access(function, offset, size, false, *value);
	spin_unlock_irqrestore(&function->lock, flags);
	return PCIBIOS_SUCCESSFUL;
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

static int fake_write(struct pci_bus *bus, unsigned int devfn, int offset, int size, u32 value)
{
	struct fake_function *function = function_at(bus, devfn);
	unsigned long flags;
	int i;

	if (offset < 0 || offset + size > SPACE)
		return -EINVAL;
	if (!function)
		return PCIBIOS_SUCCESSFUL;
	spin_lock_irqsave(&function->lock, flags);
	log_access(function, offset, size, true, value);
	for (i = 0; i < size; i++) {
		u8 *byte = &function->config.bytes[offset + i];
		u8 writable = function->writable.bytes[offset + i];
		u8 written = value >> (8 * i);

		*byte = (*byte & ~writable) | (written & writable);
		*byte &= ~(written & function->w1c.bytes[offset + i]);
	}
	i = function->vpd_at + 3;
	if (function->vpd_at && offset <= i && i < offset + size)
		vpd_transfer(function);
	spin_unlock_irqrestore(&function->lock, flags);
	return PCIBIOS_SUCCESSFUL;
}

static struct pci_ops fake_ops = {
	.read = fake_read,
	.write = fake_write,
};

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
	debugfs_create_x16("vpd-at", 0600, directory, &function->vpd_at);
	debugfs_create_file("log", 0600, directory, function, &log_fops);
	debugfs_create_file("opregion", 0200, directory, function, &opregion_fops);
	/* Unsafe, for the others cannot be mapped: whoever removes it has closed it. */
	debugfs_create_file_unsafe("memory", 0600, directory, function, &memory_fops);
}

static int function_make(unsigned int number, unsigned int devfn)
{
	struct fake_function *function;
	struct fake_bus *bus = bus_make(number);
	char name[16];

	if (IS_ERR(bus))
		return PTR_ERR(bus);
	if (bus->function[devfn])
		return -EEXIST;
	function = kvzalloc(sizeof(*function), GFP_KERNEL);
	if (!function)
		return -ENOMEM;
	function->memory = vmalloc_user(sizeof(*function->memory));
	if (!function->memory) {
		kvfree(function);
		return -ENOMEM;
	}
	spin_lock_init(&function->lock);
	memset(function->memory->config, 0xff, SPACE);
	snprintf(name, sizeof(name), "%02x:%02x.%x", number, PCI_SLOT(devfn), PCI_FUNC(devfn));
	function->directory = debugfs_create_dir(name, top);
	files_make(function);
	bus->function[devfn] = function;
	return 0;
}

static void function_free(struct fake_function *function)
{
	debugfs_remove(function->directory);
	free_pages((unsigned long)function->opregion, OPREGION_ORDER);
	vfree(function->memory);
	kvfree(function);
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
	error = function_make(number, devfn);
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
static int function_remove(unsigned int number, unsigned int devfn)
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
	error = function_remove(number, devfn);
	mutex_unlock(&buses_lock);
	return error ? error : count;
}

static const struct file_operations remove_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = remove_write,
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
	return 0;
}
module_init(fakepci_init);

static void __exit fakepci_exit(void)
{
	unsigned int number;

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
