/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from the call to a report for each of its devices, which several commands go. */
#ifndef VFIO_CFGTOOL_COMMANDS_INSPECT_H
#define VFIO_CFGTOOL_COMMANDS_INSPECT_H

#include "commands/command.h"
#include "commands/reach.h"
#include "model/verdict/explain.h"
#include "model/vfio/policy.h"
#include "model/registers/registers.h"
#include "model/vfio/user_view.h"

/* What one device comes to; large, so there is one for all devices in turn. */
struct inspection {
	const struct device *device;	/* NULL: nothing was built yet */
	struct rules rules;
	struct device_facts facts;
	struct map map;
	struct permissions permissions;
	struct policy policy;		/* of a map that was built */
	struct registers registers;
	struct user_view foretold;
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
	void *own;			/* the command's */
};

/* Selects, reaches, judges and prints all devices of a call. */
enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own);

/*
 * Builds all that follows from the bytes of a device, once. Returns 0, or
 * -errno with fault filled.
 */
int inspection_build(const struct reach *reach, const struct device *device,
		     struct inspection *inspection, struct fault *fault);

/*
 * The same once more, of bytes that were read anew, for a command that judges accesses by
 * the map: where there is none that is a fault, which says what was to be judged by it.
 */
int inspection_renew(const struct reach *reach, struct device *device, const char *judged);

/*
 * What a user reads of each byte: the user view that was read, else as it is
 * foretold; not known is what nobody can know. Of a device that has a policy.
 */
void inspection_user_view(const struct inspection *inspection, struct config_space *view);

/* The same, as it is foretold whatever was read; empty of a device that cannot be opened. */
void inspection_foretold_view(const struct inspection *inspection, struct config_space *view);

/* Says of a report's map why there is none, and what it warns of, in place of what was said. */
void inspection_describe(struct report *report);

/* What is explained of a register follows from this. Of a device that has a policy. */
struct explanation_source inspection_source(const struct inspection *inspection);

/* One register with its name, its bits, and its values in both views. */
void inspection_show(const struct inspection *inspection, const struct register_place *place,
		     struct report_register *shown);

#endif
