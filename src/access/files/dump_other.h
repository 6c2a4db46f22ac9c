/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Recognizes texts that people take for dumps, and says what to send instead. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_OTHER_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_OTHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* What a text contains. Starts as zeros. */
struct dump_other {
	unsigned int found;	/* 1 + the row of the table; 0 nothing */
};

/* Looks at a line that is neither a row nor names a function. */
void dump_other_look(struct dump_other *other, const char *text);

/* Fills fault if a file that begins so is an archive or a document. Returns 0 or -EINVAL. */
int dump_other_refuse(const void *start, size_t size, struct fault *fault);

/*
 * The message of a row whose offset is octal or decimal, as od prints them, and its hint: they
 * have seven digits and no colon.
 */
#define DUMP_OTHER_OD_DIGITS 7
#define DUMP_OTHER_OD "its offsets are octal or decimal, as od prints them"
#define DUMP_OTHER_OD_HINT "send instead: od -A x -t x1 config > FILE"

/* Whether a line had a decimal offset of od. */
bool dump_other_has_od(const struct dump_other *other);

/* What to do about a row that breaks at this place; NULL: that is not known. */
const char *dump_other_hint(const char *place);

/*
 * Whether the rows of the text must be left out, because it names their functions in its own
 * way.
 */
bool dump_other_owns_rows(const struct dump_other *other);

/* Whether the text has rows of something else than bytes. */
bool dump_other_has_rows(const struct dump_other *other);

/*
 * Fills fault: the text has no device, and what it is instead. `binary` is the size of a file
 * that is no text; 0 for a text. Returns -ENOENT.
 */
int dump_other_fault(const struct dump_other *other, size_t binary, struct fault *fault);

/* Fills the same fault for a function without bytes in a text whose rows are not bytes. */
void dump_other_blame(const struct dump_other *other, struct fault *fault);

#endif
