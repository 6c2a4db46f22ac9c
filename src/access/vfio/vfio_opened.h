/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be told of VFIO devices that other processes have open, without a
 * trace in them: from sysfs attributes, and one question to a descriptor.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_OPENED_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_OPENED_H

#include "access/vfio/vfio_target.h"

/* The numbers of the function's own node and of its group's; 0 none. */
dev_t vfio_node_number(const struct pci_address *address);
dev_t vfio_group_number(const struct vfio_target *target);

/*
 * The same, where nothing may be missed: 0 only where the kernel has none. Returns 0, or
 * -errno where that cannot be found out.
 */
int vfio_find_numbers(const struct pci_address *address, dev_t *node, dev_t *group);

/* Whether the function, bound to a VFIO driver, may be open; false is certain. */
bool vfio_may_be_open(const struct pci_address *address);

/*
 * Whether the function sleeps, or is about to. Only its user can have put it
 * there while it is open (Linux 6.1 on), and any read and nearly any ioctl
 * then wakes it and may tell its user so.
 */
bool vfio_is_asleep(const struct pci_address *address);

/* The machine's other VFIO devices that a descriptor may be of. */
struct vfio_others {
	bool open;		/* there is one that may be open; false is certain */
	bool asleep;		/* there is one that may be open, and sleeps: */
	struct pci_address sleeper;
};

/*
 * Finds them for a descriptor of a process that is open all the while, and of
 * which it is not known whether it is the function's. Returns 0 or -errno.
 */
int vfio_find_others(const struct pci_address *address, pid_t pid, struct vfio_others *others);

/*
 * Asks the device behind a descriptor what it is. Returns 0 for a PCI
 * function; -EINVAL where it is not bound to an iommufd yet, -ENOTSUP where it
 * is something else, else -errno. Wakes a device that sleeps.
 */
int vfio_ask_kind(int device);

#endif
