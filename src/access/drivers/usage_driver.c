/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Drivers whose users are not visible below the function in sysfs: their nodes belong to no
 * device, or their users open no node.
 */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "access/system/proc_parse.h"
#include "base/error_text.h"
#include "base/memory.h"
#include "base/text.h"

/* misc in Documentation/admin-guide/devices.txt */
#define MISC_MAJOR 10

#define MINOR_MAX 0xfffff	/* MINORMASK of linux/kdev_t.h */

static void look_at_nvidia(struct usage *usage, const struct pci_address *address);
static void look_at_virtio(struct usage *usage, const struct pci_address *address);
static void look_at_xen(struct usage *usage, const struct pci_address *address);

/* A kind of driver. */
struct kind {
	const char *driver;
	/* adds the nodes of one function, usage->owner's, and reports users without a node */
	void (*look)(struct usage *usage, const struct pci_address *address);
	/* nodes for all functions: names in /proc/devices or /proc/misc, the first one first */
	const char *shared[3];
};

static const struct kind kinds[] = {
	/* nvidia-uvm, nvidia-modeset, nvidia-caps: nv.c, uvm.c of the open kernel modules */
	{ .driver = "nvidia", .look = look_at_nvidia, .shared = { "nvidia" } },
	{ .driver = "nvidia-nvswitch", .shared = { "nvidia-nvswitch" } },
	/* amdkfd: kfd_chardev.c; a user has the render node of its function open, too */
	{ .driver = "amdgpu", .shared = { "kfd" } },
	{ .driver = "virtio-pci", .look = look_at_virtio },
	/* xen-pciback: pci_stub.c */
	{ .driver = "pciback", .look = look_at_xen },
	{ .driver = "xen-pciback", .look = look_at_xen },
	/* the nodes that RAID tools use: the .c of the driver's name in drivers/scsi */
	{ .driver = "megaraid_sas", .shared = { "megaraid_sas_ioctl" } },
	{ .driver = "mpt3sas", .shared = { "mpt3ctl", "mpt2ctl" } },
	{ .driver = "mptspi", .shared = { "mptctl" } },
	{ .driver = "mptsas", .shared = { "mptctl" } },
	{ .driver = "mptfc", .shared = { "mptctl" } },
	{ .driver = "aacraid", .shared = { "aac" } },
	{ .driver = "pmcraid", .shared = { "pmcsas" } },
	{ .driver = "3w-9xxx", .shared = { "twa" } },
	{ .driver = "3w-sas", .shared = { "twl" } },
	{ .driver = "3w-xxxx", .shared = { "twe" } },
};

/* The search of one kind's nodes. */
struct names {
	struct usage *usage;
	const struct kind *kind;
	bool misc;
	unsigned int found;
};

static void add_shared(const char *name, unsigned int number, void *context)
{
	struct names *names = context;
	struct usage_node node = {
		.type = S_IFCHR, .major = number, .last = MINOR_MAX, .owner = USAGE_SHARED,
	};

	if (names->misc) {
		node.major = MISC_MAJOR;
		node.minor = node.last = number;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(names->kind->shared); i++) {
		const char *start = names->kind->shared[i];

		if (start == NULL || strncmp(name, start, strlen(start)) != 0)
			continue;
		usage_add(names->usage, &node);
		names->found++;
		break;
	}
}

static const struct kind *find_kind(const char *driver)
{
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (strcmp(kinds[i].driver, driver) == 0)
			return &kinds[i];
	return NULL;
}

/* Adds the nodes of one function, as usage->owner's. */
static void look_at_function(struct usage *usage, const struct pci_address *address)
{
	const struct kind *kind = find_kind(usage->driver);

	if (kind != NULL && kind->look != NULL)
		kind->look(usage, address);
}

/* Another function of the same driver: a process that has its node open does not use this one. */
static void look_at_other(struct usage *usage, const struct dirent *entry, const char *path)
{
	struct pci_address address;
	char real[PATH_MAX];

	if (!address_parse(entry->d_name, &address) ||
	    address_compare(&address, &usage->address) == 0 || realpath(path, real) == NULL)
		return;
	usage->owner = USAGE_OTHER;
	usage_collect_nodes(usage, real);
	look_at_function(usage, &address);
	usage->owner = USAGE_OWN;
}

static void look_for_shared(struct usage *usage, const struct kind *kind)
{
	struct names names = { .usage = usage, .kind = kind };
	char path[SYSFS_PATH_SIZE];
	int error = proc_each_major(add_shared, &names);

	names.misc = true;
	if (error == 0)
		error = proc_each_misc(add_shared, &names);
	if (error != 0)
		usage_doubt(usage, "the nodes of %s cannot be found: %s", kind->driver,
			    error_text(-error));
	if (names.found == 0)
		return;
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s", kind->driver);
	usage_each_entry(usage, path, look_at_other);
}

