// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of a journal: it is read as it was written, and damage is reported. */
#include "test.h"

#include <string.h>

#include "access/files/journal_format.h"

#define TEXT_ROOM 65536

/* A device with some unknown bytes and three writes, one of them undone. */
static struct journal_content sample;
static char text[TEXT_ROOM];
static size_t length;

static void add_record(struct journal_write record)
{
	length += journal_format_record(&record, &sample.sum, text + length);
}

static int build_sample(void **state)
{
	CLEANUP_FREE char *head = NULL;

	(void)state;
	memset(&sample, 0, sizeof(sample));
	sample.address = (struct pci_address) { .domain = 0x10000, .bus = 0x3f, .device = 0x1f,
						.function = 7 };
	sample.identity = (struct journal_identity) {
		.boot = "0b9c5a52-1111-2222-3333-444455556666", .vendor = 0x8086,
		.product = 0x10d3, .subsystem_vendor = 0x8086, .subsystem_device = 0xa01f,
		.revision = 0, .serial = "525400ffff123456", .driver = "vfio-pci",
	};
	sample.started = 1700000000;
	sample.pid = 4242;
	snprintf(sample.command, sizeof(sample.command), "probe");
	space_clear(&sample.hardware, 0x600, VIEW_HARDWARE);
	space_clear(&sample.user, SPACE_SIZE, VIEW_USER);
	for (uint16_t offset = 0; offset < 0x600; offset++)
		if (offset != 0x13f)
			space_set(&sample.hardware, offset, (uint8_t)(offset * 7));
	for (uint16_t offset = 0; offset < SPACE_SIZE; offset++)
		space_set(&sample.user, offset, (uint8_t)~offset);
	assert_int_equal(journal_format(&sample, &head), 0);
	length = sample.length;
	memcpy(text, head, length);
	add_record((struct journal_write) { .offset = 0x3c, .width = 1, .before = 0x0b,
					    .value = 0xff });
	add_record((struct journal_write) { .offset = 0x3c, .width = 1, .restored = true });
	add_record((struct journal_write) { .offset = 0x40, .width = 4, .before = 0xcafe0001,
					    .value = 0xffffffff });
	add_record((struct journal_write) { .offset = 0xffe, .width = 2, .before = 1, .value = 2 });
	return 0;
}

/* The fault of the parser, or "" */
static const char *complaint(const char *bytes, size_t count)
{
	static char why[200];
	struct journal_content content;

	why[0] = '\0';
	if (journal_parse(bytes, count, &content, why, sizeof(why)))
		journal_content_free(&content);
	else
		assert_true(why[0] != '\0' && content.writes == NULL);
	return why;
}

TEST(what_is_written_is_read)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content read = { .count = 0 };
	char why[200];

	assert_true(journal_parse(text, length, &read, why, sizeof(why)));
	assert_int_equal(address_compare(&read.address, &sample.address), 0);
	assert_memory_equal(&read.identity, &sample.identity, sizeof(read.identity));
	assert_memory_equal(&read.hardware, &sample.hardware, sizeof(read.hardware));
	assert_memory_equal(&read.user, &sample.user, sizeof(read.user));
	assert_int_equal(read.started, 1700000000);
	assert_int_equal(read.pid, 4242);
	assert_string_equal(read.command, "probe");
	assert_int_equal(read.count, 3);
	assert_int_equal(read.writes[1].before, 0xcafe0001);
	assert_int_equal(read.writes[1].value, 0xffffffff);
	assert_int_equal(read.writes[2].offset, 0xffe);
	assert_int_equal(read.writes[2].width, 2);
	assert_false(read.torn);
	assert_int_equal(read.length, length);
	assert_int_equal(read.sum, sample.sum);
}

TEST(a_write_that_was_put_back_is_not_pending)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content read = { .count = 0 };
	char why[200];

	assert_true(journal_parse(text, length, &read, why, sizeof(why)));
	assert_true(read.writes[0].restored);
	assert_false(read.writes[1].restored);
	assert_int_equal(journal_pending(&read), 2);
}

/* Whether the first write is pending after the records in `text`. */
static bool first_is_pending(void)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content read = { .count = 0 };
	char why[200];

	assert_true(journal_parse(text, length, &read, why, sizeof(why)));
	return !read.writes[1].restored;
}

TEST(a_part_of_a_write_that_is_back_leaves_all_of_it_pending)
{
	add_record((struct journal_write) { .offset = 0x40, .width = 2, .restored = true });
	assert_true(first_is_pending());
	add_record((struct journal_write) { .offset = 0x42, .width = 2, .restored = true });
	assert_true(first_is_pending());
	add_record((struct journal_write) { .offset = 0x40, .width = 4, .restored = true });
	assert_false(first_is_pending());
}

TEST(a_write_after_the_mark_is_pending_again)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content read = { .count = 0 };
	char why[200];

	add_record((struct journal_write) { .offset = 0x3c, .width = 1, .before = 1, .value = 2 });
	assert_true(journal_parse(text, length, &read, why, sizeof(why)));
	assert_true(read.writes[0].restored);
	assert_false(read.writes[3].restored);
}

TEST(a_record_without_its_end_is_torn_and_the_ones_before_it_count)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content read = { .count = 0 };
	char why[200];

	assert_true(journal_parse(text, length - 1, &read, why, sizeof(why)));
	assert_true(read.torn);
	assert_int_equal(read.count, 2);
	assert_int_equal(read.length, length - strlen("write ffe 2 0001 0002 12345678\n"));
	assert_memory_equal(text + read.length, "write ffe", 9);
}

