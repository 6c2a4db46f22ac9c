// SPDX-License-Identifier: GPL-2.0-or-later
/* What /proc says of a process, here of a shell that waits for its standard input. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/system/process.h"

/* A shell with two further words on its command line; ended by end_shell(). */
struct shell {
	pid_t pid;
	int input;
};

static struct shell start_shell(const char *first, const char *second)
{
	struct shell shell;
	int input[2], output[2];
	char line[2] = "";

	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	shell.input = input[1];
	shell.pid = fork();
	assert_true(shell.pid >= 0);
	if (shell.pid == 0) {
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", "echo; read word", "sh", first, second, NULL);
		_exit(1);
	}
	close(input[0]);
	close(output[1]);
	assert_int_equal(read(output[0], line, 1), 1);	/* from here on it is the shell */
	close(output[0]);
	return shell;
}

static void end_shell(const struct shell *shell)
{
	close(shell->input);
	assert_int_equal(waitpid(shell->pid, NULL, 0), shell->pid);
}

static void assert_guest(const char *first, const char *second, const char *guest)
{
	const struct shell shell = start_shell(first, second);
	struct process_identity identity;

	process_identify(shell.pid, &identity);
	end_shell(&shell);
	assert_string_equal(identity.name, "sh");
	assert_string_equal(identity.guest, guest);
}

TEST(a_guest_is_named_by_the_word_after_name)
{
	assert_guest("-name", "web", "web");
	assert_guest("-name", "web,process=qemu", "web");
	assert_guest("-name", "guest=web,debug-threads=on", "web");
	assert_guest("-name", "debug-threads=on,guest=web", "web");
}

TEST(a_process_without_a_name_of_a_guest_has_none)
{
	assert_guest("-cpu", "max", "");
	assert_guest("-cpu", "-name", "");
}

TEST(a_control_group_is_a_path)
{
	struct process_identity identity;

	process_identify(getpid(), &identity);
	assert_true(identity.cgroup[0] == '\0' || identity.cgroup[0] == '/');
	assert_null(strchr(identity.cgroup, '\n'));
}

TEST(nothing_is_known_of_a_process_that_has_ended)
{
	const struct shell shell = start_shell("-name", "web");
	struct process_identity identity;

	end_shell(&shell);
	process_identify(shell.pid, &identity);
	assert_string_equal(identity.name, "");
	assert_string_equal(identity.guest, "");
	assert_string_equal(identity.cgroup, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guest_is_named_by_the_word_after_name),
		cmocka_unit_test(a_process_without_a_name_of_a_guest_has_none),
		cmocka_unit_test(a_control_group_is_a_path),
		cmocka_unit_test(nothing_is_known_of_a_process_that_has_ended),
	};

	return cmocka_run_group_tests_name("processes", tests, NULL, NULL);
}
