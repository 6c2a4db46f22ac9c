// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole policy file: how its lines depend on each other, and random bytes. */
#include "check_expect.h"

#include <stdlib.h>

#include "base/macros.h"

/* The mistakes of the last text as "LINE:COLUMN LINE:COLUMN", and the last message. */
static char places[400], message[256];

static void note_mistake(const char *name, const struct policy_mistake *mistake)
{
	size_t used = strlen(places);

	assert_string_equal(name, "file");
	snprintf(places + used, sizeof(places) - used, "%s%u:%u", used > 0 ? " " : "",
		 mistake->line, mistake->column);
	snprintf(message, sizeof(message), "%s", mistake->message);
}

static void assert_mistakes(const char *text, const char *expected)
{
	struct policy_files files = { .parts = NULL };

	places[0] = message[0] = '\0';
	assert_int_equal(policy_files_add(&files, "file", text, strlen(text), false,
					  note_mistake), expected[0] == '\0');
	policy_files_free(&files);
	assert_string_equal(places, expected);
}

TEST(every_mistake_has_its_line_and_column)
{
	assert_mistakes("format 1\nsize 1000\n", "");
	assert_mistakes("format 1\n\n# comment\nsiz 1000\nsize 1000\n  map 40-3f raw\nsize g",
			"4:1 6:7 7:6");
}

TEST(the_first_rule_is_the_format)
{
	assert_mistakes("# comment\n\nsize 1000\nsize 100\n", "3:1");
	assert_string_equal(message, "the first rule must be: format 2");
	assert_mistakes("", "");
	assert_mistakes("# nothing\n", "");
}

TEST(nothing_is_read_after_a_newer_format)
{
	assert_mistakes("format 3\nnew words\nother\n", "1:1");
	assert_non_null(strstr(message, "format 3 needs a newer vfio-cfgtool"));
}

TEST(an_if_has_an_end_and_an_end_an_if)
{
	assert_mistakes("format 1\nif +dvsec\nsize 1000\nend\n", "");
	assert_mistakes("format 1\nif +dvsec\nif rules >= 6.4\nsize 1000\nend\nend\n", "");
	assert_mistakes("format 1\nsize 1000\n end\n", "3:2");
	assert_mistakes("format 1\nif +dvsec\nif -dvsec\nend\nsize 1000\n", "2:1");
	assert_mistakes("format 1\nif +dvsec\nformat 1\nend\n", "3:1");
}

/* A file of conditions in one another. */
static const char *nested(unsigned int count)
{
	static char text[1000];
	size_t used = (size_t)snprintf(text, sizeof(text), "format 1\n");

	for (unsigned int i = 0; i < 2 * count; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s\n",
					 i < count ? "if +dvsec" : "end");
	return text;
}

TEST(ifs_can_be_nested_up_to_a_limit)
{
	assert_mistakes(nested(16), "");
	assert_mistakes(nested(17), "18:1");
}

TEST(the_end_of_a_wrong_if_is_not_a_second_mistake)
{
	assert_mistakes("format 1\nif dvsec\nsize 1000\nend\nsize 1000\n", "2:4");
	assert_mistakes("if +dvsec\nsize 1000\nend\n", "1:1");
	assert_mistakes("format 1\nif +dvsec\nif what\nend\nend\nend\n", "3:4 6:1");
}

TEST(rules_and_devices_hold_for_all_of_a_policy)
{
	assert_mistakes("format 1\nif +dvsec\nrules 6.1\ndevice pf\nend\n", "3:1 4:1");
	assert_mistakes("format 1\nrules 6.1\nrules 6.4\n", "3:1");
	assert_string_equal(message, "rules is given a second time");
	assert_mistakes("format 1\nrules 6.1\nsize 1000\nformat 1\nrules 6.4\nsize 1000\n", "");
}

TEST(each_format_begins_another_policy)
{
	static const char text[] = "format 1\nrules 6.1\ndevice pf\nsize 1000\n"
				   "format 1\nsize 100\nsize 1000\n";
	struct policy_files files = { .parts = NULL };

	assert_true(policy_files_add(&files, "file", text, strlen(text), false, no_mistake));
	assert_int_equal(files.count, 2);
	assert_true(files.parts[0].is_pinned);
	assert_int_equal(files.parts[0].judging, 1);
	assert_false(files.parts[1].is_pinned);
	assert_int_equal(files.parts[1].judging, 2);
	assert_int_equal(files.parts[1].list[1].line, 7);
	policy_files_free(&files);
}

TEST(lines_can_end_as_on_other_systems_and_the_last_one_not_at_all)
{
	assert_mistakes("format 1\r\nsize 1000\r\nsize 1000", "");
}

