/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Rules that a VFIO module's file shows: --rules=module[:FILE], and auto. */
#ifndef VFIO_CFGTOOL_TASKS_MODULE_RULES_H
#define VFIO_CFGTOOL_TASKS_MODULE_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "model/vfio/rules.h"

/*
 * Whether a text of --rules names a module: "[+SWITCH,...]module[:FILE]". *switches is
 * the length of the text before it, with its last comma; *file, which may have
 * commas, is NULL for the module of the running kernel.
 */
bool module_rules_named(const char *text, size_t *switches, const char **file);

/*
 * The rules that a module's file shows (NULL: the running kernel's): *release are the rules
 * of its release alone, and *shown those with all differences that the file shows. Returns
 * 0, or -errno with fault filled.
 */
int module_rules_read(const char *file, struct rules *release, struct rules *shown,
		      struct fault *fault);

/*
 * If the running kernel's rules are assumed, replaces them by those that its module's file
 * shows, provided that this file is loaded. If it cannot be read, they stay.
 */
void module_rules_improve(struct rules *running);

#endif
