/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The devices of a trace: each is judged by the map that the kernel holds for it. */
#ifndef VFIO_CFGTOOL_COMMANDS_TRACE_DEVICES_H
#define VFIO_CFGTOOL_COMMANDS_TRACE_DEVICES_H

#include "base/device_list.h"
#include "base/trace_record.h"
#include "call/options.h"
#include "kernel/memory.h"
#include "model/trace/usage.h"

/* One device that was seen. Owned by the list. */
struct traced_device {
	struct device *device;
	uint64_t structure;		/* the kernel's, whose map was sent last; 0: none */
	bool judged;			/* the prediction is of a map that was built */
	struct prediction *prediction;
	struct trace_usage *usage;
	struct kernel_copy *copy;
	struct fault fault;		/* not judged: why ... */
	bool told;			/* ... which was told */
};

/* Starts as zeros, ended by trace_devices_end(). */
struct trace_devices {
	const struct options *options;
	const struct device_list *only;	/* these devices; NULL: all */
	struct kernel_memory memory;
	bool memory_begun;
	struct rules rules;		/* as requested, before a device corrects them */
	struct permissions *permissions;	/* the kernel's; NULL: not seen */
	struct device_list list;
	struct traced_device *traced;
	size_t count;
};

#define CLEANUP_TRACE_DEVICES __attribute__((cleanup(trace_devices_end)))

/*
 * Prepares: loads what copies the kernel's memory, and its tables of permissions where
 * they can be seen. Returns 0, or -errno with fault filled.
 */
int trace_devices_begin(struct trace_devices *devices, const struct options *options,
			const struct device_list *only, struct fault *fault);

/*
 * Asks the kernel for its tables again, as its module was loaded again. Devices that were
 * judged stay so. Returns 0, or -errno with fault filled.
 */
int trace_devices_renew(struct trace_devices *devices, struct fault *fault);

/*
 * Finds the device of a record, and judges it if the record is its map. NULL: the call is
 * not about it, or the record names none (*unnamed is then true), or memory is short
 * (-ENOMEM in *error, which is else 0). *stale: the map of this open was not seen, or is
 * another by now; the device is not judged, and its map must be sent again.
 */
struct traced_device *trace_devices_find(struct trace_devices *devices,
					 const struct trace_record *record, bool *unnamed,
					 bool *stale, int *error);

void trace_devices_end(struct trace_devices *devices);

#endif
