/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who would lose a device if its driver were taken from it: mounted disks, network
 * interfaces that are up, the console, processes. Writes nothing; the nodes of its disks
 * are opened for a moment, to see whether somebody has them exclusively.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H

#include "base/device.h"

/* Hears what is found. */
struct usage_listener {
	/* a use, as a clause: "its disk nvme0n1 is mounted on /mnt" */
	void (*used)(const char *use, void *context);
	/* what could not be found out, as a clause: "its disk sda has no node /dev/sda" */
	void (*doubted)(const char *why, void *context);
	void *context;
};

/*
 * Whether a function is used under its driver, which is no VFIO driver. KNOWN_NO only where
 * each question had a certain answer: a directory that cannot be read, memory that is short
 * or a process that cannot be seen is KNOWN_NOT, as is a driver whose users cannot be found.
 * KNOWN_YES where a use was seen, whatever else is not known.
 */
enum known usage_find(const struct pci_address *address, const struct usage_listener *listener);

#endif
