/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Dumps as they are named: a file, standard input, or a directory of files. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_FILES_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_FILES_H

#include "access/files/dump.h"

/* What is told of files while they are read; a function that is NULL is not called. */
struct dump_listener {
	void (*failed)(void *context, const char *path, const struct fault *fault);
	void (*left_out)(void *context, const char *path, const struct dump_notes *notes);
	/* A file of a directory has no function in it; `fault` says what it is. */
	void (*skipped)(void *context, const char *path, const struct fault *fault);
	void *context;
};

/*
 * Appends the devices of what is named: of a file ("-": standard input), or of the regular
 * files of a directory, in the order of their names' bytes; not of hidden ones, of links and
 * of directories in it. Each file has its devices in their order. What fails is told.
 */
void dump_files_read(const struct dump_request *request, struct device_list *list,
		     const struct dump_listener *listener);

#endif
