/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The lines of a policy file on their way to the code that prints them. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_SINK_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_SINK_H

#include "base/macros.h"

/* Receives the lines in order. Texts have no line ends. */
struct policy_sink {
	void (*rule)(void *context, const char *text);
	void (*title)(void *context, const char *text);		/* a new group of rules */
	void (*comment)(void *context, const char *text);
	void *context;
};

/* Bytes of the longest line, the final NUL among them. */
#define SINK_LINE_SIZE 160

/* Pass on a formatted line; a longer one is cut. */
void sink_rule(const struct policy_sink *sink, const char *format, ...) PRINTF_FORMAT(2, 3);
void sink_title(const struct policy_sink *sink, const char *format, ...) PRINTF_FORMAT(2, 3);
void sink_comment(const struct policy_sink *sink, const char *format, ...) PRINTF_FORMAT(2, 3);

#endif
