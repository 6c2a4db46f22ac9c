/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/device_info.h"

#include <stdlib.h>

void device_info_free(struct device_info *info)
{
	free(info->hot_reset);
	free(info->member);
	free(info->check);
	info->hot_reset = info->member = NULL;
	info->check = NULL;
	info->hot_resets = info->members = info->checks = 0;
}
