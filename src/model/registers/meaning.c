/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/meaning.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "base/macros.h"

/* How a value is written for people. */
enum show {
	SHOW_PLAIN,		/* "64 vectors" */
	SHOW_BYTES,		/* "256 MiB" */
	SHOW_NANOSECONDS,	/* "32.768 us" */
	SHOW_MICROSECONDS,
	SHOW_LANES,		/* "x4" */
	SHOW_HEX,		/* "fe000000" */
};

/* One way of coding. A code has the value code x factor + rest, or that of `values`. */
struct coding {
	const char *unit;
	const char *one;	/* the unit of the value 1, where that differs */
	enum show show;
	uint8_t decimals;
	uint64_t factor, rest;
	bool power;		/* the value is factor << code */
	const uint64_t *values;	/* by code; 0: that code is reserved */
	uint8_t codes;		/* codes from this one on are reserved; 0: none is */
	bool bits;		/* each bit of the field is a code of its own, from 0 */
	uint8_t word_code;	/* the code that has a word instead */
	const char *word;
	/* The value is multiplied by scale[], by another field of the register. */
	const uint64_t *scale;	/* 0: reserved */
	uint8_t scales, scale_width;
	int8_t scale_from;	/* its lowest bit, counted from the lowest of the field */
	/* From this code on, with scale 0: first + step x (code - high). 0: not so. */
	uint8_t high;
	uint64_t high_first, high_step;
};

#define KIB UINT64_C(1024)
#define MIB (KIB * KIB)

/* PCIe 6.2, 7.5.3.18: the vector's bits, and 7.5.3.6 which refers to them; tenths of GT/s */
static const uint64_t speeds[] = { 0, 25, 50, 80, 160, 320, 640, 1280 };
/* The same without the reserved 0, for a vector whose bit 0 is 2.5 GT/s */
#define SPEEDS_FROM_1 (speeds + 1)
/* PCIe 6.2, 7.5.3.3 and 7.5.3.6: the end of each range, nanoseconds */
static const uint64_t latencies_l0s[] = { 64, 128, 256, 512, 1000, 2000, 4000 };
static const uint64_t latencies_l1[] = { 1000, 2000, 4000, 8000, 16000, 32000, 64000 };
/* PCIe 6.2, 7.5.3.16: the end of each range, microseconds */
static const uint64_t timeouts[] = {
	[0x0] = 50000, [0x1] = 100, [0x2] = 10000, [0x5] = 55000, [0x6] = 210000,
	[0x9] = 900000, [0xa] = 3500000, [0xd] = 13000000, [0xe] = 64000000,
};
/* PCIe 6.2, 6.18: nanoseconds */
static const uint64_t ltr_scales[] = { 1, 32, 1024, 32768, 1048576, 33554432 };
/* PCIe 6.2, 7.8.3.2: microseconds */
static const uint64_t power_on_scales[] = { 2, 10, 100 };
/* PCIe 6.0, 7.5.3.3, 7.5.3.9 (also the codes from f0 on) and 7.8.1.3: thousandths of a watt */
static const uint64_t power_scales[] = { 1000, 100, 10, 1 };
/* PCI PM 1.2, 3.2.3: milliamperes */
static const uint64_t aux_currents[] = { 0, 55, 100, 160, 220, 270, 320, 375 };
/* PCI-X 2.0, 7.2.3 and 7.2.4: transactions */
static const uint64_t splits[] = { 1, 2, 3, 4, 8, 12, 16, 32 };
/* ATS of PCIe 6.2, 10.5.1.2: requests */
static const uint64_t queue_depths[] = {
	32, 1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};
/* CXL 3.1, 8.1.3.1: milliseconds */
static const uint64_t cxl_timeouts[] = { 10, 100, 1000, 10000, 100000 };
/* CXL 3.1, 8.1.6 and 8.1.7: microseconds */
static const uint64_t gpf_scales[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
};
/* CXL 3.1, 8.1.3.7: bytes for each unit of the cache's size */
static const uint64_t cxl_cache_units[] = { 0, 64 * KIB, MIB };

#define BY(array) .values = (array), .codes = ARRAY_LENGTH(array)
#define SCALED(array, width, from) \
	.factor = 1, .scale = (array), .scales = ARRAY_LENGTH(array), \
	.scale_width = (width), .scale_from = (from)
