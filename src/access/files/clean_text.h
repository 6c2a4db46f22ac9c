/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Lines of a text that a person copied or mailed. Converts UTF-16. Removes byte order marks,
 * the escape sequences of terminals, CR and other control bytes. A line that begins with '#',
 * as those of captures do, keeps its control bytes.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_CLEAN_TEXT_H
#define VFIO_CFGTOOL_ACCESS_FILES_CLEAN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the longest line; a longer one is cut. */
#define CLEAN_LINE_SIZE 8192

/*
 * Takes a line that is not empty, without its end; text[length] is NUL. `number` counts from 1
 * as an editor does. Returns 0 to go on, else what clean_text_feed() returns.
 */
typedef int clean_text_line(void *context, unsigned long number, const char *text, size_t length);

enum clean_encoding {
	ENCODING_UNKNOWN,
	ENCODING_BYTES,		/* ASCII, UTF-8, or anything that has ASCII in it */
	ENCODING_UTF16_LE,
	ENCODING_UTF16_BE,
};

/* One text. Large. */
struct clean_text {
	clean_text_line *line;
	void *context;
	enum clean_encoding encoding;
	uint8_t held;		/* the first byte of the text, or of a unit of UTF-16 ... */
	bool has_held;		/* ... that waits for the second */
	unsigned long number;	/* of the line */
	size_t used;
	char buffer[CLEAN_LINE_SIZE + 1];
};

void clean_text_begin(struct clean_text *clean, clean_text_line *line, void *context);

/* Takes more bytes. Returns 0, or what the line function returned: then no more may follow. */
int clean_text_feed(struct clean_text *clean, const uint8_t *bytes, size_t count);

/* Ends the text: its last line may lack a line end. Returns as clean_text_feed(). */
int clean_text_end(struct clean_text *clean);

#endif
