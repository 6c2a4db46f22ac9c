/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/memory.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/shortage.h"

/* Entries that a list first has memory for */
#define FIRST_ROOM 16

static atomic_bool failed;	/* threads allocate memory, too */
static bool in_library;

void memory_failed(void)
{
	atomic_store(&failed, true);
}

bool memory_has_failed(void)
{
	return atomic_load(&failed);
}

void memory_enter_library(void)
{
	in_library = true;
	errno = 0;
}

void memory_leave_library(void)
{
	in_library = false;
	if (errno == ENOMEM)
		memory_failed();
}

bool memory_is_in_library(void)
{
	return in_library;
}

static void *remember(void *result)
{
	if (result == NULL)
		memory_failed();
	return result;
}

void *memory_take(size_t size)
{
	return remember(malloc(size));
}

void *memory_take_zeroed(size_t count, size_t size)
{
	return remember(calloc(count, size));
}

void *memory_grow(void *old, size_t count, size_t size)
{
	return remember(reallocarray(old, count, size));
}

void *memory_grow_list(void *list, size_t count, size_t *room, size_t size)
{
	size_t more = *room != 0 ? 2 * *room : FIRST_ROOM;
	void *grown;

	if (count < *room)
		return list;
	grown = memory_grow(list, more, size);
	if (grown != NULL)
		*room = more;
	return grown;
}

char *memory_copy(const char *text)
{
	return remember(strdup(text));
}

char *memory_copy_length(const char *text, size_t length)
{
	return remember(strndup(text, length));
}

void *memory_checked(void *result)
{
	if (result == NULL && shortage_note(errno) == ENOMEM)
		memory_failed();
	return result;
}

ssize_t memory_count(ssize_t count)
{
	if (count < 0 && shortage_note(errno) == ENOMEM)
		memory_failed();
	return count;
}