#define POWER(first, reserved) .power = true, .factor = (first), .codes = (reserved)
#define SAID_AT(code, text) .word_code = (code), .word = (text)
#define LTR(from) .unit = "ns", .show = SHOW_NANOSECONDS, SCALED(ltr_scales, 3, from)
#define WATTS                                                                      \
	.unit = "W", .decimals = 3, SCALED(power_scales, 2, 8), .codes = 0xff,     \
	.high = 0xf0, .high_first = 250000, .high_step = 25000

/* clang-format off */
static const struct coding codings[CODINGS] = {
	[CODING_PLAIN]		= { .factor = 1 },
	[CODING_PAYLOAD]	= { .unit = "bytes", .show = SHOW_BYTES, POWER(128, 6) },
	[CODING_SPEED]		= { .unit = "GT/s", .decimals = 1, BY(speeds) },
	[CODING_SPEEDS]		= { .unit = "GT/s", .decimals = 1, .bits = true,
				    .values = SPEEDS_FROM_1, .codes = ARRAY_LENGTH(speeds) - 1 },
	[CODING_LANES]		= { .unit = "lanes", .show = SHOW_LANES, .factor = 1 },
	[CODING_LANES_POWER]	= { .unit = "lanes", .show = SHOW_LANES, POWER(1, 5),
				    SAID_AT(7, "dynamic") },
	[CODING_L0S_ACCEPTED]	= { .unit = "ns", .show = SHOW_NANOSECONDS, BY(latencies_l0s),
				    SAID_AT(7, "no limit") },
	[CODING_L1_ACCEPTED]	= { .unit = "ns", .show = SHOW_NANOSECONDS, BY(latencies_l1),
				    SAID_AT(7, "no limit") },
	[CODING_L0S_EXIT]	= { .unit = "ns", .show = SHOW_NANOSECONDS, BY(latencies_l0s),
				    SAID_AT(7, "more than 4 us") },
	[CODING_L1_EXIT]	= { .unit = "ns", .show = SHOW_NANOSECONDS, BY(latencies_l1),
				    SAID_AT(7, "more than 64 us") },
	[CODING_TIMEOUT]	= { .unit = "us", .show = SHOW_MICROSECONDS, BY(timeouts) },
	[CODING_LTR]		= { LTR(10) },
	[CODING_LTR_THRESHOLD]	= { LTR(13) },
	[CODING_POWER_ON]	= { .unit = "us", .show = SHOW_MICROSECONDS,
				    SCALED(power_on_scales, 2, -3) },
	[CODING_US]		= { .unit = "us", .show = SHOW_MICROSECONDS, .factor = 1 },
	[CODING_WATTS]		= { WATTS },
	[CODING_AUX_CURRENT]	= { .unit = "mA", .values = aux_currents,
				    .codes = ARRAY_LENGTH(aux_currents), SAID_AT(0, "self-powered") },
	[CODING_MSI_VECTORS]	= { .unit = "vectors", .one = "vector", POWER(1, 6) },
	[CODING_MSIX_VECTORS]	= { .unit = "vectors", .one = "vector", .factor = 1, .rest = 1 },
	[CODING_ENTRIES]	= { .unit = "entries", .one = "entry", .factor = 1, .rest = 1 },
	[CODING_REBAR]		= { .unit = "bytes", .show = SHOW_BYTES, POWER(MIB, 44) },
	[CODING_REBAR_SIZES]	= { .unit = "bytes", .show = SHOW_BYTES, .bits = true,
				    POWER(MIB, 28) },
	[CODING_REBAR_MORE]	= { .unit = "bytes", .show = SHOW_BYTES, .bits = true,
				    POWER(MIB << 28, 16) },
	[CODING_PAGE]		= { .unit = "bytes", .show = SHOW_BYTES, POWER(4 * KIB, 0) },
	[CODING_PAGES]		= { .unit = "bytes", .show = SHOW_BYTES, .bits = true,
				    POWER(4 * KIB, 32) },
	[CODING_DWORDS]		= { .unit = "bytes", .show = SHOW_BYTES, .factor = 4 },
	[CODING_CLOCKS]		= { .unit = "clocks", .one = "clock", .factor = 1 },
	[CODING_QUARTER_US]	= { .unit = "ns", .show = SHOW_NANOSECONDS, .factor = 250 },
	[CODING_NS]		= { .unit = "ns", .show = SHOW_NANOSECONDS, .factor = 1,
				    .codes = 0xff, SAID_AT(0xff, "more than 254 ns") },
	[CODING_BITS]		= { .unit = "bits", .one = "bit", .factor = 1 },
	[CODING_FUNCTIONS]	= { .unit = "functions", .one = "function", .factor = 1 },
	[CODING_QUEUE]		= { .unit = "requests", .one = "request", BY(queue_depths) },
	[CODING_LOG2_BYTES]	= { .unit = "bytes", .show = SHOW_BYTES, POWER(1, 0) },
	[CODING_GROUPS]		= { .unit = "groups", .one = "group", .factor = 1, .rest = 1 },
	[CODING_PCIX_READ]	= { .unit = "bytes", .show = SHOW_BYTES, POWER(512, 4) },
	[CODING_PCIX_SPLITS]	= { .unit = "transactions", .one = "transaction", BY(splits) },
	[CODING_PCIX_TOTAL]	= { .unit = "bytes", .show = SHOW_BYTES, POWER(KIB, 8) },
	[CODING_CXL_TIMEOUT]	= { .unit = "ms", BY(cxl_timeouts) },
	[CODING_CXL_FLUSH]	= { .unit = "us", .show = SHOW_MICROSECONDS,
				    SCALED(gpf_scales, 4, 8) },
	[CODING_CXL_CACHE]	= { .unit = "bytes", .show = SHOW_BYTES,
				    SCALED(cxl_cache_units, 4, -8) },
	[CODING_MILLIWATTS]	= { .unit = "mW", .factor = 1 },
	[CODING_OFFSET_8]	= { .unit = "bytes", .show = SHOW_HEX, .factor = 8 },
	[CODING_ROM]		= { .unit = "address", .show = SHOW_HEX, .factor = 2 * KIB },
	[CODING_WINDOW]		= { .unit = "address", .show = SHOW_HEX, .factor = MIB },
	[CODING_WINDOW_END]	= { .unit = "address", .show = SHOW_HEX, .factor = MIB,
				    .rest = MIB - 1 },
	[CODING_IO_WINDOW]	= { .unit = "address", .show = SHOW_HEX, .factor = 4 * KIB },
	[CODING_IO_WINDOW_END]	= { .unit = "address", .show = SHOW_HEX, .factor = 4 * KIB,
				    .rest = 4 * KIB - 1 },
};
/* clang-format on */

