/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open files of the machine's processes, as far as /proc shows them to this user. */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_H

#include <stdbool.h>
#include <sys/types.h>

/* A test of this layer is compiled with a directory of its own. */
#ifndef PROC_ROOT
#define PROC_ROOT "/proc"
#endif

/* An open file of another process: directories that are open during the visit. */
struct proc_file {
	pid_t pid;
	int process;		/* /proc/PID */
	int directory;		/* /proc/PID/fd */
	const char *number;	/* its name there */
};

/*
 * Calls visit for every open file of every process but this one. Returns
 * whether all could be seen.
 */
bool proc_each_file(void (*visit)(const struct proc_file *file, void *context), void *context);

/* The name of a process, without its line end; "" where it has gone. */
void proc_command(int process, char *command, size_t size);

#endif
