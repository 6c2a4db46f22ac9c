/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals while a device is changed or moved: those that end the process are noted until it
 * is as it was, or where it was to go, and those that would stop it wait.
 */
#ifndef VFIO_CFGTOOL_TASKS_STOP_H
#define VFIO_CFGTOOL_TASKS_STOP_H

#include <stdbool.h>

/*
 * From now on signals that end the process are only noted, and SIGPIPE and those that stop it
 * wait, in this thread and those that it starts. What the process ignored before, it still
 * ignores.
 */
void stop_begin(void);

/* Whether a signal wants the process to end: nothing is to be changed any more. */
bool stop_wanted(void);

/* Nothing is changed at the moment: lets a stop from the terminal come through. */
void stop_pause(void);

/*
 * Nothing is changed at the moment, and what was done is yet to be told: from now on signals
 * do what they did before stop_begin(), which may be called again. One that was noted stays
 * so, and waits for stop_end().
 */
void stop_release(void);

/* As it was before. A signal that was noted ends the process now. */
void stop_end(void);

#endif
