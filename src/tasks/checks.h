/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Why passthrough of a device fails, or would: one check for each cause that people meet,
 * with the command that helps. From sysfs and /proc; opens nothing.
 */
#ifndef VFIO_CFGTOOL_TASKS_CHECKS_H
#define VFIO_CFGTOOL_TASKS_CHECKS_H

#include "base/device_info.h"

/* Adds the checks of a device that sysfs_describe() has described. */
void checks_of_device(const struct device *device, struct device_info *info);

/* Adds those of the machine, and fills info->machine. False if its devices cannot be seen. */
bool checks_of_machine(struct device_info *info);

#endif
