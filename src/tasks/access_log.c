/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/access_log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct access_record *access_log_add(struct access_log *log, enum access_kind kind)
{
	struct access_record *list = memory_grow_list(log->list, log->count,
						      &log->room, sizeof(*list));
	struct access_record *access;

	if (list == NULL) {
		fault_set(&log->fault, FAULT_IO, ENOMEM, "out of memory");
		return NULL;
	}
	log->list = list;
	access = &log->list[log->count++];
	memset(access, 0, sizeof(*access));
	access->kind = kind;
	return access;
}

struct access_log *access_log_find(struct access_log *logs, const struct device *device)
{
	while (logs != NULL && logs->device != device)
		logs = logs->next;
	return logs;
}

struct access_log *access_log_begin(struct access_log **logs, const struct device *device,
				    struct fault *fault)
{
	struct access_log *log = access_log_find(*logs, device);

	if (log == NULL) {
		log = memory_take_zeroed(1, sizeof(*log));
		if (log == NULL) {
			fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
			return NULL;
		}
		log->device = device;
		log->next = *logs;
		*logs = log;
	}
	log->count = 0;
	log->fault = (struct fault){ .code = FAULT_NONE };
	return log;
}

void access_log_free(struct access_log **logs)
{
	while (*logs != NULL) {
		struct access_log *log = *logs;

		*logs = log->next;
		free(log->list);
		free(log);
	}
}
