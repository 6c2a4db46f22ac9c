/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/tap.h"

#include <stdarg.h>
#include <stdio.h>

#include "output/print.h"

/* Longer than any line that is written; of longer ones the start is enough. */
#define LINE 1024

static unsigned int points;	/* one stream is written at a time */

int tap_begin(const struct report_run *run)
{
	(void)run;
	points = 0;
	print_line("TAP version 13");
	return 0;
}

int tap_end(const struct report_run *run)
{
	(void)run;
	print_line("1..%u", points);
	return 0;
}

/* Copies a text, of at most LINE bytes, with a mark before each byte that is special. */
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

/* A '#' in a description would begin a directive. */
static void PRINTF_FORMAT(1, 0) print_description(const char *format, va_list arguments)
{
	char text[LINE], escaped[2 * LINE];

	vsnprintf(text, sizeof(text), format, arguments);
	print_part("%s", marked(text, '#', '\\', escaped));
}

void tap_point(bool ok, const char *format, ...)
{
	va_list arguments;

	print_part("%s %u - ", ok ? "ok" : "not ok", ++points);
	va_start(arguments, format);
	print_description(format, arguments);
	va_end(arguments);
	print_end();
}

void tap_skip(const char *why, const char *format, ...)
{
	va_list arguments;

	print_part("ok %u - ", ++points);
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

/* A scalar between single quotes, in which only these are special, and twice. */
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
