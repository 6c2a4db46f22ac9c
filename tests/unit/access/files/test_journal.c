// SPDX-License-Identifier: GPL-2.0-or-later
/* The journal in its directory: journals of killed processes, and refused directories. */
#include "journal_fixture.h"

TEST(a_killed_process_leaves_its_writes_and_no_lock)
{
	CLEANUP_JOURNAL struct journal journal = JOURNAL_CLOSED;
	CLEANUP_JOURNAL_CONTENT struct journal_content content = { .count = 0 };

	killed(leave_journal);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_int_equal(content.count, 2);
	assert_true(content.writes[0].restored);
	assert_int_equal(content.writes[1].before, 0xcafe0001);
	assert_memory_equal(&content.user, &user, sizeof(user));
	assert_int_equal(content.hardware.read, 0);
	assert_string_equal(content.command, "probe");
}

TEST(a_journal_that_was_taken_over_goes_on)
{
	struct journal journal = JOURNAL_CLOSED;
	struct journal_content content = { .count = 0 };

	killed(leave_journal);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_int_equal(journal_logged_restored(&journal, 0x40, 4, &fault), 0);
	journal_content_free(&content);
	journal_leave(&journal);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_int_equal(journal_pending(&content), 0);
	journal_content_free(&content);
	assert_int_equal(journal_end(&journal, &fault), 0);
	assert_int_equal(files(), 0);
}

TEST(a_torn_record_is_cut_off_when_the_journal_is_taken_over)
{
	struct journal journal = JOURNAL_CLOSED;
	struct journal_content content = { .count = 0 };
	int fd;

	killed(leave_journal);
	fd = open(path_of(journal_name), O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "write 040 4 0000", 16), 16);
	close(fd);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_true(content.torn);
	assert_int_equal(journal_logged_restored(&journal, 0x40, 4, &fault), 0);
	journal_content_free(&content);
	journal_leave(&journal);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_false(content.torn);
	assert_int_equal(journal_pending(&content), 0);
	journal_content_free(&content);
	journal_leave(&journal);
}

TEST(a_new_run_does_not_write_over_what_an_interrupted_one_left)
{
	struct journal journal;

	killed(leave_journal);
	assert_int_equal(journal_open(&place, &hardware, &user, &journal, &fault), -EEXIST);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_non_null(strstr(fault.hint, "vfio-cfgtool restore fffe:fe:00.0 --journal=/tmp/"));
	assert_true(is_there(journal_name));
	assert_int_equal(files(), 1);
}

TEST(the_end_leaves_nothing)
{
	struct journal journal;

	write_journal(&journal);
	assert_int_equal(files(), 2);
	assert_int_equal(journal_end(&journal, &fault), 0);
	assert_int_equal(files(), 0);
}

TEST(a_directory_that_others_can_enter_is_refused)
{
	struct journal journal;

	chmod(directory, 0750);
	assert_int_equal(journal_open(&place, &hardware, &user, &journal, &fault), -EPERM);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_non_null(strstr(fault.message, directory));
	assert_non_null(strstr(fault.message, "mode 0750"));
	assert_non_null(strstr(fault.hint, "mkdir -m 0700 DIR"));
}

TEST(a_link_to_a_directory_is_refused_also_with_a_slash)
{
	char link[80], slash[88];
	struct journal journal;

	snprintf(link, sizeof(link), "%s.link", directory);
	snprintf(slash, sizeof(slash), "%s/", link);
	assert_int_equal(symlink(directory, link), 0);
	place.directory = link;
	assert_int_equal(journal_open(&place, &hardware, &user, &journal, &fault), -ENOTDIR);
	assert_int_equal(fault.code, FAULT_REFUSED);
	place.directory = slash;
	assert_int_equal(journal_open(&place, &hardware, &user, &journal, &fault), -ENOTDIR);
	unlink(link);
}

