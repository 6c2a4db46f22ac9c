/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/wrap.h"

/* More bytes than most parts of a line; longer parts are allocated. */
#define PART 1024

/* Bytes of a line that is wrapped. A longer one is printed as it comes. */
#define LINE 16384

/* The line at hand, where lines are wrapped. */
static struct {
	unsigned int width;		/* 0: they are not */
	unsigned int hang;		/* 0: where the text begins, and two more */
	size_t used;
	char text[LINE];
} fit;

void print_fit(unsigned int width)
{
	fit.width = width;
}

void print_hang(void)
{
	fit.hang = (unsigned int)wrap_columns(fit.text, fit.used);
}

static void emit(FILE *stream, const char *text, size_t length)
{
	if (stream == stdout && fit.used + length >= sizeof(fit.text)) {
		fwrite(fit.text, 1, fit.used, stdout);
		fit.used = 0;
	}
	if (stream != stdout || fit.width == 0 || length >= sizeof(fit.text)) {
		fwrite(text, 1, length, stream);
		return;
	}
	memcpy(fit.text + fit.used, text, length);
	fit.used += length;
}

static void end_fit(void)
{
	unsigned int hang = fit.hang;

	fit.text[fit.used] = '\0';
	wrap_glue_commands(fit.text);
	if (hang == 0)
		hang = (unsigned int)strspn(fit.text, " ") + 2;
	wrap_print(stdout, fit.text, fit.width, hang);
	fit.hang = 0;
	fit.used = 0;
}

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

		emit(stream, text, length);
		text += length;
		if (*text == '\0')
			return;
		length = text_character(text, &code);
		if (length != 0 && !text_is_hidden(code)) {
			emit(stream, text, length);
			text += length;
			continue;
		}
		for (size_t i = length != 0 ? length : 1; i > 0; i--) {
			char escape[5];

			snprintf(escape, sizeof(escape), "\\x%02x", (unsigned char)*text++);
			emit(stream, escape, 4);
		}
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

void print_whole(const char *format, ...)
{
	size_t from = fit.used;
	va_list arguments;

	va_start(arguments, format);
	print_arguments(stdout, format, arguments);
	va_end(arguments);
	for (; from < fit.used; from++)
		if (fit.text[from] == ' ')
			fit.text[from] = WRAP_GLUE;
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
		emit(stdout, "\t", 1);
}

void print_end(void)
{
	if (muted)
		return;
	if (fit.width != 0)
		end_fit();
	else
		putchar('\n');
}

void print_color(const struct report_run *run, const char *sequence)
{
	if (run->color && !muted)
		emit(stdout, sequence, strlen(sequence));
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
