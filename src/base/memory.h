/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that can run out. A failure is remembered until the process ends, so
 * that no caller that goes on without the memory passes for one that had it:
 * main() then says so once and the exit status is 3.
 */
#ifndef VFIO_CFGTOOL_BASE_MEMORY_H
#define VFIO_CFGTOOL_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* As malloc(), calloc(), reallocarray(), strdup() and strndup(): NULL where memory is short. */
void *memory_take(size_t size);
void *memory_take_zeroed(size_t count, size_t size);
void *memory_grow(void *old, size_t count, size_t size);
char *memory_copy(const char *text);
char *memory_copy_length(const char *text, size_t length);

/*
 * Passes on what a function of a library returned that allocates inside, such as
 * opendir(): NULL with the errno ENOMEM is a failure, too. Want of descriptors is
 * noted as base/shortage.h says.
 */
void *memory_checked(void *result);

/* The same for scandir(), getline() and asprintf(): a negative count with ENOMEM. */
ssize_t memory_count(ssize_t count);

/* Memory was short in a library. */
void memory_failed(void);

/*
 * Before and after calls of libraries that lose what they have no memory for without a
 * word, or end the process. What an allocation leaves in errno is remembered at the end;
 * an exit between the two is such an end, which main() tells of in our words.
 */
void memory_enter_library(void);
void memory_leave_library(void);
bool memory_is_in_library(void);

/* Whether memory was short at any time until now. */
bool memory_has_failed(void);

#endif
