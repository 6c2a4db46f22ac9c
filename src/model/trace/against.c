/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/trace/against.h"

enum { BY_NOTHING, BY_WRITE, BY_READ, BY_BOTH };

static const unsigned char broken_by[POLICY_SUBJECTS] = {
	[SUBJECT_KIND] = BY_BOTH,
	[SUBJECT_WRITE] = BY_WRITE,
	[SUBJECT_HARDWARE_WRITE] = BY_WRITE,
	[SUBJECT_HARDWARE_READ] = BY_READ,
	[SUBJECT_HIDDEN_WRITE] = BY_WRITE,
	[SUBJECT_EFFECT] = BY_WRITE,
};

static bool touches(const struct trace_limit *limit, const struct trace_part *part)
{
	if (limit->rule->deny.subject == SUBJECT_EFFECT &&
	    part->effect[limit->rule->deny.effect] == 0)
		return false;
	for (unsigned int i = 0; i < part->width; i++)
		if (byte_set_has(&limit->bytes, part->offset + i))
			return true;
	return false;
}

bool trace_breaks(const struct trace_limit *limit, const struct prediction *prediction,
		  const struct trace_record *record)
{
	unsigned char by = broken_by[limit->rule->deny.subject];
	struct trace_walk walk;
	struct trace_part part;

	if ((by & (record->write != 0 ? BY_WRITE : BY_READ)) == 0 ||
	    ((record->flags & TRACE_NO_RETURN) == 0 && record->result < 0))
		return false;
	trace_walk_begin(&walk, prediction, record);
	while (trace_walk_next(&walk, &part))
		if (touches(limit, &part))
			return true;
	return false;
}
