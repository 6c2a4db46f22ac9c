/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

/*
 * The length in bytes of the UTF-8 character at the start of text, or 0 if it is not
 * valid: RFC 3629 allows no overlong form, no surrogate and nothing above 10ffff.
 */
static size_t utf8_length(const unsigned char *text)
{
	static const struct {
		unsigned char lead_min, lead_max, second_min, second_max, length;
	} forms[] = {
		{ 0x01, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t length = forms[i].length;

		if (text[0] < forms[i].lead_min || text[0] > forms[i].lead_max)
			continue;
		if (length > 1 && (text[1] < forms[i].second_min || text[1] > forms[i].second_max))
			return 0;
		for (size_t j = 2; j < length; j++)
			if ((text[j] & 0xc0) != 0x80)
				return 0;
		return length;
	}
	return 0;
}

size_t text_character(const char *text, uint32_t *code)
{
	static const uint8_t lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *byte = (const unsigned char *)text;
	size_t length = utf8_length(byte);

	*code = length != 0 ? byte[0] & lead_bits[length] : 0;
	for (size_t i = 1; i < length; i++)
		*code = *code << 6 | (byte[i] & 0x3f);
	return length;
}

/*
 * Unicode 16: the characters of the categories Cc, Cf, Zl and Zp and those with the
 * property Default_Ignorable_Code_Point.
 */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{ 0x0000, 0x001f },	/* C0 */
	{ 0x007f, 0x009f },	/* DEL and C1 */
	{ 0x00ad, 0x00ad }, { 0x034f, 0x034f },
	{ 0x0600, 0x0605 }, { 0x061c, 0x061c }, { 0x06dd, 0x06dd }, { 0x070f, 0x070f },
	{ 0x0890, 0x0891 }, { 0x08e2, 0x08e2 },
	{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
	{ 0x200b, 0x200f },	/* of no width; left-to-right and right-to-left mark */
	{ 0x2028, 0x202e },	/* line and paragraph; embeddings and overrides of direction */
	{ 0x2060, 0x206f },	/* of no width; isolates of direction */
	{ 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

bool text_is_hidden(uint32_t code)
{
	if (code >= ' ' && code < 0x7f)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(hidden) && code >= hidden[i].first; i++)
		if (code <= hidden[i].last)
			return true;
	return false;
}

const char *text_printable(const char *from, char *to, size_t size)
{
	size_t used = 0;

	while (*from != '\0') {
		uint32_t code;
		size_t length = text_character(from, &code);
		bool plain = length != 0 && !text_is_hidden(code);
		size_t taken = length != 0 ? length : 1;
		size_t needed = plain ? length : 4 * taken;

		if (used + needed >= size)
			break;
		if (plain)
			memcpy(to + used, from, length);
		for (size_t i = 0; !plain && i < taken; i++)
			snprintf(to + used + 4 * i, 5, "\\x%02x", (unsigned char)from[i]);
		from += taken;
		used += needed;
	}
	to[used] = '\0';
	return to;
}

/* Whether every character of a text means itself in a shell. */
static bool is_plain_word(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789@%_+=:,./-";

	return text[0] != '\0' && text[strspn(text, plain)] == '\0';
}

static bool has_hidden(const char *text)
{
	uint32_t code;
	size_t length;

	for (; *text != '\0'; text += length) {
		length = text_character(text, &code);
		if (length == 0 || text_is_hidden(code))
			return true;
	}
	return false;
}

/* A text in the making; `cut` is set if a piece did not fit. */
struct pieces {
	char *to;
	size_t size, used;
	bool cut;
};

static void add(struct pieces *pieces, const char *piece, size_t length)
{
	pieces->cut |= pieces->used + length >= pieces->size;
	if (pieces->cut)
		return;
	memcpy(pieces->to + pieces->used, piece, length);
	pieces->used += length;
	pieces->to[pieces->used] = '\0';
}

/*
 * Adds a text in single quotes. Closes them before a quote in the text and opens them after
 * it.
 */
static void add_quoted(struct pieces *pieces, const char *text)
{
	add(pieces, "'", 1);
	while (*text != '\0') {
		size_t length = strcspn(text, "'");

		add(pieces, text, length);
		text += length;
		if (*text == '\'')
			add(pieces, "'\\''", 4);
		text += *text == '\'';
	}
	add(pieces, "'", 1);
}

/*
 * Adds a text in $'...'. A hidden byte gets three octal digits, so that the next digit is not
 * part of it.
 */
static void add_escaped(struct pieces *pieces, const char *text)
{
	for (add(pieces, "$'", 2); *text != '\0';) {
		uint32_t code;
		size_t length = text_character(text, &code), taken = length != 0 ? length : 1;
		bool plain = length != 0 && !text_is_hidden(code);

		if (*text == '\'' || *text == '\\')
			add(pieces, "\\", 1);
		if (plain)
			add(pieces, text, length);
		for (size_t i = 0; !plain && i < taken; i++) {
			char octal[5];

			snprintf(octal, sizeof(octal), "\\%03o", (unsigned char)text[i]);
			add(pieces, octal, 4);
		}
		text += taken;
	}
	add(pieces, "'", 1);
}

const char *text_shell_word(const char *from, char *to, size_t size)
{
	struct pieces pieces = { .to = to, .size = size };
	bool is_option = from[0] == '-' && from[1] != '\0';

	to[0] = '\0';
	if (is_option)
		add(&pieces, "./", 2);
	if (is_plain_word(from))
		add(&pieces, from, strlen(from));
	else if (has_hidden(from))
		add_escaped(&pieces, from);
	else
		add_quoted(&pieces, from);
	if (pieces.cut)
		snprintf(to, size, "FILE");
	return to;
}
