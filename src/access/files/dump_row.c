/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/dump_row.h"

#include <string.h>

#include "access/files/line_prefix.h"
#include "base/ascii.h"

/* Digits of an offset; blanks between it and the first byte. */
#define OFFSET_DIGITS_MIN 2
#define OFFSET_DIGITS_MAX 8
#define GAP_MAX 4

/* lspci prints fewer digits; with these many, text may follow the bytes. */
#define LONG_OFFSET 6

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

static size_t blanks(const char *text)
{
	size_t count = 0;

	while (is_blank(text[count]))
		count++;
	return count;
}

/* Skips quotes, commas and other marks at the end of a line from code or a table. */
static const char *skip_closers(const char *text)
{
	return text + strspn(text, " \t\"'`,;\\|>");
}

/* Parses an offset with or without 0x. Returns what follows, or NULL. */
static const char *take_offset(const char *text, struct dump_line *line, unsigned int *digits)
{
	bool prefixed = text[0] == '0' && ascii_lower(text[1]) == 'x';
	const char *at = prefixed ? text + 2 : text;

	line->offset = 0;
	for (*digits = 0; ascii_hex_digit(*at) >= 0 && *digits <= OFFSET_DIGITS_MAX; ++*digits)
		line->offset = line->offset << 4 | (uint32_t)ascii_hex_digit(*at++);
	if (*digits < (prefixed ? 1 : OFFSET_DIGITS_MIN) || *digits > OFFSET_DIGITS_MAX ||
	    line->offset % 16 != 0)
		return NULL;
	line->has_colon = *at == ':';
	if (line->has_colon)
		at++;
	if (*at != '\0' && !is_blank(*at))
		return NULL;
	line->digits = *digits;
	line->place = text;
	return at;
}

/* Parses two digits or "??" that end a word. */
static bool take_byte(const char *text, struct dump_line *line)
{
	int high = ascii_hex_digit(text[0]), low = high >= 0 ? ascii_hex_digit(text[1]) : -1;
	bool unread = text[0] == '?' && text[1] == '?';

	if ((low < 0 && !unread) || is_word(text[2]) || text[2] == '?' || text[2] == ':' ||
	    text[2] == '.' || line->count == DUMP_ROW_BYTES)
		return false;
	line->known[line->count] = !unread;
	line->byte[line->count++] = (uint8_t)(unread ? 0xff : high << 4 | low);
	return true;
}

/*
 * Whether a program prints such a text after the bytes: nothing, ASCII between bars, or after
 * a wide gap if the offset is not in lspci's form.
 */
static bool ends_well(const char *text, size_t gap, unsigned int digits)
{
	if (*text == '|' || *skip_closers(text) == '\0')
		return true;
	return gap >= 2 && digits >= LONG_OFFSET;
}

/* Whether a byte follows the first word, which is not a byte. */
static bool has_byte(const char *text, const struct dump_line *line)
{
	struct dump_line scratch = *line;
	const char *at = text;

	while (*at != '\0') {
		at += strcspn(at, " \t");
		at += blanks(at);
		if (take_byte(at, &scratch))
			return true;
	}
	return false;
}

/*
 * Parses bytes with one blank between them, two between the eighth and the ninth (hexdump -C).
 */
static enum dump_line_kind take_bytes(const char *text, unsigned int digits,
				      struct dump_line *line)
{
	const char *at = text + blanks(text);

	line->count = 0;
	if (blanks(text) == 0 || blanks(text) > GAP_MAX)
		return DUMP_PROSE;
	if (!take_byte(at, line)) {
		line->place = at;
		return line->has_colon && has_byte(at, line) ? DUMP_BROKEN_ROW : DUMP_PROSE;
	}
	for (;;) {
		size_t gap = blanks(at + 2);
		const char *next = at + 2 + gap;
		bool in_row = gap == 1 || (gap == 2 && line->count == 8);

		if (!(in_row && take_byte(next, line))) {
			line->place = next;
			return ends_well(next, gap, digits) ? DUMP_ROW : DUMP_BROKEN_ROW;
		}
		at = next;
	}
}

/* "00 01 02 ... 0f" is the heading of a table, not a row. */
static bool is_heading(const struct dump_line *line)
{
	for (unsigned int i = 0; i < line->count; i++)
		if (line->byte[i] != i + 1)
			return false;
	return line->offset == 0 && !line->has_colon && line->count > 1;
}

static bool parse_row(const char *text, struct dump_line *line)
{
	unsigned int digits;
	const char *rest = take_offset(text, line, &digits);

	if (rest == NULL)
		return false;
	line->kind = take_bytes(rest, digits, line);
	if (line->kind != DUMP_PROSE && is_heading(line))
		line->kind = DUMP_PROSE;
	if (line->kind == DUMP_ROW)
		line->place = text;
	if (line->kind == DUMP_PROSE && digits >= LONG_OFFSET && *skip_closers(rest) == '\0')
		line->kind = DUMP_END;
	return line->kind != DUMP_PROSE;
}

/* Four hexadecimal digits, or -1. */
static int take_id(const char *text)
{
	int id = 0;

	for (int i = 0; i < 4; i++) {
		int digit = ascii_hex_digit(text[i]);

		if (digit < 0)
			return -1;
		id = id << 4 | digit;
	}
	return id;
}

/*
 * Finds the last "vvvv:dddd" of a slot line. lspci -n and -nn print the kernel's IDs, also for
 * a VF, whose registers read ffff.
 */
static void take_ids(const char *rest, struct dump_line *line)
{
	line->vendor = line->product = -1;
	for (const char *at = strchr(rest, ':'); at != NULL; at = strchr(at + 1, ':')) {
		int vendor = at - rest >= 5 && !is_word(at[-5]) ? take_id(at - 4) : -1;
		int product = vendor >= 0 ? take_id(at + 1) : -1;

		if (product < 0 || is_word(at[5]))
			continue;
		line->vendor = vendor;
		line->product = product;
	}
}

/* "[DDDD:]BB:DD.F ...", or the form of pci=earlydump. */
static bool parse_slot(const char *text, struct dump_line *line)
{
	bool early = strncmp(text, "pci ", 4) == 0;
	const char *at = early ? text + 4 : text;
	size_t taken = address_parse_prefix(at, &line->address);
	const char *rest = at + taken;

	if (taken == 0)
		return false;
	if (early) {
		rest += *rest == ':';
		if (strncmp(rest, " config space:", 14) != 0)
			return false;
	} else if (*rest != '\0' && !is_blank(*rest)) {
		return false;
	}
	line->kind = DUMP_SLOT;
	line->place = at;
	take_ids(rest, line);
	return true;
}

/* Whether the line has only "*", quoted or not. */
static bool is_repeat(const char *text)
{
	const char *star = text + strspn(text, " \t>|");

	return *star == '*' && star[1 + blanks(star + 1)] == '\0';
}

void dump_line_parse(const char *text, struct dump_line *line)
{
	const char *const first = line_start(text);
	const char *starts[LINE_STARTS];
	unsigned int count;

	line->kind = is_repeat(text) ? DUMP_REPEAT : DUMP_PROSE;
	if (line->kind == DUMP_REPEAT || parse_slot(first, line) || parse_row(first, line))
		return;
	count = line_later_starts(first, starts);
	for (unsigned int i = 0; i < count; i++)
		if (parse_slot(starts[i], line) || parse_row(starts[i], line))
			return;
}
