/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which other process holds a VFIO node or device open, as far as /proc shows
 * it to this user. Other users' descriptors are seen by root alone, and those
 * of another PID namespace by nobody in this one.
 */
#ifndef VFIO_CFGTOOL_ACCESS_HOLDER_H
#define VFIO_CFGTOOL_ACCESS_HOLDER_H

#include "base/device.h"

/* A test of this layer is compiled with a directory of its own. */
#ifndef PROC_ROOT
#define PROC_ROOT "/proc"
#endif

/*
 * Finds a process that has the character device with this number open, under
 * whatever name and in whatever mount namespace. Returns false with *holder
 * zeroed where none is seen.
 *
 * The first call walks through /proc, the later ones ask what it found; any
 * thread may call.
 */
bool holder_find_node(dev_t node, struct holder *holder);

/*
 * Finds a process that has a device descriptor of the function, also where it
 * has closed the group's (kernels that name the device in
 * /proc/PID/fdinfo/N: "vfio-device-syspath"). Otherwise as above.
 */
bool holder_find_device(const struct pci_address *address, struct holder *holder);

/* Whether the descriptors of every process in /proc could be seen. */
bool holder_sees_all(void);

/* Forgets what was found, so that the next question walks through /proc again. */
void holder_forget(void);

#endif
