/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The open files of the machine's processes, as far as /proc shows them to this user. The
 * caller learns if some are hidden, so that it does not take them for closed.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A test of this layer is compiled with a directory of its own. */
#ifndef PROC_ROOT
#define PROC_ROOT "/proc"
#endif

/* An open file of another process. Its directories are open during the visit. */
struct proc_file {
	pid_t pid;
	int process;		/* /proc/PID, or /proc/PID/task/TID if a thread has its own files */
	int directory;		/* its "fd" or "map_files" */
	const char *number;	/* the file's name in it */
	bool threads;		/* it belongs to a thread only */
	bool mapped;		/* it is mapped into memory and may have no descriptor */
};

/* Visits the files of processes. visit returns 0, or -errno if it could not judge the file. */
struct proc_visitor {
	int (*visit)(const struct proc_file *file, void *context);
	void *context;
	bool mapped;		/* visit mapped files, too */
};

/*
 * Visits every open file of every other process. Threads that share their descriptors count as
 * one. Returns 0 if it saw and judged all of them, else the -errno of the first that it could
 * not: -EACCES if this user may not look at other processes, -EXDEV in a PID namespace, which
 * shows only its own processes. It visits the others in any case.
 */
int proc_each_file(const struct proc_visitor *visitor);

/* Says, as a clause, why some processes were hidden; error is a positive errno as above. */
const char *proc_error_text(int error);

/* The kind of a file. */
struct proc_status {
	mode_t type;		/* S_IFCHR, ... */
	dev_t number;		/* for a device: its number */
	uint64_t inode;
};

/*
 * Finds the kind of a file without asking a file server, which may be dead. Returns 0 or
 * -errno; -ENOENT if the file was closed meanwhile.
 */
int proc_file_status(const struct proc_file *file, struct proc_status *status);

/*
 * The path of a file as its process sees it; a long one is cut. "" on an error. Returns 0 or
 * -errno.
 */
int proc_file_path(const struct proc_file *file, char *path, size_t size);

/* Calls visit for the name and the major number of each driver of character devices. */
int proc_each_major(void (*visit)(const char *name, unsigned int number, void *context),
		    void *context);

/* The same for the minor numbers of major 10, misc. Both return 0 or -errno. */
int proc_each_misc(void (*visit)(const char *name, unsigned int number, void *context),
		   void *context);

/* The name of a process, without its line end; "" if the process has ended. */
void proc_command(int process, char *command, size_t size);

#endif
