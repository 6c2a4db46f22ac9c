/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The accesses of one device in order, and the fault that ended them. */
#ifndef VFIO_CFGTOOL_TASKS_ACCESS_LOG_H
#define VFIO_CFGTOOL_TASKS_ACCESS_LOG_H

#include "base/device.h"
#include "model/verdict/access.h"

/* An element of a list that starts as NULL; access_log_free() ends the list. */
struct access_log {
	const struct device *device;
	struct access_log *next;	/* of another device */
	size_t count, room;
	struct access_record *list;
	struct fault fault;	/* that ended the accesses early; or FAULT_NONE */
};

/* Appends an access that is all zeros, or returns NULL. */
struct access_record *access_log_add(struct access_log *log, enum access_kind kind);

/* The log of a device, emptied or new in the list. NULL, with fault filled, if memory is short. */
struct access_log *access_log_begin(struct access_log **logs, const struct device *device,
				    struct fault *fault);

/* The log of a device, or NULL if none was begun. */
struct access_log *access_log_find(struct access_log *logs, const struct device *device);

/* Frees all logs of a list. */
void access_log_free(struct access_log **logs);

#endif
