/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What VFIO and sysfs say of a device beside its bytes, in a capture and back from it. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_INFO_H
#define VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_INFO_H

#include "base/capture.h"
#include "base/device_info.h"

/* Puts regions, modules, PF and VFs into a capture; what is too much is left out. */
void capture_take_info(const struct device_info *info, struct capture *capture);

/* The other way; what a capture does not have stays as it is. */
void capture_give_info(const struct capture *capture, struct device_info *info);

#endif