/* Random changes of a text with every word of the grammar */
static const char all_words[] =
	"format 1\n"
	"rules 6.1.176,+dvsec\n"
	"device 8086:10d3 class=020000 subsystem=8086:0000 revision=00 pf\n"
	"size 1000 # bytes\n"
	"map 00-3f header\nmap CAP_PM\nmap 100-12b ECAP_AER\nmap CAP_VNDR+0-3@1 CAP_VNDR@1\n"
	"visible CAP_MSI\nhidden ECAP_PASID\nabsent ECAP_SRIOV\n"
	"bits COMMAND.w read_virtual=0400 write=ffff write_virtual=0400\n"
	"bits gaps write=ff\nbits CAP_PM+2-3 read_virtual=00\n"
	"value VENDOR_ID.w = 8086:fff0\nvalue hardware CAP_PM+4.w=0\n"
	"effect EXP_DEVCTL.w 8000 function-reset\n"
	"deny raw 40-ff\ndeny write 00-ff\ndeny hardware-write 00-fff\n"
	"deny hardware-read ECAP_DSN\ndeny hidden-write\ndeny raw-nonzero gaps\n"
	"deny effect power-state\ndeny lint length-past-end\n"
	"allow hardware-write COMMAND.w\nallow effect msi-control CAP_MSI\n"
	"optional map CAP_VNDR@1\n"
	"if rules >= 6.4 -exp-v2-52\nif rules < 6.12\nvisible ECAP_DVSEC\nend\nend\n"
	"error init-fails\n";

static size_t length_of_line(const char *text, size_t length, unsigned int line)
{
	const char *end;

	while (--line > 0) {
		end = memchr(text, '\n', length);
		assert_non_null(end);
		length -= (size_t)(end + 1 - text);
		text = end + 1;
	}
	end = memchr(text, '\n', length);
	return end != NULL ? (size_t)(end - text) : length;
}

static const char *mutated;
static size_t mutated_length;

static void check_mistake(const char *name, const struct policy_mistake *mistake)
{
	assert_string_equal(name, "mutated");
	assert_true(mistake->line >= 1 && mistake->column >= 1);
	assert_true(mistake->column <=
		    length_of_line(mutated, mutated_length, mistake->line) + 1);
	assert_true(mistake->message[0] != '\0');
}

/* Changes, takes out or doubles some bytes of a text; returns how long it is then. */
static size_t mutate(char *text, size_t length, size_t room, uint64_t *seed)
{
	for (uint32_t changes = 1 + next_random(seed) % 4; changes > 0; changes--) {
		size_t at = next_random(seed) % length, count = 1 + next_random(seed) % 8;

		switch (next_random(seed) % 4) {
		case 0:
			text[at] = (char)next_random(seed);
			break;
		case 1:
			text[at] = all_words[next_random(seed) % (sizeof(all_words) - 1)];
			break;
		case 2:
			count = at + count > length ? length - at : count;
			memmove(text + at, text + at + count, length - at - count);
			length = length > count ? length - count : 1;
			break;
		default:
			count = at + count > length ? length - at : count;
			if (length + count > room)
				break;
			memmove(text + at + count, text + at, length - at);
			length += count;
			break;
		}
	}
	return length;
}

static void judge_all(struct subject *subject, const struct policy_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct check_rules rules = { files->parts[i].list, files->parts[i].count };

		check_applies(&rules, &subject->device);
		check_find_holes(&rules, &subject->judged);
		for (size_t j = 0; j < rules.count; j++) {
			struct check_result result;

			if (policy_rule_judges(&rules.list[j]))
				check_judge(&rules, j, &subject->judged, &result);
		}
	}
}

TEST(ten_thousand_random_changes_of_a_file_are_judged_or_have_a_mistake_with_its_place)
{
	struct space_builder builder = builder_start_express();
	struct subject *subject;
	static char text[2 * sizeof(all_words)];
	unsigned int right = 0;
	uint64_t seed = test_seed(1);

	add_standard(&builder, 0x80, 0x01);
	add_standard(&builder, 0x90, 0x05);
	add_extended(&builder, 0x100, 0x1b);
	add_extended(&builder, 0x140, 0x01);
	subject = subject_of(&builder, "6.1.176");
	mutated = text;
	for (unsigned int i = 0; i < 10000; i++) {
		struct policy_files files = { .parts = NULL };

		memcpy(text, all_words, sizeof(all_words) - 1);
		mutated_length = mutate(text, sizeof(all_words) - 1, sizeof(text), &seed);
		if (policy_files_add(&files, "mutated", text, mutated_length, false,
				     check_mistake)) {
			judge_all(subject, &files);
			right++;
		}
		policy_files_free(&files);
	}
	assert_in_range(right, 100, 9900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mistake_has_its_line_and_column),
		cmocka_unit_test(the_first_rule_is_the_format),
		cmocka_unit_test(nothing_is_read_after_a_newer_format),
		cmocka_unit_test(an_if_has_an_end_and_an_end_an_if),
		cmocka_unit_test(ifs_can_be_nested_up_to_a_limit),
		cmocka_unit_test(the_end_of_a_wrong_if_is_not_a_second_mistake),
		cmocka_unit_test(rules_and_devices_hold_for_all_of_a_policy),
		cmocka_unit_test(each_format_begins_another_policy),
		cmocka_unit_test(lines_can_end_as_on_other_systems_and_the_last_one_not_at_all),
		cmocka_unit_test(ten_thousand_random_changes_of_a_file_are_judged_or_have_a_mistake_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
