/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The numbers, words and texts in the values of a capture. */
#ifndef VFIO_CFGTOOL_BASE_CAPTURE_VALUE_H
#define VFIO_CFGTOOL_BASE_CAPTURE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads hexadecimal digits and nothing else; false if there are none (NULL) or above `most`. */
bool capture_hex(const char *text, uint64_t most, uint64_t *number);

/* Reads 1 to 9 decimal digits and nothing else. */
bool capture_decimal(const char *text, int *number);

/* Cuts the next word off a value. Returns NULL if there is none. */
char *capture_word(char **rest);

/* Reads "yes" or "no". Returns NULL, or what is wrong, as a text. */
const char *capture_yes_or_no(const char *value, bool *is);

/*
 * Copies a text into `text` (size bytes) and decodes each \xNN, a byte that cannot be printed.
 * Returns NULL, or "too long" after a cut copy.
 */
const char *capture_unescape(const char *value, char *text, size_t size);

#endif
