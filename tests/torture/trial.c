/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the program once without a fault and once for each n, each in a child
 * that begins where main() does, and judges by exit status, standard output
 * and standard error. tests/torture/run explains the environment.
 */
#include "torture.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 20	/* a run that takes longer hangs */
#define LONGEST 120	/* ... also in a slow machine, with changes of a device */
#define SHOWN 5		/* wrong runs that are reported in full */

typedef int (*main_function)(int argc, char **argv, char **environment);

/* The result of a run. */
struct outcome {
	int status;		/* as waitpid() has it; -1: it had to be killed */
	char *out, *err;	/* with a NUL at the end */
	size_t out_length;
};

static struct torture *page;
static main_function program;
static struct torture_plan plan;
static int out_fd, err_fd;	/* the output of the children */

static char *text_of(int fd, size_t *length)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = malloc((size_t)size + 1);

	if (text == NULL || pread(fd, text, (size_t)size, 0) != size)
		_exit(70);
	text[size] = '\0';
	*length = (size_t)size;
	return text;
}

/* In the child: its own input, empty outputs. False if that fails. */
static bool prepare(const sigset_t *mask)
{
	int in = open("/proc/self/fd/0", O_RDONLY);

	if (in > 0) {
		dup2(in, STDIN_FILENO);
		close(in);
	}
	if (dup2(out_fd, STDOUT_FILENO) < 0 || dup2(err_fd, STDERR_FILENO) < 0)
		return false;
	close(out_fd);
	close(err_fd);
	sigprocmask(SIG_SETMASK, mask, NULL);
	return torture_arm(&plan, page);
}

/* Waits for the child, and kills it if it hangs. */
static int wait_for(pid_t child, const sigset_t *ended)
{
	const struct timespec longest = { .tv_sec = SECONDS };
	int status;

	while (sigtimedwait(ended, NULL, &longest) < 0)
		if (errno != EINTR)
			break;
	if (waitpid(child, &status, WNOHANG) == child)
		return status;
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return -1;
}

/* Metrics have the time of the run, which is no difference: its digits become 0. */
static void forget_time(struct outcome *outcome)
{
	static const char name[] = "\nvfio_cfgtool_last_run_timestamp_seconds";
	char *end = outcome->out + outcome->out_length;
	char *at = memmem(outcome->out, outcome->out_length, name, strlen(name));

	for (at = at != NULL ? at + strlen(name) : end; at < end && *at != '\n'; at++)
		if (*at >= '0' && *at <= '9')
			*at = '0';
}

/* Runs the program with a fault at the n-th call. In the child it returns true. */
static bool run(unsigned long at, struct outcome *outcome)
{
	sigset_t ended, before;
	size_t length;
	pid_t child;

	plan.at = at;
	if (ftruncate(out_fd, 0) != 0 || ftruncate(err_fd, 0) != 0)
		_exit(70);
	lseek(out_fd, 0, SEEK_SET);
	lseek(err_fd, 0, SEEK_SET);
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, &before);
	child = fork();
	if (child == 0) {
		if (!prepare(&before))
			_exit(77);
		return true;
	}
	if (child < 0)
		_exit(70);
	outcome->status = wait_for(child, &ended);
	sigprocmask(SIG_SETMASK, &before, NULL);
	outcome->out = text_of(out_fd, &outcome->out_length);
	forget_time(outcome);
	outcome->err = text_of(err_fd, &length);
	return false;
}

