/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules that are read off the file of a VFIO module: --rules=module[:FILE], and auto. */
#ifndef VFIO_CFGTOOL_TASKS_MODULE_RULES_H
#define VFIO_CFGTOOL_TASKS_MODULE_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/vfio/rules.h"

/*
 * Whether a text of --rules names a module: "[+SWITCH,...]module[:FILE]". *switches is
 * the length of what stands before it, its last comma included; *file, which may have
 * commas, is NULL for the module of the running kernel.
 */
bool module_rules_named(const char *text, size_t *switches, const char **file);

/*
 * The rules that a module's file shows (NULL: the running kernel's): *rules is what its
 * release alone says before, and *shown with all that the file has otherwise. Returns
 * 0, or -errno with fault filled.
 */
int module_rules_read(const char *file, struct rules *release, struct rules *shown,
		      struct fault *fault);

/*
 * Makes the running kernel's rules, where they are assumed, those that the file of its
 * module shows, if it is the file that is loaded. Where it cannot be read they stay.
 */
void module_rules_improve(struct rules *running);

#endif
