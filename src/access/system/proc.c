/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/system/proc.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/shortage.h"

void proc_command(int process, char *command, size_t size)
{
	CLEANUP_FD int fd = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t count = fd < 0 ? 0 : read(fd, command, size - 1);

	if (fd < 0)
		shortage_note(errno);
	command[count < 0 ? 0 : count] = '\0';
	command[strcspn(command, "\n")] = '\0';
}

static bool is_gone(int error)
{
	return error == ENOENT || error == ESRCH;
}

/* False where the process is there, and its files cannot be seen. */
static bool look_at_process(int proc, const char *name,
			    void (*visit)(const struct proc_file *file, void *context),
			    void *context)
{
	CLEANUP_FD int process = -1;
	CLEANUP_DIR DIR *descriptors = NULL;
	const struct dirent *entry;
	char path[32], target[1];
	int fd;

	/* Without a program it is a thread of the kernel, or a zombie: neither has descriptors. */
	snprintf(path, sizeof(path), "%.16s/exe", name);
	if (readlinkat(proc, path, target, sizeof(target)) < 0 && errno == ENOENT)
		return true;
	process = openat(proc, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (process < 0)
		return is_gone(shortage_note(errno));
	fd = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return is_gone(shortage_note(errno));
	descriptors = memory_checked(fdopendir(fd));
	if (descriptors == NULL) {
		close(fd);
		return false;
	}
	for (entry = readdir(descriptors); entry != NULL; entry = readdir(descriptors)) {
		struct proc_file file = { (pid_t)atol(name), process, fd, entry->d_name };

		if (isdigit((unsigned char)entry->d_name[0]))
			visit(&file, context);
	}
	return true;
}

bool proc_each_file(void (*visit)(const struct proc_file *file, void *context), void *context)
{
	CLEANUP_DIR DIR *proc = memory_checked(opendir(PROC_ROOT));
	const struct dirent *entry;
	bool all = proc != NULL;
	char self[16];

	if (proc == NULL)
		return false;
	snprintf(self, sizeof(self), "%d", (int)getpid());
	for (entry = readdir(proc); entry != NULL; entry = readdir(proc)) {
		if (!isdigit((unsigned char)entry->d_name[0]) || strcmp(entry->d_name, self) == 0)
			continue;
		if (!look_at_process(dirfd(proc), entry->d_name, visit, context))
			all = false;
	}
	return all;
}
