/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The probes of one device: planned, or made while it is open. */
#ifndef VFIO_CFGTOOL_TASKS_PROBE_RUN_H
#define VFIO_CFGTOOL_TASKS_PROBE_RUN_H

#include "access/vfio/vfio.h"
#include "tasks/inspection.h"
#include "tasks/operation.h"
#include "model/verdict/probe.h"

/* What came of the probes of one device. Starts as zeros, ended by probe_log_end(). */
struct probe_log {
	size_t count;
	struct probe_result *list;	/* owned */
	struct fault fault;		/* what ended them early */
};

void probe_log_end(struct probe_log *log);

/*
 * Plans the probes of all that is wanted, or of the whole space where nothing is.
 * Returns 0, or -errno with fault filled where the device does not have it.
 */
int probe_plan_make(const struct inspection *inspection, const struct operations *wanted,
		    struct probe_plan *plan, struct fault *fault);

/*
 * Reads all places of a plan of an open device through VFIO and judges them. What
 * ends it early is in log->fault; the results so far are there.
 */
void probe_run_reads(const struct inspection *inspection, const struct vfio_device *vfio,
		     const struct probe_plan *plan, struct probe_log *log);

#endif
