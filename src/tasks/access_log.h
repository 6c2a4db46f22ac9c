/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The accesses of one device in their order, and what ended them early. */
#ifndef VFIO_CFGTOOL_TASKS_ACCESS_LOG_H
#define VFIO_CFGTOOL_TASKS_ACCESS_LOG_H

#include "base/device.h"
#include "model/verdict/access.h"

/* One of a list that starts as NULL and is ended by access_log_free(). */
struct access_log {
	const struct device *device;
	struct access_log *next;	/* another device's */
	size_t count, room;
	struct access_record *list;
	struct fault fault;	/* what ended them early */
};

/* Appends an access that is all zeros, or returns NULL. */
struct access_record *access_log_add(struct access_log *log, enum access_kind kind);

/* The log of a device in a list of them, emptied; NULL, with fault filled, where memory is short. */
struct access_log *access_log_begin(struct access_log **logs, const struct device *device,
				    struct fault *fault);

/* The same, as it is; NULL where none was begun. */
struct access_log *access_log_find(struct access_log *logs, const struct device *device);

/* Ends all logs of a list. */
void access_log_free(struct access_log **logs);

#endif
