/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who a process is, as /proc says it. All of it is data that the process can set: it is
 * escaped where it is printed, and nothing is decided by it.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PROCESS_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/* "" where it is not known. */
struct process_identity {
	char name[32];		/* of the thread group's leader: /proc/PID/comm */
	char guest[64];		/* QEMU's -name: what libvirt calls the guest */
	char cgroup[256];	/* the path in the unified hierarchy, else in systemd's */
};

/* Reads what is there now. A process that has ended has none: all is "". */
void process_identify(pid_t pid, struct process_identity *identity);

#endif
