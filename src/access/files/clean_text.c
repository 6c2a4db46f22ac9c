/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/clean_text.h"

#include <string.h>

#include "base/ascii.h"

#define ESC 0x1b
#define BEL 0x07

/*
 * Length of an escape sequence that starts with ESC (ECMA-48, 5.3 to 5.6): CSI ends with a
 * byte from 40 to 7e, a string (OSC, DCS, PM, APC) with BEL or ESC \; others have one final byte
 * after bytes from 20 to 2f.
 */
static size_t escape_length(const char *text, size_t length)
{
	size_t i = 2;

	if (length < 2)
		return length;
	switch (text[1]) {
	case '[':
		while (i < length && !(text[i] >= 0x40 && text[i] <= 0x7e))
			i++;
		return i < length ? i + 1 : length;
	case ']':
	case 'P':
	case '^':
	case '_':
		while (i < length && text[i] != BEL && text[i] != ESC)
			i++;
		if (i < length && text[i] == ESC)
			i++;
		return i < length ? i + 1 : length;
	default:
		i = 1;
		while (i < length && text[i] >= 0x20 && text[i] <= 0x2f)
			i++;
		return i < length ? i + 1 : length;
	}
}

/* Replaces the character at a place: *taken is its bytes. Returns the byte to write, or -1. */
static int replaced(const char *text, size_t length, size_t *taken)
{
	unsigned char byte = (unsigned char)text[0];

	*taken = 1;
	if (byte == ESC) {
		*taken = escape_length(text, length);
		return -1;
	}
	if (byte == '\t' || byte == '\0')
		return byte == '\t' ? '\t' : ' ';
	if (byte < 0x20)
		return -1;
	if (length >= 2 && byte == 0xc2 && (unsigned char)text[1] == 0xa0) {
		*taken = 2;	/* U+00A0, the blank of web pages */
		return ' ';
	}
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		*taken = 3;	/* U+FEFF */
		return -1;
	}
	if (length >= 3 && memcmp(text, "\xe2\x80", 2) == 0 && (unsigned char)text[2] <= 0x8f) {
		*taken = 3;	/* U+2000 to U+200A are blanks, U+200B to U+200F have no width */
		return (unsigned char)text[2] <= 0x8a ? ' ' : -1;
	}
	return byte;
}

/* Whether a line has only visible ASCII, as nearly all lines have. */
static bool is_clean(const char *text, size_t length)
{
	uint64_t odd = 0;

	for (; length >= sizeof(uint64_t); text += sizeof(uint64_t), length -= sizeof(uint64_t))
		odd |= ascii_odd_bits(ascii_eight(text));
	for (; length > 0; text++, length--)
		odd |= ascii_odd_bits(ASCII_EIGHT((unsigned char)*text));
	return odd == 0;
}

/*
 * Passes on the buffered line unless it is empty. Cleans it unless it begins with '#': the
 * strings of a capture are data.
 */
static int end_line(struct clean_text *clean)
{
	bool data = clean->used > 0 &&
		    (clean->buffer[0] == '#' || is_clean(clean->buffer, clean->used));
	size_t from = 0, to = data ? clean->used : 0, taken;

	while (from < clean->used && !data) {
		int byte = replaced(clean->buffer + from, clean->used - from, &taken);

		if (byte >= 0)
			clean->buffer[to++] = (char)byte;
		from += taken;
	}
	clean->buffer[to] = '\0';
	clean->used = 0;
	return to == 0 ? 0 : clean->line(clean->context, clean->number, clean->buffer, to);
}

/* CR also ends a line, because very old texts have no other line end. It does not count. */
static int take_byte(struct clean_text *clean, uint8_t byte)
{
	if (byte == '\n' || byte == '\r') {
		int error = end_line(clean);

		clean->number += byte == '\n';
		return error;
	}
	if (clean->used < CLEAN_LINE_SIZE)
		clean->buffer[clean->used++] = (char)byte;
	return 0;
}

/* Writes a unit of UTF-16 as UTF-8; half a pair of surrogates becomes '?'. */
static int take_unit(struct clean_text *clean, unsigned int unit)
{
	int error = 0;

	if (unit < 0x80)
		return take_byte(clean, (uint8_t)unit);
	if (unit >= 0xd800 && unit < 0xe000)
		return take_byte(clean, '?');
	if (unit < 0x800)
		error = take_byte(clean, (uint8_t)(0xc0 | unit >> 6));
	else
		error = take_byte(clean, (uint8_t)(0xe0 | unit >> 12));
	if (error == 0 && unit >= 0x800)
		error = take_byte(clean, (uint8_t)(0x80 | (unit >> 6 & 0x3f)));
	return error != 0 ? error : take_byte(clean, (uint8_t)(0x80 | (unit & 0x3f)));
}

/* By the byte order mark; without one, by the zero byte of an ASCII character. */
static enum clean_encoding encoding_of(uint8_t first, uint8_t second)
{
	if (first == 0xff && second == 0xfe)
		return ENCODING_UTF16_LE;
	if (first == 0xfe && second == 0xff)
		return ENCODING_UTF16_BE;
	if (first != 0 && first < 0x80 && second == 0)
		return ENCODING_UTF16_LE;
	return first == 0 && second != 0 && second < 0x80 ? ENCODING_UTF16_BE : ENCODING_BYTES;
}

static int take_pair(struct clean_text *clean, uint8_t first, uint8_t second)
{
	int error;

	if (clean->encoding == ENCODING_UNKNOWN)
		clean->encoding = encoding_of(first, second);
	switch (clean->encoding) {
	case ENCODING_UTF16_LE:
		return take_unit(clean, (unsigned int)first | (unsigned int)second << 8);
	case ENCODING_UTF16_BE:
		return take_unit(clean, (unsigned int)first << 8 | second);
	default:
		error = take_byte(clean, first);
		return error != 0 ? error : take_byte(clean, second);
	}
}

void clean_text_begin(struct clean_text *clean, clean_text_line *line, void *context)
{
	memset(clean, 0, sizeof(*clean));
	clean->line = line;
	clean->context = context;
	clean->number = 1;
}

/* Takes bytes up to the end of a line, without it. Returns their number. */
static size_t take_run(struct clean_text *clean, const uint8_t *bytes, size_t count)
{
	const uint8_t *end = memchr(bytes, '\n', count);
	size_t room = CLEAN_LINE_SIZE - clean->used;

	if (end != NULL)
		count = (size_t)(end - bytes);
	end = memchr(bytes, '\r', count);
	if (end != NULL)
		count = (size_t)(end - bytes);
	memcpy(clean->buffer + clean->used, bytes, count < room ? count : room);
	clean->used += count < room ? count : room;
	return count;
}

int clean_text_feed(struct clean_text *clean, const uint8_t *bytes, size_t count)
{
	int error = 0;

	for (size_t i = 0; i < count && error == 0; i++) {
		if (clean->encoding == ENCODING_BYTES) {
			i += take_run(clean, bytes + i, count - i);
			if (i < count)
				error = take_byte(clean, bytes[i]);
		} else if (clean->has_held) {
			clean->has_held = false;
			error = take_pair(clean, clean->held, bytes[i]);
		} else {
			clean->held = bytes[i];
			clean->has_held = true;
		}
	}
	return error;
}

int clean_text_end(struct clean_text *clean)
{
	int error = 0;

	if (clean->has_held && clean->encoding == ENCODING_UNKNOWN)
		error = take_byte(clean, clean->held);
	return error != 0 ? error : end_line(clean);
}
