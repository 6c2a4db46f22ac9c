/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What is known about VFIO devices that other processes have open. Found without a side
 * effect, from sysfs attributes and by one ioctl on a descriptor.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_OPENED_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_OPENED_H

#include "access/vfio/vfio_target.h"

/* The device numbers of the function's own node and of its group's; 0 none. */
dev_t vfio_node_number(const struct pci_address *address);
dev_t vfio_group_number(const struct vfio_target *target);

/*
 * Finds both numbers without guessing: a number is 0 only if the kernel has no such node.
 * Returns 0, or -errno if that cannot be found out.
 */
int vfio_find_numbers(const struct pci_address *address, dev_t *node, dev_t *group);

/* Whether the function, which is bound to a VFIO driver, may be open; false is certain. */
bool vfio_may_be_open(const struct pci_address *address);

/*
 * Whether the function sleeps or is about to. While it is open, only its user can put it to
 * sleep (Linux 6.1 on). Any read and nearly any ioctl wakes it and may notify its user.
 */
bool vfio_is_asleep(const struct pci_address *address);

/* The machine's other VFIO devices that a descriptor may refer to. */
struct vfio_others {
	bool open;		/* one may be open; false is certain */
	bool asleep;		/* one may be open and sleeps: */
	struct pci_address sleeper;
};

/*
 * Finds them for an unidentified descriptor of a process, which must stay open during the
 * call. Returns 0 or -errno.
 */
int vfio_find_others(const struct pci_address *address, pid_t pid, struct vfio_others *others);

/*
 * Asks for the kind of a descriptor's device. Returns 0 for a PCI function, -EINVAL if it is
 * not yet bound to an iommufd, -ENOTSUP for another kind, else -errno. Wakes a device that
 * sleeps.
 */
int vfio_ask_kind(int device);

#endif
