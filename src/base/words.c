/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/words.h"

#include <string.h>

const char *words_name(const struct words *words, unsigned int value)
{
	return *(const char *const *)((const char *)words->first + value * words->stride);
}

unsigned int words_next(const struct words *words, unsigned int value)
{
	if (value < words->from)
		value = words->from;
	while (value < words->count && words_name(words, value) == NULL)
		value++;
	return value;
}

bool words_find(const struct words *words, const char *text, size_t length, unsigned int *value)
{
	for (unsigned int i = words_next(words, 0); i < words->count; i = words_next(words, i + 1)) {
		const char *name = words_name(words, i);

		if (strlen(name) == length && memcmp(name, text, length) == 0) {
			*value = i;
			return true;
		}
	}
	return false;
}
