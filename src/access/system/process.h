/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The identity of a process as /proc shows it. The process can set all of it: it is untrusted
 * data, escaped when it is printed, and never decides anything.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PROCESS_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/* A text is "" if it is not known. */
struct process_identity {
	char name[32];		/* of the thread group's leader: /proc/PID/comm */
	char guest[64];		/* QEMU's -name: the guest's name in libvirt */
	char cgroup[256];	/* the path in the unified hierarchy, else in systemd's */
};

/* Reads the current identity. All is "" if the process has ended. */
void process_identify(pid_t pid, struct process_identity *identity);

#endif
