/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/prose.h"

#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "format/print.h"

/* Columns of a line that is wrapped. */
#define LINE 96

static const struct prose_listener *diverted;

void prose_divert(const struct prose_listener *listener)
{
	diverted = listener;
}

void prose_say(const char *label, const char *text)
{
	size_t column = PROSE_LABEL + 2;
	const char *separator = "";

	if (diverted != NULL) {
		diverted->say(diverted->context, label, text);
		return;
	}
	print_part("  %-*s", PROSE_LABEL, label);
	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (separator[0] != '\0' && column + 1 + word > LINE) {
			print_end();
			print_part("  %-*s", PROSE_LABEL, "");
			column = PROSE_LABEL + 2;
			separator = "";
		}
		print_part("%s%.*s", separator, (int)word, text);
		column += strlen(separator) + word;
		separator = " ";
		text += word;
		text += strspn(text, " ");
	}
	print_end();
}

void prose_bits(uint32_t bits, unsigned int width, char *text, size_t size)
{
	uint32_t all = bits_all(width);

	if (bits == all)
		snprintf(text, size, "all bits");
	else
		snprintf(text, size, "bits %0*x", 2 * (int)width, bits);
}
