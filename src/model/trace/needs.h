/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was used of a device, as rules of a policy file: vfio-cfgtool.policy(5), `need`. */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_NEEDS_H
#define VFIO_CFGTOOL_MODEL_TRACE_NEEDS_H

#include "model/policyfile/generate.h"
#include "model/trace/usage.h"

/*
 * Writes the rules of one device behind `format 2`: which devices they are for, and one
 * `need` for each register, or part of one, that was written or read. A bit that no write
 * changed is not needed. A bit that the kernel dropped is named in a comment. Comments also
 * say on how many accesses and seconds the rules rest, and what a trace of that time
 * cannot have seen. Nothing is denied by them.
 */
void trace_needs(const struct trace_usage *usage, const struct prediction *prediction,
		 const struct device *device, const struct policy_sink *sink);

#endif
