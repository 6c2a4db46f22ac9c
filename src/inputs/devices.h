/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The one loop over the devices of a call: prints them in their order, and says at the end
 * how many came out how.
 */
#ifndef VFIO_CFGTOOL_INPUTS_DEVICES_H
#define VFIO_CFGTOOL_INPUTS_DEVICES_H

#include "base/device_list.h"
#include "call/command.h"

/* Starts as zeros but for what the command says of itself. */
struct devices_run {
	const struct options *options;
	const struct command *command;
	bool several;		/* the call is about more than one device ... */
	bool several_files;	/* ... of more than one file */
	const char *done;	/* what the last line calls devices of status 0; NULL: "done" */
	const char *disagreed;	/* ... and of status 1; NULL: they are failed ones ... */
	const char *failed;	/* ... and of any other; NULL: "failed" */
	bool tells_none;	/* the last line says also that none came to status 1 */
	bool uncounted;		/* there is no last line */
	bool maps;		/* a device without a map is shown only by formats that show failures */
	/*
	 * Completes the report of a device, whose .device is set, and tells its fault. Returns
	 * its status. What it points to must stay until the report was printed.
	 */
	enum exit_status (*judge)(struct devices_run *run, struct report *report);
	/* Opens the device whose turn it is, as device_list_open(), which NULL stands for. */
	struct device *(*open)(struct devices_run *run);
	/* What there is to do and to tell after a report was printed; may be NULL. */
	void (*after)(struct devices_run *run, const struct report *report);
	void *context;		/* the command's own */

	struct report_run facts;	/* devices_begin() fills the rest */
	enum exit_status worst;
	struct device_list *list;	/* of devices_report(): the device whose turn it is is open ... */
	size_t at;			/* ... and the number of the device in it */
	size_t all, good, differing;	/* devices; `all` without those that --all leaves out */
	bool printed;
};

/* Prints the head. Returns false if that failed. */
bool devices_begin(struct devices_run *run);

/* Prints the report of one device, and counts it by its status. */
void devices_print(struct devices_run *run, const struct report *report, enum exit_status status);

/* Prints the end and, for several devices, the last line. Returns the status of the call. */
enum exit_status devices_end(struct devices_run *run);

/* All of it for the devices of a list; fills .several and .several_files. */
enum exit_status devices_report(struct devices_run *run, struct device_list *list);

/* Looks up the device's name for a report that shows names. */
void devices_name(const struct options *options, struct device *device);

#endif
