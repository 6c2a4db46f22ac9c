/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The used registers of a device, as rules of a policy file: vfio-cfgtool.policy(5), `need`. */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_NEEDS_H
#define VFIO_CFGTOOL_MODEL_TRACE_NEEDS_H

#include "model/policyfile/generate.h"
#include "model/trace/usage.h"

/*
 * Writes the rules of one device that follow `format 2`: `device` rules, and one `need` for
 * each register, or part of one, that was written or read. A bit that no write changed is
 * not needed. A comment names the bits that the kernel dropped. Comments also give the
 * number of accesses and seconds, and what a trace of that time cannot have seen. The rules
 * deny nothing.
 */
void trace_needs(const struct trace_usage *usage, const struct prediction *prediction,
		 const struct device *device, const struct policy_sink *sink);

#endif
