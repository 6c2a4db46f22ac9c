/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether an access steps outside of what a policy file denies. */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_AGAINST_H
#define VFIO_CFGTOOL_MODEL_TRACE_AGAINST_H

#include "model/policyfile/check.h"
#include "model/trace/access.h"

/* One `deny` in one device. */
struct trace_limit {
	const struct policy_rule *rule;
	struct byte_set bytes;		/* that it denies there, without the holes */
};

/*
 * Whether an access touches what a limit denies: a write, for what is denied to be written
 * and for effects; a read, for what is denied to be read; both, for a kind of bytes. What a
 * `deny` says of values and hazards no access can break. An access that failed breaks none.
 */
bool trace_breaks(const struct trace_limit *limit, const struct prediction *prediction,
		  const struct trace_record *record);

#endif
