/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The dumps that the user names: a file, standard input, or a directory of files. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_FILES_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_FILES_H

#include "access/files/dump.h"
#include "base/device_list.h"

/* Gets what happens while files are read. A function that is NULL is not called. */
struct dump_listener {
	void (*failed)(void *context, const char *path, const struct fault *fault);
	void (*left_out)(void *context, const char *path, const struct dump_notes *notes);
	/* A file of a directory has no function; `fault` says what it is. */
	void (*skipped)(void *context, const char *path, const struct fault *fault);
	void *context;
};

/*
 * Appends the devices of a file ("-": standard input), or of the regular files of a directory,
 * in the byte order of their names. Leaves out hidden files, links and directories. Keeps the
 * order of devices in a file. Tells the listener what fails.
 */
void dump_files_read(const struct dump_request *request, struct device_list *list,
		     const struct dump_listener *listener);

#endif
