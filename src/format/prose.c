/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/prose.h"

#include <stdio.h>

#include "base/bits.h"
#include "format/print.h"

static const struct prose_listener *diverted;

void prose_divert(const struct prose_listener *listener)
{
	diverted = listener;
}

void prose_say(const char *label, const char *text)
{
	if (diverted != NULL) {
		diverted->say(diverted->context, label, text);
		return;
	}
	print_part("  %-*s", PROSE_LABEL, label);
	print_hang();
	print_line("%s", text);
}

void prose_bits(uint32_t bits, unsigned int width, char *text, size_t size)
{
	uint32_t all = bits_all(width);

	if (bits == all)
		snprintf(text, size, "all bits");
	else
		snprintf(text, size, "bits %0*x", 2 * (int)width, bits);
}
