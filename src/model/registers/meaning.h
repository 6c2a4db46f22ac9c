/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What the code in a field means, in the unit that people think in: 512 bytes for a 2 of
 * EXP_DEVCTL.READRQ. The codings are facts of the PCI standards.
 */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_MEANING_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_MEANING_H

#include <stddef.h>

#include "model/registers/register.h"

/* The most values that one code can name: a bit each. */
#define MEANING_VALUES 32

struct meaning {
	const char *unit;	/* "bytes", "GT/s", ...; NULL: a plain number, or a word */
	const char *word;	/* instead of a number: "no limit"; NULL: none */
	bool list;		/* the bits of the code name several values */
	uint8_t decimals;	/* each value is the number divided by ten to the power of this */
	unsigned int count;	/* of values; 0 and no list: the code means nothing, or a word */
	uint64_t value[MEANING_VALUES];
	bool next[MEANING_VALUES];	/* of a list: its bit is next to that of the value before */
};

/* The meaning of a field of a register that holds `bits`. */
struct meaning meaning_of(const struct register_field *field, uint32_t bits);

/* A value as a decimal number without trailing zeros: "2.5". Returns text. */
#define MEANING_NUMBER_SIZE 32
const char *meaning_number(const struct meaning *meaning, unsigned int index,
			   char text[MEANING_NUMBER_SIZE]);

/* "256 MiB": the largest unit of which it is a whole number. Returns text, cut at `size`. */
const char *meaning_bytes(uint64_t bytes, char *text, size_t size);

/*
 * For people: "512 bytes", "256 MiB", "x4", "2.5 GT/s", "32.768 us", "no limit"; a list has
 * commas, and three in a row or more are "2.5 GT/s to 16 GT/s". "" where there is no unit and no word, or the code means nothing. Cut at `size`.
 */
const char *meaning_text(const struct register_field *field, uint32_t bits, char *text,
			 size_t size);

#endif
