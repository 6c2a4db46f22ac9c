/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gives a device from one driver to another, by driver_override, unbind and
 * probe in sysfs. What a binding does is planned first, so that it can be shown,
 * and is put back where it fails half way.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_BINDING_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_BINDING_H

#include "access/drivers/slow_write.h"
#include "base/binding.h"

/*
 * Fills *binding with the address and how the device stands now. Returns 0, or -errno with
 * fault filled where that cannot be read.
 */
int binding_describe(const struct pci_address *address, struct binding *binding,
		     struct fault *fault);

/* The state as one line for a file, and back; false: it is no such line. */
void binding_state_format(const struct binding_state *state, char *text, size_t size);
bool binding_state_parse(const char *text, struct binding_state *state);

/*
 * Finds the VFIO driver that a user means: its name, also as that of its module,
 * or "auto": the one that claims the device as a variant of vfio-pci
 * ("vfio_pci:" in modules.alias), else vfio-pci. *module is what is to be loaded
 * for it, "" where it is there. Returns 0 or -errno with fault filled.
 */
struct binding_choice {
	char driver[64], module[64];
};
int binding_choose(const struct pci_address *address, const char *name,
		   struct binding_choice *choice, struct fault *fault);

/* The name of the driver that a module brought; false: it brought none. */
bool binding_module_driver(const char *module, char *driver, size_t size);

/*
 * Adds what loading a module comes to. Returns 0 or -errno with fault filled:
 * FAULT_NOT_CONFIGURED where the configuration has a command in its place.
 */
int binding_plan_load(const char *module, struct binding *binding, struct fault *fault);

/* Adds the writes from binding->before to binding->after; none where it is there already. */
void binding_plan(struct binding *binding);

/* Loads the modules of the plan. Returns 0 or -errno with fault filled. */
int binding_load(struct binding *binding, struct fault *fault);

/* Takes back the writes of a plan, and leaves the modules. */
void binding_plan_clear(struct binding *binding);

/*
 * Makes the writes; the listener hears of one that takes long. Returns 0, or -errno with
 * fault filled; then the device is somewhere in between, and binding_undo() puts it back.
 */
int binding_run(struct binding *binding, const struct slow_listener *listener,
		struct fault *fault);

/* Puts a device back to binding->before from wherever it is. Returns 0 or -errno with fault filled. */
int binding_undo(struct binding *binding, const struct slow_listener *listener,
		 struct fault *fault);

/*
 * Waits until the node of a device that a VFIO driver has is there, at most
 * `milliseconds`. Fills binding->node. Returns 0 or -ENOENT with fault filled.
 */
int binding_wait_node(struct binding *binding, unsigned int milliseconds, struct fault *fault);

#endif
