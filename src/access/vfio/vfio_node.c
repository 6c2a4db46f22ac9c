/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Opens the nodes of a function and its group, and checks that they are theirs. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "access/vfio/vfio_opened.h"
#include "base/error_text.h"

/* The node's current number in sysfs; 0: there is no such node. */
static dev_t number_now(const struct vfio_target *target, const char *node)
{
	if (strcmp(node, target->cdev_node) == 0)
		return vfio_node_number(&target->address);
	return vfio_group_number(target);
}

/* Somebody filled /dev by hand, as in a container, or the device was just bound again. */
static int fault_stale(const char *node, dev_t found, dev_t wanted, struct fault *fault)
{
	if (wanted == 0) {
		fault_set(fault, FAULT_GONE, ESTALE,
			  "cannot be opened: it lost its node %s at this moment, as when it is "
			  "taken from its driver", node);
		fault_hint(fault, "see which driver it has: vfio-cfgtool list");
		return -ESTALE;
	}
	fault_set(fault, FAULT_NOT_CONFIGURED, ESTALE,
		  "cannot be opened: %s is another device's node, as it has number %u:%u, and the "
		  "kernel has %u:%u for it", node, major(found), minor(found), major(wanted),
		  minor(wanted));
	fault_hint(fault, "outside of a container let udev make it again: rm %s && udevadm trigger; "
		   "inside, start the container again", node);
	return -ESTALE;
}

int vfio_node_open(const struct vfio_target *target, const char *node, struct fault *fault)
{
	CLEANUP_FD int fd = open(node, O_RDWR | O_CLOEXEC);
	struct stat status;
	dev_t wanted;
	int opened;

	if (fd < 0 && errno == EBUSY)
		return fault_set(fault, FAULT_BUSY, EBUSY, "busy");
	if (fd < 0)
		return vfio_fault_node(target, node, errno, fault);
	if (fstat(fd, &status) < 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be opened: %s: %s", node,
				 error_text(errno));
	errno = 0;
	wanted = number_now(target, node);
	if (wanted == 0 && (errno == EMFILE || errno == ENFILE))
		return vfio_fault_node(target, node, errno, fault);
	if (!S_ISCHR(status.st_mode) || wanted == 0 || status.st_rdev != wanted)
		return fault_stale(node, S_ISCHR(status.st_mode) ? status.st_rdev : 0, wanted,
				   fault);
	opened = fd;
	fd = -1;
	return opened;
}
