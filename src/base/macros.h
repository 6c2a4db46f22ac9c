/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What the C library lacks: array length, attributes, and cleanup attributes for everything
 * with an end.
 */
#ifndef VFIO_CFGTOOL_BASE_MACROS_H
#define VFIO_CFGTOOL_BASE_MACROS_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define PRINTF_FORMAT(place, first) __attribute__((format(printf, place, first)))
#define NORETURN __attribute__((noreturn))

/* Release at the end of the scope; each is harmless on an unset value. */
#define CLEANUP_FREE  __attribute__((cleanup(cleanup_free)))
#define CLEANUP_FD    __attribute__((cleanup(cleanup_fd)))
#define CLEANUP_DIR   __attribute__((cleanup(cleanup_dir)))
#define CLEANUP_FILE  __attribute__((cleanup(cleanup_file)))

static inline void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

/* Unset is a negative descriptor. */
static inline void cleanup_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_dir(DIR **dir)
{
	if (*dir != NULL)
		closedir(*dir);
}

static inline void cleanup_file(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

#endif
