/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/side_by_side.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

#include "base/device_list.h"
#include "base/memory.h"

/* What the threads share. The lock protects the two numbers. */
struct work {
	const struct reach *reach;
	const struct device_list *list;
	pthread_mutex_t lock;
	size_t next;		/* the first device that no thread has taken */
	size_t done;
};

/* The number of threads for these devices. */
static unsigned int count_jobs(const struct task_settings *settings, size_t devices)
{
	unsigned int jobs = settings->jobs;

	if (jobs == 0)
		jobs = (unsigned int)get_nprocs();
	return devices < jobs ? (unsigned int)devices : jobs;
}

static bool same_group(const struct device *a, const struct device *b)
{
	return a->iommu_group >= 0 && a->iommu_group == b->iommu_group;
}

/* Whether a device is the first of its group in the list: its thread takes the whole group. */
static bool is_first(const struct device_list *list, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_group(list->slots[i].device, list->slots[at].device))
			return false;
	return true;
}

static size_t take(struct work *work)
{
	size_t taken;

	pthread_mutex_lock(&work->lock);
	while (work->next < work->list->count && !is_first(work->list, work->next))
		work->next++;
	taken = work->next++;
	pthread_mutex_unlock(&work->lock);
	return taken;
}

static void reach_one(struct work *work, struct reach *reach, struct device *device)
{
	char address[ADDRESS_TEXT_SIZE];

	reach_bytes(reach, device);
	pthread_mutex_lock(&work->lock);
	if (reach->progress != NULL)
		reach->progress(address_format(&device->address, address), work->done,
				work->list->count);
	work->done++;
	pthread_mutex_unlock(&work->lock);
}

/* One thread: reaches group after group with an inspection of its own. */
static void *run_thread(void *argument)
{
	struct work *work = argument;
	CLEANUP_FREE struct inspection *inspection = memory_take_zeroed(1, sizeof(*inspection));
	CLEANUP_FREE struct reach *reach = memory_take(sizeof(*reach));

	if (inspection == NULL || reach == NULL)
		return NULL;
	*reach = *work->reach;
	reach->inspection = inspection;
	for (size_t first = take(work); first < work->list->count; first = take(work)) {
		struct device *device = work->list->slots[first].device;

		reach_one(work, reach, device);
		for (size_t i = first + 1; i < work->list->count; i++)
			if (same_group(device, work->list->slots[i].device))
				reach_one(work, reach, work->list->slots[i].device);
	}
	return NULL;
}

/* Marks a device that no thread had memory for. */
static void fault_left(const struct work *work)
{
	for (size_t i = 0; i < work->list->count && work->done < work->list->count; i++) {
		struct device *device = work->list->slots[i].device;

		if (device->space.size == 0 && device->error.code == FAULT_NONE)
			fault_set(&device->error, FAULT_IO, ENOMEM, "out of memory");
	}
}

void side_by_side(struct reach *reach, const struct device_list *list)
{
	unsigned int jobs = count_jobs(reach->settings, list->count), started = 0;
	struct work work = { .reach = reach, .list = list, .lock = PTHREAD_MUTEX_INITIALIZER };
	CLEANUP_FREE pthread_t *threads = memory_take_zeroed(jobs, sizeof(*threads));

	if (reach->ask_kernel)
		reach_load(reach);
	while (threads != NULL && started + 1 < jobs &&
	       pthread_create(&threads[started], NULL, run_thread, &work) == 0)
		started++;
	run_thread(&work);	/* the main thread works, too */
	for (unsigned int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	fault_left(&work);
	reach_unload(reach);
	if (reach->progress != NULL)
		reach->progress("", list->count, list->count);
}
