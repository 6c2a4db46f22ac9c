/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/files/output_file.h"
#include "base/error_text.h"
#include "base/macros.h"
#include "call/messages.h"

/*
 * The process that gives the file of --to its name. It is outside of the box
 * (access/system/box.h), and removes the temporary file even if this process is killed.
 */
struct keeper {
	const char *file;		/* as it was named; NULL: there is none */
	pid_t process;
	int socket;			/* to the keeper */
};

static struct keeper keeper;		/* of this process */

/* What the keeper does: it waits for a byte, or for the end of the other process. */
static NORETURN void keep(const struct output_file *file, int socket)
{
	static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	ssize_t count;
	char byte;
	int error;

	for (size_t i = 0; i < ARRAY_LENGTH(ignored); i++)
		signal(ignored[i], SIG_IGN);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		close(fd);	/* their readers wait for the other process alone */
	do
		count = read(socket, &byte, 1);
	while (count < 0 && errno == EINTR);
	error = count == 1 ? output_file_publish(file) : 0;
	if (count != 1 || error != 0)
		output_file_drop(file);
	send(socket, &error, sizeof(error), MSG_NOSIGNAL);
	_exit(0);
}

/* Returns 0 or a positive errno. */
static int start_keeper(const struct output_file *file)
{
	int ends[2], error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return errno;
	keeper.process = fork();
	error = errno;
	if (keeper.process == 0) {
		close(ends[0]);
		keep(file, ends[1]);
	}
	close(ends[1]);
	keeper.socket = ends[0];
	if (keeper.process > 0)
		return 0;
	close(keeper.socket);
	return error;
}

/* Ends the keeper, which publishes the file or drops it. Returns 0 or a positive errno. */
static int end_keeper(bool publish)
{
	int error = 0;
	ssize_t count = sizeof(error);

	if (publish) {
		signal(SIGPIPE, SIG_IGN);	/* a keeper that was killed is told, as EPIPE */
		/* not send(), which is socketcall() on i386: the box refuses that */
		count = write(keeper.socket, "", 1);
		if (count == 1)
			count = read(keeper.socket, &error, sizeof(error));
	}
	close(keeper.socket);
	while (waitpid(keeper.process, NULL, 0) < 0 && errno == EINTR)
		continue;
	return count == sizeof(error) ? error : EPIPE;
}

/* Returns 0, or a positive errno with the file removed. */
static int take_place(const struct output_file *file)
{
	int error = start_keeper(file);

	if (error != 0) {
		output_file_drop(file);
		return error;
	}
	if (dup2(file->fd, STDOUT_FILENO) >= 0)
		return 0;
	error = errno;
	end_keeper(false);
	return error;
}

/* Whether there was no error; tells of one. */
static bool is_right(const char *file, int error)
{
	struct fault fault;

	if (error == 0)
		return true;
	output_file_fault(error, &fault);
	message_fault(file, &fault);
	return false;
}

bool output_begin(const char *to)
{
	CLEANUP_OUTPUT_FILE struct output_file file;
	struct fault fault;

	if (output_file_make(to, &file, &fault) != 0) {
		message_fault(to, &fault);
		return false;
	}
	if (!is_right(to, take_place(&file)))
		return false;
	keeper.file = to;
	return true;
}

/* Whether standard output is a terminal that was closed. */
static bool is_hung_up(void)
{
	struct pollfd stream = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&stream, 1, 0) == 1 && (stream.revents & POLLHUP) != 0;
}

/* A full disk or a closed pipe shows at the latest here. */
static bool close_stream(void)
{
	bool failed = ferror(stdout) != 0;
	bool hung_up = failed && is_hung_up();
	bool pending = __fpending(stdout) != 0;	/* nothing written to a closed output is no error */

	if (failed && !pending)
		fputc('\n', stdout);	/* the errno of the failed write is lost; this write fails, too */
	errno = 0;
	if ((fclose(stdout) == 0 || (errno == EBADF && !pending)) && !failed)
		return true;
	if (errno != EPIPE)
		message_error(keeper.file != NULL ? keeper.file : "standard output",
			      "cannot be written: %s",
			      hung_up ? "its terminal was closed" :
			      errno != 0 ? error_text(errno) : "an earlier write failed");
	return false;
}

enum exit_status output_close(enum exit_status status, bool whole)
{
	bool done = close_stream();

	if (keeper.file != NULL && !is_right(keeper.file, end_keeper(done && whole && status != EXIT_USAGE)))
		done = false;
	return done || status == EXIT_REFUSED ? status : EXIT_UNUSABLE;
}
