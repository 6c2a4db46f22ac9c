/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/tap.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "format/print.h"

/* More bytes than most lines; longer lines are cut. */
#define LINE 1024

/* The state of a stream. */
struct tap {
	unsigned int points;
};

int tap_begin(struct report_run *run)
{
	run->state = memory_take_zeroed(1, sizeof(struct tap));
	if (run->state == NULL)
		return -ENOMEM;
	print_line("TAP version 13");
	return 0;
}

int tap_end(struct report_run *run)
{
	const struct tap *tap = run->state;

	print_line("1..%u", tap->points);
	free(run->state);
	return 0;
}

static unsigned int next_point(const struct report_run *run)
{
	struct tap *tap = run->state;

	return ++tap->points;
}

/* Copies at most LINE bytes of a text, with a mark before each special byte. */
static const char *marked(const char *text, char special, char mark, char to[2 * LINE])
{
	char *end = to;

	for (; *text != '\0'; text++) {
		if (*text == special)
			*end++ = mark;
		*end++ = *text;
	}
	*end = '\0';
	return to;
}

/* '#' begins a directive in a description. */
static void PRINTF_FORMAT(1, 0) print_description(const char *format, va_list arguments)
{
	char text[LINE], escaped[2 * LINE];

	vsnprintf(text, sizeof(text), format, arguments);
	print_part("%s", marked(text, '#', '\\', escaped));
}

void tap_point(const struct report_run *run, bool ok, const char *format, ...)
{
	va_list arguments;

	print_part("%s %u - ", ok ? "ok" : "not ok", next_point(run));
	va_start(arguments, format);
	print_description(format, arguments);
	va_end(arguments);
	print_end();
}

void tap_skip(const struct report_run *run, const char *why, const char *format, ...)
{
	va_list arguments;

	print_part("ok %u - ", next_point(run));
	va_start(arguments, format);
	print_description(format, arguments);
	va_end(arguments);
	print_line(" # SKIP %s", why);
}

void tap_comment(const char *format, ...)
{
	va_list arguments;

	print_part("# ");
	va_start(arguments, format);
	print_arguments(stdout, format, arguments);
	va_end(arguments);
	print_end();
}

void tap_yaml_begin(void)
{
	print_line("  ---");
}

/* Prints a scalar in single quotes, where only the quote is special: it is doubled. */
static void PRINTF_FORMAT(1, 0) print_scalar(const char *format, va_list arguments)
{
	char text[LINE], escaped[2 * LINE];

	vsnprintf(text, sizeof(text), format, arguments);
	print_line("'%s'", marked(text, '\'', '\'', escaped));
}

void tap_yaml(const char *key, const char *format, ...)
{
	va_list arguments;

	print_part("  %s: ", key);
	va_start(arguments, format);
	print_scalar(format, arguments);
	va_end(arguments);
}

void tap_yaml_list(const char *key)
{
	print_line("  %s:", key);
}

void tap_yaml_item(bool first, const char *key, const char *format, ...)
{
	va_list arguments;

	print_part("    %s %s: ", first ? "-" : " ", key);
	va_start(arguments, format);
	print_scalar(format, arguments);
	va_end(arguments);
}

void tap_yaml_end(void)
{
	print_line("  ...");
}

void tap_record(const struct field *fields, const void *record, const char *const *keys)
{
	struct value value;

	for (; *keys != NULL; keys++) {
		field_get(field_find(fields, *keys), record, &value);
		if (value.kind != VALUE_NONE)
			tap_yaml(*keys, "%s", value.text);
	}
}

void tap_item(const struct field *fields, const void *record, const char *const *keys)
{
	struct value value;
	bool first = true;

	for (; *keys != NULL; keys++) {
		field_get(field_find(fields, *keys), record, &value);
		if (value.kind == VALUE_NONE)
			continue;
		tap_yaml_item(first, *keys, "%s", value.text);
		first = false;
	}
}

void tap_fault(const struct report_run *run, const struct report *report, const char *what)
{
	char address[ADDRESS_TEXT_SIZE];

	tap_point(run, false, "%s cannot be %s", address_format(&report->device->address, address),
		  what);
	tap_yaml_begin();
	tap_yaml("error", "%s", fault_code_name(report->error.code));
	tap_yaml("message", "%s", report->error.message);
	tap_yaml_end();
}
