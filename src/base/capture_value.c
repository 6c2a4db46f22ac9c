/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/capture_value.h"

#include <string.h>

#include "base/ascii.h"

bool capture_hex(const char *text, uint64_t most, uint64_t *number)
{
	*number = 0;
	if (text == NULL || text[0] == '\0' || strlen(text) > 16)
		return false;
	for (; *text != '\0'; text++) {
		int digit = ascii_hex_digit(*text);

		if (digit < 0)
			return false;
		*number = *number << 4 | (unsigned int)digit;
	}
	return *number <= most;
}

bool capture_decimal(const char *text, int *number)
{
	unsigned long value = 0;

	if (text == NULL || text[0] == '\0' || strlen(text) > 9)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (unsigned long)(*text - '0');
	}
	*number = (int)value;
	return true;
}

char *capture_word(char **rest)
{
	char *found;

	do
		found = strsep(rest, " ");
	while (found != NULL && found[0] == '\0');
	return found;
}

const char *capture_yes_or_no(const char *value, bool *is)
{
	*is = strcmp(value, "yes") == 0;
	return *is || strcmp(value, "no") == 0 ? NULL : "neither yes nor no";
}

/* Decodes \xNN. Returns the byte, or -1. */
static int escaped_byte(const char *text)
{
	int high, low, byte;

	if (text[0] != '\\' || text[1] != 'x')
		return -1;
	high = ascii_hex_digit(text[2]);
	low = high < 0 ? -1 : ascii_hex_digit(text[3]);
	byte = low < 0 ? 0 : high << 4 | low;
	return byte == 0 || (byte >= 0x20 && byte < 0x7f) ? -1 : byte;
}

const char *capture_unescape(const char *value, char *text, size_t size)
{
	size_t used = 0;

	while (*value != '\0' && used + 1 < size) {
		int byte = escaped_byte(value);

		text[used++] = byte < 0 ? *value : (char)byte;
		value += byte < 0 ? 1 : 4;
	}
	text[used] = '\0';
	return *value == '\0' ? NULL : "too long";
}
