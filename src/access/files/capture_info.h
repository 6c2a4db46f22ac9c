/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Copies between a capture and what VFIO and sysfs say about a device besides its bytes. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_INFO_H
#define VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_INFO_H

#include "base/capture.h"
#include "base/device_info.h"

/* Copies regions, modules, PF and VFs into a capture; leaves out what does not fit. */
void capture_take_info(const struct device_info *info, struct capture *capture);

/* Copies them from a capture. What the capture lacks stays as it is. */
void capture_give_info(const struct capture *capture, struct device_info *info);

#endif
