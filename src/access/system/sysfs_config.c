/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The hardware view of configuration space, and why there is none. */
#include "access/system/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>


/* Fills fault for a function that sysfs lacks. */
static int fault_gone(struct fault *fault)
{
	fault_set(fault, FAULT_GONE, ENODEV, "it is gone: it was removed from the machine");
	fault_hint(fault, "the machine's devices: vfio-cfgtool list");
	return -ENODEV;
}

int sysfs_fault_silent(const struct pci_address *address, struct fault *fault)
{
	char state[32], text[ADDRESS_TEXT_SIZE], physfn[ADDRESS_TEXT_SIZE];

	address_format(address, text);
	if (!sysfs_exists(address))
		return fault_gone(fault);
	sysfs_attribute(address, "power_state", state, sizeof(state));
	if (strcmp(state, "D3cold") == 0) {
		fault_set(fault, FAULT_NO_ANSWER, ENODEV,
			  "nothing answers: every byte reads ff, because it sleeps in D3cold");
		fault_hint(fault, "wake it, as root: echo on > " SYSFS_DEVICES
			   "/%s/power/control", text);
	} else if (sysfs_link(address, "physfn", physfn, sizeof(physfn)) == 0) {
		fault_set(fault, FAULT_NO_ANSWER, ENODEV,
			  "nothing answers: every byte reads ff, as of a virtual function that "
			  "its physical function %s has lost, as in a reset", physfn);
		fault_hint(fault, "make all VFs again, as root: cd " SYSFS_DEVICES "/%s && "
			   "n=$(cat sriov_numvfs) && echo 0 > sriov_numvfs && "
			   "echo $n > sriov_numvfs", physfn);
	} else {
		fault_set(fault, FAULT_NO_ANSWER, ENODEV,
			  "nothing answers: every byte reads ff, as of a device that is "
			  "unplugged, without power or behind a link that is down (power_state: %s)",
			  state[0] != '\0' ? state : "unknown");
		fault_hint(fault, "check its power and link, then let the kernel look again, as root: echo 1 > " SYSFS_DEVICES
			   "/%s/remove && echo 1 > " SYSFS_ROOT "/bus/pci/rescan", text);
	}
	return -ENODEV;
}

/* One register does not tell: a VF's IDs always read ffff. */
static bool answers_nothing(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i] != 0xff)
			return false;
	}
	return true;
}

/* pci_read_config(): without CAP_SYS_ADMIN the file ends at 64 or 128 */
static int fault_short(uint16_t count, uint16_t size, struct fault *fault)
{
	if (count == 64 || count == 128) {
		fault_set(fault, FAULT_NO_PERMISSION, EACCES,
			  "configuration space cannot be read: the kernel shows this user "
			  "only the first %u of %u bytes", count, size);
		fault_hint(fault, geteuid() != 0 ? "run it as root, or with CAP_SYS_ADMIN"
			   : "this root has no CAP_SYS_ADMIN, as in a container: run it outside");
		return -EACCES;
	}
	fault_set(fault, FAULT_SHORT, EIO,
		  "configuration space cannot be read: it ends after %u of %u bytes", count,
		  size);
	return -EIO;
}

static int fault_unreadable(const char *path, int error, struct fault *fault)
{
	return fault_because(fault, fault_file_reasons, error, "%s cannot be read: ", path);
}

int sysfs_config_size(const struct pci_address *address)
{
	char path[SYSFS_PATH_SIZE];
	struct stat status;

	if (!sysfs_path(address, "config", path) || stat(path, &status) != 0)
		return -1;
	return (int)status.st_size;
}

int sysfs_read_config(const struct pci_address *address, struct config_space *space,
		      struct fault *fault)
{
	CLEANUP_FD int fd = -1;
	char path[SYSFS_PATH_SIZE];
	uint8_t bytes[SPACE_SIZE_EXTENDED];
	struct stat status;
	ssize_t count = -1;

	space_clear(space, SPACE_SIZE, VIEW_HARDWARE);
	if (sysfs_path(address, "config", path))
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &status) == 0)
		count = pread(fd, bytes, sizeof(bytes), 0);
	if (count < 0)
		return fault_unreadable(path, errno, fault);
	space_clear(space, space_size((uint64_t)status.st_size), VIEW_HARDWARE);
	space_fill(space, bytes, (uint16_t)count);
	if (count > 0 && answers_nothing(bytes, (size_t)count))
		return sysfs_fault_silent(address, fault);
	if (count < SPACE_SIZE || count < space->size)
		return fault_short((uint16_t)count, space->size, fault);
	return 0;
}

int sysfs_read_register(const struct pci_address *address, unsigned int offset,
			unsigned int width, uint32_t *value, struct fault *fault)
{
	CLEANUP_FD int fd = -1;
	char path[SYSFS_PATH_SIZE];
	uint8_t bytes[4] = { 0 };
	ssize_t count = -1;

	if (sysfs_path(address, "config", path))
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		count = pread(fd, bytes, width, (off_t)offset);
	if (count < 0)
		return fault_unreadable(path, errno, fault);
	if ((size_t)count != width) {
		fault_set(fault, FAULT_NO_PERMISSION, EACCES,
			  "configuration space cannot be read: the kernel does not show this user the bytes at %02x",
			  offset);
		fault_hint(fault, "run it as root, or with CAP_SYS_ADMIN");
		return -EACCES;
	}
	*value = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
		 (uint32_t)bytes[3] << 24;
	return 0;
}
