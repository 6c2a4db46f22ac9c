/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A write of sysfs that the kernel does not come back from, such as an unbind whose driver
 * waits for a user: a thread says where the kernel is.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_SLOW_WRITE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_SLOW_WRITE_H

#include <stddef.h>

/* Hears of it, in a thread of its own. */
struct slow_listener {
	unsigned int milliseconds;	/* after which a write is slow */
	/*
	 * Called once a write: into which file, and in which functions the kernel waits,
	 * innermost first, "a < b < c"; "" where it does not say.
	 */
	void (*slow)(const char *path, const char *where, void *context);
	void *context;
};

/*
 * Begins and ends the time of a write of the calling thread into a file; listener NULL:
 * nobody wants to know. One at a time. The end does not wait for a listener that is at work.
 * Where no thread can be had, nobody is told.
 */
void slow_write_begin(const char *path, const struct slow_listener *listener);
void slow_write_end(void);

/*
 * The functions of a kernel stack (/proc/PID/stack), innermost first and up to the driver
 * core. Returns text, which is "" where there are none.
 */
const char *slow_write_where(const char *stack, char *text, size_t size);

#endif
