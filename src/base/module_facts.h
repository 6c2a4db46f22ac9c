/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the file of a kernel's module shows of its rules: names and data, no code. */
#ifndef VFIO_CFGTOOL_BASE_MODULE_FACTS_H
#define VFIO_CFGTOOL_BASE_MODULE_FACTS_H

#include "base/device.h"
#include "base/kernel_copy.h"

#define MODULE_BUILD_ID_SIZE 64

/* Plain values. */
struct module_facts {
	char release[65];		/* uname -r of the kernel that it is for */
	char version[256];		/* of a vmlinux what it says of itself, else "" */
	struct kernel_tables tables;	/* lengths; of the permissions nothing */
	bool unknown_ro;		/* there is an object direct_ro_perms */
	enum known any_display;		/* there is a function vfio_pci_is_intel_display */
	unsigned int build_id_size;	/* bytes; 0: there is none */
	uint8_t build_id[MODULE_BUILD_ID_SIZE];
};

#endif
