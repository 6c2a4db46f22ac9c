/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What sysfs and /proc say of a device's surroundings: its group, its modules, its users.
 * Opens nothing and loads nothing.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_SURROUNDINGS_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_SURROUNDINGS_H

#include "base/device_info.h"

/*
 * Fills nodes, group members, modules, power and reset for a function that
 * sysfs_describe() has described. What cannot be read is left empty.
 */
void surroundings_describe(const struct device *device, struct device_info *info);

/*
 * Finds drivers, groups and users of the functions that a hot reset takes along.
 * Call it after the device is closed, so that this process is not a user.
 */
void surroundings_find_users(struct device_info *info);

#endif
