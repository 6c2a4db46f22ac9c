/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The reasons not to take a device from its driver without --force. */
#ifndef VFIO_CFGTOOL_TASKS_REFUSALS_H
#define VFIO_CFGTOOL_TASKS_REFUSALS_H

#include "access/vfio/vfio.h"
#include "base/binding.h"

#define REFUSALS 8

struct refusal {
	enum fault_code code;	/* FAULT_REFUSED, or FAULT_IN_USE_UNKNOWN */
	enum vfio_state state;	/* what list calls it; VFIO_REFUSED: nothing more special */
	char by[128];		/* who uses it, in a few words, or "" */
	char text[320], hint[256];
};

struct refusals {
	unsigned int count;	/* those past REFUSALS are counted, too */
	struct refusal list[REFUSALS];	/* certain reasons first, then unknown ones */
};

/*
 * Adds a reason and what to do about it ("": only --force helps). Returns it, for its state
 * and user to be set, or NULL if there is no room.
 */
struct refusal *refusals_add(struct refusals *refusals, const char *hint, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* Adds that it is not known whether the device is in use, and why, as a clause. */
void refusals_add_unknown(struct refusals *refusals, const char *why);

/* How far users are looked for. */
enum refusals_effort {
	REFUSALS_GLANCE,	/* as usage_glance() does */
	REFUSALS_ALL,		/* also in every process, and by opening disks */
};

/*
 * Finds the reasons against moving a device from binding->before to binding->after: its
 * users, its VFs, its kind.
 */
void refusals_find(const struct device *device, const struct binding *binding,
		   enum refusals_effort effort, struct refusals *refusals);

/*
 * Adds a reason if a member of the device's IOMMU group would keep users out of it after the
 * move. `comes_along` (may be NULL) says of a member that it is moved, too.
 */
void refusals_find_group(const struct device *device,
			 bool (*comes_along)(const char *name, const void *context),
			 const void *context, struct refusals *refusals);

/* A hint, and the command that comes after it: "as root: umount /mnt && vfio-cfgtool bind ...". */
void refusals_join(const char *hint, const char *command, char *text, size_t size);

/* Fills fault with the first reason and its code. Returns -EPERM. */
int refusals_fault(const struct refusals *refusals, struct fault *fault);

#endif
