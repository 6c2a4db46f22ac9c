/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is worth saying of an object although nothing failed: like a fault, but
 * several. Layers that never print fill it; commands tell it.
 */
#ifndef VFIO_CFGTOOL_BASE_NOTES_H
#define VFIO_CFGTOOL_BASE_NOTES_H

#include <stddef.h>

#include "base/macros.h"

#define NOTES_MOST 8
#define NOTE_SIZE  400

/* Starts as zeros. */
struct notes {
	size_t count;
	char text[NOTES_MOST][NOTE_SIZE];	/* sentences, without the object's name */
};

/* Adds one; what is too much is left out. */
void notes_add(struct notes *notes, const char *format, ...) PRINTF_FORMAT(2, 3);

#endif
