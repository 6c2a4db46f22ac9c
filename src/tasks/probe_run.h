/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The probes of one device: planned, or made while it is open. */
#ifndef VFIO_CFGTOOL_TASKS_PROBE_RUN_H
#define VFIO_CFGTOOL_TASKS_PROBE_RUN_H

#include "access/vfio/vfio.h"
#include "tasks/inspection.h"
#include "tasks/operation.h"
#include "model/verdict/probe.h"

/* The results of the probes of one device. Starts as zeros; probe_log_end() ends it. */
struct probe_log {
	size_t count;
	struct probe_result *list;	/* owned */
	struct fault fault;		/* that ended the probes early; or FAULT_NONE */
};

void probe_log_end(struct probe_log *log);

/*
 * Plans the probes of the wanted places, or of the whole space if there are none. Returns
 * 0, or -errno with fault filled if the device lacks a place.
 */
int probe_plan_make(const struct inspection *inspection, const struct operations *wanted,
		    struct probe_plan *plan, struct fault *fault);

/*
 * Reads all places of a plan through VFIO and judges them. If it ends early, log->fault says
 * why, and the log has the results so far.
 */
void probe_run_reads(const struct inspection *inspection, const struct vfio_device *vfio,
		     const struct probe_plan *plan, struct probe_log *log);

#endif
