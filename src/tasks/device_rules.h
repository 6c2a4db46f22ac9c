/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The rules under which a device is predicted. */
#ifndef VFIO_CFGTOOL_TASKS_DEVICE_RULES_H
#define VFIO_CFGTOOL_TASKS_DEVICE_RULES_H

#include "base/device.h"
#include "base/notes.h"
#include "model/vfio/rules.h"
#include "tasks/settings.h"

/* The rules of the running kernel, as far as its name shows them. */
void running_rules(struct rules *rules);

/* Whether the call asks for what the running kernel holds instead of a prediction. */
bool wants_kernel(const struct task_settings *settings);

/*
 * The rules that a text asks for, as in --rules: `auto` is the running kernel's for the
 * machine's devices and the newest known for a dump; `kernel` starts from the
 * same; `module[:FILE]` is what a module's file shows. False if the text is invalid, with the
 * reason in trouble->why, or if the file cannot be read, with a fault.
 */
#define REQUESTED_RULES_WHY 512
struct rules_trouble {
	char why[REQUESTED_RULES_WHY];	/* "": the fault says it */
	struct fault fault;		/* FAULT_NONE: why says it */
	char file[256];			/* that could not be read */
};
bool requested_rules(const struct task_settings *settings, const char *text, struct rules *rules,
		     struct rules_trouble *trouble);

/*
 * Adapts the requested rules to a device: `auto` is corrected by what the user view shows, or
 * is the rules of the capture; with an unknown VFIO driver the rules are only assumed.
 * Returns 0, or 1 if the user view shows other rules than the release's, or -errno with fault
 * filled if a capture names unknown rules.
 */
int device_rules(const char *text, const struct device *device, struct rules *rules,
		 struct fault *fault);

/* Notes that the device's rules differ from the release's. */
void device_rules_note(const struct rules *rules, struct notes *notes);

/*
 * Checks that the basis is as strong as --require demands: 0, or -errno with fault filled.
 */
int basis_check(const struct task_settings *settings, const struct rules *rules,
		struct fault *fault);

#endif
