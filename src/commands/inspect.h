/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from the call to a report for each of its devices, which several commands go. */
#ifndef VFIO_CFGTOOL_COMMANDS_INSPECT_H
#define VFIO_CFGTOOL_COMMANDS_INSPECT_H

#include "commands/command.h"
#include "commands/reach.h"
#include "model/prediction.h"

/* What one device comes to; large, so there is one for all devices in turn. */
struct inspection {
	const struct device *device;	/* whose it is; NULL: nothing was predicted yet */
	struct prediction prediction;
	size_t shown_count;
	struct report_register shown[SPACE_SIZE_EXTENDED];
};

/* What a command does its own way. Functions may be NULL. */
struct inspector {
	const struct command *command;
	const struct renderer *renderers;
	bool past_vfio;			/* of struct reach */
	bool must_open;
	bool locks;
	bool policy;			/* the policy is wanted, too */
	const char *disagreed;		/* what to call devices of status 1; NULL: there are none */
	bool shorts;			/* finish() wants also what is too short for a map */
	/*
	 * The rules are compared with the running kernel, where it can be asked: they
	 * are verified then, or the device is refused.
	 */
	bool verifies;
	bool side_by_side;		/* the session bears to run in several threads */
	int (*foresee)(const struct reach *reach, struct device *device);
	int (*session)(const struct reach *reach, const struct vfio_region *config,
		       const struct vfio_device *own, struct device *device);
	/*
	 * Completes the report of a device that has a map. What fails it puts in
	 * report->error; the status is the device's.
	 */
	enum exit_status (*finish)(const struct reach *reach, struct inspection *inspection,
				   struct report *report);
};

/* The context of a session, in reach->context. */
struct inspect_context {
	const struct inspector *inspector;
	struct inspection *inspection;
	struct rules requested;
	struct rules running;		/* of this kernel */
	void *own;			/* the command's */
};

/* Selects, reaches, judges and prints all devices of a call. */
enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own);

/*
 * Predicts a device from the bytes it has now. Returns 0, or -errno with fault filled.
 */
int inspection_build(const struct reach *reach, const struct device *device,
		     struct inspection *inspection, struct fault *fault);

/*
 * The same for a command that judges accesses by the map. Fails if the device has no map;
 * `judged` names what needed it.
 */
int inspection_renew(const struct reach *reach, struct device *device, const char *judged);

/* Says of a report's map why there is none, and what it warns of, in place of what was said. */
void inspection_describe(struct report *report);

/* One register with its name, its bits, and its values in both views. */
void inspection_show(const struct inspection *inspection, const struct register_place *place,
		     struct report_register *shown);

#endif
