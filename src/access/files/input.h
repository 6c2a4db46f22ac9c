/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The opening of a file that the user names as an input. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_INPUT_H
#define VFIO_CFGTOOL_ACCESS_FILES_INPUT_H

#include "base/fault.h"

/*
 * Opens a file for reading. It never waits: a FIFO, which may have no writer, and a device,
 * which may have no end, are refused. The pipe of a shell's <(COMMAND) and /dev/null are
 * taken. Returns a descriptor, which the caller closes, or -errno with fault filled.
 */
int input_open(const char *path, struct fault *fault);

#endif
