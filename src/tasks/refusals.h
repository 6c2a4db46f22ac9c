/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reasons not to take a device from its driver without --force. */
#ifndef VFIO_CFGTOOL_TASKS_REFUSALS_H
#define VFIO_CFGTOOL_TASKS_REFUSALS_H

#include "base/binding.h"

#define REFUSALS 8

struct refusal {
	enum fault_code code;	/* FAULT_REFUSED, or FAULT_IN_USE_UNKNOWN */
	char text[320], hint[256];
};

struct refusals {
	unsigned int count;	/* those past REFUSALS are counted, too */
	struct refusal list[REFUSALS];	/* certain reasons first, then unknown ones */
};

/* Adds a reason and what to do about it ("": only --force helps). */
void refusals_add(struct refusals *refusals, const char *hint, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* Adds that it is not known whether the device is in use, and why, as a clause. */
void refusals_add_unknown(struct refusals *refusals, const char *why);

/*
 * Finds the reasons against moving a device from binding->before to binding->after: its
 * users, its VFs, its kind.
 */
void refusals_find(const struct device *device, const struct binding *binding,
		   struct refusals *refusals);

/* Fills fault with the first reason and its code. Returns -EPERM. */
int refusals_fault(const struct refusals *refusals, struct fault *fault);

#endif
