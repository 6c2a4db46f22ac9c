/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The map as a picture: each byte in its place, coloured by its owner. */
#ifndef VFIO_CFGTOOL_OUTPUT_GRID_H
#define VFIO_CFGTOOL_OUTPUT_GRID_H

#include "format/report.h"

int grid_map_device(const struct report_run *run, const struct report *report, bool first);

#endif
