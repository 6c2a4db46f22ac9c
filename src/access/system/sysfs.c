/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "access/system/sysfs_parse.h"
#include "base/memory.h"
#include "base/shortage.h"

/*
 * Names of the drivers in the kernel's drivers/vfio/pci, 5.10 to 7.3, with
 * '_' for '-': which one it is differs from driver to driver.
 */
static const struct {
	const char *name;
	enum vfio_driver kind;
} vfio_drivers[] = {
	{ "vfio_pci",			VFIO_DRIVER_PLAIN },
	{ "hisi_acc_vfio_pci",		VFIO_DRIVER_PLAIN },
	{ "ism_vfio_pci",		VFIO_DRIVER_PLAIN },
	{ "mlx5_vfio_pci",		VFIO_DRIVER_PLAIN },
	{ "nvgrace_gpu_vfio_pci",	VFIO_DRIVER_OVERLAYS },	/* two virtual BARs */
	{ "pds_vfio_pci",		VFIO_DRIVER_PLAIN },
	{ "qat_vfio_pci",		VFIO_DRIVER_PLAIN },
	{ "virtio_vfio_pci",		VFIO_DRIVER_OVERLAYS },	/* a transitional device */
	{ "xe_vfio_pci",		VFIO_DRIVER_PLAIN },
};

bool sysfs_path(const struct pci_address *address, const char *name, char path[SYSFS_PATH_SIZE])
{
	char text[ADDRESS_TEXT_SIZE];
	int length = snprintf(path, SYSFS_PATH_SIZE, SYSFS_DEVICES "/%s%s%s",
			      address_format(address, text), name[0] == '\0' ? "" : "/", name);

	if (length > 0 && length < SYSFS_PATH_SIZE)
		return true;
	errno = ENAMETOOLONG;
	return false;
}

bool sysfs_exists(const struct pci_address *address)
{
	char path[SYSFS_PATH_SIZE];

	return sysfs_path(address, "", path) && access(path, F_OK) == 0;
}

/*
 * Reads a file to its end or to its first line end. Ends text with a NUL and cuts what does
 * not fit. Reads until the end, because one read may return only a part. Returns 0, or -errno
 * with text "".
 */
static int read_text(int fd, bool line, char *text, size_t size)
{
	size_t used = 0;

	while (used + 1 < size) {
		ssize_t count = read(fd, text + used, size - used - 1);

		if (count < 0) {
			text[0] = '\0';
			return -errno;
		}
		used += (size_t)count;
		if (count == 0 || (line && memchr(text, '\n', used) != NULL))
			break;
	}
	text[used] = '\0';
	return 0;
}

int sysfs_text(const char *path, char *text, size_t size)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error;

	text[0] = '\0';
	if (fd < 0)
		return -shortage_note(errno);
	error = read_text(fd, true, text, size);
	if (error != 0)
		return error;
	text[strcspn(text, "\n")] = '\0';
	return (int)strlen(text);
}

int sysfs_target(const char *path, char *text, size_t size)
{
	char target[PATH_MAX];
	const char *slash;
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	text[0] = '\0';
	if (length < 0)
		return -errno;
	target[length] = '\0';
	slash = strrchr(target, '/');
	snprintf(text, size, "%s", slash == NULL ? target : slash + 1);
	return 0;
}

int sysfs_attribute(const struct pci_address *address, const char *attribute, char *text,
		    size_t size)
{
	char path[SYSFS_PATH_SIZE];

	text[0] = '\0';
	if (!sysfs_path(address, attribute, path))
		return -ENAMETOOLONG;
	return sysfs_text(path, text, size);
}

int sysfs_link(const struct pci_address *address, const char *link, char *text, size_t size)
{
	char path[SYSFS_PATH_SIZE];

	text[0] = '\0';
	if (!sysfs_path(address, link, path))
		return -ENAMETOOLONG;
	return sysfs_target(path, text, size);
}

int sysfs_number(const struct pci_address *address, const char *attribute)
{
	char text[32];

	if (sysfs_attribute(address, attribute, text, sizeof(text)) <= 0)
		return -1;
	return sysfs_parse_number(text);
}

int64_t sysfs_irq(const struct pci_address *address)
{
	char text[32];

	if (sysfs_attribute(address, "irq", text, sizeof(text)) <= 0)
		return -1;
	return sysfs_parse_irq(text);
}

/* All lines of an attribute. Returns 0 or -errno. */
static int read_whole(const struct pci_address *address, const char *attribute, char *text,
		      size_t size)
{
	char path[SYSFS_PATH_SIZE];
	CLEANUP_FD int fd = -1;

	text[0] = '\0';
	if (sysfs_path(address, attribute, path))
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -shortage_note(errno);
	return read_text(fd, false, text, size);
}

int sysfs_resources(const struct pci_address *address, struct device_resources *resources)
{
	char text[1024];
	int error = read_whole(address, "resource", text, sizeof(text));

	memset(resources, 0, sizeof(*resources));
	if (error == 0 && !sysfs_parse_resources(text, resources))
		error = -EIO;
	return error;
}

bool sysfs_is_open(const struct pci_address *address)
{
	return sysfs_is_vfio(address) && sysfs_number(address, "enable") > 0;
}

bool sysfs_module_flag(const char *module, const char *parameter)
{
	char path[SYSFS_PATH_SIZE], text[8];

	snprintf(path, sizeof(path), SYSFS_MODULES "/%s/parameters/%s", module, parameter);
	return sysfs_text(path, text, sizeof(text)) > 0 && text[0] == 'Y';
}

