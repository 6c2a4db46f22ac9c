/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Lines of a text that came any way: taken out of UTF-16, and without byte order mark, escape
 * sequences of terminals, CR and other control bytes. Bytes go in, lines come out; one that
 * begins with '#', as those of captures, keeps its control bytes.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_CLEAN_TEXT_H
#define VFIO_CFGTOOL_ACCESS_FILES_CLEAN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a line that matter; of a longer one the start is handed out. */
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

/* The text is over: its last line may have no end. Returns as clean_text_feed(). */
int clean_text_end(struct clean_text *clean);

#endif
