/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Opens files that the user names as inputs. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_INPUT_H
#define VFIO_CFGTOOL_ACCESS_FILES_INPUT_H

#include <stddef.h>

#include "base/fault.h"

/*
 * Opens a file for reading. Never waits: it refuses a FIFO, which may have no writer, and a
 * device, which may have no end. It accepts /dev/null and the pipe of a shell's <(COMMAND).
 * Returns a descriptor, which the caller closes, or -errno with fault filled.
 */
int input_open(const char *path, struct fault *fault);

/*
 * Opens a file before the process gives up the right to open files. input_open() then returns
 * another descriptor of it, or the fault of this attempt. A directory joins
 * input_directories(). `path` must live as long as the process. Returns the descriptor, which
 * this module owns, or -1.
 */
int input_prepare(const char *path);

/* The prepared directories, as descriptors; *count is their number. */
const int *input_directories(size_t *count);

#endif
