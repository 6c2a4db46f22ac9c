/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Texts that people take for dumps and that are none: what they are, and what to send instead. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_OTHER_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_OTHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* What was found in a text so far; starts as zeros. */
struct dump_other {
	unsigned int found;	/* 1 + the row of the table; 0: nothing */
};

/* Looks at a line that is neither a row nor names a function. */
void dump_other_look(struct dump_other *other, const char *text);

/* Whether rows of bytes in the text are not to be taken, as it says in its own way whose they are. */
bool dump_other_owns_rows(const struct dump_other *other);

/* Whether it has rows that are not of bytes. */
bool dump_other_has_rows(const struct dump_other *other);

/*
 * Says that there is no device in the text, and what it is instead. `binary`: its size if it
 * is no text; else 0. Returns -ENOENT.
 */
int dump_other_fault(const struct dump_other *other, size_t binary, struct fault *fault);

/* Says the same of a function without bytes in a text that has rows that are not of bytes. */
void dump_other_blame(const struct dump_other *other, struct fault *fault);

#endif
