/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Remarks about an object although nothing failed: like a fault, but several. Layers that
 * never print add them; commands print them.
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

/* Adds a note. Leaves out notes after NOTES_MOST, and cuts a long one. */
void notes_add(struct notes *notes, const char *format, ...) PRINTF_FORMAT(2, 3);

#endif
