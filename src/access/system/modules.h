/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Facts about kernel modules. The only file that knows libkmod. It loads libkmod when a
 * question needs it, because most questions do not and libkmod loads further libraries. Only
 * module_load() loads a module. No function runs a command of modprobe's configuration.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_MODULES_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_MODULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum module_state {
	MODULE_UNKNOWN,		/* not loaded; it cannot be found out whether it exists */
	MODULE_ABSENT,		/* the running kernel has no such module */
	MODULE_AVAILABLE,	/* on disk, not loaded */
	MODULE_BUILTIN,		/* part of the kernel */
	MODULE_LOADED,
};

/*
 * The state of a module; '-' and '_' are the same in its name. sysfs answers, else libkmod;
 * without libkmod or the running kernel's index of modules it is MODULE_UNKNOWN. Answers are
 * cached, because `list` asks for every function. Any thread may call.
 */
enum module_state module_find_state(const char *name);

/*
 * Writes the path of a module of the running kernel, loaded or not; updates/ comes first, as
 * for modprobe. False if it has no file or that cannot be found out.
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

/* One module that is loaded together with another one. */
struct module_step {
	char name[64];
	bool command;		/* the configuration runs a command instead */
	char text[160];		/* the command, or the module's options; a long one is cut */
};

/*
 * Calls visit, in order, for each module that loading this one (or those of an alias) would
 * load. Leaves out modules that are loaded. Respects the machine's configuration as modprobe
 * does. Returns 0, the first result of visit that is not 0, or -errno with fault filled if
 * there is no such module.
 */
int module_plan(const char *name,
		int (*visit)(const struct module_step *step, void *context), void *context,
		struct fault *fault);

/*
 * Loads a module and the modules that it needs, with the options of the configuration. Fails
 * if the configuration runs a command instead, and does not run it. Returns 0, also if the
 * module was loaded already, or -errno with fault filled.
 */
int module_load(const char *name, struct fault *fault);

/* Calls visit for the names of the modules that have an alias, in no particular order. */
int module_match(const char *alias, void (*visit)(const char *name, void *context),
		 void *context);

/* The text after "the module NAME " in a sentence, such as "is not loaded". */
const char *module_state_text(enum module_state state);

#endif
