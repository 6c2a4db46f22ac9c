/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a refusal must have, for the fuzz targets of texts. */
#ifndef VFIO_CFGTOOL_TESTS_FUZZ_REFUSED_TEXT_H
#define VFIO_CFGTOOL_TESTS_FUZZ_REFUSED_TEXT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void wrong(const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\n", text, what);
	abort();
}

/* A refusal has a reason, and a long text is truncated. */
static inline void check_why(const char *why, size_t size, const char *text)
{
	size_t length = strnlen(why, size);

	if (length == 0 || length == size)
		wrong("is refused without a reason", text);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)why[i] < ' ')
			wrong("a control byte in a message", text);
}

#endif