static uint32_t code_of(const struct register_field *field, uint32_t bits)
{
	return (bits & bits_from(field->msb, field->lsb)) >> field->lsb;
}

/* The value of one code, before it is scaled. False for a reserved one. */
static bool value_of(const struct coding *coding, uint32_t code, uint64_t *value)
{
	if (coding->codes != 0 && code >= coding->codes)
		return false;
	if (coding->values != NULL)
		*value = coding->values[code];
	else if (coding->power)
		*value = code < 64 ? coding->factor << code : 0;
	else
		*value = code * coding->factor + coding->rest;
	return *value != 0 || coding->values == NULL;
}

/* Multiplies a value by what the scale's field of the register says. False: it is reserved. */
static bool scale(const struct coding *coding, const struct register_field *field,
		  uint32_t bits, uint64_t *value)
{
	unsigned int lsb = (unsigned int)(field->lsb + coding->scale_from);
	uint32_t code = (bits >> lsb) & ((UINT32_C(1) << coding->scale_width) - 1);
	uint32_t own = code_of(field, bits);

	if (code >= coding->scales || coding->scale[code] == 0)
		return false;
	if (coding->high != 0 && own >= coding->high && code == 0)
		*value = coding->high_first + coding->high_step * (own - coding->high);
	else
		*value *= coding->scale[code];
	return true;
}

struct meaning meaning_of(const struct register_field *field, uint32_t bits)
{
	const struct coding *coding = &codings[field->coding];
	struct meaning meaning = {
		.unit = coding->unit, .decimals = coding->decimals, .list = coding->bits,
	};
	uint32_t code = code_of(field, bits);

	if (coding->word != NULL && code == coding->word_code) {
		meaning.word = coding->word;
		meaning.unit = NULL;
		return meaning;
	}
	for (unsigned int i = 0; coding->bits && i < 32; i++) {
		if ((code >> i & 1) == 0 || !value_of(coding, i, &meaning.value[meaning.count]))
			continue;
		meaning.next[meaning.count++] = i > 0 && (code >> (i - 1) & 1) != 0;
	}
	if (!coding->bits && value_of(coding, code, &meaning.value[0]) &&
	    (coding->scale == NULL || scale(coding, field, bits, &meaning.value[0])))
		meaning.count = 1;
	return meaning;
}

