/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A box for a process that has opened all it needs. It then parses bytes from outside, which
 * may be hostile. In the box the kernel refuses every file, program and socket, and the
 * capabilities are gone: by Landlock (Linux 5.13), a seccomp filter and no_new_privs. What a
 * kernel lacks is left out. Only this file knows them.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_BOX_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_BOX_H

#include <stddef.h>

/*
 * Puts this process into the box for good; it must have no other thread. Files below `count`
 * directories, given as open descriptors, can still be opened for reading; if there are any,
 * root keeps CAP_DAC_READ_SEARCH. Open descriptors are not affected.
 */
void box_close(const int *directories, size_t count);

#endif
