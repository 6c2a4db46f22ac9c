/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/wrap.h"

#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wchar.h>

#include "base/text.h"

#define BLANKS ((const char[]){ ' ', WRAP_GLUE, '\0' })

/* Lines after the first have at least so many columns for words. */
#define NARROW 20

unsigned int wrap_terminal(FILE *stream)
{
	struct winsize size;

	return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

unsigned int wrap_page(FILE *stream)
{
	unsigned int width = wrap_terminal(stream);

	return width != 0 && width < 80 ? width : 80;
}

size_t wrap_columns(const char *text, size_t length)
{
	const char *end = text + length;
	size_t columns = 0;

	while (text < end) {
		uint32_t code;
		size_t bytes = text_character(text, &code);

		if (*text == '\033') {
			text += strcspn(text, "m") + 1;
			continue;
		}
		columns += bytes > 1 && wcwidth((wchar_t)code) >= 0 ? (size_t)wcwidth((wchar_t)code) : 1;
		text += bytes != 0 ? bytes : 1;
	}
	return columns;
}

void wrap_glue_commands(char *text)
{
	static const char name[] = "vfio-cfgtool ";

	for (text = strstr(text, name); text != NULL; text = strstr(text, name))
		for (size_t length = strcspn(text, ";,)"); length > 0; length--, text++)
			if (*text == ' ')
				*text = WRAP_GLUE;
}

/* The bytes of the first word of a text, of which a line takes so many columns. */
static size_t word_length(const char *text, size_t room)
{
	size_t length = strcspn(text, " ");

	return wrap_columns(text, length) <= room ? length : strcspn(text, BLANKS);
}

static void write_word(FILE *stream, const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++)
		putc(word[i] == WRAP_GLUE ? ' ' : word[i], stream);
}

void wrap_print(FILE *stream, const char *line, unsigned int width, unsigned int hang)
{
	size_t column = strspn(line, " "), room = SIZE_MAX;

	if (width < hang + NARROW)
		hang = column + 2 + NARROW <= width ? (unsigned int)column + 2 : 0;
	if (width != 0)
		room = width - hang;
	fprintf(stream, "%*s", (int)column, "");
	for (line += column; *line != '\0';) {
		size_t blanks = strspn(line, BLANKS), length = word_length(line + blanks, room);
		size_t columns = wrap_columns(line + blanks, length);

		if (width != 0 && blanks != 0 && columns != 0 && column + blanks + columns > width) {
			fprintf(stream, "\n%*s", (int)hang, "");
			column = hang;
		} else {
			fprintf(stream, "%*s", (int)blanks, "");
			column += blanks;
		}
		write_word(stream, line + blanks, length);
		column += columns;
		line += blanks + length;
	}
	putc('\n', stream);
}
