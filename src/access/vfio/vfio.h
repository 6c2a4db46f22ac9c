/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One function opened through VFIO: by its character device and iommufd if the kernel has
 * them, else by its IOMMU group and a container.
 *
 * Opening resets the function, and closing the last descriptor resets it again, so a device
 * is open only as long as necessary. Only a struct vfio_device, which this process opened,
 * can be written, and never the region of another process.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_H

#include "base/device.h"

/* VFIO_PCI_INDEX_TO_OFFSET() puts the region's number into bits 40 and up. */
_Static_assert(sizeof(off_t) >= sizeof(uint64_t),
	       "offsets of VFIO's regions need 64 bits: compile with -D_FILE_OFFSET_BITS=64");

struct vfio_request {
	const char *token;	/* VF token, a UUID as text, or NULL */
	unsigned int wait;	/* seconds to retry a busy device */
	bool force;		/* open it even if that removes enabled VFs */
};

/*
 * The configuration region of an open device, for reading. The descriptor may be a copy of
 * another process's.
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
 * Opens the device. Returns 0, or -errno with fault filled (the cause and what to do) and
 * *device closed. If another process holds the device, it tries again every 100 ms for
 * request->wait seconds; then it is FAULT_BUSY, with the process in *holder (may be NULL) if
 * /proc shows it, else *holder is zeroed. Without request->force a PF with enabled VFs is
 * FAULT_REFUSED; each try checks that.
 *
 * On the group path two devices of one group exclude each other, so threads
 * must not open them at the same time.
 */
int vfio_open(const struct pci_address *address, const struct vfio_request *request,
	      struct vfio_device *device, struct holder *holder, struct fault *fault);

/*
 * Asks the kernel to say when it wants the device back; the kernel then waits for the close.
 * Returns a descriptor, which the caller closes, or -errno.
 */
int vfio_watch_release(const struct vfio_device *device);

/* Whether the kernel wants the device back (false for a negative descriptor); the fault for that. */
bool vfio_release_wanted(int event);
int vfio_fault_release(struct fault *fault);

/* Closes all descriptors and marks them closed. Harmless when called twice. */
void vfio_close(struct vfio_device *device);

/*
 * Reads the whole configuration region in one read into *space (user view).
 * Returns 0 or -errno with fault filled: FAULT_SHORT for fewer than SPACE_SIZE bytes,
 * FAULT_NO_ANSWER if all are ff. *space has the bytes that were read in any case.
 */
int vfio_read_config(const struct vfio_region *config, struct config_space *space,
		     struct fault *fault);

/*
 * Reads 1, 2 or 4 bytes inside the region in one access; the byte at offset is the lowest.
 * Returns 0 or -errno with fault filled.
 */
int vfio_read(const struct vfio_region *config, unsigned int offset, unsigned int width,
	      uint32_t *value, struct fault *fault);

/*
 * Reads count bytes of the region in one call; the kernel divides it into accesses. Returns
 * 0 or -errno with fault filled.
 */
int vfio_read_bytes(const struct vfio_region *config, unsigned int offset, uint8_t *bytes,
		    size_t count, struct fault *fault);

/* Writes 1, 2 or 4 bytes in the same way, to a device that vfio_open() opened. */
int vfio_write(const struct vfio_device *device, unsigned int offset, unsigned int width,
	       uint32_t value, struct fault *fault);

/* Fills fault for a failed read of the region, from errno. Returns -errno. */
int vfio_fault_read(const struct vfio_region *config, struct fault *fault);

/* Bytes that the longest node path takes. */
#define VFIO_NODE_SIZE 64

/*
 * Whether an open would succeed, without opening anything: 0, or -errno with fault filled as
 * by vfio_open(). Reads only sysfs attributes and access rights (never `config`), so it cannot
 * wake a device. Finds a holder only if /proc shows it. Reads /proc at most once per process.
 */
int vfio_diagnose(const struct pci_address *address, struct holder *holder,
		  struct fault *fault);

/* What prevents an open of a function. */
enum vfio_state {
	VFIO_MAPPABLE,		/* nothing */
	VFIO_BRIDGE,		/* it is a bridge, which vfio-pci refuses */
	VFIO_DENIED,		/* it is on vfio-pci's deny list */
	VFIO_NO_IOMMU,
	VFIO_NEEDS_BIND,	/* it is not bound to a VFIO driver */
	VFIO_NOT_VIABLE,	/* a member of its group is bound to another driver */
	VFIO_IN_USE,
	VFIO_USE_UNKNOWN,	/* a process that this user cannot see may have it open */
	VFIO_NEEDS_TOKEN,
	VFIO_REFUSED,		/* an open would remove enabled VFs */
	VFIO_CLOSED,		/* this user may not open it, or a node or module is missing */
};

/* The stable spelling of a state, such as "needs-bind". */
const char *vfio_state_name(enum vfio_state state);

struct vfio_look {
	enum vfio_state state;
	/*
	 * The node under /dev that a user opens: /dev/vfio/devices/vfioN, else
	 * /dev/vfio/N or /dev/vfio/noiommu-N; "" none
	 */
	char node[VFIO_NODE_SIZE];
	char who[224];		/* VFIO_NOT_VIABLE: "A is bound to X, B to Y"; else "" */
	struct holder holder;	/* VFIO_IN_USE: the process, if it is visible */
	struct fault fault;	/* FAULT_NONE: an open would succeed; else as from vfio_open() */
};

/* Whether the device is a bridge, by its class. */
bool vfio_is_bridge(const struct device *device);

/* Whether the loaded vfio-pci has the function on its deny list. */
bool vfio_refuses(const struct device *device);

/*
 * 0 if VFIO has an IOMMU for the device or needs none, or may get one when a driver binds;
 * else -errno with fault filled.
 */
int vfio_check_iommu(const struct device *device, struct fault *fault);

/*
 * Whether a VFIO user has a function or its group open. KNOWN_YES: fault and *holder name the
 * process. KNOWN_NOT: fault (FAULT_IN_USE_UNKNOWN) says why, as a clause: the function is
 * enabled, and a process has an unidentified VFIO device open or cannot be seen.
 */
enum known vfio_find_user(const struct pci_address *address, struct holder *holder,
			  struct fault *fault);

/* A member of a group, and whether its driver keeps users out of the group. */
struct vfio_member {
	char name[32];
	char driver[64];
	bool blocks, is_vfio;
};

/* Calls visit for each member of the function's group, itself included. */
void vfio_each_member(const struct device *device,
		      void (*visit)(const struct vfio_member *member, void *context),
		      void *context);

/*
 * Looks at a function that sysfs_describe() has described, as vfio_diagnose()
 * does.
 */
void vfio_look_at(const struct device *device, struct vfio_look *look);

#endif
