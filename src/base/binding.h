/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A device on its way from one driver to another: from where, to where, and the
 * steps that take it there. A plain value.
 */
#ifndef VFIO_CFGTOOL_BASE_BINDING_H
#define VFIO_CFGTOOL_BASE_BINDING_H

#include "base/device.h"

enum binding_action {
	BINDING_LOAD,		/* a module, with its options */
	BINDING_INSTALL,	/* a module, by a command of the configuration: never done here */
	BINDING_WRITE,		/* a value to a file of sysfs */
};

struct binding_step {
	enum binding_action action;
	char object[256];	/* the module's name, or the file */
	char value[160];	/* options, the command, or what is written; "" nothing, or an empty line */
	bool done;
};

/* More than a driver and the modules that it takes have. */
#define BINDING_STEPS 24

/* Which driver has a device, and which it asks for; "" none. */
struct binding_state {
	char driver[64];
	char override[64];	/* driver_override */
};

struct binding {
	struct pci_address address;
	struct binding_state before, after;
	bool any_driver;	/* the kernel chooses what comes after */
	bool already;		/* there is nothing to do */
	bool along;		/* taken along with a member of its group */
	unsigned int steps;
	struct binding_step step[BINDING_STEPS];
	bool begun;
	bool done, undone;	/* it is there; or it was on its way, and is back */
	char node[64];		/* what a user opens now, or "" */
};

#endif