static void outcome_free(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

/* Whether a line counts the results of devices: it is not a message about a fault. */
static bool is_tally(const char *line)
{
	static const char prefix[] = "vfio-cfgtool: ";

	line += strlen(prefix);
	return line[strspn(line, "0123456789")] == ' ' &&
	       strncmp(line + strspn(line, "0123456789"), " devices: ", 10) == 0;
}

static bool has_line(const char *text, const char *line, size_t length)
{
	for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n')
		if (strcspn(text, "\n") == length && strncmp(text, line, length) == 0)
			return true;
	return false;
}

/* The number of messages in `err` that the run without a fault does not have. */
static unsigned int new_messages(const char *err, const char *reference, const char **first)
{
	unsigned int count = 0;

	for (const char *line = err; *line != '\0';) {
		size_t length = strcspn(line, "\n");

		if (strncmp(line, "vfio-cfgtool: ", 14) == 0 && !is_tally(line) &&
		    !has_line(reference, line, length) && count++ == 0)
			*first = line;
		line += length;
		line += *line == '\n';
	}
	return count;
}

/* Whether a message says that an allocation failed. */
static bool is_clear(const char *message)
{
	size_t length = strcspn(message, "\n");

	if (!plan.allocations)
		return true;
	return memmem(message, length, "out of memory", 13) != NULL ||
	       memmem(message, length, "Cannot allocate memory", 22) != NULL;
}

enum verdict { SURVIVED, TOLD, WRONG };

static bool same_output(const struct outcome *a, const struct outcome *b)
{
	return a->out_length == b->out_length && memcmp(a->out, b->out, a->out_length) == 0;
}

static enum verdict judge_exit(const struct outcome *outcome, const struct outcome *reference,
			       char *why, size_t size)
{
	const char *first = "";
	unsigned int told = new_messages(outcome->err, reference->err, &first);
	int code = WEXITSTATUS(outcome->status);

	if (code != 3) {
		if (outcome->status != reference->status)
			snprintf(why, size, "exit status %d", code);
		else
			snprintf(why, size, "exit status %d with %s", code,
				 same_output(outcome, reference) ? "other words on standard error"
								 : "other output");
		return WRONG;
	}
	/* if no file can be opened any more, each has a message */
	if ((told == 1 || (told > 1 && plan.onward && !plan.allocations)) && is_clear(first))
		return TOLD;
	snprintf(why, size, "exit status 3, messages: %u", told);
	return WRONG;
}

static enum verdict judge(const struct outcome *outcome, const struct outcome *reference,
			  char *why, size_t size)
{
	bool stderr_fails = strcmp(plan.kind, "stderr") == 0;

	if (outcome->status == -1) {
		snprintf(why, size, "hangs");
		return WRONG;
	}
	if (WIFSIGNALED(outcome->status)) {
		snprintf(why, size, "signal %d", WTERMSIG(outcome->status));
		return WRONG;
	}
	if (outcome->status == reference->status && same_output(outcome, reference) &&
	    (stderr_fails || strcmp(outcome->err, reference->err) == 0))
		return SURVIVED;
	return judge_exit(outcome, reference, why, size);
}

/* The places of the fault in the program, for addr2line. */
static void print_place(FILE *log)
{
	Dl_info own, info;
	void *address;

	memcpy(&address, &program, sizeof(address));
	if (dladdr(address, &own) == 0)
		return;
	fprintf(log, "#   at");
	for (int i = 0; i < page->frames; i++)
		if (dladdr(page->frame[i], &info) != 0 && info.dli_fbase == own.dli_fbase)
			fprintf(log, " %lx", (unsigned long)((char *)page->frame[i] - 1 -
							     (char *)own.dli_fbase));
	fputc('\n', log);
}

static void print_wrong(FILE *log, unsigned long at, const char *why,
			const struct outcome *outcome)
{
	fprintf(log, "# %s %lu%s: %s\n", getenv("TORTURE"), at, plan.onward ? " and later" : "",
		why);
	print_place(log);
	for (const char *line = outcome->err; *line != '\0';) {
		size_t length = strcspn(line, "\n");

		fprintf(log, "#   | %.*s\n", (int)(length > 200 ? 200 : length), line);
		line += length;
		line += *line == '\n';
	}
}

static unsigned long number_of(const char *variable, unsigned long otherwise)
{
	const char *text = getenv(variable);

	return text != NULL ? strtoul(text, NULL, 10) : otherwise;
}

struct tally {
	unsigned long injected, survived, told, wrong;
};

/* One run with a fault. In the child it returns true. */
static bool try_at(unsigned long at, const struct outcome *reference, struct tally *tally,
		   FILE *log)
{
	struct outcome outcome;
	char why[128] = "";
	enum verdict verdict;

	if (run(at, &outcome))
		return true;
	verdict = judge(&outcome, reference, why, sizeof(why));
	tally->injected += page->fired != 0;
	tally->survived += verdict == SURVIVED;
	tally->told += verdict == TOLD;
	if (verdict == WRONG && tally->wrong++ < number_of("TORTURE_SHOWN", SHOWN))
		print_wrong(log, at, why, &outcome);
	outcome_free(&outcome);
	return false;
}

/* All runs. Returns true in a child that must become the program. */
static bool run_all(FILE *log)
{
	unsigned long step = number_of("TORTURE_STEP", 1);
	struct outcome reference;
	struct tally tally = { 0 };
	unsigned long count;

	if (run(0, &reference))
		return true;
	if (reference.status == -1 || !WIFEXITED(reference.status) ||
	    WEXITSTATUS(reference.status) >= 70) {
		fprintf(log, "without a fault: status %x\n%s", (unsigned int)reference.status,
			reference.err);
		fflush(log);
		_exit(WIFEXITED(reference.status) ? WEXITSTATUS(reference.status) : 70);
	}
	count = page->count;
	for (unsigned long at = 1 + number_of("TORTURE_FIRST", 0) % step; at <= count; at += step)
		if (try_at(at, &reference, &tally, log))
			return true;
	fprintf(log, "%lu injected, %lu survived, %lu told, %lu wrong\n", tally.injected,
		tally.survived, tally.told, tally.wrong);
	fflush(log);
	_exit(tally.wrong != 0);
}

static void interrupted(int signal)
{
	(void)signal;
}

/* A signal that restarts no call, again and again. */
static void storm(unsigned long microseconds)
{
	struct sigaction action = { .sa_handler = interrupted };
	struct itimerval timer = {
		.it_interval = { .tv_usec = (suseconds_t)microseconds },
		.it_value = { .tv_usec = (suseconds_t)microseconds },
	};

	if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &timer, NULL) != 0)
		_exit(70);
}

