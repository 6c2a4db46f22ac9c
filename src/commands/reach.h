/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the bytes of a device are reached: past VFIO, through it, and what the kernel holds. */
#ifndef VFIO_CFGTOOL_COMMANDS_REACH_H
#define VFIO_CFGTOOL_COMMANDS_REACH_H

#include "base/device.h"
#include "base/permission.h"
#include "commands/options.h"
#include "kernel/memory.h"

/* The ways of one call. Starts as REACH_START, ended by reach_end(). */
struct reach {
	const struct options *options;
	bool alone;			/* the call is about one device */
	bool past_vfio;			/* `auto` opens nothing */
	bool ask_kernel;		/* for what it holds: each device is opened */
	void *context;			/* the command's */
	struct kernel_memory memory;	/* loaded when the first device needs it ... */
	bool begun;
	struct fault memory_fault;	/* ... or why it cannot be */
	struct kernel_tables tables;	/* of the kernel, as far as they could be seen */
	struct permissions permissions;	/* of the kernel ... */
	bool permissions_seen;		/* ... if they could be seen */
	struct fault permissions_fault;	/* ... or why not */
};

#define REACH_START(call) { .options = (call), .memory = KERNEL_MEMORY_ENDED }
#define CLEANUP_REACH __attribute__((cleanup(reach_end)))

/*
 * Reads the bytes of a selected device the way the options say, and with
 * reach->ask_kernel what the kernel holds for it. What fails is in
 * device->error. No device is held open when it returns; it prints nothing.
 */
void reach_bytes(struct reach *reach, struct device *device);

/*
 * Whether something may be loaded into the kernel on the way. Then all devices
 * are to be read by reach_all(), which unloads it, before anything is printed:
 * output can take for ever.
 */
bool reach_loads(const struct reach *reach);
void reach_all(struct reach *reach, const struct device_list *list);

/* Notes how a device was reached, where that is not just what was asked for. */
void reach_note(const struct reach *reach, const struct device *device);

/* Unloads what was loaded into the kernel. */
void reach_end(struct reach *reach);

#endif
