// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of read and write, from the call and from a stream. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "inputs/operation_words.h"

static char why[240];

/* The words; valid until the next call. */
static struct operations *operations(bool (*parse)(const char *, struct operations *, char *,
						   size_t), const char *word)
{
	static struct operations list;

	operations_free(&list);
	if (!parse(word, &list, why, sizeof(why)))
		return NULL;
	return &list;
}

static const struct operation *one(const char *word)
{
	struct operations *list = operations(operation_parse_write, word);

	if (list == NULL)
		fail_msg("%s", why);
	assert_int_equal(list->count, 1);
	return list->list;
}

static void assert_write(const char *word, uint32_t value, uint32_t mask)
{
	const struct operation *operation = one(word);

	assert_int_equal(operation->kind, ACCESS_WRITE);
	if (operation->value != value || operation->mask != mask)
		fail_msg("%s: %x:%x", word, operation->value, operation->mask);
}

static void assert_refused(bool (*parse)(const char *, struct operations *, char *, size_t),
			   const char *word, const char *reason)
{
	if (operations(parse, word) != NULL)
		fail_msg("%s is taken", word);
	assert_string_equal(why, reason);
}

TEST(a_register_alone_is_read)
{
	assert_int_equal(one("COMMAND")->kind, ACCESS_READ);
	assert_int_equal(one("40.l")->reference.width, 4);
	assert_int_equal(operations(operation_parse_read, "cap_pm+4.w")->list->kind, ACCESS_READ);
}

TEST(a_value_is_written_with_all_bits_or_those_of_its_mask)
{
	assert_write("COMMAND=7", 7, 0xffff);
	assert_write("COMMAND=0x7", 7, 0xffff);
	assert_write("40.b=Ff", 0xff, 0xff);
	assert_write("40.l=ffffffff", 0xffffffff, 0xffffffff);
	assert_write("40.l=0:80000000", 0, 0x80000000);
	assert_write("CAP_PM+4.w=3:3", 3, 3);
	assert_write("40.w=000000012", 0x12, 0xffff);
}

TEST(several_values_are_steps_of_one_width)
{
	struct operations *list = operations(operation_parse_write, "40.w=1,2:3,4");

	assert_non_null(list);
	assert_int_equal(list->count, 3);
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(list->list[i].step, i);
		assert_int_equal(list->list[i].reference.width, 2);
	}
	assert_int_equal(list->list[1].mask, 3);
	assert_int_equal(list->list[2].value, 4);
	assert_int_equal(list->list[2].mask, 0xffff);
}

TEST(a_width_has_to_be_written_where_setpci_wants_it)
{
	static const char *const words[] = { "40", "CAP_PM+4", "ECAP_AER+4", "40=1" };
	char reason[100];

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		snprintf(reason, sizeof(reason), "%.*s: its width is not said: add .b, .w or .l",
			 (int)strcspn(words[i], "="), words[i]);
		assert_refused(operation_parse_write, words[i], reason);
	}
	assert_refused(operation_parse_write, "CAP_PM",
		       "CAP_PM: a whole capability is not written: name one register of it");
}

TEST(a_value_that_does_not_fit_or_is_not_a_number_is_refused)
{
	static const char *const words[] = {
		"40.b=", "40.b=100", "40.b=1:100", "40.b=1:", "40.b=:1", "40.b=1,", "40.b=,1",
		"40.b=g", "40.b=-1", "40.b=0x", "40.b= 1", "40.b=1:2:3", "40.b=1=2",
	};
	char reason[100];

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		snprintf(reason, sizeof(reason),
			 "%s: not VALUE or VALUE:MASK of 2 hexadecimal digits at most", words[i]);
		assert_refused(operation_parse_write, words[i], reason);
	}
	assert_refused(operation_parse_write, "40.l=100000000",
		       "40.l=100000000: not VALUE or VALUE:MASK of 8 hexadecimal digits at most");
}

TEST(an_unknown_register_is_refused)
{
	assert_refused(operation_parse_write, "NOSUCH=1", "NOSUCH: no such register");
	assert_refused(operation_parse_write, "=1", ": no such register");
	assert_refused(operation_parse_read, "NOSUCH", "NOSUCH: no such register");
	assert_refused(operation_parse_read, "COMMAND=1", "COMMAND=1: no such register");
	assert_refused(operation_parse_write, "41.w=1", "41.w: not aligned");
}

