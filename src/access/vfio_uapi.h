/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's VFIO interface, with what came after the oldest linux/vfio.h
 * that this project is built with (6.1). Numbers and layouts are the kernel's
 * and never change.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_UAPI_H
#define VFIO_CFGTOOL_ACCESS_VFIO_UAPI_H

#include <linux/vfio.h>
#include <stdint.h>

/* Linux 6.6: gives an open /dev/vfio/devices/vfioN to an open /dev/iommu. */
#ifndef VFIO_DEVICE_BIND_IOMMUFD
#define VFIO_DEVICE_BIND_IOMMUFD	_IO(VFIO_TYPE, VFIO_BASE + 18)
#endif

/*
 * Linux 6.17: token is the address of a UUID of 16 bytes. From there on BIND
 * asks for the token where the group path does; before, it never did, and
 * answered any flag with EINVAL.
 */
#ifndef VFIO_DEVICE_BIND_FLAG_TOKEN
#define VFIO_DEVICE_BIND_FLAG_TOKEN	(1 << 0)
#endif
#define VFIO_BIND_TOKEN_MAJOR	6
#define VFIO_BIND_TOKEN_MINOR	17

/*
 * struct vfio_device_bind_iommufd under a name of our own, as headers of 6.6
 * to 6.16 have it without its last member. A kernel takes the part it knows.
 */
struct vfio_bind {
	uint32_t argsz;
	uint32_t flags;		/* VFIO_DEVICE_BIND_FLAG_TOKEN */
	int32_t iommufd;
	uint32_t out_devid;
	uint64_t token __attribute__((aligned(8)));
};

/* Linux 4.6, but shifted into the sign there. */
#define VFIO_REGION_TYPE_INTEL	(UINT32_C(1) << 31 | UINT32_C(0x8086))

#endif
