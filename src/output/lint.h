/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The codes of lint, for `lint --list`. */
#ifndef VFIO_CFGTOOL_OUTPUT_LINT_H
#define VFIO_CFGTOOL_OUTPUT_LINT_H

#include "format/report.h"

/* Prints what each code means, as a table or as JSON. Returns 0 or -errno. */
int lint_print_codes(const struct report_run *run);

#endif
