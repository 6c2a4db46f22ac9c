/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Finds who uses a device through its driver: mounted disks, network interfaces that are up,
 * the console, processes. Writes nothing. usage_find() opens the nodes of its disks for a
 * moment, to see whether a process has them open exclusively.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H

#include "base/device.h"

/* One use. The texts live as long as the call. */
struct usage_use {
	const char *by;		/* who, in a few words: "nvme0n1", "process 77 (qemu)" */
	const char *text;	/* as a clause: "its disk nvme0n1 is mounted on /mnt" */
	const char *hint;	/* how to end it: "unmount it, as root: umount /mnt" */
};

/* Gets what is found. */
struct usage_listener {
	void (*used)(const struct usage_use *use, void *context);
	/* why something is not known, as a clause: "its disk sda has no node /dev/sda" */
	void (*doubted)(const char *why, void *context);
	void *context;
};

/*
 * Whether a function is used through its driver, which is not a VFIO driver. KNOWN_YES: a use
 * was found. KNOWN_NO: every question had a certain answer. KNOWN_NOT: a directory could not
 * be read, a process was hidden, memory was short, or the driver's users cannot be found.
 */
enum known usage_find(const struct pci_address *address, const struct usage_listener *listener);

/*
 * A quick answer for a function that sysfs_describe() has described. Reads attributes of sysfs
 * and the table of mounts; looks at no process and opens no disk. KNOWN_NO: it saw no use.
 */
enum known usage_glance(const struct device *device, const struct usage_listener *listener);

#endif
