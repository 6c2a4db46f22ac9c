/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * How a function stands: whether a user of VFIO can have it now, and if not, what is in the
 * way and what helps. list, info and the hints of a failed open share it with bind, which
 * looks further: into processes and by opening disks.
 */
#ifndef VFIO_CFGTOOL_TASKS_STANDING_H
#define VFIO_CFGTOOL_TASKS_STANDING_H

#include "access/vfio/vfio.h"

struct standing {
	struct vfio_look look;		/* its fault has the hint that works */
	enum known mappable;		/* VFIO would open it now */
	char power_state[16];		/* "" not known */
	char words[256];		/* the state for people: "ready", "in use by eth0" */
};

/*
 * Looks at a function that sysfs_describe() has described. Reads attributes of sysfs and
 * /proc, opens no device and no node.
 */
void standing_find(const struct device *device, struct standing *standing);

/* Puts the hint that works into the fault of a failed open of the device. */
void standing_hint(const struct device *device, struct fault *fault);

#endif
