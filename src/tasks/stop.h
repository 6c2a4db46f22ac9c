/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals while a device is changed: those that end the process wait until it is
 * as it was, and those that would stop it, too.
 */
#ifndef VFIO_CFGTOOL_TASKS_STOP_H
#define VFIO_CFGTOOL_TASKS_STOP_H

#include <stdbool.h>

/*
 * From now on SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU are only noted, and SIGPIPE
 * and SIGTSTP wait, in this thread and those that it starts. What the process ignored
 * before, it still ignores.
 */
void stop_begin(void);

/* Whether a signal wants the process to end: no register is to be changed any more. */
bool stop_wanted(void);

/* Nothing is changed at the moment: lets a stop from the terminal come through. */
void stop_pause(void);

/* As it was before. A signal that was noted ends the process now. */
void stop_end(void);

#endif
