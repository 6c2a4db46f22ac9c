/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function opened through VFIO: by its character device and iommufd where
 * the kernel has them, by its IOMMU group and a container otherwise.
 *
 * Opening resets the function and closing the last descriptor resets it
 * again, so a device is held open only for as long as it takes. Only a device
 * that this process opened can be written: struct vfio_device, and no region of
 * somebody else's.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_H
#define VFIO_CFGTOOL_ACCESS_VFIO_H

#include "base/device.h"

struct vfio_request {
	const char *token;	/* VF token, a UUID as text, or NULL */
	unsigned int wait;	/* seconds to retry a busy device */
};

/*
 * The configuration region behind a descriptor of an open device, for reading:
 * also where the descriptor is a copy of somebody else's.
 */
struct vfio_region {
	struct pci_address address;
	int device;		/* the descriptor; -1: not open */
	uint64_t offset;	/* of the region, from its region info */
	uint64_t size;		/* bytes, more than 0 */
	bool opregion;		/* an Intel OpRegion region is offered (type 8086, subtype 1) */
};

/* A device that this process opened. Plain descriptors; closed by vfio_close(). */
struct vfio_device {
	struct vfio_region config;
	int group, container;	/* -1: not open; on the cdev path there is no group, and
				   container is /dev/iommu */
};

#define VFIO_DEVICE_CLOSED { .config = { .device = -1 }, .group = -1, .container = -1 }
#define CLEANUP_VFIO __attribute__((cleanup(vfio_close)))

/*
 * Opens the device. Returns 0, or -errno with fault filled: the cause and the
 * way out. *device is closed again then. A device that another process holds
 * is tried again every 100 ms until request->wait is over; then it is
 * FAULT_BUSY, and the process is in *holder (may be NULL) where /proc shows it,
 * else *holder is zeroed.
 *
 * On the group path two devices of one group exclude each other, so threads
 * must not open them at the same time.
 */
int vfio_open(const struct pci_address *address, const struct vfio_request *request,
	      struct vfio_device *device, struct holder *holder, struct fault *fault);

/*
 * From now on the kernel tells when it wants the device back, and then waits for
 * the close. Returns a descriptor, which the caller closes, or -errno.
 */
int vfio_watch_release(const struct vfio_device *device);

/* Whether it does; false for a negative descriptor. And the fault that says so. */
bool vfio_release_wanted(int event);
int vfio_fault_release(struct fault *fault);

/* Closes what is open and marks it closed; harmless when called twice. */
void vfio_close(struct vfio_device *device);

/*
 * Reads the whole configuration region in one read into *space (user view).
 * Returns 0 or -errno with fault filled; fewer than SPACE_SIZE bytes is
 * FAULT_SHORT, all-ones IDs of a device that has gone FAULT_GONE. The bytes
 * that were read are in *space also then.
 */
int vfio_read_config(const struct vfio_region *config, struct config_space *space,
		     struct fault *fault);

/*
 * Reads 1, 2 or 4 bytes inside the region in one access, the byte at offset the
 * lowest. Returns 0 or -errno with fault filled.
 */
int vfio_read(const struct vfio_region *config, unsigned int offset, unsigned int width,
	      uint32_t *value, struct fault *fault);

/*
 * Reads count bytes of the region in one call, which the kernel makes in its own
 * steps. Returns 0 or -errno with fault filled.
 */
int vfio_read_bytes(const struct vfio_region *config, unsigned int offset, uint8_t *bytes,
		    size_t count, struct fault *fault);

/* Writes so, in one access, to a device that vfio_open() opened. */
int vfio_write(const struct vfio_device *device, unsigned int offset, unsigned int width,
	       uint32_t value, struct fault *fault);

/* Fills fault for a read of the region that has just failed, by errno. Returns -errno. */
int vfio_fault_read(const struct vfio_region *config, struct fault *fault);

/* Bytes that the longest node path takes. */
#define VFIO_NODE_SIZE 64

/*
 * The node under /dev that a user opens for this device: /dev/vfio/devices/vfioN,
 * else /dev/vfio/N or /dev/vfio/noiommu-N; "" where there is none. From sysfs
 * attributes alone. Returns node.
 */
const char *vfio_node(const struct pci_address *address, char node[VFIO_NODE_SIZE]);

/*
 * Says without opening anything whether the device could be opened now:
 * 0, or -errno with fault filled as vfio_open() would. Reads sysfs attributes
 * and access rights only (never `config`), so it cannot wake a device; a
 * device that somebody holds is seen only where /proc shows it, and /proc is
 * walked through once per process at most.
 */
int vfio_diagnose(const struct pci_address *address, struct holder *holder,
		  struct fault *fault);

#endif
