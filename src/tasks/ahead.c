/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/ahead.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/device_list.h"
#include "base/device_pack.h"
#include "base/memory.h"

/* A place for one device; a thread owns it from taking the device to `done`. */
struct place {
	struct ahead_device result;
	bool done;
};

struct ahead {
	const struct reach *reach;
	const struct device_list *list;
	unsigned int jobs, threads;	/* wanted, started */
	pthread_t *thread;
	size_t places;			/* device n has place n % places */
	struct place *place;

	pthread_mutex_t lock;		/* for what follows, and `done` of the places */
	pthread_cond_t changed;
	size_t next;			/* the first device that no thread has taken */
	size_t taken;			/* devices that the caller has taken */
	bool ending;
};

/* The next device for a thread; the list's count if there is none. */
static size_t choose(struct ahead *ahead)
{
	size_t chosen;

	pthread_mutex_lock(&ahead->lock);
	/* the caller still looks at the last one that it took */
	while (!ahead->ending && ahead->next < ahead->list->count &&
	       ahead->next + 1 >= ahead->taken + ahead->places)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	chosen = ahead->ending ? ahead->list->count : ahead->next;
	ahead->next += chosen < ahead->list->count;
	pthread_mutex_unlock(&ahead->lock);
	return chosen;
}

static void predict(const struct ahead *ahead, size_t at)
{
	struct ahead_device *result = &ahead->place[at % ahead->places].result;

	result->device = device_pack_open(ahead->list->slots[at].pack);
	result->inspection->fault = (struct fault) { .code = FAULT_NONE };
	result->inspection->device = NULL;
	if (result->device != NULL && result->device->error.code == FAULT_NONE)
		inspection_build(ahead->reach, result->device, result->inspection,
				 &result->inspection->fault);
}

static void *run_thread(void *argument)
{
	struct ahead *ahead = argument;

	for (size_t at = choose(ahead); at < ahead->list->count; at = choose(ahead)) {
		predict(ahead, at);
		pthread_mutex_lock(&ahead->lock);
		ahead->place[at % ahead->places].done = true;
		pthread_cond_broadcast(&ahead->changed);
		pthread_mutex_unlock(&ahead->lock);
	}
	return NULL;
}

/* Makes the places: at least one for each thread and the caller. */
static bool make_places(struct ahead *ahead)
{
	size_t wanted = 2 * (size_t)ahead->jobs;

	ahead->place = memory_take_zeroed(wanted, sizeof(*ahead->place));
	if (ahead->place == NULL)
		return false;
	for (ahead->places = 0; ahead->places < wanted; ahead->places++) {
		struct inspection *inspection = memory_take_zeroed(1, sizeof(*inspection));

		if (inspection == NULL)
			return false;
		ahead->place[ahead->places].result.inspection = inspection;
	}
	return true;
}

static bool start_threads(struct ahead *ahead)
{
	ahead->thread = memory_take(ahead->jobs * sizeof(*ahead->thread));
	while (ahead->thread != NULL && ahead->threads < ahead->jobs &&
	       pthread_create(&ahead->thread[ahead->threads], NULL, run_thread, ahead) == 0)
		ahead->threads++;
	return ahead->threads > 0;
}

/* How many threads to use: no more than were asked for, and than there is work for. */
static unsigned int count_jobs(const struct reach *reach, const struct device_list *list)
{
	unsigned int jobs = reach->settings->jobs;

	for (size_t i = 0; i < list->count; i++)
		if (list->slots[i].pack == NULL)
			return 0;
	return list->count < jobs ? (unsigned int)list->count : jobs;
}

struct ahead *ahead_begin(const struct reach *reach, const struct device_list *list)
{
	unsigned int jobs = count_jobs(reach, list);
	struct ahead *ahead = jobs > 1 ? memory_take_zeroed(1, sizeof(*ahead)) : NULL;

	if (ahead == NULL)
		return NULL;
	*ahead = (struct ahead) {
		.reach = reach,
		.list = list,
		.jobs = jobs,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER,
	};
	if (make_places(ahead) && start_threads(ahead))
		return ahead;
	ahead_end(ahead);
	return NULL;
}

const struct ahead_device *ahead_take(struct ahead *ahead)
{
	struct place *place;

	pthread_mutex_lock(&ahead->lock);
	place = &ahead->place[ahead->taken % ahead->places];
	while (!place->done)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	place->done = false;
	ahead->taken++;
	pthread_cond_broadcast(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	return &place->result;
}

void ahead_end(struct ahead *ahead)
{
	if (ahead == NULL)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->ending = true;
	pthread_cond_broadcast(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	for (unsigned int i = 0; i < ahead->threads; i++)
		pthread_join(ahead->thread[i], NULL);
	for (size_t i = 0; i < ahead->places; i++) {
		if (ahead->place[i].done && ahead->place[i].result.device != NULL)
			device_free(ahead->place[i].result.device);
		free(ahead->place[i].result.inspection);
	}
	free(ahead->place);
	free(ahead->thread);
	free(ahead);
}
