/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catches the output of a function on standard output as a text. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_STANDARD_OUTPUT_H
#define VFIO_CFGTOOL_TESTS_UNIT_STANDARD_OUTPUT_H

#include "test.h"

#include <stdio.h>
#include <unistd.h>

/* Standard output goes to a file, and back. */
struct caught {
	int kept;		/* the real one */
	FILE *file;
};

static inline struct caught catch_output(void)
{
	struct caught caught = { .kept = dup(STDOUT_FILENO), .file = tmpfile() };

	assert_true(caught.kept >= 0);
	assert_non_null(caught.file);
	fflush(stdout);
	assert_true(dup2(fileno(caught.file), STDOUT_FILENO) >= 0);
	return caught;
}

/* Ends it, and copies the output into a text of `size` bytes, truncated if it is longer. */
static inline const char *caught_text(struct caught *caught, char *text, size_t size)
{
	size_t length;

	fflush(stdout);
	dup2(caught->kept, STDOUT_FILENO);
	close(caught->kept);
	rewind(caught->file);
	length = fread(text, 1, size - 1, caught->file);
	text[length] = '\0';
	fclose(caught->file);
	return text;
}

#endif
