/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The move of a device from one driver to another: both drivers, and the steps
 * between. A plain value.
 */
#ifndef VFIO_CFGTOOL_BASE_BINDING_H
#define VFIO_CFGTOOL_BASE_BINDING_H

#include "base/device.h"

enum binding_action {
	BINDING_LOAD,		/* a module, with its options */
	BINDING_INSTALL,	/* a module, by a command in modprobe's configuration: never run */
	BINDING_WRITE,		/* a value to a file of sysfs */
};

struct binding_step {
	enum binding_action action;
	char object[256];	/* the module's name, or the file */
	char value[160];	/* options, the command, or the text to write; "": none */
	bool done;
};

/* Enough for a driver and all modules that it needs. */
#define BINDING_STEPS 24

/* The driver of a device, and the one in driver_override; "" none. */
struct binding_state {
	char driver[64];
	char override[64];
};

struct binding {
	struct pci_address address;
	struct binding_state before, after;
	bool any_driver;	/* the kernel chooses the driver after the move */
	bool already;		/* the device has this driver: nothing to do */
	bool along;		/* moved only because a member of its group is */
	unsigned int steps;
	struct binding_step step[BINDING_STEPS];
	bool begun;
	bool done, undone;	/* moved; or failed on the way and moved back */
	char node[64];		/* the node that a user opens afterwards, or "" */
	char reason[160];	/* why this driver, as a clause; "": it was named */
	char rule[96];		/* the file of udev's rule for it at boot; "" none */
	bool rule_changed;	/* ... and was written or removed, or would be */
};

#endif
