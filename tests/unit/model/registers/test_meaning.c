// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The meaning of codes. The values were written from the standards' tables and not from the
 * program's codings.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/registers/meaning.h"

#define STANDARD false
#define EXTENDED true

/* A register's bits, what a field of it means, and what the unit is. */
static const struct {
	bool extended;
	uint16_t id, offset;
	const char *field;
	uint32_t bits;
	const char *text, *number, *unit;	/* number "": none */
} known[] = {
	/* payload and read request: 128 << code, 6 and 7 reserved */
	{ STANDARD, 0x10, 0x04, "PAYLOAD", 0x00000002, "512 bytes", "512", "bytes" },
	{ STANDARD, 0x10, 0x08, "PAYLOAD", 0x0020, "256 bytes", "256", "bytes" },
	{ STANDARD, 0x10, 0x08, "READRQ", 0x5000, "4 KiB", "4096", "bytes" },
	{ STANDARD, 0x10, 0x08, "READRQ", 0x0000, "128 bytes", "128", "bytes" },
	{ STANDARD, 0x10, 0x08, "READRQ", 0x6000, "", "", "bytes" },
	/* the link */
	{ STANDARD, 0x10, 0x0c, "SLS", 0x00000001, "2.5 GT/s", "2.5", "GT/s" },
	{ STANDARD, 0x10, 0x0c, "SLS", 0x00000006, "64 GT/s", "64", "GT/s" },
	{ STANDARD, 0x10, 0x0c, "SLS", 0x00000000, "", "", "GT/s" },
	{ STANDARD, 0x10, 0x0c, "MLW", 0x00000103, "x16", "16", "lanes" },
	{ STANDARD, 0x10, 0x12, "CLS", 0x0013, "8 GT/s", "8", "GT/s" },
	{ STANDARD, 0x10, 0x12, "NLW", 0x0043, "x4", "4", "lanes" },
	{ STANDARD, 0x10, 0x30, "TLS", 0x0005, "32 GT/s", "32", "GT/s" },
	{ STANDARD, 0x10, 0x2c, "SLS", 0x0000000e, "2.5 GT/s to 8 GT/s", "2.5 5 8", "GT/s" },
	{ STANDARD, 0x10, 0x2c, "SLS", 0x0000006c, "5 GT/s, 8 GT/s, 32 GT/s, 64 GT/s", "5 8 32 64", "GT/s" },
	/* latencies are the ends of their ranges */
	{ STANDARD, 0x10, 0x04, "L0S", 0x00000100, "1 us", "1000", "ns" },
	{ STANDARD, 0x10, 0x04, "L0S", 0x000001c0, "no limit", "", NULL },
	{ STANDARD, 0x10, 0x04, "L1", 0x00000c00, "64 us", "64000", "ns" },
	{ STANDARD, 0x10, 0x0c, "L0SEL", 0x00000000, "64 ns", "64", "ns" },
	{ STANDARD, 0x10, 0x0c, "L1EL", 0x00038000, "more than 64 us", "", NULL },
	{ STANDARD, 0x10, 0x28, "COMP_TIMEOUT", 0x0006, "210 ms", "210000", "us" },
	/* power: tenths by the scale, and codes from f0 on have a table of their own */
	{ STANDARD, 0x10, 0x04, "PWR_VAL", 0x03c00000, "250 W", "250", "W" },
	{ STANDARD, 0x10, 0x04, "PWR_VAL", 0x07e80000, "25 W", "25", "W" },
	{ STANDARD, 0x10, 0x14, "SPLV", 0x00000c80, "25 W", "25", "W" },
	{ STANDARD, 0x10, 0x14, "SPLV", 0x00010c80, "0.25 W", "0.25", "W" },
	{ STANDARD, 0x10, 0x14, "SPLV", 0x00007900, "300 W", "300", "W" },
	{ STANDARD, 0x01, 0x02, "AUX_POWER", 0x01c0, "375 mA", "375", "mA" },
	/* interrupts */
	{ STANDARD, 0x05, 0x02, "QMASK", 0x008a, "32 vectors", "32", "vectors" },
	{ STANDARD, 0x05, 0x02, "QSIZE", 0x008a, "1 vector", "1", "vectors" },
	{ STANDARD, 0x11, 0x02, "QSIZE", 0x803f, "64 vectors", "64", "vectors" },
	{ STANDARD, 0x11, 0x04, "OFFSET", 0x00002003, "2000", "8192", "bytes" },
	/* latency tolerance and L1 substates: a value and its scale */
	{ EXTENDED, 0x18, 0x04, "VALUE", 0x1003, "3.145728 ms", "3145728", "ns" },
	{ EXTENDED, 0x18, 0x04, "VALUE", 0x1803, "", "", "ns" },
	{ EXTENDED, 0x1e, 0x04, "CM_RESTORE_TIME", 0x00002800, "40 us", "40", "us" },
	{ EXTENDED, 0x1e, 0x04, "P_PWR_ON_VALUE", 0x00290000, "50 us", "50", "us" },
	{ EXTENDED, 0x1e, 0x08, "LTR_L12_TH_VALUE", 0x402f0000, "48.128 us", "48128", "ns" },
	{ EXTENDED, 0x1e, 0x0c, "T_PWR_ON_VALUE", 0x00000028, "10 us", "10", "us" },
	/* resizable BARs */
	{ EXTENDED, 0x15, 0x04, "SIZES", 0x00001010, "1 MiB, 256 MiB", "1048576 268435456", "bytes" },
	{ EXTENDED, 0x15, 0x08, "BAR_SIZE", 0x00000d20, "8 GiB", "8589934592", "bytes" },
	{ EXTENDED, 0x24, 0x08, "BAR_SIZE", 0x00002b20, "8 EiB", "9223372036854775808", "bytes" },
	/* others that lspci prints in units */
	{ EXTENDED, 0x10, 0x0e, "VFS", 0x0040, "64 functions", "64", "functions" },
	{ EXTENDED, 0x10, 0x20, "SIZE", 0x00000001, "4 KiB", "4096", "bytes" },
	{ EXTENDED, 0x0f, 0x04, "QDEP", 0x0000, "32 requests", "32", "requests" },
	{ EXTENDED, 0x0f, 0x06, "STU", 0x0001, "8 KiB", "8192", "bytes" },
	{ EXTENDED, 0x04, 0x08, "BASE", 0x00000119, "2.5 W", "2.5", "W" },
	{ STANDARD, 0x07, 0x02, "MAX_READ", 0x000c, "4 KiB", "4096", "bytes" },
	/* what has no unit is its number */
	{ STANDARD, 0x10, 0x02, "TYPE", 0x0042, "", "4", NULL },
};

