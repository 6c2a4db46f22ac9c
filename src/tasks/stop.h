/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Signals while a device is changed or moved: a signal that ends the process is noted until
 * the device is restored or moved, and one that stops the process waits.
 */
#ifndef VFIO_CFGTOOL_TASKS_STOP_H
#define VFIO_CFGTOOL_TASKS_STOP_H

#include <stdbool.h>

/*
 * From now on signals that end the process are only noted, and SIGPIPE and signals that stop
 * it wait, in this thread and those that it starts. Ignored signals stay ignored.
 */
void stop_begin(void);

/* Whether a signal to end was noted: the caller must change nothing more. */
bool stop_wanted(void);

/* Call it while nothing is changed: lets the terminal stop the process. */
void stop_pause(void);

/*
 * Call it while nothing is changed, before the result is printed: signals act again as before
 * stop_begin(), which may be called again. A noted signal stays noted until stop_end().
 */
void stop_release(void);

/* Undoes stop_begin(). A noted signal ends the process now. */
void stop_end(void);

#endif
