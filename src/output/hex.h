/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The map as `lspci -xxxx` prints bytes, for scripts and for lspci -F. */
#ifndef VFIO_CFGTOOL_OUTPUT_HEX_H
#define VFIO_CFGTOOL_OUTPUT_HEX_H

#include "format/report.h"

/* Prints rows with at least one byte that was read, and "??" for the others in them. */
int hex_read_device(const struct report_run *run, const struct report *report, bool first);

int hex_map_device(const struct report_run *run, const struct report *report, bool first);

#endif
