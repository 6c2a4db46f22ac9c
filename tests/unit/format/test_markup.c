// SPDX-License-Identifier: GPL-2.0-or-later
/* Escapes of texts in HTML, SVG and XML. */
#include "standard_output.h"

#include <string.h>

#include "base/macros.h"
#include "format/markup.h"

#define SIZE 400

static void assert_text(const char *text, const char *expected)
{
	char printed[SIZE];
	struct caught caught = catch_output();

	markup_text(text);
	assert_string_equal(caught_text(&caught, printed, sizeof(printed)), expected);
}

TEST(markup_is_escaped)
{
	assert_text("plain text, 100 %", "plain text, 100 %");
	assert_text("</script><b a=\"x\" c='y'>&amp;", "&lt;/script&gt;&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;");
}

TEST(characters_past_ascii_stay)
{
	assert_text("Gerät \xe2\x82\xac", "Gerät \xe2\x82\xac");
}

TEST(bytes_that_are_no_character_are_shown_in_hexadecimal)
{
	static const struct {
		const char *text, *printed;
	} rows[] = {
		{ "a\x01z", "a\\x01z" }, { "a\nz", "a\\x0az" }, { "a\x7fz", "a\\x7fz" },
		{ "a\xc2\x85z", "a\\xc2\\x85z" },			/* C1: next line */
		{ "a\xe2\x80\xaez", "a\\xe2\\x80\\xaez" },		/* right to left */
		{ "a\xe2\x81\xa6z", "a\\xe2\\x81\\xa6z" },		/* isolate */
		{ "a\xef\xbf\xbez", "a\\xef\\xbf\\xbez" },		/* no character of XML */
		{ "a\xff<", "a\\xff&lt;" }, { "\xc3", "\\xc3" },	/* no UTF-8 */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_text(rows[i].text, rows[i].printed);
}

TEST(a_format_is_markup_and_its_texts_are_not)
{
	char printed[SIZE];
	struct caught caught = catch_output();

	markup_print("<a href=\"#%s\">%02x-%0*x %u%% %3d %c</a>", "\"<x>", 0xaU, 4, 0xbcU, 7U, -1, '<');
	assert_string_equal(caught_text(&caught, printed, sizeof(printed)),
			    "<a href=\"#&quot;&lt;x&gt;\">0a-00bc 7%  -1 &lt;</a>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_escaped),
		cmocka_unit_test(characters_past_ascii_stay),
		cmocka_unit_test(bytes_that_are_no_character_are_shown_in_hexadecimal),
		cmocka_unit_test(a_format_is_markup_and_its_texts_are_not),
	};

	return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
