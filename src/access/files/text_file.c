/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/text_file.h"

#include <errno.h>
#include <string.h>

#include "access/files/input.h"
#include "base/memory.h"

/* Reads until the file ends or the buffer is full. Returns the bytes read, or -errno. */
static ssize_t read_whole(int fd, char *buffer, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t got = read(fd, buffer + used, size - used);

		if (got < 0 && errno != EINTR)
			return -errno;
		if (got == 0)
			break;
		if (got > 0)
			used += (size_t)got;
	}
	return (ssize_t)used;
}

int text_file_read(const char *path, size_t limit, char **text, size_t *length,
		   struct fault *fault)
{
	CLEANUP_FREE char *buffer = memory_take(limit + 2);
	CLEANUP_FD int fd = -1;
	ssize_t got;

	if (buffer == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (strcmp(path, "-") != 0) {
		fd = input_open(path, fault);
		if (fd < 0)
			return fd;
	}
	got = read_whole(fd >= 0 ? fd : STDIN_FILENO, buffer, limit + 1);
	if (got < 0)
		return fault_set(fault, FAULT_IO, (int)-got, "cannot be read: %s",
				 strerror((int)-got));
	if ((size_t)got > limit)
		return fault_set(fault, FAULT_IO, EFBIG, "has more than %zu bytes", limit);
	buffer[got] = '\0';
	*text = buffer;
	*length = (size_t)got;
	buffer = NULL;
	return 0;
}
