/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#ifndef VFIO_CFGTOOL_KERNEL_FILE_H
#define VFIO_CFGTOOL_KERNEL_FILE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads a whole file that the kernel generates, whose size is therefore not known. A NUL
 * follows the *size bytes. NULL if it cannot be read. The caller frees it with free().
 */
uint8_t *file_read_whole(const char *path, size_t *size);

#endif
