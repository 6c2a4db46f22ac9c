/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The words for the values of an enum. One table serves the code that prints a value, parses a
 * word or lists the words. No value ever follows from a position in another list.
 */
#ifndef VFIO_CFGTOOL_BASE_WORDS_H
#define VFIO_CFGTOOL_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/macros.h"

struct words {
	const char *const *first;	/* the word of the value 0 */
	size_t stride;			/* bytes from one word to the next */
	unsigned int from;		/* smaller values have no choice: they are never found */
	unsigned int count;		/* values from 0 on */
};

/*
 * The words of an enum with `values` values: WORDS(MAP_KINDS, [KIND_RAW] = "raw", ...). It
 * does not compile unless the table ends with the last value. NULL: the value has no word.
 */
#define WORDS(values, ...) WORDS_FROM(0, values, __VA_ARGS__)

/* The same; values below `least` are never found. */
#define WORDS_FROM(least, values, ...)							\
	{ .from = (least), .first = (const char *const[]) { __VA_ARGS__ },				\
	  .stride = sizeof(const char *),						\
	  .count = (values) +								\
		   0 * sizeof(struct {							\
			   _Static_assert(sizeof((const char *const[]) { __VA_ARGS__ }) == \
						  (values) * sizeof(const char *),	\
					  "the words end with the last value");	\
			   int unused;							\
		   }) }

/* The words in the member `name` of an array of structures, in the order of their enum. */
#define WORDS_OF(rows, name)								\
	{ .first = &(rows)[0].name, .stride = sizeof((rows)[0]), .count = ARRAY_LENGTH(rows) }

/* The word of a value below words->count. */
const char *words_name(const struct words *words, unsigned int value);

/* The first value from `value` on that can be chosen; words->count if there is none. */
unsigned int words_next(const struct words *words, unsigned int value);

/* Finds the value of the word in the first `length` bytes of `text`. False if there is none. */
bool words_find(const struct words *words, const char *text, size_t length, unsigned int *value);

#endif