static const struct register_field *find(bool extended, uint16_t id, uint16_t offset,
					 const char *name)
{
	size_t count;
	const struct register_type *types = register_types(extended, id, &count);

	for (size_t i = 0; i < count; i++)
		for (const struct register_field *field = types[i].fields;
		     types[i].offset == offset && field != NULL && field->name != NULL; field++)
			if (strcmp(field->name, name) == 0)
				return field;
	fail_msg("%04x+%x has no field %s", id, offset, name);
	return NULL;
}

static const char *numbers(const struct meaning *meaning, char text[600])
{
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < meaning->count; i++) {
		char number[MEANING_NUMBER_SIZE];

		used += (size_t)snprintf(text + used, 600 - used, "%s%s", i > 0 ? " " : "",
					 meaning_number(meaning, i, number));
	}
	return text;
}

TEST(a_code_means_what_its_standard_says)
{
	for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
		const struct register_field *field =
			find(known[i].extended, known[i].id, known[i].offset, known[i].field);
		const struct meaning meaning = meaning_of(field, known[i].bits);
		char text[200], all[600];

		print_message("%04x+%x %s %x\n", known[i].id, known[i].offset, known[i].field,
			      known[i].bits);
		assert_string_equal(meaning_text(field, known[i].bits, text, sizeof(text)),
				    known[i].text);
		assert_string_equal(numbers(&meaning, all), known[i].number);
		assert_int_equal(meaning.unit == NULL, known[i].unit == NULL);
		if (known[i].unit != NULL)
			assert_string_equal(meaning.unit, known[i].unit);
	}
}

TEST(a_text_that_does_not_fit_is_cut)
{
	const struct register_field *field = find(EXTENDED, 0x15, 0x04, "SIZES");
	char text[10];

	assert_int_equal(strlen(meaning_text(field, 0xfffffff0, text, sizeof(text))), 9);
}

/* Any bits of any field: no value is read past its table, and no list is too long. */
TEST(every_code_of_every_field_can_be_asked_for)
{
	bool used[CODINGS] = { false };

	for (unsigned int id = 0; id < 0x80; id++) {
		for (int extended = 0; extended < 2; extended++) {
			size_t count;
			const struct register_type *types =
				register_types(extended != 0, (uint16_t)id, &count);

			for (size_t i = 0; i < count; i++)
				for (const struct register_field *field = types[i].fields;
				     field != NULL && field->name != NULL; field++) {
					used[field->coding] = true;
					for (uint32_t code = 0; code < 0x1000; code++) {
						uint32_t bits = code * UINT32_C(0x00100801);
						char text[200];

						meaning_text(field, bits, text, sizeof(text));
						assert_true(meaning_of(field, bits).count <=
							    MEANING_VALUES);
					}
				}
		}
	}
	for (int coding = CODING_PLAIN; coding < CODINGS; coding++) {
		/* these are of the header */
		if (coding != CODING_ROM && coding != CODING_WINDOW &&
		    coding != CODING_WINDOW_END && coding != CODING_IO_WINDOW &&
		    coding != CODING_IO_WINDOW_END && coding != CODING_DWORDS &&
		    coding != CODING_CLOCKS && coding != CODING_QUARTER_US && !used[coding])
			fail_msg("coding %d has no field", coding);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_means_what_its_standard_says),
		cmocka_unit_test(a_text_that_does_not_fit_is_cut),
		cmocka_unit_test(every_code_of_every_field_can_be_asked_for),
	};

	return cmocka_run_group_tests_name("meanings of fields", tests, NULL, NULL);
}
