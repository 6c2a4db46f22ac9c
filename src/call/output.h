/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Standard output, or the file of --to that stands in for it. */
#ifndef VFIO_CFGTOOL_CALL_OUTPUT_H
#define VFIO_CFGTOOL_CALL_OUTPUT_H

#include "call/options.h"

/* Makes standard output the file of --to. False, with the reason told, if it cannot be one. */
bool output_begin(const char *to);

/*
 * Closes standard output, and gives the file of --to its name, whatever the devices came
 * to: not after a usage error, and not where a part is missing. Returns the status of the
 * call, given what it was so far; `whole`: nothing was lost before.
 */
enum exit_status output_close(enum exit_status status, bool whole);

#endif
