// SPDX-License-Identifier: GPL-2.0-or-later
/* Text from outside. */
#include "test.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

struct text_row {
	const char *from, *printable, *utf8;
	size_t size;		/* of the buffer; 0: enough */
};

static const struct text_row text_rows[] = {
	{ "", "", "", 0 },
	{ "plain", "plain", "plain", 0 },
	{ "Gerät €😀", "Gerät €😀", "Gerät €😀", 0 },
	{ "a\x1b[31mb", "a\\x1b[31mb", "a\x1b[31mb", 0 },
	{ "tab\tnew\nline\r", "tab\\x09new\\x0aline\\x0d", "tab\tnew\nline\r", 0 },
	{ "del\x7f", "del\\x7f", "del\x7f", 0 },
	/* C1 controls, though valid UTF-8 */
	{ "\xc2\x80\xc2\x9f\xc2\xa0", "\\xc2\\x80\\xc2\\x9f\xc2\xa0",
	  "\xc2\x80\xc2\x9f\xc2\xa0", 0 },
	/* a lone continuation, a cut character, a byte that never occurs */
	{ "\x80z", "\\x80z", "\xef\xbf\xbdz", 0 },
	{ "\xe2\x82", "\\xe2\\x82", "\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xff", "\\xff", "\xef\xbf\xbd", 0 },
	/* overlong, a surrogate, past 10ffff */
	{ "\xc0\xaf", "\\xc0\\xaf", "\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80",
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", 0 },
	/* cut, at a whole character */
	{ "plain", "plai", "plai", 5 },
	{ "plain", "plain", "plain", 6 },
	{ "ab€", "ab", "ab", 5 },
	{ "ab€", "ab€", "ab€", 6 },
	{ "ab\x01", "ab", "ab\x01", 6 },
	{ "ab\x01", "ab\\x01", "ab\x01", 7 },
	{ "x", "", "", 1 },
};

static void check_text(const char *(*copy)(const char *, char *, size_t), const char *from,
		       size_t size, const char *expected)
{
	char text[64];

	memset(text, '!', sizeof(text));
	if (size == 0)
		size = sizeof(text) - 1;
	assert_ptr_equal(copy(from, text, size), text);
	assert_string_equal(text, expected);
	assert_int_equal(text[size], '!');
}

TEST(text_becomes_printable)
{
	for (size_t i = 0; i < ARRAY_LENGTH(text_rows); i++)
		check_text(text_printable, text_rows[i].from, text_rows[i].size,
			   text_rows[i].printable);
}

TEST(text_becomes_valid_utf8)
{
	for (size_t i = 0; i < ARRAY_LENGTH(text_rows); i++)
		check_text(text_utf8, text_rows[i].from, text_rows[i].size, text_rows[i].utf8);
}

TEST(what_became_printable_stays_as_it_is)
{
	uint64_t seed = 7;

	for (int i = 0; i < 20000; i++) {
		char from[16] = "", once[64], twice[64];

		for (size_t j = 0; j < sizeof(from) - 1; j++)
			from[j] = (char)next_random(&seed);
		text_printable(from, once, sizeof(once));
		assert_string_equal(text_printable(once, twice, sizeof(twice)), once);
		text_utf8(from, once, sizeof(once));
		assert_string_equal(text_utf8(once, twice, sizeof(twice)), once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_printable),
		cmocka_unit_test(text_becomes_valid_utf8),
		cmocka_unit_test(what_became_printable_stays_as_it_is),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
