/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The steps of write in one device: made, predicted, and checked after the close. */
#ifndef VFIO_CFGTOOL_TASKS_WRITE_STEPS_H
#define VFIO_CFGTOOL_TASKS_WRITE_STEPS_H

#include "access/vfio/vfio.h"
#include "tasks/inspection.h"
#include "tasks/access_log.h"
#include "tasks/operation.h"

/* The write that an operation requests at a place. */
struct write_request write_request_of(const struct operation *operation,
				      const struct register_place *place);

/*
 * Makes the operations in order, and reads both views before and after each write. The log
 * has the accesses, and the fault that ended them early.
 */
void write_make(const struct inspection *inspection, const struct operations *operations,
		const struct vfio_device *vfio, struct access_log *log);

/* Puts the predicted accesses into the log, each after the ones before it. */
void write_plan(const struct inspection *inspection, const struct operations *operations,
		struct access_log *log);

/* Reads the hardware again after the device was closed. */
void write_look_back(const struct inspection *inspection, struct access_log *log);

/* Adds the kernel's functions that dropped bits. */
void write_explain(const struct inspection *inspection, struct prediction *scratch,
		   struct access_log *log);

#endif
