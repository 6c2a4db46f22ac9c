/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Sentences with a label; on a terminal they are wrapped to the right of it. */
#ifndef VFIO_CFGTOOL_OUTPUT_PROSE_H
#define VFIO_CFGTOOL_OUTPUT_PROSE_H

#include <stddef.h>
#include <stdint.h>

#define PROSE_LABEL 10	/* columns of a label */

/* Prints a label and a text. */
void prose_say(const char *label, const char *text);

/* Gets sentences instead of the lines. */
struct prose_listener {
	void (*say)(void *context, const char *label, const char *text);
	void *context;
};

/* Sends sentences to a listener, which must live until the next call; NULL: to lines again. */
void prose_divert(const struct prose_listener *listener);

/* Writes "all bits" of a register, or "bits f0e0"; width in bytes. */
void prose_bits(uint32_t bits, unsigned int width, char *text, size_t size);

#endif
