/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who would lose a device if its driver were taken from it: mounted disks,
 * network interfaces that are up, the console, processes. Writes nothing; the
 * nodes of its disks are opened for a moment, to see whether somebody has them
 * for himself.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_H

#include <stddef.h>

#include "base/device.h"

/*
 * Calls found for every use that is seen of a function under its driver, with a
 * clause such as "its disk nvme0n1 is mounted on /mnt". Uses through VFIO are not
 * looked for.
 */
void usage_each(const struct pci_address *address,
		void (*found)(const char *use, void *context), void *context);

#endif
