/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The kernel's VFIO interface, with the parts that are newer than the oldest linux/vfio.h that
 * builds this project (6.1). Numbers and layouts are the kernel's and never change.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_UAPI_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_UAPI_H

#include <linux/vfio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Linux 6.6: gives an open /dev/vfio/devices/vfioN to an open /dev/iommu. */
#ifndef VFIO_DEVICE_BIND_IOMMUFD
#define VFIO_DEVICE_BIND_IOMMUFD	_IO(VFIO_TYPE, VFIO_BASE + 18)
#endif

/*
 * Linux 6.17: token is the address of a UUID of 16 bytes. From 6.17 on, BIND needs a token
 * whenever the group path does. Older kernels never need one and refuse any flag with EINVAL.
 */
#ifndef VFIO_DEVICE_BIND_FLAG_TOKEN
#define VFIO_DEVICE_BIND_FLAG_TOKEN	(1 << 0)
#endif
#define VFIO_BIND_TOKEN_MAJOR	6
#define VFIO_BIND_TOKEN_MINOR	17

/*
 * struct vfio_device_bind_iommufd under our own name, because the headers of 6.6 to 6.16 lack
 * its last member. A kernel reads the part that it knows.
 */
struct vfio_bind {
	uint32_t argsz;
	uint32_t flags;		/* VFIO_DEVICE_BIND_FLAG_TOKEN */
	int32_t iommufd;
	uint32_t out_devid;
	uint64_t token __attribute__((aligned(8)));
};

/* Linux 6.4 */
#ifndef VFIO_DEVICE_FLAGS_CDX
#define VFIO_DEVICE_FLAGS_CDX		(1 << 8)
#endif

/* Linux 6.5, struct vfio_device_info_cap_pci_atomic_comp under our own name */
#ifndef VFIO_DEVICE_INFO_CAP_PCI_ATOMIC_COMP
#define VFIO_DEVICE_INFO_CAP_PCI_ATOMIC_COMP	5
#endif
struct vfio_atomics {
	struct vfio_info_cap_header header;
	uint32_t flags;		/* bit 0: 32, 1: 64, 2: 128 bits wide */
	uint32_t reserved;
};

/* Linux 4.6, where the shift reaches the sign bit. */
#define VFIO_REGION_TYPE_INTEL	(UINT32_C(1) << 31 | UINT32_C(0x8086))

/* More bytes than the longest answer of the kernel, with all capabilities. */
#define VFIO_LARGEST_INFO	(64 * 1024)

/*
 * The chain of capabilities in an ioctl's answer. Offsets count from its start. The kernel
 * appends, so a chain that turns back has ended.
 */
struct vfio_chain {
	const uint8_t *info;
	uint32_t size;		/* bytes of info */
	uint32_t at, next;	/* offsets of the current one and of the next */
	struct vfio_info_cap_header header;	/* of the current one */
};

/* Begins a chain whose first capability is at `first`, after `fixed` bytes. */
void vfio_chain_begin(const void *info, uint32_t size, uint32_t fixed, uint32_t first,
		      struct vfio_chain *chain);

/* Goes to the next capability. False after the last one. */
bool vfio_chain_next(struct vfio_chain *chain);

/* Copy `size` bytes of the current one, the second from `skip` on. False if it is shorter. */
bool vfio_chain_copy(const struct vfio_chain *chain, void *to, size_t size);
bool vfio_chain_copy_at(const struct vfio_chain *chain, size_t skip, void *to, size_t size);

/*
 * Asks for a region with its capabilities; argsz is the answer's length in bytes. The caller
 * frees it. NULL: no such region, or no memory.
 */
struct vfio_region_info *vfio_region_ask(int device, uint32_t index);

#endif
