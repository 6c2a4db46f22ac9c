/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Reads a whole text file. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_TEXT_FILE_H
#define VFIO_CFGTOOL_ACCESS_FILES_TEXT_FILE_H

#include <stddef.h>

#include "base/fault.h"

/*
 * Reads a file, or with "-" standard input, of at most `limit` bytes. *text has *length
 * bytes and a NUL; the caller frees it with free(). Returns 0 or -errno with fault filled.
 */
int text_file_read(const char *path, size_t limit, char **text, size_t *length,
		   struct fault *fault);

#endif
