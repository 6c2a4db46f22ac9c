/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Whether an access does what a policy file denies. */
#ifndef VFIO_CFGTOOL_MODEL_TRACE_AGAINST_H
#define VFIO_CFGTOOL_MODEL_TRACE_AGAINST_H

#include "model/policyfile/check.h"
#include "model/trace/access.h"

/* One `deny` in one device. */
struct trace_limit {
	const struct policy_rule *rule;
	struct byte_set bytes;		/* the bytes that it denies, without the holes */
};

/*
 * Whether an access breaks a limit. A write breaks a deny of writes and of effects, a read
 * breaks a deny of reads, and both break a deny of a kind of bytes. No access breaks a deny
 * of values or hazards. A failed access breaks none.
 */
bool trace_breaks(const struct trace_limit *limit, const struct prediction *prediction,
		  const struct trace_record *record);

#endif