static void limit(__rlimit_resource_t resource, unsigned long most)
{
	const struct rlimit both = { .rlim_cur = most, .rlim_max = most };

	if (setrlimit(resource, &both) != 0)
		_exit(70);
}

/* A limit instead of a fault at one place. False if the plan is another one. */
static bool take_limit(const char *name, unsigned long at)
{
	if (strcmp(name, "storm") == 0)
		storm(at);
	else if (strcmp(name, "files") == 0)
		limit(RLIMIT_NOFILE, at);
	else if (strcmp(name, "size") == 0)
		limit(RLIMIT_FSIZE, at);
	else if (strcmp(name, "memory") == 0)
		limit(RLIMIT_AS, at);
	else
		return false;
	return true;
}

/* A process that hangs is killed, even if it blocks signals. */
static void limit_time(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
	const struct itimerspec longest = { .it_value.tv_sec = LONGEST };
	timer_t timer;

	if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
	    timer_settime(timer, 0, &longest, NULL) != 0)
		_exit(70);
}

/* A fault at one place in this process, for commands that change a device. */
static int run_once(int argc, char **argv, char **environment)
{
	const char *path = getenv("TORTURE_COUNT");
	/* before the program gives up the right to open it */
	int count = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
	int status;

	plan.at = number_of("TORTURE_AT", 0);
	limit_time();
	if (!torture_arm(&plan, page))
		_exit(77);
	status = program(argc, argv, environment);
	torture_disarm();
	if (count >= 0 && dprintf(count, "%lu %lu\n", page->count, page->fired) < 0)
		_exit(70);
	return status;
}

static int judged_main(int argc, char **argv, char **environment)
{
	const char *log_path = getenv("TORTURE_LOG"), *only = getenv("TORTURE_AT");
	FILE *log;
	void *frame;

	if (getenv("TORTURE") == NULL)
		return program(argc, argv, environment);
	if (only != NULL && take_limit(getenv("TORTURE"), strtoul(only, NULL, 10)))
		return program(argc, argv, environment);
	page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED || !torture_parse(getenv("TORTURE"), &plan)) {
		fprintf(stderr, "TORTURE=%s is no plan\n", getenv("TORTURE"));
		return 70;
	}
	plan.onward = getenv("TORTURE_ONWARD") != NULL;
	backtrace(&frame, 1);	/* its first call allocates */
	if (only != NULL)
		return run_once(argc, argv, environment);
	out_fd = memfd_create("out", MFD_CLOEXEC);
	err_fd = memfd_create("err", MFD_CLOEXEC);
	log = log_path != NULL ? fopen(log_path, "we") : fdopen(dup(STDERR_FILENO), "w");
	if (out_fd < 0 || err_fd < 0 || log == NULL)
		return 70;
	setvbuf(log, NULL, _IOLBF, 0);
	run_all(log);
	return program(argc, argv, environment);
}

int __libc_start_main(main_function entry, int argc, char **argv, main_function init,
		      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(main_function entry, int argc, char **argv, main_function init,
		      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	__typeof__(&__libc_start_main) next;
	void *symbol = dlsym(RTLD_NEXT, "__libc_start_main");

	memcpy(&next, &symbol, sizeof(next));
	program = entry;
	return next(judged_main, argc, argv, init, fini, rtld_fini, stack_end);
}
