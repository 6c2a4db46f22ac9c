/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Policy files, for check. */
#ifndef VFIO_CFGTOOL_OUTPUT_POLICY_FILE_H
#define VFIO_CFGTOOL_OUTPUT_POLICY_FILE_H

#include "format/report.h"
#include "model/trace/usage.h"

/* One policy a device model: each begins with `format`, and none is printed twice. */
int policy_file_begin(struct report_run *run);
int policy_file_device(const struct report_run *run, const struct report *report, bool first);
int policy_file_end(struct report_run *run);

/* One policy: what a trace saw a device's user do (model/trace/needs.h). */
void policy_file_needs(const struct report_run *run, const struct device *device,
		       const struct prediction *prediction, const struct trace_usage *usage,
		       bool first);

#endif
