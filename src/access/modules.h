/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a kernel module. The only place that knows libkmod, which
 * is loaded when a question needs it: most runs do not, and it brings
 * libraries that would cost every run. Nothing here loads a module.
 */
#ifndef VFIO_CFGTOOL_ACCESS_MODULES_H
#define VFIO_CFGTOOL_ACCESS_MODULES_H

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

/* The stable word for a state, such as "built-in"; NULL for MODULE_UNKNOWN. */
const char *module_state_name(enum module_state state);

/*
 * Calls visit with the name and the value of each parameter of a loaded or
 * built-in module that this user may read, sorted by name.
 */
void module_parameters_each(const char *name,
			    void (*visit)(const char *name, const char *value, void *context),
			    void *context);

/* How a sentence goes on after "the module NAME ", such as "is not loaded". */
const char *module_state_text(enum module_state state);

#endif
