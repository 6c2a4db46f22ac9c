/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Reaches the bytes of a device: without VFIO, through it, or from the kernel's memory. */
#ifndef VFIO_CFGTOOL_TASKS_REACH_H
#define VFIO_CFGTOOL_TASKS_REACH_H

#include "base/device_list.h"
#include "base/permission.h"
#include "base/notes.h"
#include "kernel/memory.h"
#include "model/vfio/rules.h"
#include "tasks/settings.h"

struct inspection;

/* The ways of one call. Starts as REACH_START, ended by reach_end(). */
struct reach {
	const struct task_settings *settings;
	struct rules requested;	/* of the call, before a device makes them its own */
	bool policy;	/* the policy is needed, too, not only the map */
	bool alone;			/* the call is about one device */
	bool past_vfio;			/* `auto` opens nothing */
	bool must_open;			/* a device that cannot be opened is an error */
	bool locks;			/* a device is locked while it is open, to be written */
	bool journal_left;		/* the last device has a journal that waits for restore */
	bool ask_kernel;		/* for what it holds: each device is opened ... */
	bool kernel_optional;		/* ... even if the kernel cannot be asked */
	bool verifies;	/* the rules must agree with what the kernel holds, if it was asked */
	/*
	 * Called before the device is opened, if its hardware view can be read by
	 * then: returns 0 if the device may be opened, else as session. If it is
	 * set, the whole user view is not read: a read can have side effects.
	 */
	int (*before_open)(const struct reach *reach, struct device *device);
	/*
	 * Called while the device is open; `own` is NULL if it was borrowed from its
	 * holder. Returns 0 or -errno with device->error filled.
	 */
	int (*session)(const struct reach *reach, const struct vfio_region *config,
		       const struct vfio_device *own, struct device *device);
	struct inspection *inspection;	/* the device's prediction, for these two */
	void *own;	/* their own data */
	/* Told of each of several devices before it is reached, and once with done == all; or NULL. */
	void (*progress)(const char *object, size_t done, size_t all);
	struct kernel_memory memory;	/* loaded when the first device needs it ... */
	bool begun;
	struct fault memory_fault;	/* ... or why it cannot be */
	struct kernel_tables tables;	/* the kernel's, as far as they could be seen */
	struct permissions *permissions;	/* the kernel's; owned; NULL: not seen ... */
	struct fault permissions_fault;	/* ... or why not */
};

#define REACH_START(call)                                         \
	{                                                         \
		.settings = (call), .memory = KERNEL_MEMORY_ENDED \
	}
#define CLEANUP_REACH __attribute__((cleanup(reach_end)))

/*
 * Reads the bytes of a selected device as the settings say, and with reach->ask_kernel what
 * the kernel holds for it. A failure is in device->error. No device is open when it returns;
 * it prints nothing.
 */
void reach_bytes(struct reach *reach, struct device *device);

/* Whether every device is opened, or that is an error; not where a holder's is read. */
bool reach_opens(const struct reach *reach);

/*
 * Whether something may be loaded into the kernel. If so, reach_all() must read all devices
 * before anything is printed, since it unloads that: printing can block without an end.
 */
bool reach_loads(const struct reach *reach);
void reach_all(struct reach *reach, const struct device_list *list);

/*
 * Loads what asks the kernel, if that is possible. Threads that reach devices side
 * by side need a copy of *reach each: this comes before the copies.
 */
void reach_load(struct reach *reach);

/* Notes how a device was reached, if not in the way that was asked for. */
void reach_note(const struct reach *reach, const struct device *device, struct notes *notes);

/* Unloads what was loaded into the kernel. The facts it read are kept. */
void reach_unload(struct reach *reach);

/* Unloads it, and frees the facts that were read. */
void reach_end(struct reach *reach);

#endif
