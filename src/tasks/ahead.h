/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Predicts devices of dumps in threads, ahead of the caller, who takes them in the order of the
 * list. Only a few devices are whole at a time, however long the list is.
 */
#ifndef VFIO_CFGTOOL_TASKS_AHEAD_H
#define VFIO_CFGTOOL_TASKS_AHEAD_H

#include "base/device_list.h"
#include "tasks/inspection.h"

struct ahead;

/* A device that was predicted; valid until the next one is taken. */
struct ahead_device {
	struct device *device;		/* the caller's from now on; NULL: memory is short */
	struct inspection *inspection;	/* of this device, if it has no error of its own */
};

/*
 * Starts the threads, if reach->settings->jobs asks for several and all devices of the list are
 * packed. *reach and *list must stay, and be changed by nobody but by device_list_open() and
 * device_list_close(). Returns NULL if there are no threads: the caller does it alone.
 */
struct ahead *ahead_begin(const struct reach *reach, const struct device_list *list);

/* Takes the next device of the list, and waits until it was predicted. */
const struct ahead_device *ahead_take(struct ahead *ahead);

/* Ends the threads, also if devices are left. NULL is nothing. */
void ahead_end(struct ahead *ahead);

#endif
