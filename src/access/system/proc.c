/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/proc.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "access/system/proc_parse.h"
#include "base/error_text.h"
#include "base/fault.h"
#include "base/macros.h"
#include "base/memory.h"
#include "base/shortage.h"

/* The inode of the first PID namespace: PROC_PID_INIT_INO of linux/proc_ns.h, 3.8 on */
#define FIRST_PID_NAMESPACE 0xeffffffcU

/* One walk through /proc. */
struct walk {
	const struct proc_visitor *visitor;
	int error;		/* positive errno of the first file that was hidden; 0 none */
	bool first_seen;	/* process 1, which is always there */
	pid_t own;		/* this process */
	pid_t pid;		/* the current one ... */
	int process;		/* ... and its /proc/PID, or that of a thread ... */
	bool is_thread;		/* ... that has files of its own */
};

void proc_command(int process, char *command, size_t size)
{
	CLEANUP_FD int fd = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t count = fd < 0 ? 0 : read(fd, command, size - 1);

	if (fd < 0)
		shortage_note(errno);
	command[count < 0 ? 0 : count] = '\0';
	command[strcspn(command, "\n")] = '\0';
}

int proc_file_path(const struct proc_file *file, char *path, size_t size)
{
	ssize_t length = readlinkat(file->directory, file->number, path, size - 1);

	path[length < 0 ? 0 : length] = '\0';
	return length < 0 ? -errno : 0;
}

/* The number that follows a word at the start of a line of a file of /proc; -1: none. */
static int read_number(int process, const char *name, const char *word)
{
	int fd = openat(process, name, O_RDONLY | O_CLOEXEC);
	CLEANUP_FILE FILE *file = fd < 0 ? NULL : memory_checked(fdopen(fd, "re"));
	char line[256];
	int number = -1;

	if (file == NULL)
		cleanup_fd(&fd);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		proc_parse_number(line, word, &number);
	return number;
}

/* Whether no device can be opened on a mount (nodev), as its process sees it. */
static bool has_no_devices(int process, int id)
{
	int fd = openat(process, "mountinfo", O_RDONLY | O_CLOEXEC);
	CLEANUP_FILE FILE *file = fd < 0 ? NULL : memory_checked(fdopen(fd, "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	if (file == NULL)
		cleanup_fd(&fd);
	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		struct proc_mount mount;

		if (proc_parse_mount(line, &mount) && mount.id == id)
			return proc_mount_has(&mount, "nodev");
	}
	return false;
}

/*
 * Root may not look at a user's FUSE file system, such as sshfs. It is mounted with nodev, so
 * what is open there is no node.
 */
static bool is_no_device(const struct proc_file *file)
{
	char name[32];
	int mount;

	if (file->mapped)
		return false;
	snprintf(name, sizeof(name), "fdinfo/%.12s", file->number);
	mount = read_number(file->process, name, "mnt_id:");
	return mount >= 0 && has_no_devices(file->process, mount);
}

/*
 * stat() would have a network file system ask its server for times and sizes, and wait for
 * it. With AT_STATX_DONT_SYNC it answers from memory (nfs_getattr(), cifs_getattr(),
 * fuse_update_get_attr(), ceph_getattr()), and what kind a file is and which device it
 * names never changes. The link itself leads to the open file, without a look-up by name.
 */
int proc_file_status(const struct proc_file *file, struct proc_status *status)
{
	struct statx found;

	if (statx(file->directory, file->number, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		  STATX_TYPE | STATX_INO, &found) != 0) {
		int error = errno;

		*status = (struct proc_status) { .type = S_IFREG };
		return error == EACCES && is_no_device(file) ? 0 : -error;
	}
	*status = (struct proc_status) {
		.type = found.stx_mode & S_IFMT,
		.number = makedev(found.stx_rdev_major, found.stx_rdev_minor),
		.inode = found.stx_ino,
	};
	return 0;
}

#define NOT_ALLOWED "this user may not see the open files of all processes"

static const struct fault_reason unseen_reasons[] = {
	{ EACCES, FAULT_IN_USE_UNKNOWN, .why = NOT_ALLOWED },
	{ EPERM, FAULT_IN_USE_UNKNOWN, .why = NOT_ALLOWED },
	{ EXDEV, FAULT_IN_USE_UNKNOWN, .why = "a PID namespace shows its own processes only" },
	{ 0, .code = FAULT_IN_USE_UNKNOWN },
};

const char *proc_error_text(int error)
{
	const struct fault_reason *reason = fault_reason_find(unseen_reasons, error);

	return reason->why != NULL ? reason->why : error_text(error);
}

/* Notes a file that was hidden. A process or file that ended meanwhile does not count. */
static void note(struct walk *walk, int error)
{
	if (walk->error == 0 && error != 0 && error != ENOENT && error != ESRCH)
		walk->error = error;
}

/* Calls visit for every name in a directory of /proc that begins with a digit. */
static void each_number(struct walk *walk, int parent, const char *name,
			void (*visit)(struct walk *walk, int directory, const char *number))
{
	CLEANUP_DIR DIR *entries = NULL;
	const struct dirent *entry;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		note(walk, shortage_note(errno));
		return;
	}
	entries = memory_checked(fdopendir(fd));
	if (entries == NULL) {
		note(walk, errno);
		close(fd);
		return;
	}
	for (;;) {
		errno = 0;
		entry = readdir(entries);
		if (entry == NULL)
			break;
		if (isdigit((unsigned char)entry->d_name[0]))
			visit(walk, fd, entry->d_name);
	}
	note(walk, errno);
}

