/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Sentences in lines that are wrapped between words, with a label before the first. */
#ifndef VFIO_CFGTOOL_OUTPUT_PROSE_H
#define VFIO_CFGTOOL_OUTPUT_PROSE_H

#include <stddef.h>
#include <stdint.h>

#define PROSE_LABEL 10	/* columns of a label */

/* Prints a label, then the text in as many lines as it takes. */
void prose_say(const char *label, const char *text);

/* Sends sentences to `say` instead of lines until the next call; NULL: to lines again. */
void prose_divert(void (*say)(const char *label, const char *text));

/* Writes "all bits" of a register, or "bits f0e0"; width in bytes. */
void prose_bits(uint32_t bits, unsigned int width, char *text, size_t size);

#endif
