/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Moves a device from one driver to another, by driver_override, unbind and probe in sysfs. A
 * move is planned first, so that it can be shown. A move that fails half way can be undone.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_BINDING_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_BINDING_H

#include "access/drivers/slow_write.h"
#include "base/binding.h"

/*
 * Fills *binding with the address and the device's state. Returns 0, or -errno with fault
 * filled if the state cannot be read.
 */
int binding_describe(const struct pci_address *address, struct binding *binding,
		     struct fault *fault);

/* Write the state as one line of text, and parse it. False if the line has another form. */
void binding_state_format(const struct binding_state *state, char *text, size_t size);
bool binding_state_parse(const char *text, struct binding_state *state);

/*
 * Finds the VFIO driver with this name, or with a module of this name. "auto" is the
 * variant of vfio-pci that claims the device ("vfio_pci:" in modules.alias), else
 * vfio-pci. choice->module is the module to load for it, "" if the driver exists.
 * Returns 0 or -errno with fault filled.
 */
struct binding_choice {
	char driver[64], module[64];
	char reason[160];	/* why "auto" means this one, as a clause; "": it was named */
};
int binding_choose(const struct pci_address *address, const char *name,
		   struct binding_choice *choice, struct fault *fault);

/* Finds the driver that a module has brought. False if it has brought none. */
bool binding_module_driver(const char *module, char *driver, size_t size);

/*
 * Adds the steps that load a module. Returns 0 or -errno with fault filled:
 * FAULT_NOT_CONFIGURED if modprobe's configuration runs a command instead.
 */
int binding_plan_load(const char *module, struct binding *binding, struct fault *fault);

/* Adds the writes from binding->before to binding->after; none if they are the same. */
void binding_plan(struct binding *binding);

/* Loads the modules of the plan. Returns 0 or -errno with fault filled. */
int binding_load(struct binding *binding, struct fault *fault);

/* Removes the writes from a plan and keeps the modules. */
void binding_plan_clear(struct binding *binding);

/*
 * Makes the writes. Tells the listener about a slow one. Returns 0, or -errno with fault
 * filled: the device may then be without a driver, and binding_undo() moves it back.
 */
int binding_run(struct binding *binding, const struct slow_listener *listener,
		struct fault *fault);

/* Moves a device back to binding->before. Returns 0 or -errno with fault filled. */
int binding_undo(struct binding *binding, const struct slow_listener *listener,
		 struct fault *fault);

/*
 * Waits at most `milliseconds` for the node of a device that is bound to a VFIO driver.
 * Fills binding->node. Returns 0 or -ENOENT with fault filled.
 */
int binding_wait_node(struct binding *binding, unsigned int milliseconds, struct fault *fault);

#endif
