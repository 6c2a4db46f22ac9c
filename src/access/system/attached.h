/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The network interfaces and disks of this machine, and the PCI functions that they belong
 * to. From the links of sysfs alone, which are read once a process. Any thread may call.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_ATTACHED_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_ATTACHED_H

#include "base/attached.h"

/*
 * Sets *all to the list of them, sorted by name, and returns its length. The list lives as
 * long as the process. A disk with two controllers is in it twice.
 */
size_t attached_all(const struct attached **all);

/*
 * Whether an interface or disk belongs to a function, or to a function behind it, as behind
 * Intel's VMD. `place` is the function's directory below /sys/devices.
 */
bool attached_is_below(const struct attached *attached, const char *place);

/*
 * Finds the function that a path of sysfs without links belongs to. The path may end in the
 * function's directory or in that of an interface, a disk, a VFIO device or a bus below it.
 * False for any other path.
 */
bool attached_function(const char *path, struct pci_address *address);

/* Writes the function's directory below /sys/devices. False if there is no such function. */
bool attached_place(const struct pci_address *address, char *place, size_t size);

/*
 * Finds the functions that an interface or a disk ("eth0", "nvme0n1", "sda1", "/dev/sda")
 * belongs to. Writes the first one and returns their number; 0 if nothing has this name.
 */
size_t attached_find(const char *name, struct pci_address *address);

#endif