static void visit_file(struct walk *walk, int directory, const char *number, bool mapped)
{
	const struct proc_file file = {
		.pid = walk->pid, .process = walk->process, .directory = directory,
		.number = number, .threads = walk->is_thread, .mapped = mapped,
	};

	note(walk, -walk->visitor->visit(&file, walk->visitor->context));
}

static void look_at_descriptor(struct walk *walk, int directory, const char *number)
{
	visit_file(walk, directory, number, false);
}

/* A thread may have its own descriptors, and it may outlive its process's first thread. */
static void look_at_thread(struct walk *walk, int tasks, const char *number)
{
	const int process = walk->process;
	pid_t thread = (pid_t)atol(number);

	if (thread == walk->pid || syscall(SYS_kcmp, walk->pid, thread, KCMP_FILES, 0, 0) == 0)
		return;
	walk->process = openat(tasks, number, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	walk->is_thread = true;
	if (walk->process < 0)
		note(walk, shortage_note(errno));
	else
		each_number(walk, walk->process, "fd", look_at_descriptor);
	cleanup_fd(&walk->process);
	walk->process = process;
	walk->is_thread = false;
}

static bool has_threads(int process)
{
	struct stat status;

	/* one link for each thread, and two as every directory has */
	return fstatat(process, "task", &status, 0) != 0 || status.st_nlink != 3;
}

/*
 * Visits a line of maps if the mapping is shared, so that writes reach the file, or maps a
 * node.
 */
static void look_at_mapping(struct walk *walk, int directory, const char *line)
{
	unsigned long start, end, inode;
	char flags[8], number[40];

	if (sscanf(line, "%lx-%lx %7s %*s %*s %lu", &start, &end, flags, &inode) != 4 ||
	    inode == 0 || (strchr(flags, 's') == NULL && strstr(line, " /dev/") == NULL))
		return;
	snprintf(number, sizeof(number), "%lx-%lx", start, end);
	visit_file(walk, directory, number, true);
}

/* A file stays open as long as it is mapped, with or without a descriptor. */
static void look_at_mappings(struct walk *walk)
{
	CLEANUP_FD int directory = openat(walk->process, "map_files",
					  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = directory < 0 ? -1 : openat(walk->process, "maps", O_RDONLY | O_CLOEXEC);
	CLEANUP_FILE FILE *maps = fd < 0 ? NULL : memory_checked(fdopen(fd, "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	if (maps == NULL) {
		note(walk, shortage_note(errno));
		cleanup_fd(&fd);
		return;
	}
	errno = 0;
	while (memory_count(getline(&line, &room, maps)) > 0)
		look_at_mapping(walk, directory, line);
	if (!feof(maps))
		note(walk, errno);
}

static void look_at_process(struct walk *walk, int proc, const char *name)
{
	CLEANUP_FD int process = -1;
	char target[1];
	bool has_program;

	walk->pid = (pid_t)atol(name);
	walk->first_seen = walk->first_seen || walk->pid == 1;
	if (walk->pid == walk->own)
		return;
	process = openat(proc, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (process < 0) {
		note(walk, shortage_note(errno));
		return;
	}
	walk->process = process;
	/* Without one it is a thread of the kernel, or its first thread has ended. */
	has_program = readlinkat(process, "exe", target, sizeof(target)) >= 0 || errno != ENOENT;
	if (has_program)
		each_number(walk, process, "fd", look_at_descriptor);
	if (has_threads(process))
		each_number(walk, process, "task", look_at_thread);
	if (has_program && walk->visitor->mapped)
		look_at_mappings(walk);
}

/* Whether /proc shows all processes, and not those of a namespace or user alone. */
static void check_sight(struct walk *walk)
{
	struct stat status;

	if (stat(PROC_ROOT "/self/ns/pid", &status) == 0) {
		if (status.st_ino != FIRST_PID_NAMESPACE)
			note(walk, EXDEV);
	} else if (errno == ENOENT) {
		/* a kernel without such namespaces; or /proc is not this process's own */
		if (access(PROC_ROOT "/self", F_OK) != 0)
			note(walk, EXDEV);
	} else {
		note(walk, errno);
	}
	if (!walk->first_seen)	/* hidepid= */
		note(walk, EACCES);
}

/* The lines "NUMBER NAME" of a file, to its end or to a line that begins with `end`. */
static int each_name(const char *path, const char *end,
		     void (*visit)(const char *name, unsigned int number, void *context),
		     void *context)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(path, "re"));
	char line[128], name[PROC_NAME_SIZE];
	unsigned int number;

	if (file == NULL)
		return -errno;
	while (fgets(line, sizeof(line), file) != NULL && strncmp(line, end, strlen(end)) != 0)
		if (proc_parse_name(line, &number, name))
			visit(name, number, context);
	return ferror(file) ? -EIO : 0;
}

int proc_each_major(void (*visit)(const char *name, unsigned int number, void *context),
		    void *context)
{
	return each_name(PROC_ROOT "/devices", "Block devices:", visit, context);
}

int proc_each_misc(void (*visit)(const char *name, unsigned int number, void *context),
		   void *context)
{
	return each_name(PROC_ROOT "/misc", "\n", visit, context);
}

int proc_each_file(const struct proc_visitor *visitor)
{
	struct walk walk = { .visitor = visitor, .own = getpid() };

	each_number(&walk, AT_FDCWD, PROC_ROOT, look_at_process);
	check_sight(&walk);
	return -walk.error;
}
