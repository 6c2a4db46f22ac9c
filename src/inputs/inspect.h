/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Selects, reaches and predicts the devices of a call; several commands use it. */
#ifndef VFIO_CFGTOOL_INPUTS_INSPECT_H
#define VFIO_CFGTOOL_INPUTS_INSPECT_H

#include "call/command.h"
#include "model/verdict/fingerprint.h"
#include "tasks/inspection.h"

struct guest_side;
struct inspector;

/* One call. */
struct inspect_context {
	const struct options *options;
	const struct inspector *inspector;
	struct rules running;	/* of the running kernel */
	struct guest_side *guest;	/* NULL: the options do not ask for it */
	struct fingerprints *fingerprints;
	void *own;	/* the command's */
};

/* What differs between the commands. Functions may be NULL. */
struct inspector {
	const struct command *command;
	bool past_vfio;			/* of struct reach */
	bool past_vmm;			/* goes on if the VMM of --vmm refuses the device */
	bool must_open;
	bool locks;
	bool policy;			/* the report has the policy, too */
	const char *disagreed;		/* what the last line calls devices of status 1, or NULL */
	bool shorts;			/* finish() is called also without enough bytes for a map */
	bool parts;			/* ... and for a dump of the header alone */
	/*
	 * The rules are compared with the running kernel if it can be asked: then they are
	 * verified, or the device is refused.
	 */
	bool verifies;
	bool side_by_side;		/* session() may run in several threads */
	/* As in struct reach; reach->own is the command's own. */
	int (*before_open)(const struct reach *reach, struct device *device);
	int (*session)(const struct reach *reach, const struct vfio_region *config,
		       const struct vfio_device *own, struct device *device);
	/*
	 * Completes the report of a device that has a map, and puts a failure into
	 * report->error. Returns the device's status.
	 */
	enum exit_status (*finish)(const struct inspect_context *context,
				   struct inspection *inspection, struct report *report);
};

/* Selects, reaches, judges and prints all devices of a call. */
enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own);

/* Parses rules. Returns EXIT_DONE, or another status with the reason told. */
enum exit_status inspect_rules(const struct options *options, const char *text,
			       struct rules *rules);

/* Adapts rules to a device, as device_rules() does, and notes if they changed. */
int inspect_device_rules(const char *text, const struct device *device, struct rules *rules,
			 struct fault *fault);

/* Notes how a device was reached, if not as asked for. */
void inspect_tell_reach(const struct reach *reach, const struct device *device);

/* Replaces the report's error and warnings by those of its map. */
void inspection_describe(struct report *report);

#endif
