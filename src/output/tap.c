/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/tap.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

/* Longer than any line that is written; of longer ones the start is enough. */
#define LINE 1024

static unsigned int points;	/* one stream is written at a time */

int tap_begin(const struct report_run *run)
{
	(void)run;
	points = 0;
	return puts("TAP version 13") < 0 ? -1 : 0;
}

int tap_end(const struct report_run *run)
{
	(void)run;
	return printf("1..%u\n", points) < 0 ? -1 : 0;
}

/* A '#' in a description would begin a directive, and so would a backslash an escape. */
static void print_escaped(const char *format, va_list arguments)
{
	char text[LINE], clean[4 * LINE];

	vsnprintf(text, sizeof(text), format, arguments);
	text_printable(text, clean, sizeof(clean));
	for (const char *c = clean; *c != '\0'; c++) {
		if (*c == '#')
			putchar('\\');
		putchar(*c);
	}
}

void tap_point(bool ok, const char *format, ...)
{
	va_list arguments;

	printf("%s %u - ", ok ? "ok" : "not ok", ++points);
	va_start(arguments, format);
	print_escaped(format, arguments);
	va_end(arguments);
	putchar('\n');
}

void tap_skip(const char *text, const char *reason)
{
	char clean[LINE];

	printf("ok %u - %s", ++points, text_printable(text, clean, sizeof(clean)));
	printf(" # SKIP %s\n", text_printable(reason, clean, sizeof(clean)));
}

void tap_comment(const char *format, ...)
{
	char text[LINE], clean[4 * LINE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	printf("# %s\n", text_printable(text, clean, sizeof(clean)));
}

void tap_yaml_begin(void)
{
	puts("  ---");
}

/* A scalar between single quotes, in which only these are special, and twice. */
static void print_scalar(const char *format, va_list arguments)
{
	char text[LINE], clean[4 * LINE];

	vsnprintf(text, sizeof(text), format, arguments);
	text_printable(text, clean, sizeof(clean));
	putchar('\'');
	for (const char *c = clean; *c != '\0'; c++) {
		if (*c == '\'')
			putchar('\'');
		putchar(*c);
	}
	puts("'");
}

void tap_yaml(const char *key, const char *format, ...)
{
	va_list arguments;

	printf("  %s: ", key);
	va_start(arguments, format);
	print_scalar(format, arguments);
	va_end(arguments);
}

void tap_yaml_list(const char *key)
{
	printf("  %s:\n", key);
}

void tap_yaml_item(bool first, const char *key, const char *format, ...)
{
	va_list arguments;

	printf("    %s %s: ", first ? "-" : " ", key);
	va_start(arguments, format);
	print_scalar(format, arguments);
	va_end(arguments);
}

void tap_yaml_end(void)
{
	puts("  ...");
}
