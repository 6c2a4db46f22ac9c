/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Remarks about an object although nothing failed: like a fault, but several. Layers
 * that never print add them; commands tell them.
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

/* Adds one. More than NOTES_MOST are left out; a long one is cut. */
void notes_add(struct notes *notes, const char *format, ...) PRINTF_FORMAT(2, 3);

#endif
