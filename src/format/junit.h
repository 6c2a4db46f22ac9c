/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * JUnit's XML for continuous integration: a suite a device, a case a rule. Strings may come
 * from anywhere. They are escaped here, and what XML cannot contain becomes \xNN.
 */
#ifndef VFIO_CFGTOOL_FORMAT_JUNIT_H
#define VFIO_CFGTOOL_FORMAT_JUNIT_H

#include "format/report.h"

enum junit_outcome {
	JUNIT_PASSED,
	JUNIT_FAILED,	/* the device breaks the rule */
	JUNIT_ERROR,	/* it could not be judged */
	JUNIT_SKIPPED,	/* it need not be judged */
	JUNIT_OUTCOMES,
};

struct junit_case {
	enum junit_outcome outcome;
	const char *class_name, *name;
	const char *type, *message;	/* of a case that did not pass; NULL: none */
	const char *text;		/* more lines about it, or the output of a passed
					   case; NULL: none */
};

int junit_begin(struct report_run *run);
int junit_end(struct report_run *run);

/* Begins the suite of a device with the number of cases of each outcome, and ends it. */
void junit_suite(const struct report_run *run, const struct report *report,
		 const size_t count[JUNIT_OUTCOMES]);
void junit_suite_end(void);

void junit_case(const struct junit_case *one);

/* The suite of a device that cannot be judged. */
void junit_fault(const struct report_run *run, const struct report *report);

/* The format of a command, by its function for a device. */
#define JUNIT(per_device) \
	{ .format = "junit", .failures = true, \
	  .begin = junit_begin, .device = (per_device), .end = junit_end }

#endif
