/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The network interfaces and disks of this machine, and the PCI functions that they belong
 * to. From the links of sysfs alone, which are read once a process. Any thread may call.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_ATTACHED_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_ATTACHED_H

#include "base/attached.h"

/* All of them, sorted by name; a disk with two controllers is there twice. Returns how many. */
size_t attached_all(const struct attached **all);

/*
 * Whether it is below a function's directory: its own, or that of a function behind it, as
 * with Intel's VMD. `place` is that directory below /sys/devices.
 */
bool attached_is_below(const struct attached *attached, const char *place);

/*
 * The function that a path of sysfs without links ends in: its directory, or that of an
 * interface, a disk, or a device of VFIO or a bus below it. False: it ends in something else.
 */
bool attached_function(const char *path, struct pci_address *address);

/* The directory of a function below /sys/devices. False if there is no such function. */
bool attached_place(const struct pci_address *address, char *place, size_t size);

/*
 * The function that an interface or a disk ("eth0", "nvme0n1", "sda1", "/dev/sda") belongs
 * to. Returns how many functions there are, and the first one; 0: there is none of that name.
 */
size_t attached_find(const char *name, struct pci_address *address);

#endif
