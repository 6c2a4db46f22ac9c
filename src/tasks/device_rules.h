/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules and the facts that a device is judged by. */
#ifndef VFIO_CFGTOOL_TASKS_DEVICE_RULES_H
#define VFIO_CFGTOOL_TASKS_DEVICE_RULES_H

#include "base/device.h"
#include "base/notes.h"
#include "model/vfio/rules.h"
#include "tasks/settings.h"

/* The rules of the running kernel, as far as it can be told by its name. */
void running_rules(struct rules *rules);

/* Whether no prediction is wanted, but what the running kernel holds. */
bool wants_kernel(const struct task_settings *settings);

/*
 * The rules that a text asks for, as in --rules: `auto` is the running kernel's for the
 * machine's devices and the newest known for a dump; `kernel` starts from the
 * same; `module[:FILE]` is what a module's file shows. False where the text cannot be
 * understood, with the reason in trouble->why, or the file not be read, with a fault.
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
 * Makes the rules that a text asked for the device's own: `auto` is corrected by what the
 * user view shows, or is what a capture was made under, and an unknown VFIO
 * driver may have others. Returns 0, 1 if the user view shows other rules than the
 * release has, or -errno with fault filled where a capture names rules that are not
 * known.
 */
int device_rules(const char *text, const struct device *device, struct rules *rules,
		 struct fault *fault);

/* Notes that they are other rules than the release has. */
void device_rules_note(const struct rules *rules, struct notes *notes);

/*
 * Whether the basis is as good as --require wants it: 0, or -errno with fault
 * filled.
 */
int basis_check(const struct task_settings *settings, const struct rules *rules,
		struct fault *fault);

#endif
