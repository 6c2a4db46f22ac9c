// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A driver that shows itself as nvidia's does: its nodes hang on no device in sysfs, which
 * function has which minor number stands in /proc, and a function that somebody uses is not
 * let go. The nodes are made with mknod, by the numbers in /proc/devices.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#define NODES_MAJOR	195
#define FUNCTIONS	8	/* nodes 0 to 7; 254 and 255 are for all */
#define MINORS		256

static bool silent;
module_param(silent, bool, 0644);
MODULE_PARM_DESC(silent, "do not say which function has which minor number");

struct gpu {
	struct pci_dev *device;
	struct proc_dir_entry *directory;
	int minor;
	atomic_t users;
};

static struct gpu gpus[FUNCTIONS];
static struct proc_dir_entry *top, *all;
static int shared_major;

static int show_information(struct seq_file *file, void *unused)
{
	struct gpu *gpu = file->private;

	seq_printf(file, "Model: \t\t Imitation\n");
	seq_printf(file, "Bus Location: \t %s\n", pci_name(gpu->device));
	if (!silent)
		seq_printf(file, "Device Minor: \t %d\n", gpu->minor);
	return 0;
}

static int gpu_probe(struct pci_dev *device, const struct pci_device_id *id)
{
	int minor = 0;

	while (minor < FUNCTIONS && gpus[minor].device)
		minor++;
	if (minor == FUNCTIONS)
		return -ENOSPC;
	gpus[minor].device = device;
	gpus[minor].minor = minor;
	gpus[minor].directory = proc_mkdir(pci_name(device), all);
	if (gpus[minor].directory)
		proc_create_single_data("information", 0444, gpus[minor].directory,
					show_information, &gpus[minor]);
	pci_set_drvdata(device, &gpus[minor]);
	return 0;
}

static void gpu_remove(struct pci_dev *device)
{
	struct gpu *gpu = pci_get_drvdata(device);

	while (atomic_read(&gpu->users) > 0)
		msleep(50);
	proc_remove(gpu->directory);
	gpu->device = NULL;
}

/* By driver_override alone. */
static const struct pci_device_id no_ids[] = { { } };

static struct pci_driver gpu_driver = {
	.name = "nvidia",
	.id_table = no_ids,
	.probe = gpu_probe,
	.remove = gpu_remove,
};

static int node_open(struct inode *inode, struct file *file)
{
	unsigned int minor = iminor(inode);

	if (imajor(inode) != NODES_MAJOR || minor >= FUNCTIONS)
		return 0;
	if (!gpus[minor].device)
		return -ENXIO;
	atomic_inc(&gpus[minor].users);
	file->private_data = &gpus[minor];
	return 0;
}

static int node_release(struct inode *inode, struct file *file)
{
	struct gpu *gpu = file->private_data;

	if (gpu)
		atomic_dec(&gpu->users);
	return 0;
}

static const struct file_operations node_operations = {
	.owner = THIS_MODULE,
	.open = node_open,
	.release = node_release,
};

static int __init gpu_init(void)
{
	int error = __register_chrdev(NODES_MAJOR, 0, MINORS, "nvidia", &node_operations);

	if (error < 0)
		return error;
	shared_major = register_chrdev(0, "nvidia-uvm", &node_operations);
	top = proc_mkdir("driver/nvidia", NULL);
	all = top ? proc_mkdir("gpus", top) : NULL;
	error = shared_major < 0 || !all ? -ENOMEM : pci_register_driver(&gpu_driver);
	if (!error)
		return 0;
	proc_remove(top);
	if (shared_major >= 0)
		unregister_chrdev(shared_major, "nvidia-uvm");
	__unregister_chrdev(NODES_MAJOR, 0, MINORS, "nvidia");
	return error;
}

static void __exit gpu_exit(void)
{
	pci_unregister_driver(&gpu_driver);
	proc_remove(top);
	unregister_chrdev(shared_major, "nvidia-uvm");
	__unregister_chrdev(NODES_MAJOR, 0, MINORS, "nvidia");
}

module_init(gpu_init);
module_exit(gpu_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An imitation of nvidia's driver, for the tests of vfio-cfgtool");
