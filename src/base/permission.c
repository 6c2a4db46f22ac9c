/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/permission.h"

#include <stddef.h>

#include "base/words.h"

static const struct words read_function_words = WORDS(READ_FUNCTIONS,
	[READ_DEFAULT] = "vfio_default_config_read",
	[READ_DIRECT] = "vfio_direct_config_read",
	[READ_RAW] = "vfio_raw_config_read",
	[READ_VIRT] = "vfio_virt_config_read",
	[READ_BASIC] = "vfio_basic_config_read",
	[READ_MSI] = "vfio_msi_config_read"
);

const char *read_function_name(enum read_function function)
{
	return words_name(&read_function_words, function);
}

static const struct words write_function_words = WORDS(WRITE_FUNCTIONS,
	[WRITE_NONE] = "",
	[WRITE_DEFAULT] = "vfio_default_config_write",
	[WRITE_RAW] = "vfio_raw_config_write",
	[WRITE_VIRT] = "vfio_virt_config_write",
	[WRITE_BASIC] = "vfio_basic_config_write",
	[WRITE_PM] = "vfio_pm_config_write",
	[WRITE_VPD] = "vfio_vpd_config_write",
	[WRITE_EXP] = "vfio_exp_config_write",
	[WRITE_AF] = "vfio_af_config_write",
	[WRITE_MSI] = "vfio_msi_config_write"
);

const char *write_function_name(enum write_function function)
{
	return words_name(&write_function_words, function);
}
