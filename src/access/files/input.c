/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/input.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "base/error_text.h"
#include "base/memory.h"

/* Documentation/admin-guide/devices.txt: 1 char, 3 = /dev/null */
#define NULL_DEVICE makedev(1, 3)

/* Whether a FIFO is a pipe without a name. This process's parent started its writer. */
static bool is_pipe(int fd)
{
	struct statfs system;

	return fstatfs(fd, &system) == 0 && system.f_type == PIPEFS_MAGIC;
}

/* The kind of a file that this program does not read, or NULL. */
static const char *unwanted_kind(int fd, const struct stat *status)
{
	if (S_ISFIFO(status->st_mode) && !is_pipe(fd))
		return "a FIFO";
	if (S_ISBLK(status->st_mode) ||
	    (S_ISCHR(status->st_mode) && status->st_rdev != NULL_DEVICE))
		return "a device";
	return NULL;
}

static int open_now(const char *path, struct fault *fault)
{
	/* Without O_NONBLOCK the open of a FIFO waits for a writer, and that of a line for a call. */
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *kind;
	struct stat status;
	int opened;

	if (fd < 0 || fstat(fd, &status) != 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be opened: %s",
				 error_text(errno));
	kind = unwanted_kind(fd, &status);
	if (kind != NULL) {
		fault_set(fault, FAULT_IO, EINVAL, "is %s, not a file", kind);
		fault_hint(fault, "pass it on standard input, which is the file -");
		return -EINVAL;
	}
	if (fcntl(fd, F_SETFL, 0) != 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be read: %s", error_text(errno));
	opened = fd;
	fd = -1;
	return opened;
}

/* A file that was opened in advance. */
struct prepared {
	const char *path;
	int fd;			/* -1: the attempt failed */
	struct fault fault;	/* of the attempt */
};

static struct prepared *prepared;
static size_t prepared_count;

static int *directories;
static size_t directory_count;

static struct prepared *find_prepared(const char *path)
{
	for (size_t i = 0; i < prepared_count; i++)
		if (strcmp(prepared[i].path, path) == 0)
			return &prepared[i];
	return NULL;
}

/* Opens another descriptor of an open file, at its start. */
static int open_again(int fd, struct fault *fault)
{
	int again = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (again < 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be opened: %s",
				 error_text(errno));
	lseek(again, 0, SEEK_SET);	/* a pipe stays where it is */
	return again;
}

int input_open(const char *path, struct fault *fault)
{
	const struct prepared *one = find_prepared(path);

	if (one == NULL)
		return open_now(path, fault);
	if (one->fd >= 0)
		return open_again(one->fd, fault);
	if (fault != NULL)
		*fault = one->fault;
	return -EIO;
}

static bool is_directory(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

static void add_directory(int fd)
{
	int *grown = memory_grow(directories, directory_count + 1, sizeof(*grown));

	if (grown == NULL)
		return;
	directories = grown;
	directories[directory_count++] = fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

int input_prepare(const char *path)
{
	struct prepared *one = find_prepared(path), *grown;

	if (one != NULL)
		return one->fd;
	grown = memory_grow(prepared, prepared_count + 1, sizeof(*grown));
	if (grown == NULL)
		return -1;
	prepared = grown;
	one = &prepared[prepared_count++];
	*one = (struct prepared) { .path = path };
	one->fd = open_now(path, &one->fault);
	if (one->fd >= 0 && is_directory(one->fd))
		add_directory(one->fd);
	if (one->fd < 0)
		one->fd = -1;
	return one->fd;
}

const int *input_directories(size_t *count)
{
	*count = directory_count;
	return directories;
}
