/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/line_prefix.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *text)
{
	while (is_blank(*text))
		text++;
	return text;
}

/* "1. " or "12) ", a number of a list. */
static const char *skip_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	const char *end = text + digits;

	return digits >= 1 && digits <= 3 && (*end == '.' || *end == ')') && is_blank(end[1])
	     ? end + 1 : text;
}

/* A '-', '*' or '+' of a list. Several of them are a line between two parts. */
static const char *skip_list_mark(const char *text)
{
	static const char marks[] = "-*+";

	return *text != '\0' && strchr(marks, *text) != NULL && strspn(text, marks) == 1 ? text + 1
											   : text;
}

/* Blanks, quote marks and list marks; a bullet is U+2022, U+00B7 or U+00BB in UTF-8. */
static const char *skip_marks(const char *text)
{
	static const char marks[] = " \t>|\"'`";
	static const char *const bullets[] = { "\xe2\x80\xa2", "\xc2\xb7", "\xc2\xbb" };

	for (;;) {
		const char *before = text;

		text = skip_number(skip_list_mark(text + strspn(text, marks)));
		for (size_t i = 0; i < ARRAY_LENGTH(bullets); i++)
			if (strncmp(text, bullets[i], strlen(bullets[i])) == 0)
				text += strlen(bullets[i]);
		if (text == before)
			return text;
	}
}

/*
 * Matches text against a shape: '9' is a digit, 'a' a letter, ' ' one or more blanks, all else
 * itself. Returns what follows, or NULL.
 */
static const char *match(const char *text, const char *shape)
{
	for (; *shape != '\0'; shape++) {
		bool fits = *shape == '9' ? is_digit(*text)
			  : *shape == 'a' ? is_letter(*text)
			  : *shape == ' ' ? is_blank(*text) : *text == *shape;

		if (!fits)
			return NULL;
		text = *shape == ' ' ? skip_blanks(text) : text + 1;
	}
	return text;
}

/* "[    1.234567]", "[T1]", "[Tue May  1 12:00:00 2026]", also after "<6>"; several of them. */
static const char *skip_dmesg(const char *text)
{
	const char *level = match(text, "<9>"), *at = level != NULL ? level : text, *end = NULL;

	while (*at == '[') {
		const char *close = strchr(at, ']');

		if (close == NULL || close - at > 32 || (!is_digit(close[-1]) && end == NULL))
			break;
		end = close + 1;
		at = skip_blanks(end);
	}
	return end;
}

/* Shapes of a date and a time: ISO 8601, journalctl -o short-full, syslog. */
static const char *const times[] = {
	"9999-99-99T99:99:99", "9999-99-99 99:99:99", "aaa 9999-99-99 99:99:99",
	"aaa 99 99:99:99", "aaa 9 99:99:99",
};

/* A date and a time, with a fraction and a zone ("Z", "+02:00", " UTC"). */
static const char *skip_date(const char *text)
{
	const char *at = NULL, *zone;

	for (size_t i = 0; at == NULL && i < ARRAY_LENGTH(times); i++)
		at = match(text, times[i]);
	if (at == NULL)
		return NULL;
	if (*at == '.' || *at == ',')
		at += 1 + strspn(at + 1, "0123456789");
	zone = match(at, " UTC");
	if (zone != NULL || *at == 'Z')
		return zone != NULL ? zone : at + 1;
	return *at == '+' || *at == '-' ? at + 1 + strspn(at + 1, "0123456789:") : at;
}

/* "1790000000.123456", seconds since 1970 (journalctl -o short-unix). */
static const char *skip_seconds(const char *text)
{
	size_t whole = strspn(text, "0123456789");
	size_t fraction = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;

	return whole >= 9 && fraction == 6 ? text + whole + 1 + fraction : NULL;
}

/* What follows a time stamp, or NULL; *host: the name of a host can follow. */
static const char *skip_time(const char *text, bool *host)
{
	const char *at = skip_date(text);

	*host = true;
	if (at == NULL)
		at = skip_seconds(text);
	if (at == NULL)
		at = skip_dmesg(text);	/* journalctl -o short-monotonic has the host there, too */
	return at != NULL && (is_blank(*at) || at[-1] == ']') ? skip_blanks(at) : NULL;
}

/* "kernel:", "lspci[42]:", "file.txt:". Digits and a to f alone are an offset. */
static const char *skip_word(const char *text)
{
	const char *at = text;
	bool word = false;

	while (is_letter(*at) || is_digit(*at) || (*at != '\0' && strchr("._-/@()", *at) != NULL)) {
		word = word || ascii_hex_digit(*at) < 0;
		at++;
	}
	if (at == text || !word)
		return NULL;
	if (*at == '[') {
		at++;
		while (is_digit(*at))
			at++;
		if (*at++ != ']')
			return NULL;
	}
	return *at == ':' ? skip_blanks(at + 1) : NULL;
}

/* The name of a host: a word that ends with a blank. */
static const char *skip_host(const char *text)
{
	size_t length = strcspn(text, " \t:");

	return length > 0 && is_blank(text[length]) ? skip_blanks(text + length) : NULL;
}

const char *line_start(const char *text)
{
	return skip_marks(text);
}

unsigned int line_later_starts(const char *first, const char *starts[LINE_STARTS])
{
	unsigned int count = 0;
	const char *at = first, *next;
	bool host = false;

	next = skip_time(at, &host);
	if (next != NULL)
		starts[count++] = at = next;
	next = skip_word(at);
	if (next == NULL && host && skip_host(at) != NULL)
		next = skip_word(skip_host(at));
	if (next != NULL)
		starts[count++] = next;
	return count;
}
