/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * If every input of a call is a file, it works in a box (access/system/box.h). What it needs is
 * opened or loaded before.
 */
#ifndef VFIO_CFGTOOL_CALL_CONFINE_H
#define VFIO_CFGTOOL_CALL_CONFINE_H

#include "call/command.h"

/* Closes the box, unless the call also works on a live device or the running kernel's memory. */
void confine(const struct command *command, const struct options *options);

/* Opens a file or directory ("-": standard input) that is read in the box. */
void confine_input(const char *path);

/* The same for each dump of the call. */
void confine_dumps(const struct options *options);

/*
 * Closes the box: from here on no file is opened but those given to confine_input().
 * `names`: names of vendors and devices will be looked up.
 */
void confine_close(bool names);

#endif