TEST(more_values_than_places_are_refused)
{
	static char word[3 * SPACE_SIZE_EXTENDED] = "0.b=1";
	size_t used = strlen(word);

	for (unsigned int i = 1; i <= SPACE_SIZE_EXTENDED; i++)
		used += (size_t)snprintf(word + used, sizeof(word) - used, ",1");
	assert_null(operations(operation_parse_write, word));
	assert_non_null(strstr(why, "more values than there are places"));
}

TEST(a_range_is_read_and_not_written)
{
	static const char *const words[] = { "40-4f", "CAP_PM", "CAP_VNDR@1", "CAP05", "CAP_PM+0-3",
					     "gaps", "ECAP_AER" };

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		struct operations *list = operations(operation_parse_read, words[i]);

		if (list == NULL)
			fail_msg("%s", why);
		assert_int_equal(list->list->kind, ACCESS_RANGE);
		assert_null(operations(operation_parse_write, words[i]));
	}
	assert_int_equal(operations(operation_parse_read, "CAP_PM.w")->list->kind, ACCESS_READ);
}

/* The operations of a text, or NULL. */
static struct operations *of_text(const char *text, size_t length)
{
	static struct operations list;
	CLEANUP_FILE FILE *stream = fmemopen((void *)(uintptr_t)text, length, "r");

	assert_non_null(stream);
	operations_free(&list);
	return operations_from(stream, &list, why, sizeof(why)) ? &list : NULL;
}

TEST(a_stream_has_lines_comments_and_waits)
{
	static const char text[] = "# all\nCOMMAND  40.b=1,2 # both\n\n\t wait 250\r\nSTATUS";
	struct operations *list = of_text(text, strlen(text));

	if (list == NULL)
		fail_msg("%s", why);
	assert_int_equal(list->count, 5);
	assert_int_equal(list->list[0].kind, ACCESS_READ);
	assert_int_equal(list->list[2].step, 1);
	assert_int_equal(list->list[3].kind, ACCESS_WAIT);
	assert_int_equal(list->list[3].milliseconds, 250);
	assert_string_equal(list->list[4].text, "STATUS");
}

TEST(a_line_that_cannot_be_understood_is_named)
{
	static const struct {
		const char *text, *reason;
	} cases[] = {
		{ "COMMAND\nNOSUCH\n", "line 2: NOSUCH: no such register" },
		{ "COMMAND 40\n", "line 1: 40: its width is not said: add .b, .w or .l" },
		{ "\n\nwait\n", "line 3: wait: needs a number of milliseconds after it, up to 3600000" },
		{ "wait 3600001", "line 1: wait: needs a number of milliseconds after it, up to 3600000" },
		{ "wait 99999999999999999999", "line 1: 99999999999999999999: not a number of milliseconds" },
		{ "wait 1s", "line 1: 1s: not a number of milliseconds" },
		{ "wait 1 COMMAND", "line 1: COMMAND: wait must be alone on its line" },
		{ "COMMAND wait", "line 1: wait: no such register" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		if (of_text(cases[i].text, strlen(cases[i].text)) != NULL)
			fail_msg("%s is taken", cases[i].text);
		assert_string_equal(why, cases[i].reason);
	}
	assert_null(of_text("COMMAND\0\n", 9));
	assert_string_equal(why, "line 1: not text: it has a byte 00");
	assert_null(of_text("\033[1m\n", 5));
	assert_string_equal(why, "line 1: \\x1b[1m: no such register");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_register_alone_is_read),
		cmocka_unit_test(a_value_is_written_with_all_bits_or_those_of_its_mask),
		cmocka_unit_test(several_values_are_steps_of_one_width),
		cmocka_unit_test(a_width_has_to_be_written_where_setpci_wants_it),
		cmocka_unit_test(a_value_that_does_not_fit_or_is_not_a_number_is_refused),
		cmocka_unit_test(an_unknown_register_is_refused),
		cmocka_unit_test(more_values_than_places_are_refused),
		cmocka_unit_test(a_range_is_read_and_not_written),
		cmocka_unit_test(a_stream_has_lines_comments_and_waits),
		cmocka_unit_test(a_line_that_cannot_be_understood_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
