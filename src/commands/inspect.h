/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from the call to a report for each of its devices, which several commands go. */
#ifndef VFIO_CFGTOOL_COMMANDS_INSPECT_H
#define VFIO_CFGTOOL_COMMANDS_INSPECT_H

#include "call/command.h"
#include "model/verdict/fingerprint.h"
#include "tasks/inspection.h"

struct guest_side;
struct inspector;

/* One call. */
struct inspect_context {
	const struct options *options;
	const struct inspector *inspector;
	struct rules running;	/* those of the running kernel */
	struct guest_side *guest;	/* NULL: it is not wanted */
	struct fingerprint *fingerprint;
	void *own;	/* the command's */
};

/* What a command does its own way. Functions may be NULL. */
struct inspector {
	const struct command *command;
	bool past_vfio;			/* of struct reach */
	bool past_vmm;			/* goes on where the VMM of --vmm refuses the device */
	bool must_open;
	bool locks;
	bool policy;			/* the policy is wanted, too */
	const char *disagreed;		/* what to call devices of status 1; NULL: there are none */
	bool shorts;			/* finish() wants also what is too short for a map */
	bool parts;			/* ... and what a dump shows of its header alone */
	/*
	 * The rules are compared with the running kernel, where it can be asked: they
	 * are verified then, or the device is refused.
	 */
	bool verifies;
	bool side_by_side;		/* the session bears to run in several threads */
	/* Of struct reach; they find the command's own there, too. */
	int (*before_open)(const struct reach *reach, struct device *device);
	int (*session)(const struct reach *reach, const struct vfio_region *config,
		       const struct vfio_device *own, struct device *device);
	/*
	 * Completes the report of a device that has a map. What fails it puts in
	 * report->error; the status is the device's.
	 */
	enum exit_status (*finish)(const struct inspect_context *context,
				   struct inspection *inspection, struct report *report);
};

/* Selects, reaches, judges and prints all devices of a call. */
enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own);

/* The rules that a text asks for; else what the call comes to, with the reason told. */
enum exit_status inspect_rules(const struct options *options, const char *text,
			       struct rules *rules);

/* Makes rules a device's own, as device_rules() does, and tells where they are others. */
int inspect_device_rules(const char *text, const struct device *device, struct rules *rules,
			 struct fault *fault);

/* Tells how a device was reached, where that is not just what was asked for. */
void inspect_tell_reach(const struct reach *reach, const struct device *device);

/* Says of a report's map why there is none, and what it warns of, in place of what was said. */
void inspection_describe(struct report *report);

#endif
