/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VFIO_CFGTOOL_KERNEL_FILE_H
#define VFIO_CFGTOOL_KERNEL_FILE_H

#include <stddef.h>
#include <stdint.h>

/*
 * All of a file that the kernel makes as it is read, so that its size cannot be
 * asked for, with a NUL behind it that does not count. NULL where it cannot be
 * read. Owned by the caller; free() ends it.
 */
uint8_t *file_read_whole(const char *path, size_t *size);

#endif
