/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that is read whole. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_TEXT_FILE_H
#define VFIO_CFGTOOL_ACCESS_FILES_TEXT_FILE_H

#include <stddef.h>

#include "base/fault.h"

/*
 * Reads a file, or with "-" standard input, of `limit` bytes at most. *text is the
 * caller's, freed by free(), with a NUL behind its *length bytes. Returns 0 or -errno
 * with fault filled.
 */
int text_file_read(const char *path, size_t limit, char **text, size_t *length,
		   struct fault *fault);

#endif
