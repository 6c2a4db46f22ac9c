/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The accesses of a trace, one at a time, and its tables at the end. */
#ifndef VFIO_CFGTOOL_OUTPUT_TRACE_H
#define VFIO_CFGTOOL_OUTPUT_TRACE_H

#include "format/report.h"
#include "model/policyfile/rule.h"
#include "model/trace/usage.h"

/* One access and its context. */
struct trace_event {
	const struct trace_record *record;
	const struct device *device;		/* NULL: the record has none */
	const struct prediction *prediction;	/* NULL: the device was not judged */
	const struct trace_usage *usage;	/* the trace before this access */
	const char *driver_changes;		/* a driver that changes values later; or NULL */
	int64_t clock;				/* CLOCK_REALTIME less CLOCK_MONOTONIC, nanoseconds */
	/* Of the process; "" if unknown. */
	const char *process, *guest, *cgroup;
	bool values;				/* show the bytes */
	const struct policy_rule *denied_by;	/* --against: the rule that it breaks; or NULL */
};

/* Prints a line for people; `width` is the terminal's, 0: no limit. */
void trace_print_line(const struct report_run *run, const struct trace_event *event,
		      unsigned int width);

/* Prints an object a line. Returns 0 or -errno. */
int trace_print_json(const struct report_run *run, const struct trace_event *event);

/* Prints an object a line for each register: fields without nesting. Returns 0 or -errno. */
int trace_print_rows(const struct trace_event *event);

/* Prints the use of a device, by register. Returns 0 or -errno. */
int trace_print_summary(const struct report_run *run, const struct device *device,
			const struct prediction *prediction, const struct trace_usage *usage);

/* The end of a trace. Numbers of calls. */
struct trace_end {
	struct trace_counts counts;
	size_t pending;
	unsigned int reattached;	/* how often the module came back */
};

/* Prints the last object of jsonl. Returns 0 or -errno. */
int trace_print_end(const struct report_run *run, const struct trace_end *end);

#endif
