// SPDX-License-Identifier: GPL-2.0-or-later
/* The lock of a device, and what is remembered under it. */
#include "journal_fixture.h"

TEST(a_second_one_is_busy_and_names_process_and_command)
{
	struct journal_lock second = JOURNAL_UNLOCKED;
	struct journal journal, other;
	struct journal_content content;
	char who[64];

	snprintf(who, sizeof(who), "process %d (vfio-cfgtool probe)", (int)getpid());
	write_journal(&journal);
	assert_int_equal(journal_lock(&place, &second, &fault), -EBUSY);
	assert_int_equal(fault.code, FAULT_BUSY);
	assert_non_null(strstr(fault.message, who));
	assert_int_equal(second.holder.pid, getpid());
	assert_string_equal(second.holder.command, "probe");
	assert_int_equal(journal_open(&place, &hardware, &user, &other, &fault), -EBUSY);
	assert_int_equal(journal_take(&place, &other, &content, &fault), -EBUSY);
	assert_int_equal(journal_end(&journal, &fault), 0);
	assert_int_equal(journal_lock(&place, &second, &fault), 0);
	assert_false(second.left);
	journal_unlock(&second);
}

TEST(a_lock_that_is_waited_for_is_taken_when_its_holder_ends)
{
	struct journal_lock lock = JOURNAL_UNLOCKED;
	struct journal journal;
	int ready[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		bool locked = journal_lock(&place, &lock, &fault) == 0;

		if (!locked || write(ready[1], "", 1) != 1)
			_exit(1);
		usleep(150000);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(journal_lock(&place, &lock, &fault), -EBUSY);
	assert_int_equal(lock.holder.pid, child);
	place.wait = 10;
	fault = (struct fault) { .code = FAULT_NONE };
	assert_int_equal(journal_open(&place, &hardware, &user, &journal, &fault), 0);
	assert_int_equal(fault.code, FAULT_NONE);
	assert_int_equal(journal.lock.holder.pid, 0);
	assert_int_equal(journal_end(&journal, &fault), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	close(ready[0]);
	close(ready[1]);
}

TEST(another_device_is_not_locked)
{
	struct journal_lock first = JOURNAL_UNLOCKED, second = JOURNAL_UNLOCKED;

	assert_int_equal(journal_lock(&place, &first, &fault), 0);
	place.address.function = 1;
	assert_int_equal(journal_lock(&place, &second, &fault), 0);
	journal_unlock(&first);
	journal_unlock(&second);
	assert_int_equal(files(), 0);
}

TEST(a_lock_says_that_a_journal_is_left)
{
	struct journal_lock lock = JOURNAL_UNLOCKED;

	killed(leave_journal);
	assert_int_equal(journal_lock(&place, &lock, &fault), 0);
	assert_true(lock.left);
	journal_unlock(&lock);
}

static bool counts_up(const char *path, long *value)
{
	char text[32] = "";
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	bool done = fd >= 0 && read(fd, text, sizeof(text) - 1) >= 0;

	*value = strtol(text, NULL, 10) + 1;
	snprintf(text, sizeof(text), "%ld\n", *value);
	done = done && pwrite(fd, text, strlen(text), 0) > 0;
	close(fd);
	return done;
}

/* Many processes in turn: the lock's file comes and goes, and one at a time has it. */
TEST(of_many_processes_one_at_a_time_has_the_lock)
{
	enum { PROCESSES = 4, ROUNDS = 200 };
	char counter[128];
	long value;

	snprintf(counter, sizeof(counter), "%s.counter", directory);
	unlink(counter);
	for (int i = 0; i < PROCESSES; i++) {
		if (fork() != 0)
			continue;
		for (int round = 0; round < ROUNDS;) {
			struct journal_lock lock = JOURNAL_UNLOCKED;

			if (journal_lock(&place, &lock, &fault) != 0)
				continue;
			if (!counts_up(counter, &value))
				_exit(1);
			journal_unlock(&lock);
			round++;
		}
		_exit(0);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_true(counts_up(counter, &value));
	unlink(counter);
	assert_int_equal(value, PROCESSES * ROUNDS + 1);
	assert_int_equal(files(), 0);
}

TEST(what_is_remembered_is_recalled_until_it_is_forgotten)
{
	CLEANUP_JOURNAL_LOCK struct journal_lock lock = JOURNAL_UNLOCKED;
	char remembered[64];

	assert_int_equal(journal_lock(&place, &lock, &fault), 0);
	assert_int_equal(journal_recall(&lock, "driver", remembered, sizeof(remembered), &fault),
			 -ENOENT);
	assert_string_equal(remembered, "");
	assert_int_equal(journal_remember(&lock, "driver", "e1000e\nand more", &fault), 0);
	assert_int_equal(journal_remember(&lock, "driver", "igb", &fault), 0);
	assert_int_equal(journal_recall(&lock, "driver", remembered, sizeof(remembered), &fault), 0);
	assert_string_equal(remembered, "igb");
	assert_int_equal(journal_forget(&lock, "driver", &fault), 0);
	assert_int_equal(journal_forget(&lock, "driver", &fault), 0);
	assert_int_equal(journal_recall(&lock, "driver", remembered, sizeof(remembered), &fault),
			 -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_second_one_is_busy_and_names_process_and_command),
		CASE(a_lock_that_is_waited_for_is_taken_when_its_holder_ends),
		CASE(another_device_is_not_locked),
		CASE(a_lock_says_that_a_journal_is_left),
		CASE(of_many_processes_one_at_a_time_has_the_lock),
		CASE(what_is_remembered_is_recalled_until_it_is_forgotten),
	};

	return cmocka_run_group_tests_name("journal_lock", tests, NULL, NULL);
}