static char underscored(char c)
{
	return c == '-' ? '_' : c;
}

/* Compares module names: '-' and '_' are the same to the kernel. */
static bool same_name(const char *a, const char *b)
{
	while (*a != '\0' && underscored(*a) == underscored(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

enum vfio_driver sysfs_vfio_driver(const char *driver)
{
	for (size_t i = 0; i < ARRAY_LENGTH(vfio_drivers); i++) {
		if (same_name(driver, vfio_drivers[i].name))
			return vfio_drivers[i].kind;
	}
	return VFIO_DRIVER_UNKNOWN;
}

bool sysfs_driver_is_vfio(const char *driver)
{
	char path[SYSFS_PATH_SIZE], module[64];

	if (sysfs_vfio_driver(driver) != VFIO_DRIVER_UNKNOWN)
		return true;
	if (driver[0] == '\0' || strlen(driver) > sizeof(module))
		return false;
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/module", driver);
	if (sysfs_target(path, module, sizeof(module)) < 0)
		return false;
	/* The driver core was split from vfio-pci in 5.15. */
	snprintf(path, sizeof(path), SYSFS_MODULES "/vfio_pci_core/holders/%s", module);
	return access(path, F_OK) == 0;
}

bool sysfs_is_vfio_under(const struct pci_address *address, const char *driver)
{
	char path[SYSFS_PATH_SIZE];

	if (driver[0] == '\0')
		return false;
	if (sysfs_driver_is_vfio(driver))
		return true;
	return sysfs_path(address, "vfio-dev", path) && access(path, F_OK) == 0;
}

bool sysfs_is_vfio(const struct pci_address *address)
{
	char driver[64];

	sysfs_link(address, "driver", driver, sizeof(driver));
	return sysfs_is_vfio_under(address, driver);
}

const char *sysfs_vfio_device(const struct pci_address *address, char *text, size_t size)
{
	char path[SYSFS_PATH_SIZE], number[SYSFS_PATH_SIZE + 32];
	CLEANUP_DIR DIR *directory = NULL;
	const struct dirent *entry;

	text[0] = '\0';
	if (!sysfs_path(address, "vfio-dev", path))
		return text;
	directory = memory_checked(opendir(path));
	if (directory == NULL)
		return text;
	for (entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
		if (strncmp(entry->d_name, "vfio", 4) != 0 || strlen(entry->d_name) >= size)
			continue;
		/* Without a character device there is no number. */
		if (snprintf(number, sizeof(number), "%s/%.20s/dev", path, entry->d_name) < 0 ||
		    access(number, F_OK) < 0)
			continue;
		snprintf(text, size, "%s", entry->d_name);
		break;
	}
	return text;
}

int sysfs_iommu_group(const struct pci_address *address, bool *noiommu)
{
	char group[32], name[32];
	char *end;
	long number;

	if (noiommu != NULL)
		*noiommu = false;
	if (sysfs_link(address, "iommu_group", group, sizeof(group)) < 0)
		return -1;
	number = strtol(group, &end, 10);
	if (group[0] == '\0' || *end != '\0' || number < 0 || number > INT_MAX)
		return -1;
	if (noiommu != NULL) {
		/* vfio_noiommu_group_alloc() */
		sysfs_attribute(address, "iommu_group/name", name, sizeof(name));
		*noiommu = strcmp(name, "vfio-noiommu") == 0;
	}
	return (int)number;
}

void sysfs_group_each(int group,
		      bool (*visit)(const char *name, const char *driver, void *context),
		      void *context)
{
	char path[SYSFS_PATH_SIZE], link[SYSFS_PATH_SIZE + NAME_MAX + 16], driver[64];
	CLEANUP_FREE struct dirent **entries = NULL;
	bool go_on = true;
	int count;

	snprintf(path, sizeof(path), SYSFS_GROUPS "/%d/devices", group);
	count = (int)memory_count(scandir(path, &entries, NULL, alphasort));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		if (!go_on || entry->d_name[0] == '.')
			continue;
		snprintf(link, sizeof(link), "%s/%s/driver", path, entry->d_name);
		sysfs_target(link, driver, sizeof(driver));
		go_on = visit(entry->d_name, driver, context);
	}
}

/* Driver, class and IDs, for the price of one attribute. */
static int read_uevent(struct device *device)
{
	char text[1024];
	int error = read_whole(&device->address, "uevent", text, sizeof(text));

	if (error == 0)
		sysfs_parse_uevent(text, device);
	return error;
}

int sysfs_describe(struct device *device, struct fault *fault)
{
	const struct pci_address *address = &device->address;
	char physfn[ADDRESS_TEXT_SIZE];
	int error;

	device->vendor = device->product = device->class = device->revision = -1;
	device->iommu_group = -1;
	device->driver[0] = '\0';
	error = read_uevent(device);
	if (error != 0 && sysfs_exists(address))
		return fault_because(fault, fault_file_reasons, -error,
				     "which driver it has cannot be read: ");
	if (error != 0) {
		fault_set(fault, FAULT_NOT_FOUND, ENODEV,
			  "no such device: this machine has no function with this address");
		fault_hint(fault, "see which there are: vfio-cfgtool list");
		return -ENODEV;
	}
	device->revision = sysfs_number(address, "revision");
	device->iommu_group = sysfs_iommu_group(address, NULL);
	device->is_vf = sysfs_link(address, "physfn", physfn, sizeof(physfn)) == 0;
	return 0;
}
