/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The network interfaces and disks of a device, as list and info show them. */
#ifndef VFIO_CFGTOOL_OUTPUT_ATTACHED_H
#define VFIO_CFGTOOL_OUTPUT_ATTACHED_H

#include "format/record.h"
#include "format/report.h"

/*
 * Their names as an array, without partitions; NULL (null) for a dump, which does not have
 * them.
 */
struct json_object *attached_names(const struct report *report, bool disks);

/* The same names, separated by commas. */
void attached_cell(struct value *value, const struct report *report, bool disks);

#endif
