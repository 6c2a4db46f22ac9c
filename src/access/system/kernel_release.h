/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The names of the running kernel. */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_KERNEL_RELEASE_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_KERNEL_RELEASE_H

#include <stdbool.h>

struct kernel_identity {
	char host[65];
	char release[65];	/* uname -r */
	char machine[65];	/* uname -m */
	char version[129];	/* uname -v */
	char signature[256];	/* Ubuntu's /proc/version_signature; "" elsewhere */
};

/* Fills *identity from uname(2) and /proc/version_signature. */
void kernel_identify(struct kernel_identity *identity);

/* Whether the kernel clears all memory that it allocates (init_on_alloc=1). */
bool kernel_zeroes_memory(void);

#endif
