/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Opens files that the user names as inputs. */
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
 * Opens a file now that input_open() will be asked for when this process may not open files
 * any more. input_open() then returns another descriptor of it, or the fault of this attempt.
 * A directory becomes one of input_directories(). `path` must live as long. Returns the
 * descriptor, which this module owns, or -1.
 */
int input_prepare(const char *path);

/* The directories that were prepared, as descriptors; *count is their number. */
const int *input_directories(size_t *count);

#endif