void usage_look_at_kind(struct usage *usage)
{
	look_at_function(usage, &usage->address);
}

void usage_look_at_driver(struct usage *usage)
{
	const struct kind *kind = find_kind(usage->driver);

	usage_look_at_kind(usage);
	if (kind != NULL && kind->shared[0] != NULL)
		look_for_shared(usage, kind);
}

/* nvidia: /dev/nvidiaN; the driver says N in /proc */

/* The minor number of a function's node; -1 if the driver does not say. */
static int find_nvidia_minor(const struct pci_address *address)
{
	char path[128], line[256], text[ADDRESS_TEXT_SIZE];
	CLEANUP_FILE FILE *file = NULL;
	int minor = -1;

	snprintf(path, sizeof(path), PROC_ROOT "/driver/nvidia/gpus/%s/information",
		 address_format(address, text));
	file = memory_checked(fopen(path, "re"));
	while (file != NULL && minor < 0 && fgets(line, sizeof(line), file) != NULL)
		proc_parse_number(line, "Device Minor:", &minor);
	return minor;
}

/* A function's node among those of the driver. */
struct numbered {
	struct usage *usage;
	unsigned int minor;
};

static void add_numbered(const char *name, unsigned int number, void *context)
{
	const struct numbered *numbered = context;
	const struct usage_node node = {
		.type = S_IFCHR, .major = number, .minor = numbered->minor,
		.last = numbered->minor, .owner = numbered->usage->owner,
	};

	if (strcmp(name, "nvidia") == 0 || strcmp(name, "nvidia-frontend") == 0)
		usage_add(numbered->usage, &node);
}

/* Counts a node with an unknown owner as one for all functions. */
static void look_at_nvidia(struct usage *usage, const struct pci_address *address)
{
	int minor = find_nvidia_minor(address);
	struct numbered numbered = { .usage = usage, .minor = (unsigned int)minor };

	if (minor >= 0 && proc_each_major(add_numbered, &numbered) != 0)
		usage_doubt(usage, "the nodes of nvidia cannot be found");
}

/* virtio: a file system of the host, which has no node */

/* Finds where the file system of a tag is mounted in this namespace. */
static bool find_mounted(const char *tag, char *point, size_t size)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/self/mountinfo", "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		struct proc_mount mount;

		if (!proc_parse_mount(line, &mount) || strcmp(mount.type, "9p") != 0 ||
		    strcmp(mount.source, tag) != 0)
			continue;
		snprintf(point, size, "%.255s", mount.point);
		return true;
	}
	return false;
}

static void look_at_mount_tag(struct usage *usage, const char *path)
{
	char file[PATH_MAX], tag[128], point[256], word[512], hint[600];

	snprintf(file, sizeof(file), "%.4000s/mount_tag", path);
	if (sysfs_text(file, tag, sizeof(tag)) <= 0 ||
	    !find_mounted(tag, point, sizeof(point))) {
		usage_doubt(usage, "its file system %s may be mounted in another namespace", tag);
		return;
	}
	snprintf(hint, sizeof(hint), "unmount it, as root: umount %s",
		 text_shell_word(point, word, sizeof(word)));
	usage_tell(usage, tag, hint, "its file system %s is mounted on %s", tag, point);
}

static void look_at_virtio_device(struct usage *usage, const struct dirent *entry,
				  const char *path)
{
	char file[PATH_MAX], driver[64];
	int error;

	if (strncmp(entry->d_name, "virtio", 6) != 0 || entry->d_type != DT_DIR)
		return;
	snprintf(file, sizeof(file), "%.4000s/driver", path);
	error = sysfs_target(file, driver, sizeof(driver));
	if (error != 0 && error != -ENOENT)
		usage_doubt(usage, "%.200s cannot be read: %s", file, error_text(-error));
	if (strcmp(driver, "9pnet_virtio") == 0)
		look_at_mount_tag(usage, path);
	else if (strcmp(driver, "virtiofs") == 0)
		usage_doubt(usage, "its file system may be mounted: virtiofs does not say");
}

static void look_at_virtio(struct usage *usage, const struct pci_address *address)
{
	(void)address;
	usage_each_entry(usage, usage->device, look_at_virtio_device);
}

/* xen-pciback: a domain has no process here */

static void look_at_backend(struct usage *usage, const struct dirent *entry, const char *path)
{
	(void)path;
	if (strncmp(entry->d_name, "pci-", 4) == 0)
		usage_doubt(usage, "a Xen domain has PCI devices, as the kernel's %s says, and may have this one",
			    entry->d_name);
}

static void look_at_xen(struct usage *usage, const struct pci_address *address)
{
	(void)address;
	usage_each_entry(usage, SYSFS_ROOT "/bus/xen-backend/devices", look_at_backend);
}
