/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* More bytes than most parts of a line; longer parts are allocated. */
#define PART 1024

/* Counts the visible ASCII characters at the start of a text. */
static size_t plain_length(const char *text)
{
	size_t length = 0;

	while (text[length] >= ' ' && text[length] < 0x7f)
		length++;
	return length;
}

static bool muted;

void print_mute(bool mute)
{
	muted = mute;
}

static void put(FILE *stream, const char *text)
{
	if (muted && stream == stdout)
		return;
	for (;;) {
		size_t length = plain_length(text);
		uint32_t code;

		fwrite(text, 1, length, stream);
		text += length;
		if (*text == '\0')
			return;
		length = text_character(text, &code);
		if (length != 0 && !text_is_hidden(code)) {
			fwrite(text, 1, length, stream);
			text += length;
			continue;
		}
		for (size_t i = length != 0 ? length : 1; i > 0; i--)
			fprintf(stream, "\\x%02x", (unsigned char)*text++);
	}
}

void print_arguments(FILE *stream, const char *format, va_list arguments)
{
	char text[PART];
	CLEANUP_FREE char *longer = NULL;
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(text, sizeof(text), format, arguments);
	if (length >= (int)sizeof(text)) {
		longer = memory_take((size_t)length + 1);
		if (longer != NULL)
			vsnprintf(longer, (size_t)length + 1, format, again);
	}
	va_end(again);
	put(stream, longer != NULL ? longer : text);
}

void print_part(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_arguments(stdout, format, arguments);
	va_end(arguments);
}

void print_line(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_arguments(stdout, format, arguments);
	va_end(arguments);
	print_end();
}

void print_tab(void)
{
	if (!muted)
		putchar('\t');
}

void print_end(void)
{
	if (!muted)
		putchar('\n');
}

void print_color(const struct report_run *run, const char *sequence)
{
	if (run->color && !muted)
		fputs(sequence, stdout);
}

void print_lines(const char *text)
{
	if (!muted)
		fputs(text, stdout);
}

void print_line_to(FILE *stream, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_arguments(stream, format, arguments);
	va_end(arguments);
	putc('\n', stream);
}
