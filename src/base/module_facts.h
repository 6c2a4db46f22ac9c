/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Facts about a kernel module's rules from its file: from names and data, not from code. */
#ifndef VFIO_CFGTOOL_BASE_MODULE_FACTS_H
#define VFIO_CFGTOOL_BASE_MODULE_FACTS_H

#include "base/device.h"
#include "base/kernel_copy.h"

#define MODULE_BUILD_ID_SIZE 64

/* Plain values. */
struct module_facts {
	char release[65];		/* uname -r of the module's kernel */
	char version[256];		/* for a vmlinux its version text, else "" */
	struct kernel_tables tables;	/* lengths only, no permissions */
	bool unknown_ro;		/* it has an object direct_ro_perms */
	enum known any_display;		/* it has a function vfio_pci_is_intel_display */
	unsigned int build_id_size;	/* bytes; 0: none */
	uint8_t build_id[MODULE_BUILD_ID_SIZE];
};

#endif
