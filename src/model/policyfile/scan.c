/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

/* The most valid words in a message. */
#define LISTED_WORDS 20

bool scan_refuse(struct scan *scan, const char *at, const char *format, ...)
{
	char text[sizeof(scan->mistake->message)];
	va_list arguments;

	scan->mistake->column = (unsigned int)(at - scan->start) + 1;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text_printable(text, scan->mistake->message, sizeof(scan->mistake->message));
	return false;
}

bool scan_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void scan_blanks(struct scan *scan)
{
	while (scan->at < scan->end && scan_is_blank(*scan->at))
		scan->at++;
}

struct scan_word scan_word(struct scan *scan, const char *stops)
{
	struct scan_word word;

	scan_blanks(scan);
	word.text = scan->at;
	while (scan->at < scan->end && !scan_is_blank(*scan->at) &&
	       (*scan->at == '\0' || strchr(stops, *scan->at) == NULL))
		scan->at++;
	word.length = (size_t)(scan->at - word.text);
	return word;
}

bool scan_is_at_end(struct scan *scan)
{
	scan_blanks(scan);
	return scan->at == scan->end;
}

bool scan_mark(struct scan *scan, const char *mark)
{
	size_t length = strlen(mark);

	scan_blanks(scan);
	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, mark, length) != 0)
		return false;
	scan->at += length;
	return true;
}

bool scan_word_is(const struct scan_word *word, const char *text)
{
	return strlen(text) == word->length && memcmp(word->text, text, word->length) == 0;
}

const char *scan_show(const struct scan_word *word, char text[SCAN_WORD_SIZE])
{
	char raw[SCAN_WORD_SIZE];

	snprintf(raw, sizeof(raw), "%.*s",
		 (int)(word->length < SCAN_WORD_SIZE ? word->length : SCAN_WORD_SIZE - 1),
		 word->text);
	return text_printable(raw, text, SCAN_WORD_SIZE);
}

bool scan_copy(struct scan *scan, const struct scan_word *word, const char *what,
	       char text[SCAN_WORD_SIZE])
{
	if (word->length == 0)
		return scan_refuse(scan, word->text, "%s is missing", what);
	if (word->length >= SCAN_WORD_SIZE || memchr(word->text, '\0', word->length) != NULL)
		return scan_refuse(scan, word->text, "not %s", what);
	memcpy(text, word->text, word->length);
	text[word->length] = '\0';
	return true;
}

bool scan_hex(struct scan *scan, const struct scan_word *word, size_t least, size_t most,
	      uint32_t *number)
{
	*number = 0;
	if (word->length == 0)
		return scan_refuse(scan, word->text, "a hexadecimal number is missing");
	for (size_t i = 0; i < word->length; i++) {
		int digit = ascii_hex_digit(word->text[i]);

		if (digit < 0)
			return scan_refuse(scan, word->text,
					   "not a hexadecimal digit (numbers have no 0x)");
		*number = *number << 4 | (uint32_t)digit;
	}
	if (word->length >= least && word->length <= most)
		return true;
	if (least == most)
		return scan_refuse(scan, word->text, "%zu digits instead of %zu",
				   word->length, most);
	return scan_refuse(scan, word->text, "%zu digits; at most %zu are allowed",
			   word->length, most);
}

bool scan_one_of(struct scan *scan, const struct scan_word *word, const char *what,
		 const struct words *words, unsigned int *index)
{
	char shown[SCAN_WORD_SIZE], known[160] = "";
	size_t used = 0;

	if (words_find(words, word->text, word->length, index))
		return true;
	for (unsigned int i = words_next(words, 0); words->count <= LISTED_WORDS &&
	     i < words->count && used < sizeof(known); i = words_next(words, i + 1))
		used += (size_t)snprintf(known + used, sizeof(known) - used, "%s %s",
					 used == 0 ? ": one of" : "", words_name(words, i));
	if (word->length == 0)
		return scan_refuse(scan, word->text, "%s is missing%s", what, known);
	return scan_refuse(scan, word->text, "'%s' is not %s%s", scan_show(word, shown), what,
			   known);
}
