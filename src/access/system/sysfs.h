/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * PCI functions, IOMMU groups and VFIO's nodes as sysfs shows them. Nothing
 * here opens a device; only sysfs_read_config() and sysfs_read_register() can
 * wake one.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_H

#include "base/device.h"

/* A test of this layer is compiled with a directory of its own. */
#ifndef SYSFS_ROOT
#define SYSFS_ROOT "/sys"
#endif
#define SYSFS_DEVICES	SYSFS_ROOT "/bus/pci/devices"
#define SYSFS_DRIVERS	SYSFS_ROOT "/bus/pci/drivers"
#define SYSFS_GROUPS	SYSFS_ROOT "/kernel/iommu_groups"
#define SYSFS_MODULES	SYSFS_ROOT "/module"

/* Bytes that the longest path built here takes, the final NUL among them. */
#define SYSFS_PATH_SIZE 256

/*
 * Writes the path of the function's attribute (name "": of its directory) to
 * path. Returns false, with errno set, if it does not fit.
 */
bool sysfs_path(const struct pci_address *address, const char *name, char path[SYSFS_PATH_SIZE]);

/* Whether the machine has this function. */
bool sysfs_exists(const struct pci_address *address);

/*
 * Reads the first line of any small file as text without its line end.
 * Returns its length or -errno; text is always terminated, "" on an error.
 */
int sysfs_text(const char *path, char *text, size_t size);

/* The last component of any symbolic link. Returns 0 or -errno; text as above. */
int sysfs_target(const char *path, char *text, size_t size);

/*
 * Reads one attribute (such as "vendor") of the function as text without its
 * line end. Returns its length or -errno; text is always terminated.
 */
int sysfs_attribute(const struct pci_address *address, const char *attribute, char *text,
		    size_t size);

/*
 * The last component of a symbolic link of the function ("driver",
 * "iommu_group", "physfn"). Returns 0 or -errno; text is "" on an error.
 */
int sysfs_link(const struct pci_address *address, const char *link, char *text, size_t size);

/*
 * The number in an attribute, in C's notation; -1 if there is none or it does not fit an
 * int.
 */
int sysfs_number(const struct pci_address *address, const char *attribute);

/*
 * The function's current IRQ number: 0 none, 80000000 not connected, -1 if it cannot be
 * read.
 */
int64_t sysfs_irq(const struct pci_address *address);

/* Reads the function's current resources. Returns 0 or -errno. */
int sysfs_resources(const struct pci_address *address, struct device_resources *resources);

/*
 * Whether a VFIO user has the function open: it is bound to a VFIO driver and enabled. A
 * VFIO driver disables a function that is not open.
 */
bool sysfs_is_open(const struct pci_address *address);

/* Whether a parameter of a loaded module is set ("Y"). */
bool sysfs_module_flag(const char *module, const char *parameter);

/* How a driver in the kernel's drivers/vfio/pci handles configuration space. */
enum vfio_driver {
	VFIO_DRIVER_UNKNOWN,	/* none of them */
	VFIO_DRIVER_PLAIN,	/* leaves it to the core */
	VFIO_DRIVER_OVERLAYS,	/* answers some registers itself */
};

/* The kind of the driver with this name; '-' and '_' are the same in it. */
enum vfio_driver sysfs_vfio_driver(const char *driver);

/*
 * Whether the driver is a VFIO driver: vfio-pci, a variant known by name, or
 * one whose module uses vfio-pci-core now.
 */
bool sysfs_driver_is_vfio(const char *driver);

/*
 * Whether a VFIO driver is bound to the function: by the driver's name as
 * above, or because the kernel (6.1 on) has a VFIO device for it.
 */
bool sysfs_is_vfio(const struct pci_address *address);

/* The same for a function whose driver is known ("": none). */
bool sysfs_is_vfio_under(const struct pci_address *address, const char *driver);

/*
 * The name of the function's VFIO device, such as "vfio3"; "" if the kernel has no
 * character device for it (before 6.6, without
 * CONFIG_VFIO_DEVICE_CDEV, in no-IOMMU mode). Returns text.
 */
const char *sysfs_vfio_device(const struct pci_address *address, char *text, size_t size);

/*
 * The function's IOMMU group, or -1. *noiommu (may be NULL): VFIO made the group for a
 * function without an IOMMU.
 */
int sysfs_iommu_group(const struct pci_address *address, bool *noiommu);

/*
 * Calls visit for every member of a group, PCI function or not, sorted, with
 * its name and its driver's ("": none), until it returns false.
 */
void sysfs_group_each(int group,
		      bool (*visit)(const char *name, const char *driver, void *context),
		      void *context);

/*
 * Fills the facts of *device for its address from sysfs attributes: IDs,
 * class, revision, driver, group, VF. Never reads `config`. Returns 0, or
 * -errno with fault filled if there is no such function or its driver cannot be read.
 */
int sysfs_describe(struct device *device, struct fault *fault);

/* The size of the `config` file in bytes, found without reading it; -1: no such file. */
int sysfs_config_size(const struct pci_address *address);

/*
 * Reads the hardware view through the `config` file, with one read; for that the kernel
 * wakes a sleeping function. Returns 0 or -errno with fault filled: FAULT_NO_PERMISSION if
 * the kernel shows only the first 64 (CardBus: 128) bytes, because this user lacks
 * CAP_SYS_ADMIN; FAULT_SHORT if it ends early for another reason; FAULT_NO_ANSWER if every
 * byte reads ff. *space has the bytes that were read in any case.
 */
int sysfs_read_config(const struct pci_address *address, struct config_space *space,
		      struct fault *fault);

/*
 * Reads 1, 2 or 4 aligned bytes of the hardware view in one access; the byte at offset is
 * the lowest. Returns 0 or -errno with fault filled.
 */
int sysfs_read_register(const struct pci_address *address, unsigned int offset,
			unsigned int width, uint32_t *value, struct fault *fault);

/*
 * Fills fault for a function whose every byte reads ff, with its power state and what to
 * do: FAULT_NO_ANSWER, or FAULT_GONE if sysfs has it no more. Returns -ENODEV.
 */
int sysfs_fault_silent(const struct pci_address *address, struct fault *fault);

#endif
