/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a device is not taken from its driver, unless --force says so. */
#ifndef VFIO_CFGTOOL_TASKS_REFUSALS_H
#define VFIO_CFGTOOL_TASKS_REFUSALS_H

#include "base/binding.h"

#define REFUSALS 8

struct refusals {
	unsigned int count;	/* those past REFUSALS are counted, too */
	struct {
		char text[256], hint[256];
	} list[REFUSALS];
};

/* Adds a reason and the way out ("": there is none but --force). */
void refusals_add(struct refusals *refusals, const char *hint, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/*
 * Finds what speaks against moving a device from binding->before to
 * binding->after: users, VFs, what it is.
 */
void refusals_find(const struct device *device, const struct binding *binding,
		   struct refusals *refusals);

/* Fills fault with the first reason. Returns -EPERM. */
int refusals_fault(const struct refusals *refusals, struct fault *fault);

#endif
