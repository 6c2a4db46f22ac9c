/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Bytes of the UTF-8 character at the start of text, or 0 where there is none:
 * RFC 3629 without overlong forms, surrogates and what lies past 10ffff.
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

/* C0, DEL and C1 controls. */
static bool is_control(const unsigned char *text, size_t length)
{
	if (length == 1)
		return text[0] < 0x20 || text[0] == 0x7f;
	return length == 2 && text[0] == 0xc2 && text[1] < 0xa0;
}

const char *text_printable(const char *from, char *to, size_t size)
{
	size_t used = 0;

	while (*from != '\0') {
		size_t length = utf8_length((const unsigned char *)from);
		bool plain = length != 0 && !is_control((const unsigned char *)from, length);
		size_t needed = plain ? length : 4;

		if (used + needed >= size)
			break;
		if (plain) {
			memcpy(to + used, from, length);
			from += length;
		} else {
			snprintf(to + used, 5, "\\x%02x", (unsigned char)*from);
			from++;
		}
		used += needed;
	}
	to[used] = '\0';
	return to;
}

const char *text_utf8(const char *from, char *to, size_t size)
{
	static const char replacement[] = "\xef\xbf\xbd";	/* U+FFFD */
	size_t used = 0;

	while (*from != '\0') {
		size_t length = utf8_length((const unsigned char *)from);
		size_t needed = length != 0 ? length : 3;

		if (used + needed >= size)
			break;
		memcpy(to + used, length != 0 ? from : replacement, needed);
		from += length != 0 ? length : 1;
		used += needed;
	}
	to[used] = '\0';
	return to;
}
