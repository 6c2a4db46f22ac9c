// SPDX-License-Identifier: GPL-2.0-or-later
/* Text from outside. */
#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/text.h"

struct text_row {
	const char *from, *printable;
	size_t size;		/* of the buffer; 0: enough */
};

static const struct text_row text_rows[] = {
	{ "", "", 0 },
	{ "plain", "plain", 0 },
	{ "Gerät €😀", "Gerät €😀", 0 },
	{ "a\x1b[31mb", "a\\x1b[31mb", 0 },
	{ "tab\tnew\nline\r", "tab\\x09new\\x0aline\\x0d", 0 },
	{ "del\x7f", "del\\x7f", 0 },
	/* C1 controls, though valid UTF-8 */
	{ "\xc2\x80\xc2\x9f\xc2\xa0", "\\xc2\\x80\\xc2\\x9f\xc2\xa0", 0 },
	/* right-to-left override, an isolate, and characters that show nothing */
	{ "a\u202eb", "a\\xe2\\x80\\xaeb", 0 },
	{ "\u2066x\u2069", "\\xe2\\x81\\xa6x\\xe2\\x81\\xa9", 0 },
	{ "\u200b\ufeff\u00ad", "\\xe2\\x80\\x8b\\xef\\xbb\\xbf\\xc2\\xad", 0 },
	{ "\U000e0041", "\\xf3\\xa0\\x81\\x81", 0 },
	/* Hebrew and Arabic letters are text */
	{ "\u05d0\u0628", "\u05d0\u0628", 0 },
	/* a lone continuation, a cut character, a byte that never occurs */
	{ "\x80z", "\\x80z", 0 },
	{ "\xe2\x82", "\\xe2\\x82", 0 },
	{ "\xff", "\\xff", 0 },
	/* overlong, a surrogate, past 10ffff */
	{ "\xc0\xaf", "\\xc0\\xaf", 0 },
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf", 0 },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80", 0 },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", 0 },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", 0 },
	/* cut, at a whole character */
	{ "plain", "plai", 5 },
	{ "plain", "plain", 6 },
	{ "ab€", "ab", 5 },
	{ "ab€", "ab€", 6 },
	{ "ab\x01", "ab", 6 },
	{ "ab\x01", "ab\\x01", 7 },
	{ "x", "", 1 },
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

TEST(what_became_printable_stays_as_it_is)
{
	uint64_t seed = test_seed(7);

	for (int i = 0; i < 20000; i++) {
		char from[16] = "", once[64], twice[64];

		for (size_t j = 0; j < sizeof(from) - 1; j++)
			from[j] = (char)next_random(&seed);
		text_printable(from, once, sizeof(once));
		assert_string_equal(text_printable(once, twice, sizeof(twice)), once);
	}
}

TEST(what_became_printable_has_no_hidden_character)
{
	uint64_t seed = test_seed(8);

	for (int i = 0; i < 20000; i++) {
		char from[16] = "", text[64];
		uint32_t code;

		for (size_t j = 0; j < sizeof(from) - 1; j++)
			from[j] = (char)next_random(&seed);
		text_printable(from, text, sizeof(text));
		for (const char *c = text; *c != '\0'; c += text_character(c, &code)) {
			assert_int_not_equal(text_character(c, &code), 0);
			assert_false(text_is_hidden(code));
		}
	}
}

/* A code in `length` bytes of UTF-8, whether or not that form is allowed. */
static void encode(uint32_t code, unsigned int length, char *text)
{
	static const uint8_t lead[] = { 0, 0x00, 0xc0, 0xe0, 0xf0 };

	for (unsigned int i = length; i-- > 1; code >>= 6)
		text[i] = (char)(0x80 | (code & 0x3f));
	text[0] = (char)(lead[length] | code);
	text[length] = '\0';
}

/* RFC 3629, section 3: the one form of each code */
TEST(each_character_has_one_form)
{
	static const uint32_t ends[] = { 0, 0x80, 0x800, 0x10000, 0x110000 };

	for (uint32_t code = 1; code < 0x200000; code++)
		for (unsigned int length = 1; length <= 4; length++) {
			bool valid = code >= ends[length - 1] && code < ends[length] &&
				     !(code >= 0xd800 && code < 0xe000);
			char text[5];
			uint32_t found;
			size_t taken;

			if (code >> (length == 1 ? 7 : 5 * length + 1) != 0)
				continue;	/* the code does not fit */
			encode(code, length, text);
			taken = text_character(text, &found);
			if (taken != (valid ? length : 0) || found != (valid ? code : 0))
				fail_msg("%x in %u bytes: %zu, %x", code, length, taken, found);
		}
}

TEST(a_truncated_character_and_a_wrong_lead_byte_are_invalid)
{
	static const char *const texts[] = {
		"\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xe2" "a\x82", "\xe2\x82" "a", "\xf0\x9f\x98" "a",
		"\xe2\x82\xc0", "\xf8\x88\x80\x80\x80", "\xbf",
	};
	uint32_t code;

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		assert_int_equal(text_character(texts[i], &code), 0);
		assert_int_equal(code, 0);
	}
}

