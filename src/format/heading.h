/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What table and grid print above and below a device's map, as text. */
#ifndef VFIO_CFGTOOL_OUTPUT_HEADING_H
#define VFIO_CFGTOOL_OUTPUT_HEADING_H

#include "format/report.h"

/* The device: address, name, IDs; driver, group, source, view, rules and basis. */
void heading_print(const struct report_run *run, const struct report *report);

/*
 * Prints the VMM, its placement, and which parts are assumed. Prints nothing if the report has
 * none.
 */
void heading_guest(const struct report *report);

/* The totals, or why the kernel has no map; then the warnings. */
void footing_print(const struct report_run *run, const struct report *report);

#endif
