/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/markup.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

static const char *entity(char character)
{
	switch (character) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Prints one character. Returns its bytes. */
static size_t print_character(const char *text)
{
	const char *instead = entity(*text);
	uint32_t code;
	size_t length = text_character(text, &code);
	size_t bytes = length != 0 ? length : 1;

	if (instead != NULL)
		fputs(instead, stdout);
	else if (length != 0 && !text_is_hidden(code) && code != 0xfffe && code != 0xffff)
		fwrite(text, 1, length, stdout);
	else
		for (size_t i = 0; i < bytes; i++)
			printf("\\x%02x", (unsigned char)text[i]);
	return bytes;
}

void markup_text(const char *text)
{
	while (*text != '\0')
		text += print_character(text);
}

void markup_lines(const char *text)
{
	while (text != NULL && *text != '\0') {
		if (*text == '\n')
			putchar(*text++);
		else
			text += print_character(text);
	}
}

/* The part between '%' and its letter: flags and a width, which may be an argument. */
struct conversion {
	bool zeros;			/* before a number */
	int width;
	char letter;
};

/* Reads the conversion after a '%'. Returns what follows it. */
static const char *read_conversion(const char *format, struct conversion *conversion,
				   va_list *arguments)
{
	*conversion = (struct conversion) { .width = 0 };
	conversion->zeros = *format == '0';
	format += conversion->zeros;
	if (*format == '*') {
		conversion->width = va_arg(*arguments, int);
		format++;
	}
	while (*format >= '0' && *format <= '9')
		conversion->width = 10 * conversion->width + *format++ - '0';
	conversion->letter = *format;
	return *format != '\0' ? format + 1 : format;
}

static void print_argument(const struct conversion *conversion, va_list *arguments)
{
	bool zeros = conversion->zeros;

	switch (conversion->letter) {
	case 's':
		markup_text(va_arg(*arguments, const char *));
		break;
	case 'd':
		printf(zeros ? "%0*d" : "%*d", conversion->width, va_arg(*arguments, int));
		break;
	case 'u':
		printf(zeros ? "%0*u" : "%*u", conversion->width, va_arg(*arguments, unsigned int));
		break;
	case 'x':
		printf(zeros ? "%0*x" : "%*x", conversion->width, va_arg(*arguments, unsigned int));
		break;
	case 'c':
		markup_text((const char[]) { (char)va_arg(*arguments, int), '\0' });
		break;
	default:
		putchar('%');
		break;
	}
}

void markup_print(const char *format, ...)
{
	struct conversion conversion;
	va_list arguments;

	va_start(arguments, format);
	for (;;) {
		size_t plain = strcspn(format, "%");

		fwrite(format, 1, plain, stdout);
		format += plain;
		if (*format == '\0')
			break;
		format = read_conversion(format + 1, &conversion, &arguments);
		print_argument(&conversion, &arguments);
	}
	va_end(arguments);
}
