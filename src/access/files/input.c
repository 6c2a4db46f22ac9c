/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/files/input.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "base/error_text.h"

/* Documentation/admin-guide/devices.txt: 1 char, 3 = /dev/null */
#define NULL_DEVICE makedev(1, 3)

/* Whether a FIFO is a pipe without a name, whose writer this process's parent has started. */
static bool is_pipe(int fd)
{
	struct statfs system;

	return fstatfs(fd, &system) == 0 && system.f_type == PIPEFS_MAGIC;
}

/* What a file is that is not read, or NULL. */
static const char *unwanted_kind(int fd, const struct stat *status)
{
	if (S_ISFIFO(status->st_mode) && !is_pipe(fd))
		return "a FIFO";
	if (S_ISBLK(status->st_mode) ||
	    (S_ISCHR(status->st_mode) && status->st_rdev != NULL_DEVICE))
		return "a device";
	return NULL;
}

int input_open(const char *path, struct fault *fault)
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
		fault_hint(fault, "give it as standard input, which is the file -");
		return -EINVAL;
	}
	if (fcntl(fd, F_SETFL, 0) != 0)
		return fault_set(fault, FAULT_IO, errno, "cannot be read: %s", error_text(errno));
	opened = fd;
	fd = -1;
	return opened;
}
