/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Watches a write to sysfs that may not return, such as an unbind whose driver waits for a
 * user. A thread says where the kernel waits.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_SLOW_WRITE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_SLOW_WRITE_H

#include <stddef.h>

/* Gets a slow write, in another thread. */
struct slow_listener {
	unsigned int milliseconds;	/* a longer write is slow */
	/*
	 * Called once a write. `path` is the file; `where` are the functions in which the
	 * kernel waits, innermost first, "a < b < c", or "" if they cannot be read.
	 */
	void (*slow)(const char *path, const char *where, void *context);
	void *context;
};

/*
 * Begin and end the watch of one write to a file by the calling thread, one at a time.
 * listener NULL: no watch. The end does not wait for a running listener. The listener gets
 * nothing if no thread can be started.
 */
void slow_write_begin(const char *path, const struct slow_listener *listener);
void slow_write_end(void);

/*
 * The functions of a kernel stack (/proc/PID/stack), innermost first and up to the driver
 * core. Returns text, which is "" if there are none.
 */
const char *slow_write_where(const char *stack, char *text, size_t size);

#endif
