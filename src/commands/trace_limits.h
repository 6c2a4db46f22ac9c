/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* --against: the deny rules of a policy file, for each device of a trace. */
#ifndef VFIO_CFGTOOL_COMMANDS_TRACE_LIMITS_H
#define VFIO_CFGTOOL_COMMANDS_TRACE_LIMITS_H

#include "inputs/policy_files.h"
#include "commands/trace_devices.h"
#include "model/trace/against.h"

/* Starts as zeros, ended by trace_limits_end(). */
struct trace_limits {
	struct policy_files files;
	const struct traced_device *device;	/* whose limits these are ... */
	uint64_t structure;			/* ... in this open */
	size_t count, room;
	struct trace_limit *limit;
};

/* Reads the file, and tells its mistakes. */
enum exit_status trace_limits_begin(struct trace_limits *limits, const char *file);

/*
 * The first rule that an access to a judged device breaks; NULL: it breaks none.
 * If memory is short, *error is -ENOMEM.
 */
const struct policy_rule *trace_limits_break(struct trace_limits *limits,
					     const struct traced_device *traced,
					     const struct trace_record *record, int *error);

void trace_limits_end(struct trace_limits *limits);

#endif
