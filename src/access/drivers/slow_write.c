/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/slow_write.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

#include "access/system/sysfs.h"

/* The most functions in a text. */
#define NAMED 8

/* The current write, and the thread that watches it. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool started;			/* there is a thread */
	const struct slow_listener *listener;	/* NULL: no current write, or already told */
	struct timespec end;		/* when it is slow, CLOCK_MONOTONIC */
	pid_t writer;
	char path[SYSFS_PATH_SIZE];
} at_hand = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Whether a function called the driver; the walk up a stack ends there. */
static bool is_driver_core(const char *name, size_t length)
{
	static const char *const starts[] = { "device_", "__device_", "really_probe", "unbind_store" };

	for (size_t i = 0; i < ARRAY_LENGTH(starts); i++)
		if (length >= strlen(starts[i]) && strncmp(name, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* A line is "[<0>] function+0x12/0x34 [module]". */
const char *slow_write_where(const char *stack, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int named = 0; named < NAMED && used < size; named++) {
		const char *name = strstr(stack, "] ");
		size_t length;

		if (name == NULL)
			break;
		name += 2;
		length = strcspn(name, "+ \n");
		if (is_driver_core(name, length))
			break;
		used += (size_t)snprintf(text + used, size - used, "%s%.*s", used > 0 ? " < " : "",
					 (int)length, name);
		stack = strchr(name, '\n');
		if (stack == NULL)
			break;
	}
	return text;
}

/* Finds where the writer waits: its stack, which root sees, else the innermost function. */
static void find_place(pid_t writer, char *where, size_t size)
{
	char path[64], stack[4096];
	CLEANUP_FILE FILE *file = NULL;
	size_t count = 0;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stack", (int)writer);
	file = fopen(path, "re");
	if (file != NULL)
		count = fread(stack, 1, sizeof(stack) - 1, file);
	stack[count] = '\0';
	if (slow_write_where(stack, where, size)[0] != '\0')
		return;
	snprintf(path, sizeof(path), "/proc/self/task/%d/wchan", (int)writer);
	sysfs_text(path, where, size);
	if (strcmp(where, "0") == 0)
		where[0] = '\0';
}

/*
 * Tells the listener about the current write. The caller holds the lock, which is released for
 * the call.
 */
static void tell(void)
{
	const struct slow_listener *listener = at_hand.listener;
	char path[SYSFS_PATH_SIZE], where[512];

	snprintf(path, sizeof(path), "%s", at_hand.path);
	find_place(at_hand.writer, where, sizeof(where));
	at_hand.listener = NULL;
	pthread_mutex_unlock(&at_hand.lock);
	listener->slow(path, where, listener->context);
	pthread_mutex_lock(&at_hand.lock);
}

/* Whether the current write is slow. The wait may have ended for an earlier write. */
static bool is_slow(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return at_hand.listener != NULL &&
	       (now.tv_sec > at_hand.end.tv_sec || (now.tv_sec == at_hand.end.tv_sec &&
						    now.tv_nsec >= at_hand.end.tv_nsec));
}

static void *watch(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&at_hand.lock);
	for (;;) {
		if (is_slow())
			tell();
		else if (at_hand.listener == NULL)
			pthread_cond_wait(&at_hand.changed, &at_hand.lock);
		else
			pthread_cond_timedwait(&at_hand.changed, &at_hand.lock, &at_hand.end);
	}
	return NULL;
}

/* Starts the thread, which ends with the process. */
static void start(void)
{
	pthread_condattr_t attributes;
	pthread_t thread;

	if (at_hand.started)
		return;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&at_hand.changed, &attributes);
	pthread_condattr_destroy(&attributes);
	at_hand.started = pthread_create(&thread, NULL, watch, NULL) == 0;
	if (at_hand.started)
		pthread_detach(thread);
}

void slow_write_begin(const char *path, const struct slow_listener *listener)
{
	if (listener == NULL)
		return;
	pthread_mutex_lock(&at_hand.lock);
	start();
	snprintf(at_hand.path, sizeof(at_hand.path), "%s", path);
	at_hand.writer = (pid_t)syscall(SYS_gettid);
	clock_gettime(CLOCK_MONOTONIC, &at_hand.end);
	at_hand.end.tv_sec += listener->milliseconds / 1000;
	at_hand.end.tv_nsec += (long)(listener->milliseconds % 1000) * 1000000L;
	if (at_hand.end.tv_nsec >= 1000000000L) {
		at_hand.end.tv_sec++;
		at_hand.end.tv_nsec -= 1000000000L;
	}
	at_hand.listener = listener;
	pthread_cond_signal(&at_hand.changed);
	pthread_mutex_unlock(&at_hand.lock);
}

void slow_write_end(void)
{
	pthread_mutex_lock(&at_hand.lock);
	at_hand.listener = NULL;
	pthread_mutex_unlock(&at_hand.lock);
}
