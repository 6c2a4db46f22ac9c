// SPDX-License-Identifier: GPL-2.0-or-later
/* What the kernel refuses to a process in the box: each test is a process of its own. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/capability.h>

#include "access/system/box.h"
#include "base/macros.h"

static char directory[] = "/tmp/test_box-XXXXXX";
static char file[64];

/* Runs a function in a process of its own; returns NULL, or what it found wrong. */
static const char *in_process(const char *(*look)(void))
{
	static char text[256];
	int pipes[2], status;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		const char *wrong = look();

		if (wrong != NULL && write(pipes[1], wrong, strlen(wrong)) < 0)
			_exit(2);
		_exit(0);
	}
	close(pipes[1]);
	got = read(pipes[0], text, sizeof(text) - 1);
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	text[got > 0 ? got : 0] = '\0';
	return got > 0 ? text : NULL;
}

/* Under QEMU's emulation of a process there is no seccomp, and so half a box. */
#define assert_nothing_wrong(look)						\
	do {									\
		const char *wrong;						\
										\
		if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)			\
			skip();							\
		wrong = in_process(look);					\
		if (wrong != NULL)						\
			fail_msg("%s", wrong);					\
	} while (0)

static bool refused(long result)
{
	return result == -1 && errno == EACCES;
}

static const char *open_anything(void)
{
	box_close(NULL, 0);
	if (!refused(open("/dev/null", O_RDONLY | O_CLOEXEC)))
		return "a file was opened";
	if (!refused(open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)))
		return "a file was created";
	if (!refused(open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)))
		return "a directory was opened";
	if (!refused(chmod(directory, 0711)))
		return "a mode was changed";
	if (!refused(truncate(file, 0)))
		return "a file was made shorter";
	if (!refused(removexattr(file, "user.none")) || !refused(lremovexattr(file, "user.none")) ||
	    !refused(fremovexattr(STDERR_FILENO, "user.none")))
		return "an attribute was removed";
	return refused(utimes(file, NULL)) ? NULL : "a time was changed";
}

TEST(no_file_is_opened_made_or_changed)
{
	assert_nothing_wrong(open_anything);
}

static const char *start_anything(void)
{
	char *const words[] = { (char[]) { "true" }, NULL };

	box_close(NULL, 0);
	execv("/bin/true", words);
	if (errno != EACCES)
		return "execve() was tried";
	if (!refused(syscall(SYS_execveat, AT_FDCWD, "/bin/true", words, NULL, 0)))
		return "execveat() was tried";
	if (!refused(kill(getppid(), 0)))
		return "a signal was sent";
	if (!refused(syscall(SYS_rt_sigqueueinfo, getppid(), 0, NULL)))
		return "a signal with a value was sent";
	if (!refused(syscall(SYS_tgkill, getppid(), getppid(), 0)))
		return "a thread elsewhere was signalled";
	if (syscall(SYS_tgkill, getpid(), gettid(), 0) != 0)
		return "the process could not end itself by a signal";
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? NULL : "a program could get rights";
}

TEST(no_program_is_started_and_no_other_process_reached)
{
	assert_nothing_wrong(start_anything);
}

static void *end_thread(void *argument)
{
	return argument;
}

static const char *divide(void)
{
	pthread_t thread;
	pid_t child;

	box_close(NULL, 0);
	child = fork();
	if (child == 0)
		_exit(0);
	if (!refused(child))
		return "a process was made";
	if (!refused(syscall(SYS_unshare, CLONE_NEWUSER)))
		return "a namespace was made";
	return pthread_create(&thread, NULL, end_thread, NULL) == 0 && pthread_join(thread, NULL) == 0
		? NULL : "no thread was made";
}

TEST(a_thread_is_made_and_no_process)
{
	assert_nothing_wrong(divide);
}

static const char *connect_anywhere(void)
{
	int pair[2];

	box_close(NULL, 0);
	if (!refused(socket(AF_INET, SOCK_STREAM, 0)) || !refused(socket(AF_UNIX, SOCK_STREAM, 0)) ||
	    !refused(socket(AF_NETLINK, SOCK_RAW, 0)))
		return "a socket was made";
	return refused(socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) ? NULL : "a pair was made";
}

TEST(no_socket_is_made)
{
	assert_nothing_wrong(connect_anywhere);
}

/* The capabilities that a process has and could take, in one word. */
static uint32_t capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data) != 0)
		return UINT32_MAX;
	return data[0].effective | data[0].permitted | data[0].inheritable | data[1].effective |
	       data[1].permitted | data[1].inheritable;
}

static const char *have_capabilities(void)
{
	box_close(NULL, 0);
	return capabilities() == 0 ? NULL : "a capability is left";
}

TEST(no_capability_is_left)
{
	assert_nothing_wrong(have_capabilities);
}

static const char *use_what_is_open(void)
{
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	char byte = 1;
	void *memory;

	box_close(NULL, 0);
	memory = malloc(1 << 20);
	free(memory);
	if (memory == NULL)
		return "no memory";
	return read(zero, &byte, 1) == 1 && byte == 0 ? NULL : "an open file was not read";
}

TEST(what_is_open_can_be_read_and_memory_be_had)
{
	assert_nothing_wrong(use_what_is_open);
}

static const char *read_below_a_directory(void)
{
	int below = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	uint32_t before = capabilities();

	box_close(&below, 1);
	if (open(file, O_RDONLY | O_CLOEXEC) < 0)
		return "a file below the directory was refused";
	if (open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0)
		return "the directory was refused";
	if (!refused(open(file, O_WRONLY | O_CLOEXEC)))
		return "a file below the directory was opened for writing";
	if (!refused(open("/etc/passwd", O_RDONLY | O_CLOEXEC)))
		return "a file elsewhere was opened";
	if (!refused(socket(AF_INET, SOCK_STREAM, 0)))
		return "a socket was made";
	return (capabilities() & ~(before & CAP_TO_MASK(CAP_DAC_READ_SEARCH))) == 0
		? NULL : "a capability is left";
}

TEST(below_a_directory_that_is_an_input_files_are_read_and_not_written)
{
	/* without Landlock opening has to be allowed altogether */
	if (syscall(444, NULL, 0, 1) < 1)
		skip();
	assert_nothing_wrong(read_below_a_directory);
}

/* A kernel of the box: of others all of this is left out. */
static int set_up(void **state)
{
	int fd;

	(void)state;
	if (mkdtemp(directory) == NULL)
		return -1;
	snprintf(file, sizeof(file), "%s/file", directory);
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
	(void)state;
	return unlink(file) | rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_file_is_opened_made_or_changed),
		cmocka_unit_test(no_program_is_started_and_no_other_process_reached),
		cmocka_unit_test(a_thread_is_made_and_no_process),
		cmocka_unit_test(no_socket_is_made),
		cmocka_unit_test(no_capability_is_left),
		cmocka_unit_test(what_is_open_can_be_read_and_memory_be_had),
		cmocka_unit_test(below_a_directory_that_is_an_input_files_are_read_and_not_written),
	};

	return cmocka_run_group_tests_name("box", tests, set_up, tear_down);
}
