/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The running kernel: its release and, where a distribution hides it, the
 * stable release that it was built from.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_KERNEL_RELEASE_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_KERNEL_RELEASE_H

#include <stdbool.h>
#include <stddef.h>

struct kernel_identity {
	char host[65];
	char release[65];	/* uname -r */
	char version[129];	/* uname -v */
	char stable[65];	/* the upstream release, such as "6.1.192"; "" where it is hidden */
};

/*
 * Fills *identity from uname(2) and /proc/version_signature. A stable release
 * is taken from `uname -v` of Debian ("... Debian 6.1.192-2 (...)"), the last
 * word of Ubuntu's signature, or a release that names its patch level itself.
 */
void kernel_identify(struct kernel_identity *identity);

/*
 * The same from texts: the parts of utsname and the signature ("" none), so
 * that it can be tested.
 */
void kernel_stable(const char *release, const char *version, const char *signature,
		   char *stable, size_t size);

/* Whether the kernel was told to give out only zeroed memory (init_on_alloc=1). */
bool kernel_zeroes_memory(void);

#endif
