/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the files of the VFIO access layer: the function that is to be
 * opened, the two ways to open it, and the causes when that fails.
 *
 * Every function that takes a fault fills it and returns -errno, or returns 0
 * and leaves it alone; fault is never NULL here.
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

/* What sysfs says about the function on its way to being opened. */
struct vfio_target {
	struct pci_address address;
	char name[ADDRESS_TEXT_SIZE];
	struct fault unseen;			/* why nothing else is known of it */
	int vendor, product, class;		/* as in struct device */
	bool is_vf;
	char driver[64];			/* "" none */
	bool is_vfio;				/* that is a VFIO driver */
	int group;				/* IOMMU group, -1 none */
	bool noiommu;				/* VFIO made the group up */
	char cdev_node[VFIO_NODE_SIZE];		/* "" none */
	char group_node[VFIO_NODE_SIZE];	/* "" none */
	const char *token;			/* as text, or NULL */
	uint8_t uuid[UUID_SIZE];		/* the same as bytes */
};

/* Fills the target from sysfs attributes, without a token. */
void vfio_target_find(const struct pci_address *address, struct vfio_target *target);

/* The same for a function that sysfs_describe() has just described. */
void vfio_target_of(const struct device *device, struct vfio_target *target);

/* The node that a user opens, as vfio_look() has it. */
const char *vfio_target_node(const struct vfio_target *target);

/* Whether the running kernel is older than a release. */
bool vfio_kernel_before(unsigned int major, unsigned int minor);

/*
 * Opens a node of the function or its group, whose number the kernel is asked for
 * once it is open: from then on it gives the number to no other. Returns the
 * descriptor, or -errno with fault filled, and leaves nothing open then;
 * -ESTALE: the node is another one's, or has been until now.
 */
int vfio_node_open(const struct vfio_target *target, const char *node, struct fault *fault);

/*
 * Open on one path each. Failing, they leave open what they have opened, for
 * vfio_close(). A device or group in use is just -EBUSY and FAULT_BUSY;
 * vfio_fault_busy() has the rest. vfio_cdev_open() says in *try_group whether
 * the group path may do better.
 */
int vfio_cdev_open(const struct vfio_target *target, struct vfio_device *device,
		   bool *try_group, struct fault *fault);
int vfio_group_open(const struct vfio_target *target, struct vfio_device *device,
		    struct fault *fault);

/* Finds the configuration region and the OpRegion behind the descriptor in it. */
int vfio_region_find(struct vfio_region *config, struct fault *fault);

/* Whether a function of this class (24 bits) is a bridge, with a header that vfio-pci refuses. */
bool vfio_class_is_bridge(int class);

/*
 * What has to be true before an open makes sense: it is there, of a kind that
 * VFIO takes, behind an IOMMU, and bound to a VFIO driver.
 */
int vfio_check_bound(const struct vfio_target *target, struct fault *fault);

/* Whether vfio-pci, as it is loaded now, refuses devices with these IDs. */
bool vfio_is_denied(int vendor, int product);

/* Whether a group's member (any name) under a driver keeps users out of the group. */
bool vfio_driver_blocks(const char *name, const char *driver);

/*
 * The members of a group that another driver has, as a clause such as
 * "0000:0f:01.0 is bound to 8139cp"; "" where it is viable.
 */
void vfio_blockers(const struct vfio_target *target, char *text, size_t size);

/* Whether opening it leaves others what they have, as vfio_harms() says. */
int vfio_check_harmless(const struct vfio_target *target, struct fault *fault);

/* Whether no member of its group is bound to a driver that keeps users out. */
int vfio_check_viable(const struct vfio_target *target, struct fault *fault);

/* Whether a token is given where one is wanted, and only there. */
int vfio_check_token(const struct vfio_target *target, struct fault *fault);

/* Why a node under /dev could not be opened; error is a positive errno. */
int vfio_fault_node(const struct vfio_target *target, const char *node, int error,
		    struct fault *fault);

/*
 * Whether a process is seen that holds the function or its group; fills
 * *holder, and *whole whether it is the group.
 */
bool vfio_holder_find(const struct vfio_target *target, struct holder *holder, bool *whole);

/*
 * Whether a process may hold the function of which neither node nor kernel says so: it has a
 * VFIO device open, or cannot be seen. Fills fault with why (FAULT_IN_USE_UNKNOWN).
 */
bool vfio_may_be_held(const struct vfio_target *target, struct fault *fault);

/*
 * The same for those who only look: false also where no function of the group is enabled, as
 * an open one would be.
 */
bool vfio_use_is_unknown(const struct vfio_target *target, struct fault *fault);

/* Who holds it; *holder (may be NULL) is filled. Returns -EBUSY. */
int vfio_fault_busy(const struct vfio_target *target, struct holder *holder,
		    struct fault *fault);

/* Why GET_DEVICE_FD or BIND failed; error is a positive errno. */
int vfio_fault_device(const struct vfio_target *target, int error, struct fault *fault);

#endif
