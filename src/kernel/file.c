/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/file.h"

#include <errno.h>
#include <fcntl.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/shortage.h"

/* A limit: the kernel's types take 5 to 10 MB, its symbols up to 20. */
#define FILE_LARGEST (128 << 20)

uint8_t *file_read_whole(const char *path, size_t *size)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t *bytes = NULL;
	size_t room = 0;

	if (fd < 0)
		shortage_note(errno);
	*size = 0;
	while (fd >= 0 && room < FILE_LARGEST) {
		uint8_t *grown;
		ssize_t count;

		if (*size + 1 >= room) {
			room = room == 0 ? 1 << 16 : room * 4;
			grown = memory_grow(bytes, 1, room);
			if (grown == NULL)
				break;
			bytes = grown;
		}
		count = read(fd, bytes + *size, room - *size - 1);
		if (count == 0) {
			bytes[*size] = '\0';
			return bytes;
		}
		if (count < 0)
			break;
		*size += (size_t)count;
	}
	free(bytes);
	return NULL;
}
