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

/* Whether a part of a write has the effect, in a byte where the limit denies it. */
static bool has_effect(const struct trace_limit *limit, const struct trace_part *part)
{
	return part->effect[limit->rule->deny.effect] != 0 &&
	       byte_set_next(&limit->bytes, part->offset) < part->offset + (unsigned int)part->width;
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
	if (byte_set_next(&limit->bytes, walk.offset) >= walk.end)
		return false;
	if (limit->rule->deny.subject != SUBJECT_EFFECT)
		return true;
	while (trace_walk_next(&walk, &part))
		if (has_effect(limit, &part))
			return true;
	return false;
}