/*
 * By Unicode 16, DerivedGeneralCategory.txt (Cc, Cf, Zl, Zp) and DerivedCoreProperties.txt
 * (Default_Ignorable_Code_Point): the first code and the number of codes.
 */
TEST(hidden_characters_are_those_of_unicode)
{
	static const struct {
		uint32_t first, count;
	} runs[] = {
		{ 0x0000, 32 }, { 0x007f, 33 }, { 0x00ad, 1 }, { 0x034f, 1 }, { 0x0600, 6 },
		{ 0x061c, 1 }, { 0x06dd, 1 }, { 0x070f, 1 }, { 0x0890, 2 }, { 0x08e2, 1 },
		{ 0x115f, 2 }, { 0x17b4, 2 }, { 0x180b, 5 }, { 0x200b, 5 }, { 0x2028, 7 },
		{ 0x2060, 16 }, { 0x3164, 1 }, { 0xfe00, 16 }, { 0xfeff, 1 }, { 0xffa0, 1 },
		{ 0xfff0, 12 }, { 0x110bd, 1 }, { 0x110cd, 1 }, { 0x13430, 16 }, { 0x1bca0, 4 },
		{ 0x1d173, 8 }, { 0xe0000, 4096 },
	};
	uint32_t next = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(runs); i++) {
		for (; next < runs[i].first; next++)
			if (text_is_hidden(next))
				fail_msg("%x is hidden", next);
		for (; next < runs[i].first + runs[i].count; next++)
			if (!text_is_hidden(next))
				fail_msg("%x is not hidden", next);
	}
	for (; next < 0x110000; next++)
		assert_false(text_is_hidden(next));
}

static const struct {
	const char *from, *word;
	size_t size;		/* of the buffer; 0: enough */
} words[] = {
	{ "dump.txt", "dump.txt", 0 },
	{ "/run/vfio-cfgtool/0000:01:00.0", "/run/vfio-cfgtool/0000:01:00.0", 0 },
	{ "a b", "'a b'", 0 },
	{ "", "''", 0 },
	{ "~", "'~'", 0 },
	{ "it's $HOME", "'it'\\''s $HOME'", 0 },
	{ "`x`\"\\", "'`x`\"\\'", 0 },
	{ "Gerät", "'Gerät'", 0 },
	{ "-", "-", 0 },
	{ "-rf", "./-rf", 0 },
	{ "-r f", "./'-r f'", 0 },
	{ "a\nb", "$'a\\012b'", 0 },
	{ "\x1b'\\1\xff" "7", "$'\\033\\'\\\\1\\3777'", 0 },
	{ "a\u202eb", "$'a\\342\\200\\256b'", 0 },
	/* a truncated name could name another file */
	{ "dump.txt", "dump.txt", 9 },
	{ "dump.txt", "FILE", 8 },
	{ "a b", "'a b'", 6 },
	{ "a b", "FILE", 5 },
};

TEST(a_path_becomes_one_word_of_a_shell)
{
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		check_text(text_shell_word, words[i].from, words[i].size, words[i].word);
}

/* The length of the word that bash reads, which is copied into `text`; -1 without bash. */
static int shell_length(const char *word, char *text, size_t size)
{
	int ends[2], status;
	char command[256];
	size_t used = 0;
	ssize_t length;
	pid_t child;

	snprintf(command, sizeof(command), "printf %%s %s", word);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execlp("bash", "bash", "--norc", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while ((length = read(ends[0], text + used, size - 1 - used)) > 0)
		used += (size_t)length;
	text[used] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status) == 127 ? -1 : (int)used;
}

/* Random bytes, most of them special characters of a shell. */
TEST(bash_reads_the_word_as_the_path)
{
	static const char special[] = "'\"\\$`!*? \t\n~#&|;<>(){}[]-=0a\xff\x1b\x80";
	uint64_t seed = test_seed(9);

	for (int i = 0; i < 300; i++) {
		char from[12] = "", word[128], text[64];
		size_t length = 1 + next_random(&seed) % (sizeof(from) - 1);

		for (size_t j = 0; j < length; j++)
			from[j] = special[next_random(&seed) % (sizeof(special) - 1)];
		text_shell_word(from, word, sizeof(word));
		if (shell_length(word, text, sizeof(text)) < 0)
			skip();
		assert_string_equal(strncmp(text, "./-", 3) == 0 ? text + 2 : text, from);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_printable),
		cmocka_unit_test(what_became_printable_stays_as_it_is),
		cmocka_unit_test(what_became_printable_has_no_hidden_character),
		cmocka_unit_test(each_character_has_one_form),
		cmocka_unit_test(a_truncated_character_and_a_wrong_lead_byte_are_invalid),
		cmocka_unit_test(hidden_characters_are_those_of_unicode),
		cmocka_unit_test(a_path_becomes_one_word_of_a_shell),
		cmocka_unit_test(bash_reads_the_word_as_the_path),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
