/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The open files of the machine's processes, as far as /proc shows them to this user.
 * What cannot be seen is said: nobody may take it for a file that is not open.
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

/* An open file of another process: directories that are open during the visit. */
struct proc_file {
	pid_t pid;
	int process;		/* /proc/PID, or /proc/PID/task/TID where a thread has its own files */
	int directory;		/* its "fd", or "map_files" */
	const char *number;	/* the file's name there */
	bool threads;		/* it is a thread's own */
	bool mapped;		/* it is mapped into memory, and may have no descriptor any more */
};

/* Visits the files of processes. Returns 0 to go on, else -errno: this one could not be judged. */
struct proc_visitor {
	int (*visit)(const struct proc_file *file, void *context);
	void *context;
	bool mapped;		/* those that are mapped, too */
};

/*
 * Visits every open file of every process but this one; threads that share their
 * descriptors are one. Returns 0 where all could be seen and judged, else the -errno of the
 * first that could not: -EACCES where this user may not look at others, -EXDEV in a PID
 * namespace, which shows its own processes only. The others are visited all the same.
 */
int proc_each_file(const struct proc_visitor *visitor);

/* Why not all processes could be seen, as a clause; error is a positive errno as above. */
const char *proc_error_text(int error);

/* What a file is. */
struct proc_status {
	mode_t type;		/* S_IFCHR, ... */
	dev_t number;		/* of a device: which */
	uint64_t inode;
};

/*
 * Finds out what a file is without asking a file server, which may be dead. Returns 0 or
 * -errno; -ENOENT where it was closed meanwhile.
 */
int proc_file_status(const struct proc_file *file, struct proc_status *status);

/*
 * The path of a file as its process sees it, cut where it is longer; "" on an error. Returns
 * 0 or -errno.
 */
int proc_file_path(const struct proc_file *file, char *path, size_t size);

/* Calls visit for the name of each driver of character devices and its major number. */
int proc_each_major(void (*visit)(const char *name, unsigned int number, void *context),
		    void *context);

/* The same for the minor numbers of major 10, misc. Both return 0 or -errno. */
int proc_each_misc(void (*visit)(const char *name, unsigned int number, void *context),
		   void *context);

/* The name of a process, without its line end; "" where it has gone. */
void proc_command(int process, char *command, size_t size);

#endif
