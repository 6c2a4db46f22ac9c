/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/messages.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static bool notes_off;

void message_quiet(bool quiet)
{
	notes_off = quiet;
}

static void message(const char *object, const char *format, va_list arguments)
	PRINTF_FORMAT(2, 0);

static void message(const char *object, const char *format, va_list arguments)
{
	char text[1024], clean[2048];

	vsnprintf(text, sizeof(text), format, arguments);
	fflush(stdout);	/* what was printed before it is read before it */
	fputs("vfio-cfgtool: ", stderr);
	if (object != NULL)
		fprintf(stderr, "%s: ", text_printable(object, clean, sizeof(clean)));
	fprintf(stderr, "%s\n", text_printable(text, clean, sizeof(clean)));
}

void message_error(const char *object, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	message(object, format, arguments);
	va_end(arguments);
}

void message_note(const char *object, const char *format, ...)
{
	va_list arguments;

	if (notes_off)
		return;
	va_start(arguments, format);
	message(object, format, arguments);
	va_end(arguments);
}

void message_hint(const char *format, ...)
{
	char text[1024], clean[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(stderr, "  %s\n", text_printable(text, clean, sizeof(clean)));
}

void message_fault(const char *object, const struct fault *fault)
{
	message_error(object, "%s", fault->message);
	if (fault->hint[0] != '\0')
		message_hint("%s", fault->hint);
}
