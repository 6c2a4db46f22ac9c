/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real signals while a device is changed, each in its own process. */
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tasks/stop.h"

static const int ending[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2,
	SIGPOLL, SIGPWR, SIGSTKFLT,
};

/* Runs `act` in a process, and copies its output into `text`. Returns its status. */
static int run(void (*act)(int output, int signal), int signal, char text[64])
{
	int ends[2], status;
	size_t used = 0;
	ssize_t count;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		act(ends[1], signal);
		_exit(0);
	}
	close(ends[1]);
	while ((count = read(ends[0], text + used, 63 - used)) > 0)
		used += (size_t)count;
	text[used] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void say(int output, const char *text)
{
	if (write(output, text, strlen(text)) < 0)
		_exit(99);
}

/* Moves and then reports, as bind does. */
static void move(int output, int signal)
{
	stop_begin();
	raise(signal);
	say(output, stop_wanted() ? "wanted, " : "not wanted, ");
	stop_release();
	say(output, "told");
	stop_end();
	say(output, ", and lives");
}

TEST(a_signal_ends_a_process_after_its_report)
{
	char text[64];

	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
		int status = run(move, ending[i], text);

		assert_string_equal(text, "wanted, told");
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), ending[i]);
	}
}

TEST(a_closed_pipe_ends_a_process_when_nothing_is_changed_any_more)
{
	char text[64];
	int status = run(move, SIGPIPE, text);

	assert_string_equal(text, "not wanted, ");
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGPIPE);
}

static void ignore_and_move(int output, int signal)
{
	sigaction(signal, &(struct sigaction) { .sa_handler = SIG_IGN }, NULL);
	move(output, signal);
}

TEST(a_signal_that_the_process_ignored_is_still_ignored)
{
	char text[64];

	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
		assert_int_equal(run(ignore_and_move, ending[i], text), 0);
		assert_string_equal(text, "not wanted, told, and lives");
	}
}

/* Two devices, as restore has: the second one is not begun. */
static void move_twice(int output, int signal)
{
	stop_begin();
	raise(signal);
	stop_release();
	say(output, stop_wanted() ? "wanted between, " : "lost, ");
	stop_begin();
	say(output, stop_wanted() ? "wanted" : "lost");
	stop_release();
	stop_end();
}

TEST(a_signal_is_remembered_from_one_device_to_the_next)
{
	char text[64];
	int status = run(move_twice, SIGTERM, text);

	assert_string_equal(text, "wanted between, wanted");
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

/* The second signal of a person who does not want to wait for the report. */
static void report_for_ever(int output, int signal)
{
	stop_begin();
	raise(signal);
	stop_release();
	say(output, "moved");
	raise(signal);
	say(output, ", and told");
}

TEST(a_second_signal_ends_a_report)
{
	char text[64];
	int status = run(report_for_ever, SIGINT, text);

	assert_string_equal(text, "moved");
	assert_int_equal(WTERMSIG(status), SIGINT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signal_ends_a_process_after_its_report),
		cmocka_unit_test(a_closed_pipe_ends_a_process_when_nothing_is_changed_any_more),
		cmocka_unit_test(a_signal_that_the_process_ignored_is_still_ignored),
		cmocka_unit_test(a_signal_is_remembered_from_one_device_to_the_next),
		cmocka_unit_test(a_second_signal_ends_a_report),
	};

	/* a shell starts what it runs in the background with SIGINT and SIGQUIT ignored */
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		signal(ending[i], SIG_DFL);
	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
