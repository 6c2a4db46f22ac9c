/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What sysfs and /proc say about a device's surroundings: its group, modules and users. Opens
 * and loads nothing.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_SURROUNDINGS_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_SURROUNDINGS_H

#include "base/device_info.h"

/*
 * Fills nodes, group members, modules, power and reset for a function that sysfs_describe()
 * has described. Leaves empty what cannot be read.
 */
void surroundings_describe(const struct device *device, struct device_info *info);

/*
 * Finds drivers, groups and users of the functions that a hot reset includes. Call it after
 * the device is closed, so that this process is not a user.
 */
void surroundings_find_users(struct device_info *info);

#endif