TEST(a_record_follows_a_torn_one_that_was_cut_off)
{
	struct journal_content read = { .count = 0 };
	char why[200];

	assert_true(journal_parse(text, length - 1, &read, why, sizeof(why)));
	length = read.length;
	sample.sum = read.sum;
	journal_content_free(&read);
	add_record((struct journal_write) { .offset = 0x40, .width = 4, .restored = true });
	assert_false(first_is_pending());
}

TEST(each_changed_byte_is_noticed)
{
	for (size_t i = 0; i < length; i++) {
		text[i] ^= 1;
		/* a line end that is gone at the very end only tears the last record */
		if (i != length - 1 && complaint(text, length)[0] == '\0')
			fail_msg("byte %zu", i);
		text[i] ^= 1;
	}
	assert_string_equal(complaint(text, length), "");
}

TEST(no_shorter_head_is_a_journal)
{
	for (size_t i = 0; i < sample.length; i++)
		if (complaint(text, i)[0] == '\0')
			fail_msg("the first %zu bytes", i);
	assert_string_equal(complaint(text, sample.length), "");
}

TEST(a_record_that_is_missing_in_between_is_noticed)
{
	char *second = memchr(text + sample.length, '\n', length - sample.length);
	size_t taken = (size_t)(second + 1 - (text + sample.length));

	memmove(text + sample.length, second + 1, length - sample.length - taken);
	assert_non_null(strstr(complaint(text, length - taken), "check sum"));
}

TEST(a_foreign_file_and_a_newer_format_have_different_faults)
{
	static const char newer[] = "vfio-cfgtool journal 2\naddress 0000:00:00.0\n";

	assert_string_equal(complaint("hello\nworld\n", 12), "line 1: it is not a journal of vfio-cfgtool");
	assert_string_equal(complaint("", 0), "line 1: it ends here, and should not");
	assert_string_equal(complaint(newer, sizeof(newer) - 1),
			    "line 1: a format that this version of vfio-cfgtool does not know");
}

/* The difference between the sample's identity and another. */
static size_t differences(const struct journal_identity *now, struct fact_mismatch *mismatch)
{
	return journal_compare(&sample.identity, now, mismatch);
}

TEST(the_same_device_has_no_difference)
{
	struct fact_mismatch mismatch[JOURNAL_FACTS];

	assert_int_equal(differences(&sample.identity, mismatch), 0);
}

/* Changes one fact after the other; NULL at the end. */
static const char *change(struct journal_identity *identity, int which)
{
	switch (which) {
	case 0:
		identity->boot[0] = 'x';
		return "boot ID";
	case 1:
		identity->vendor++;
		return "IDs";
	case 2:
		identity->product++;
		return "IDs";
	case 3:
		identity->subsystem_vendor++;
		return "subsystem";
	case 4:
		identity->subsystem_device = -1;
		return "subsystem";
	case 5:
		identity->revision = -1;
		return "revision";
	case 6:
		identity->serial[0] = '\0';
		return "serial number";
	case 7:
		snprintf(identity->driver, sizeof(identity->driver), "e1000e");
		return "driver";
	default:
		return NULL;
	}
}

TEST(each_fact_distinguishes_devices)
{
	struct fact_mismatch mismatch[JOURNAL_FACTS];

	for (int which = 0; ; which++) {
		struct journal_identity now = sample.identity;
		const char *fact = change(&now, which);

		if (fact == NULL)
			return;
		assert_int_equal(differences(&now, mismatch), 1);
		assert_string_equal(mismatch[0].fact, fact);
		assert_string_not_equal(mismatch[0].journal, mismatch[0].now);
	}
}

TEST(a_serial_number_that_was_not_read_is_compared_with_nothing)
{
	struct journal_identity now = sample.identity;
	struct fact_mismatch mismatch[JOURNAL_FACTS];

	snprintf(now.serial, sizeof(now.serial), JOURNAL_UNREAD);
	assert_int_equal(differences(&now, mismatch), 0);
	now.serial[0] = '\0';
	assert_int_equal(differences(&now, mismatch), 1);
	assert_string_equal(mismatch[0].journal, "525400ffff123456");
	assert_string_equal(mismatch[0].now, "-");
}

#define CASE(test) cmocka_unit_test_setup(test, build_sample)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_written_is_read),
		CASE(a_write_that_was_put_back_is_not_pending),
		CASE(a_part_of_a_write_that_is_back_leaves_all_of_it_pending),
		CASE(a_write_after_the_mark_is_pending_again),
		CASE(a_record_without_its_end_is_torn_and_the_ones_before_it_count),
		CASE(a_record_follows_a_torn_one_that_was_cut_off),
		CASE(each_changed_byte_is_noticed),
		CASE(no_shorter_head_is_a_journal),
		CASE(a_record_that_is_missing_in_between_is_noticed),
		CASE(a_foreign_file_and_a_newer_format_have_different_faults),
		CASE(the_same_device_has_no_difference),
		CASE(each_fact_distinguishes_devices),
		CASE(a_serial_number_that_was_not_read_is_compared_with_nothing),
	};

	return cmocka_run_group_tests_name("journal_format", tests, NULL, NULL);
}
