/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A box for a call that has opened all it needs: bytes from outside, which may be made to
 * harm, are parsed in it. The kernel then refuses this process each file, program and socket,
 * and has taken its capabilities: by Landlock (Linux 5.13), a seccomp filter and
 * no_new_privs. What a kernel lacks is left out. The only file that knows them.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_BOX_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_BOX_H

#include <stddef.h>

/*
 * Closes the box around this process, for ever; there must be no other thread. Files below
 * `count` directories, given as open descriptors, can still be opened for reading: then root
 * keeps the right to read files of others (CAP_DAC_READ_SEARCH). Descriptors that are open
 * stay as they are.
 */
void box_close(const int *directories, size_t count);

#endif
