/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Memory that can run out. A failure is remembered until the process ends. A caller may go on
 * without the memory; main() then reports the failure once, and the exit status is 3.
 */
#ifndef VFIO_CFGTOOL_BASE_MEMORY_H
#define VFIO_CFGTOOL_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* As malloc(), calloc(), reallocarray(), strdup() and strndup(): NULL if memory is short. */
void *memory_take(size_t size);
void *memory_take_zeroed(size_t count, size_t size);
void *memory_grow(void *old, size_t count, size_t size);
char *memory_copy(const char *text);
char *memory_copy_length(const char *text, size_t length);

/*
 * @list has @count entries of @size bytes, and memory for *@room of them. Returns it with memory
 * for at least one more, which may be at another place, or NULL if memory is short: @list is
 * valid then.
 */
void *memory_grow_list(void *list, size_t count, size_t *room, size_t size);

/*
 * Passes on the result of a library function that allocates inside, such as
 * opendir(): NULL with the errno ENOMEM counts as a failure. A lack of descriptors
 * is noted as base/shortage.h says.
 */
void *memory_checked(void *result);

/*
 * The same for scandir(), getline() and asprintf(), which return a negative count with ENOMEM.
 */
ssize_t memory_count(ssize_t count);

/* Notes that memory was short in a library. */
void memory_failed(void);

/*
 * Called before and after calls of a library that, without memory, silently loses data
 * or ends the process. Leaving notes a failure if errno is ENOMEM; main() explains an
 * exit that happens between the two.
 */
void memory_enter_library(void);
void memory_leave_library(void);
bool memory_is_in_library(void);

/* Whether memory was ever short. */
bool memory_has_failed(void);

#endif
