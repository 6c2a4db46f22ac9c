/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Shared by the files of this folder: the function to open, the two ways to open it, and the
 * causes of a failure.
 *
 * Every function with a fault fills it and returns -errno, or returns 0 and leaves it alone.
 * fault is never NULL here.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_TARGET_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_TARGET_H

#include "access/vfio/vfio.h"
#include "base/uuid.h"

/* A test of this layer is compiled with a directory of its own. */
#ifndef DEV_ROOT
#define DEV_ROOT "/dev"
#endif
#define VFIO_CONTAINER_NODE	DEV_ROOT "/vfio/vfio"
#define VFIO_IOMMUFD_NODE	DEV_ROOT "/iommu"

/* What sysfs says about a function to be opened. */
struct vfio_target {
	struct pci_address address;
	char name[ADDRESS_TEXT_SIZE];
	struct fault unseen;			/* why the rest is unknown; or FAULT_NONE */
	int vendor, product, class;		/* as in struct device */
	bool is_vf;
	char driver[64];			/* "" none */
	bool is_vfio;				/* that is a VFIO driver */
	int group;				/* IOMMU group, -1 none */
	bool noiommu;				/* VFIO made the group, without an IOMMU */
	char cdev_node[VFIO_NODE_SIZE];		/* "" none */
	char group_node[VFIO_NODE_SIZE];	/* "" none */
	const char *token;			/* as text, or NULL */
	uint8_t uuid[UUID_SIZE];		/* the same as bytes */
};

/* Fills the target from sysfs attributes, without a token. */
void vfio_target_find(const struct pci_address *address, struct vfio_target *target);

/* Fills it for a function that sysfs_describe() has described. */
void vfio_target_of(const struct device *device, struct vfio_target *target);

/* The node that a user opens, as in struct vfio_look. */
const char *vfio_target_node(const struct vfio_target *target);

/* Whether the running kernel is older than a release. */
bool vfio_kernel_before(unsigned int major, unsigned int minor);

/*
 * Opens a node of the function or its group and then checks its number with the kernel, which
 * gives the number to no other node while this one is open. Returns the descriptor, or -errno
 * with fault filled and nothing open. -ESTALE: the node is another function's, or was when it
 * was opened.
 */
int vfio_node_open(const struct vfio_target *target, const char *node, struct fault *fault);

/*
 * Open the device, each on one path. If they fail, vfio_close() closes what they opened. A
 * busy device or group is only -EBUSY and FAULT_BUSY; vfio_fault_busy() finds the holder.
 * vfio_cdev_open() sets *try_group if the group path may succeed.
 */
int vfio_cdev_open(const struct vfio_target *target, struct vfio_device *device,
		   bool *try_group, struct fault *fault);
int vfio_group_open(const struct vfio_target *target, struct vfio_device *device,
		    struct fault *fault);

/* Finds the configuration region and the OpRegion of config->device. */
int vfio_region_find(struct vfio_region *config, struct fault *fault);

/* Whether a function of this class (24 bits) is a bridge, whose header type vfio-pci refuses. */
bool vfio_class_is_bridge(int class);

/*
 * Checks the conditions of an open: the function exists, VFIO accepts its kind, it has an
 * IOMMU, and it is bound to a VFIO driver.
 */
int vfio_check_bound(const struct vfio_target *target, struct fault *fault);

/* Whether the loaded vfio-pci refuses devices with these IDs. */
bool vfio_is_denied(int vendor, int product);

/* Whether a group's member (any name) under a driver keeps users out of the group. */
bool vfio_driver_blocks(const char *name, const char *driver);

/*
 * Writes the members of a group that are bound to another driver, as a clause such as
 * "0000:0f:01.0 is bound to 8139cp"; "" if the group is viable.
 */
void vfio_blockers(const struct vfio_target *target, char *text, size_t size);

/* Checks that an open removes no VFs, as vfio_harms() does. */
int vfio_check_harmless(const struct vfio_target *target, struct fault *fault);

/* Checks that no member of its group has a driver that keeps users out. */
int vfio_check_viable(const struct vfio_target *target, struct fault *fault);

/* Checks that a token is given if one is needed, and only then. */
int vfio_check_token(const struct vfio_target *target, struct fault *fault);

/* Fills fault: why a node under /dev could not be opened; error is a positive errno. */
int vfio_fault_node(const struct vfio_target *target, const char *node, int error,
		    struct fault *fault);

/*
 * Finds a visible process that holds the function or its group; *whole: it holds the group.
 */
bool vfio_holder_find(const struct vfio_target *target, struct holder *holder, bool *whole);

/*
 * Whether a process may hold the function: one has an unidentified VFIO device open, or is
 * hidden. Fills fault with why (FAULT_IN_USE_UNKNOWN).
 */
bool vfio_may_be_held(const struct vfio_target *target, struct fault *fault);

/*
 * The same for a command that only looks. Also false if no function of the group is enabled,
 * because an open one would be.
 */
bool vfio_use_is_unknown(const struct vfio_target *target, struct fault *fault);

/* Fills fault and *holder (may be NULL) with the process that holds it. Returns -EBUSY. */
int vfio_fault_busy(const struct vfio_target *target, struct holder *holder,
		    struct fault *fault);

/* Fills fault: why GET_DEVICE_FD or BIND failed; error is a positive errno. */
int vfio_fault_device(const struct vfio_target *target, int error, struct fault *fault);

#endif
