/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Reads what VFIO says about an open device. Its information ioctls change nothing. */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_INFO_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_INFO_H

#include "access/vfio/vfio.h"
#include "base/device_info.h"

/*
 * Fills flags, capabilities, regions, interrupts and the functions that a hot reset includes;
 * surroundings_find_users() finds their users. Returns 0, or -errno with fault filled and
 * nothing known.
 */
int vfio_info_read(const struct vfio_device *device, struct device_info *info,
		   struct fault *fault);

/* Fills name and words of a region by its index, flags and type. */
void vfio_info_name_region(struct info_region *region);

#endif
