/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/stop.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "base/macros.h"

/* signal(7): all that end a process by default, without its own faults and SIGXFSZ (main.c) */
static const int noted_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2,
	SIGPOLL, SIGPWR, SIGSTKFLT,
};

/* SIGPIPE, so that a write to a closed stream fails with EPIPE; and all that stop a process. */
static const int held_signals[] = { SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU };

static struct sigaction before[ARRAY_LENGTH(noted_signals)];
static sigset_t mask_before;
static bool active;
static volatile sig_atomic_t noted;

static void note(int signal)
{
	noted = signal;
}

void stop_begin(void)
{
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
	sigset_t held;

	active = true;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LENGTH(noted_signals); i++) {
		sigaction(noted_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(noted_signals[i], &action, NULL);
	}
	sigemptyset(&held);
	for (size_t i = 0; i < ARRAY_LENGTH(held_signals); i++)
		sigaddset(&held, held_signals[i]);
	pthread_sigmask(SIG_BLOCK, &held, &mask_before);
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

static void restore_actions(void)
{
	for (size_t i = 0; i < ARRAY_LENGTH(noted_signals); i++)
		sigaction(noted_signals[i], &before[i], NULL);
}

void stop_release(void)
{
	if (!active)
		return;
	active = false;
	restore_actions();
	pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}

void stop_end(void)
{
	if (active)
		restore_actions();
	/* raised before a pending one, because it came first */
	if (noted != 0) {
		fflush(NULL);	/* the signal ends the process without it */
		raise((int)noted);
	}
	stop_release();
}
