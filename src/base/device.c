/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/device.h"

#include <stdlib.h>

#include "base/device_info.h"

void device_free(struct device *device)
{
	free(device->user);
	free(device->kernel);
	free(device->capture);
	if (device->info != NULL)
		device_info_free(device->info);
	free(device->info);
	free(device);
}
