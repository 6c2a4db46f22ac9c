/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/sink.h"

#include <stdarg.h>
#include <stdio.h>

static void PRINTF_FORMAT(3, 0) pass(void (*take)(void *context, const char *text), void *context,
				     const char *format, va_list arguments)
{
	char text[SINK_LINE_SIZE];

	vsnprintf(text, sizeof(text), format, arguments);
	take(context, text);
}

void sink_rule(const struct policy_sink *sink, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	pass(sink->rule, sink->context, format, arguments);
	va_end(arguments);
}

void sink_title(const struct policy_sink *sink, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	pass(sink->title, sink->context, format, arguments);
	va_end(arguments);
}

void sink_comment(const struct policy_sink *sink, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	pass(sink->comment, sink->context, format, arguments);
	va_end(arguments);
}
