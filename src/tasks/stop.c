/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tasks/stop.h"

#include <pthread.h>
#include <signal.h>

#include "base/macros.h"

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU };

static struct sigaction before[ARRAY_LENGTH(ending)];
static sigset_t mask_before;
static volatile sig_atomic_t noted;

static void note(int signal)
{
	noted = signal;
}

void stop_begin(void)
{
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
	sigset_t waiting;

	noted = 0;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LENGTH(ending); i++) {
		sigaction(ending[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(ending[i], &action, NULL);
	}
	sigemptyset(&waiting);
	sigaddset(&waiting, SIGPIPE);
	sigaddset(&waiting, SIGTSTP);
	pthread_sigmask(SIG_BLOCK, &waiting, &mask_before);
}

bool stop_wanted(void)
{
	return noted != 0;
}

void stop_pause(void)
{
	sigset_t stop;

	if (sigismember(&mask_before, SIGTSTP) == 1)
		return;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
}

void stop_end(void)
{
	for (size_t i = 0; i < ARRAY_LENGTH(ending); i++)
		sigaction(ending[i], &before[i], NULL);
	if (noted != 0)
		raise((int)noted);
	pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}
