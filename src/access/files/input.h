/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The opening of files that the user names as inputs. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_INPUT_H
#define VFIO_CFGTOOL_ACCESS_FILES_INPUT_H

#include <stddef.h>

#include "base/fault.h"

/*
 * Opens a file for reading. It never waits: a FIFO, which may have no writer, and a device,
 * which may have no end, are refused. The pipe of a shell's <(COMMAND) and /dev/null are
 * taken. Returns a descriptor, which the caller closes, or -errno with fault filled.
 */
int input_open(const char *path, struct fault *fault);

/*
 * Opens a file that input_open() will be asked for later, when this process may open none any
 * more. It then returns another descriptor of this open file, or the fault of this attempt. A
 * directory, below which files are opened later, becomes one of input_directories(). `path`
 * has to live as long. Returns the descriptor, which stays the module's, or -1.
 */
int input_prepare(const char *path);

/* The directories among what was prepared, as descriptors; *count is their number. */
const int *input_directories(size_t *count);

#endif
