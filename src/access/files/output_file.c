/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error_text.h"
#include "base/macros.h"
#include "base/memory.h"

int output_file_fault(int error, struct fault *fault)
{
	bool denied = error == EACCES || error == EPERM;
	enum fault_code code = denied ? FAULT_NO_PERMISSION
			     : error == ENOENT ? FAULT_NOT_FOUND : FAULT_IO;

	fault_set(fault, code, error, "cannot be written: %s", error_text(error));
	if (error == ENOENT)
		fault_hint(fault, "its directory must exist");
	if (denied || error == EROFS)
		fault_hint(fault, "name a file in a directory that you can write to");
	if (error == ENOSPC || error == EDQUOT)
		fault_hint(fault, "make room in its directory; what was there before is unchanged");
	return -error;
}

/* Finds the mode: of the existing file, or of a new one. */
static int choose_mode(const char *path, mode_t *mode, struct fault *fault)
{
	struct stat status;
	mode_t mask = umask(0);

	umask(mask);
	*mode = 0666 & ~mask;
	if (lstat(path, &status) != 0)
		return errno == ENOENT ? 0 : output_file_fault(errno, fault);
	*mode = status.st_mode & 0777;
	if (S_ISREG(status.st_mode))
		return 0;
	fault_set(fault, FAULT_REFUSED, EINVAL, "is not a regular file, and is not replaced by one");
	fault_hint(fault, "name a file, or redirect standard output");
	return -EINVAL;
}

/* Splits off the directory, and makes a template for mkostemp() in it. */
static bool choose_names(struct output_file *file, size_t length)
{
	file->directory = length == 0 ? memory_copy(".") : memory_copy_length(file->path, length);
	if (file->directory == NULL)
		return false;
	if (memory_count(asprintf(&file->temporary, "%s/.vfio-cfgtool.XXXXXX", file->directory)) >= 0)
		return true;
	file->temporary = NULL;
	return false;
}

static int make(struct output_file *file, struct fault *fault)
{
	const char *slash = strrchr(file->path, '/');
	size_t length = slash != NULL ? (size_t)(slash - file->path) + 1 : 0;
	mode_t mode;
	int error;

	if (file->path[length] == '\0')
		return output_file_fault(length == 0 ? ENOENT : EISDIR, fault);
	error = choose_mode(file->path, &mode, fault);
	if (error != 0)
		return error;
	if (!choose_names(file, length))
		return output_file_fault(ENOMEM, fault);
	file->fd = mkostemp(file->temporary, O_CLOEXEC);
	if (file->fd < 0)
		return output_file_fault(errno, fault);
	if (fchmod(file->fd, mode) == 0)
		return 0;
	error = output_file_fault(errno, fault);
	output_file_drop(file);
	return error;
}

int output_file_make(const char *path, struct output_file *file, struct fault *fault)
{
	int error;

	*file = (struct output_file) { .path = path, .fd = -1 };
	error = make(file, fault);
	if (error != 0)
		output_file_close(file);
	return error;
}

/* Syncs; a file system without fsync() is no error. */
static bool sync_file(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL;
}

int output_file_publish(const struct output_file *file)
{
	CLEANUP_FD int directory = open(file->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (directory >= 0 && sync_file(file->fd) && rename(file->temporary, file->path) == 0 &&
	    sync_file(directory))
		return 0;
	return errno;
}

void output_file_drop(const struct output_file *file)
{
	unlink(file->temporary);
}

void output_file_close(struct output_file *file)
{
	cleanup_fd(&file->fd);
	file->fd = -1;
	free(file->temporary);
	free(file->directory);
	file->temporary = file->directory = NULL;
}
