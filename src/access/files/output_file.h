/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A file that is written whole or not at all: under a temporary name in the same directory,
 * synced, then renamed.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_OUTPUT_FILE_H
#define VFIO_CFGTOOL_ACCESS_FILES_OUTPUT_FILE_H

#include "base/fault.h"

/* A file under its temporary name. Ended by output_file_close(). */
struct output_file {
	const char *path;		/* its name at the end: the caller's */
	char *temporary;		/* its name until then */
	char *directory;
	int fd;				/* for writing; -1: none */
};

#define CLEANUP_OUTPUT_FILE __attribute__((cleanup(output_file_close)))

/*
 * Makes the file under a temporary name. If `path` exists, it must be a regular file, and the
 * new file gets its mode. Returns 0, or -errno with fault filled and nothing left.
 */
int output_file_make(const char *path, struct output_file *file, struct fault *fault);

/* Gives the file its name. Returns 0 or a positive errno, for output_file_fault(). */
int output_file_publish(const struct output_file *file);

/* Removes the file under its temporary name. */
void output_file_drop(const struct output_file *file);

/* Closes the file and keeps its current name. */
void output_file_close(struct output_file *file);

/* Fills fault for a positive errno, and returns it negative. */
int output_file_fault(int error, struct fault *fault);

#endif
