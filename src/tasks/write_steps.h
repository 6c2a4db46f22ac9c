/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of write in one device: made, predicted, or looked back at. */
#ifndef VFIO_CFGTOOL_TASKS_WRITE_STEPS_H
#define VFIO_CFGTOOL_TASKS_WRITE_STEPS_H

#include "access/vfio/vfio.h"
#include "tasks/inspection.h"
#include "tasks/access_log.h"
#include "tasks/operation.h"

/* A write of a place as it was asked for. */
struct write_request write_request_of(const struct operation *operation,
				      const struct register_place *place);

/*
 * Makes the operations in their order, with a look at both views before and after
 * each write. What was made is in the log, and what ended it early.
 */
void write_make(const struct inspection *inspection, const struct operations *operations,
		const struct vfio_device *vfio, struct access_log *log);

/* Puts them into the log as they would be, each after the others. */
void write_plan(const struct inspection *inspection, const struct operations *operations,
		struct access_log *log);

/* Looks at the hardware once more, when the device is closed. */
void write_look_back(const struct inspection *inspection, struct access_log *log);

/* Adds who dropped bits. */
void write_explain(const struct inspection *inspection, struct prediction *scratch,
		   struct access_log *log);

#endif
