/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/notes.h"

#include <stdarg.h>
#include <stdio.h>

void notes_add(struct notes *notes, const char *format, ...)
{
	va_list arguments;

	if (notes->count == NOTES_MOST)
		return;
	va_start(arguments, format);
	vsnprintf(notes->text[notes->count++], NOTE_SIZE, format, arguments);
	va_end(arguments);
}