/* number / 10^decimals; `decimals` is 12 at most */
static const char *decimal(uint64_t number, unsigned int decimals, char *text, size_t size)
{
	uint64_t divisor = 1;
	int length;

	for (unsigned int i = 0; i < decimals; i++)
		divisor *= 10;
	length = snprintf(text, size, "%" PRIu64, number / divisor);
	if (number % divisor == 0)
		return text;
	length += snprintf(text + length, size - (size_t)length, ".%0*" PRIu64, (int)decimals,
			   number % divisor);
	while (text[length - 1] == '0')
		text[--length] = '\0';
	return text;
}

const char *meaning_number(const struct meaning *meaning, unsigned int index,
			   char text[MEANING_NUMBER_SIZE])
{
	return decimal(meaning->value[index], meaning->decimals, text, MEANING_NUMBER_SIZE);
}

const char *meaning_bytes(uint64_t bytes, char *text, size_t size)
{
	static const char *const units[] = {
		"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB",
	};
	unsigned int unit = 0;

	while (bytes != 0 && bytes % KIB == 0 && unit + 1 < ARRAY_LENGTH(units)) {
		bytes /= KIB;
		unit++;
	}
	snprintf(text, size, "%" PRIu64 " %s", bytes,
		 bytes == 1 && unit == 0 ? "byte" : units[unit]);
	return text;
}

/* "32.768 us": the largest unit of which it is one at least; `first` is that of `time`. */
static void time_text(uint64_t time, unsigned int first, char *text, size_t size)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	unsigned int unit = first, decimals = 0;
	uint64_t rest = time;
	char number[MEANING_NUMBER_SIZE];

	for (; rest >= 1000 && unit + 1 < ARRAY_LENGTH(units); unit++, decimals += 3)
		rest /= 1000;
	snprintf(text, size, "%s %s", decimal(time, decimals, number, sizeof(number)),
		 units[unit]);
}

static void value_text(const struct coding *coding, const struct meaning *meaning,
		       unsigned int index, char *text, size_t size)
{
	uint64_t value = meaning->value[index];
	char number[MEANING_NUMBER_SIZE];

	switch (coding->show) {
	case SHOW_PLAIN:
		snprintf(text, size, "%s %s", meaning_number(meaning, index, number),
			 value == 1 && coding->one != NULL ? coding->one : meaning->unit);
		break;
	case SHOW_BYTES:
		meaning_bytes(value, text, size);
		break;
	case SHOW_NANOSECONDS:
		time_text(value, 0, text, size);
		break;
	case SHOW_MICROSECONDS:
		time_text(value, 1, text, size);
		break;
	case SHOW_LANES:
		snprintf(text, size, "x%" PRIu64, value);
		break;
	case SHOW_HEX:
		snprintf(text, size, "%" PRIx64, value);
		break;
	}
}

/* The last of the values from one on that follow each other without a gap in the codes. */
static unsigned int run_end(const struct meaning *meaning, unsigned int first)
{
	while (first + 1 < meaning->count && meaning->next[first + 1])
		first++;
	return first;
}

const char *meaning_text(const struct register_field *field, uint32_t bits, char *text,
			 size_t size)
{
	struct meaning meaning = meaning_of(field, bits);
	size_t used = 0;

	text[0] = '\0';
	if (meaning.word != NULL)
		snprintf(text, size, "%s", meaning.word);
	for (unsigned int i = 0; meaning.unit != NULL && i < meaning.count && used < size; i++) {
		const char *separator = used == 0 ? "" : ", ";
		unsigned int last = run_end(&meaning, i);
		char value[MEANING_NUMBER_SIZE + 16], end[MEANING_NUMBER_SIZE + 16];

		value_text(&codings[field->coding], &meaning, i, value, sizeof(value));
		value_text(&codings[field->coding], &meaning, last, end, sizeof(end));
		if (last < i + 2)
			used += (size_t)snprintf(text + used, size - used, "%s%s", separator, value);
		else
			used += (size_t)snprintf(text + used, size - used, "%s%s to %s", separator,
						 value, end);
		i = last < i + 2 ? i : last;
	}
	return text;
}
