/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The checks of info, and the machine that it shows without a device. */
#ifndef VFIO_CFGTOOL_OUTPUT_CHECKS_H
#define VFIO_CFGTOOL_OUTPUT_CHECKS_H

#include "format/record.h"
#include "format/report.h"

/* JSON: name, result, message, hint. */
extern const struct field check_line_fields[];

/* Prints each on a line, "ok", "warn" or "FAIL", with its hint below. */
void checks_print(const struct report_run *run, const struct device_info *info);

/* Prints the machine in the format of the run. Returns 0 or -errno. */
int machine_print(const struct report_run *run, const struct device_info *info);

#endif
