/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a capture takes from VFIO and its modules. */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_CAPTURE_H
#define VFIO_CFGTOOL_ACCESS_VFIO_CAPTURE_H

#include "access/vfio.h"

/*
 * Appends the regions of an open device; one that the kernel does not describe is
 * left out.
 */
void vfio_capture_regions(const struct vfio_region *config, struct capture *capture);

/*
 * Appends the parameters of vfio-pci's modules and of the driver's own that are
 * loaded, as sysfs shows them. Opens and loads nothing.
 */
void vfio_capture_parameters(const struct device *device, struct capture *capture);

#endif
