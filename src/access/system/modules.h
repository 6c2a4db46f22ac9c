/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a kernel module. The only place that knows libkmod, which
 * is loaded when a question needs it: most runs do not, and it brings
 * libraries that would cost every run. Only module_load() loads a module, and
 * nothing here starts a command that the configuration has for one.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_MODULES_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_MODULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum module_state {
	MODULE_UNKNOWN,		/* not loaded; whether there is one cannot be found out */
	MODULE_ABSENT,		/* the running kernel has no such module */
	MODULE_AVAILABLE,	/* on disk, not loaded */
	MODULE_BUILTIN,		/* part of the kernel */
	MODULE_LOADED,
};

/*
 * The state of the module, '-' and '_' being the same in its name. Answers
 * from sysfs where that knows it, else from libkmod; without libkmod or the
 * running kernel's index of modules, MODULE_UNKNOWN. Answers are kept, as
 * `list` asks for every function. Any thread may call.
 */
enum module_state module_find_state(const char *name);

/*
 * Writes where the file of a module of the running kernel is, loaded or not: what is in
 * updates/ comes first, as for modprobe. False: it has none, or that cannot be found out.
 */
bool module_path(const char *name, char *path, size_t size);

/* The stable word for a state, such as "built-in"; NULL for MODULE_UNKNOWN. */
const char *module_state_name(enum module_state state);

/*
 * Calls visit with the name and the value of each parameter of a loaded or
 * built-in module that this user may read, sorted by name.
 */
void module_parameters_each(const char *name,
			    void (*visit)(const char *name, const char *value, void *context),
			    void *context);

/* What loading a module comes to: one of those that it takes. */
struct module_step {
	char name[64];
	bool command;		/* the configuration has a command in its place */
	char text[160];		/* the command, or its options; cut where they are longer */
};

/*
 * Calls visit for each module that loading this one (or those of an alias)
 * would load, in order; those that are there already are left out. The
 * machine's configuration is used as modprobe does. Returns 0, the first result
 * of visit that is not 0, or -errno with fault filled where there is no such
 * module.
 */
int module_plan(const char *name,
		int (*visit)(const struct module_step *step, void *context), void *context,
		struct fault *fault);

/*
 * Loads a module and what it needs, with the options of the configuration. A
 * command that the configuration has in the place of one is not run: it fails.
 * Returns 0, also where it was loaded, or -errno with fault filled.
 */
int module_load(const char *name, struct fault *fault);

/* Calls visit for the names of the modules that have an alias; their order says nothing. */
int module_match(const char *alias, void (*visit)(const char *name, void *context),
		 void *context);

/* How a sentence goes on after "the module NAME ", such as "is not loaded". */
const char *module_state_text(enum module_state state);

#endif
