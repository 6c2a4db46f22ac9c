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
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_H

#include "base/device.h"

/* VFIO_PCI_INDEX_TO_OFFSET() has the region's number in bits 40 and up. */
_Static_assert(sizeof(off_t) >= sizeof(uint64_t),
	       "offsets of VFIO's regions need 64 bits: compile with -D_FILE_OFFSET_BITS=64");

struct vfio_request {
	const char *token;	/* VF token, a UUID as text, or NULL */
	unsigned int wait;	/* seconds to retry a busy device */
	bool force;		/* also where that takes away VFs that are enabled */
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
 * else *holder is zeroed. Without request->force a PF whose VFs are enabled is
 * FAULT_REFUSED, in each of these turns.
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
 * FAULT_SHORT, all of it ff FAULT_NO_ANSWER. The bytes
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
 * Says without opening anything whether the device could be opened now:
 * 0, or -errno with fault filled as vfio_open() would. Reads sysfs attributes
 * and access rights only (never `config`), so it cannot wake a device; a
 * device that somebody holds is seen only where /proc shows it, and /proc is
 * walked through once per process at most.
 */
int vfio_diagnose(const struct pci_address *address, struct holder *holder,
		  struct fault *fault);

/* What is in the way of opening a function now. */
enum vfio_state {
	VFIO_MAPPABLE,		/* nothing */
	VFIO_BRIDGE,		/* it is a bridge, which vfio-pci refuses */
	VFIO_DENIED,		/* it stands on vfio-pci's deny list */
	VFIO_NO_IOMMU,
	VFIO_NEEDS_BIND,	/* no VFIO driver has it */
	VFIO_NOT_VIABLE,	/* another driver has a member of its group */
	VFIO_IN_USE,
	VFIO_USE_UNKNOWN,	/* somebody may have it, whom this user does not see */
	VFIO_NEEDS_TOKEN,
	VFIO_REFUSED,		/* it would take VFs away that are enabled */
	VFIO_CLOSED,		/* this user may not, or a node or module is missing */
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
	struct holder holder;	/* VFIO_IN_USE: where it is seen */
	struct fault fault;	/* FAULT_NONE: it could be opened; else as vfio_open()'s */
};

/* Whether it is a bridge, by its class. */
bool vfio_is_bridge(const struct device *device);

/* Whether vfio-pci, as it is loaded now, refuses the function: its deny list. */
bool vfio_refuses(const struct device *device);

/* Whether there is an IOMMU that VFIO can use for it, or it may do without. 0, or -errno with fault filled. */
int vfio_check_iommu(const struct device *device, struct fault *fault);

/*
 * Whether a user of VFIO has a function or its group open. KNOWN_YES: fault says who, and
 * *holder. KNOWN_NOT: fault (FAULT_IN_USE_UNKNOWN) says why, as a clause: it is enabled, and
 * an open VFIO device of some process may be it, or not all processes can be seen.
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
