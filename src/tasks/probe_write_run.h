/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The write probes of one open device: each register is restored right after its probe. */
#ifndef VFIO_CFGTOOL_TASKS_PROBE_WRITE_RUN_H
#define VFIO_CFGTOOL_TASKS_PROBE_WRITE_RUN_H

#include "access/files/journal.h"
#include "tasks/probe_run.h"

/* How the writes are made. */
struct probe_order {
	enum probe_class class;
	const char *journal;		/* the directory, or NULL: root's */
	void (*pause)(void);		/* called when no register is changed; or NULL */
};

/*
 * Makes the writes of a plan that the class allows. If it ends early, log->fault says why. A
 * noted signal (stop.h) ends it when no register is changed.
 */
void probe_run_writes(const struct inspection *inspection, const struct vfio_device *vfio,
		      const struct probe_plan *plan, const struct probe_order *order,
		      struct probe_log *log);

#endif