TEST(a_directory_is_made_for_this_user_alone)
{
	char made[80];
	struct journal journal;
	struct stat status;

	snprintf(made, sizeof(made), "%s/made", directory);
	place.directory = made;
	write_journal(&journal);
	assert_int_equal(stat(made, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(stat(path_of("made/fffe:fe:00.0"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(journal_end(&journal, &fault), 0);
}

/* A journal of another kind than a plain file of the user's own. */
static void assert_taking_refused(const char *what)
{
	struct journal journal;
	struct journal_content content;

	assert_int_equal(journal_take(&place, &journal, &content, &fault), -EPERM);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_non_null(strstr(fault.message, what));
	assert_non_null(strstr(fault.hint, "remove it: rm /tmp/"));
}

TEST(a_journal_that_is_a_link_a_pipe_or_open_to_others_is_refused)
{
	char other[128];

	killed(leave_journal);
	chmod(path_of(journal_name), 0640);
	assert_taking_refused("is open to others");
	chmod(path_of(journal_name), 0600);
	snprintf(other, sizeof(other), "%s", path_of("other"));
	assert_int_equal(link(path_of(journal_name), other), 0);
	assert_taking_refused("has another name, too");
	unlink(path_of(journal_name));
	assert_int_equal(symlink(other, path_of(journal_name)), 0);
	assert_taking_refused("is not a regular file");
	unlink(path_of(journal_name));
	assert_int_equal(mkfifo(path_of(journal_name), 0600), 0);
	assert_taking_refused("is not a regular file");
}

TEST(the_journal_of_another_device_under_this_name_is_refused)
{
	struct journal journal;
	struct journal_content content;
	char other[128];

	killed(leave_journal);
	snprintf(other, sizeof(other), "%s", path_of("fffe:fe:00.1"));
	assert_int_equal(rename(path_of(journal_name), other), 0);
	place.address.function = 1;
	assert_int_equal(journal_take(&place, &journal, &content, &fault), -EINVAL);
	assert_non_null(strstr(fault.message, "is the journal of another device, fffe:fe:00.0"));
}

TEST(a_damaged_journal_stays_and_its_line_is_reported)
{
	struct journal journal;
	struct journal_content content;
	int fd;

	killed(leave_journal);
	fd = open(path_of(journal_name), O_WRONLY);
	assert_int_equal(pwrite(fd, "X", 1, 60), 1);
	close(fd);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), -EINVAL);
	assert_int_equal(fault.code, FAULT_IO);
	assert_non_null(strstr(fault.message, "is damaged or foreign: line "));
	assert_true(is_there(journal_name));
}

TEST(a_missing_directory_is_not_made)
{
	struct journal journal;
	struct journal_content content;

	place.make = false;
	assert_int_equal(journal_take(&place, &journal, &content, &fault), -ENOENT);
	assert_int_equal(fault.code, FAULT_NOT_FOUND);
	assert_int_equal(files(), 0);
	rmdir(directory);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), -ENOENT);
	assert_false(is_there(""));
	mkdir(directory, 0700);
}

/* Limits the size of files of this process, as a full disk would. */
static void limit_size(rlim_t bytes)
{
	const struct rlimit limit = { .rlim_cur = bytes, .rlim_max = RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

TEST(a_write_that_cannot_be_logged_whole_leaves_the_journal_as_it_was)
{
	struct journal journal;
	struct journal_content content = { .count = 0 };

	write_journal(&journal);
	limit_size((rlim_t)journal.length + 10);
	assert_int_not_equal(journal_log(&journal, &write_a, &fault), 0);
	assert_int_equal(fault.code, FAULT_IO);
	assert_non_null(strstr(fault.message, journal_name));
	assert_non_null(strstr(fault.message, "File too large"));
	limit_size(RLIM_INFINITY);
	assert_int_equal(journal_logged_restored(&journal, 0x40, 4, &fault), 0);
	journal_leave(&journal);
	assert_int_equal(journal_take(&place, &journal, &content, &fault), 0);
	assert_false(content.torn);
	assert_int_equal(content.count, 2);
	assert_int_equal(journal_pending(&content), 0);
	journal_content_free(&content);
	journal_leave(&journal);
}

TEST(a_journal_that_does_not_fit_leaves_nothing)
{
	struct journal journal;

	limit_size(100);
	assert_int_not_equal(journal_open(&place, &hardware, &user, &journal, &fault), 0);
	limit_size(RLIM_INFINITY);
	assert_int_equal(fault.code, FAULT_IO);
	assert_int_equal(files(), 0);
}

TEST(a_half_written_file_of_a_killed_process_is_removed)
{
	struct journal journal;
	struct journal_content content;

	close(open(path_of(".fffe:fe:00.0.new"), O_WRONLY | O_CREAT, 0600));
	write_journal(&journal);
	assert_int_equal(journal_end(&journal, &fault), 0);
	assert_int_equal(files(), 0);
	close(open(path_of(".fffe:fe:00.0.new"), O_WRONLY | O_CREAT, 0600));
	assert_int_equal(journal_take(&place, &journal, &content, &fault), -ENOENT);
	assert_int_equal(files(), 0);
}

/* What a walk saw: "ADDRESS WRITES in-use|left|damaged" */
static char seen[256];

static void see(const struct journal_entry *entry, void *context)
{
	char address[ADDRESS_TEXT_SIZE];
	size_t used = strlen(seen);

	(void)context;
	snprintf(seen + used, sizeof(seen) - used, "%s %zu %s\n",
		 address_format(&entry->address, address),
		 entry->content != NULL ? entry->content->count : 0,
		 entry->content == NULL ? "damaged" : entry->in_use ? "in use" : "left");
}

TEST(all_journals_of_a_directory_are_listed_and_nothing_else)
{
	CLEANUP_JOURNAL_LOCK struct journal_lock lock = JOURNAL_UNLOCKED;
	struct journal journal;

	killed(leave_journal);
	place.address.function = 2;
	write_journal(&journal);
	close(open(path_of("fffe:fe:00.1"), O_WRONLY | O_CREAT, 0600));
	close(open(path_of("FFFE:FE:00.3"), O_WRONLY | O_CREAT, 0600));
	place.address.function = 4;
	assert_int_equal(journal_lock(&place, &lock, &fault), 0);
	assert_int_equal(journal_remember(&lock, "driver", "igb", &fault), 0);
	seen[0] = '\0';
	assert_int_equal(journal_each(directory, see, NULL, &fault), 0);
	assert_string_equal(seen, "fffe:fe:00.0 2 left\nfffe:fe:00.1 0 damaged\nfffe:fe:00.2 2 in use\n");
	journal_leave(&journal);
}

/* A device with a serial number behind another capability. */
static void find_serial(const char *expected)
{
	struct journal_identity identity;

	journal_identify(&place.address, &hardware, &identity);
	assert_string_equal(identity.serial, expected);
}

TEST(the_serial_number_is_found_in_the_chain)
{
	static const uint8_t error_reporting[] = { 0x01, 0x00, 0x02, 0x14 };
	static const uint8_t serial[] = { 0x03, 0x00, 0x01, 0x00, 0x56, 0x34, 0x12, 0xff, 0xff,
					  0x00, 0x54, 0x52 };

	find_serial("");
	space_clear(&hardware, SPACE_SIZE_EXTENDED, VIEW_HARDWARE);
	find_serial(JOURNAL_UNREAD);
	for (uint16_t offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		space_set(&hardware, offset, 0);
	find_serial("");
	for (uint16_t i = 0; i < sizeof(error_reporting); i++)
		space_set(&hardware, (uint16_t)(0x100 + i), error_reporting[i]);
	for (uint16_t i = 0; i < sizeof(serial); i++)
		space_set(&hardware, (uint16_t)(0x140 + i), serial[i]);
	find_serial("525400ffff123456");
	space_set(&hardware, 0x103, 0x10);	/* a chain that is a loop */
	find_serial("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_killed_process_leaves_its_writes_and_no_lock),
		CASE(a_journal_that_was_taken_over_goes_on),
		CASE(a_torn_record_is_cut_off_when_the_journal_is_taken_over),
		CASE(a_new_run_does_not_write_over_what_an_interrupted_one_left),
		CASE(the_end_leaves_nothing),
		CASE(a_directory_that_others_can_enter_is_refused),
		CASE(a_link_to_a_directory_is_refused_also_with_a_slash),
		CASE(a_directory_is_made_for_this_user_alone),
		CASE(a_journal_that_is_a_link_a_pipe_or_open_to_others_is_refused),
		CASE(the_journal_of_another_device_under_this_name_is_refused),
		CASE(a_damaged_journal_stays_and_its_line_is_reported),
		CASE(a_missing_directory_is_not_made),
		CASE(a_write_that_cannot_be_logged_whole_leaves_the_journal_as_it_was),
		CASE(a_journal_that_does_not_fit_leaves_nothing),
		CASE(a_half_written_file_of_a_killed_process_is_removed),
		CASE(all_journals_of_a_directory_are_listed_and_nothing_else),
		CASE(the_serial_number_is_found_in_the_chain),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
