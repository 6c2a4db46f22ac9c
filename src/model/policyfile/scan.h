/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The words of one line of a policy file. A function that refuses a word sets the mistake,
 * with the word's column, and returns false.
 */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_SCAN_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_SCAN_H

#include "base/macros.h"
#include "model/policyfile/rule.h"

/* Bytes of a word in a message; the longest REGISTER or RANGE is shorter. */
#define SCAN_WORD_SIZE 64

/* A line to scan; it may have any bytes. */
struct scan {
	const char *start, *at, *end;
	struct policy_pins *pins;
	struct policy_mistake *mistake;
};

struct scan_word {
	const char *text;
	size_t length;		/* 0: the line ends here */
};

/* Sets the mistake at a place of the line. Returns false. */
bool scan_refuse(struct scan *scan, const char *at, const char *format, ...) PRINTF_FORMAT(3, 4);

bool scan_is_blank(char c);

/* Skips blanks. */
void scan_blanks(struct scan *scan);

/* Whether only blanks are left. */
bool scan_is_at_end(struct scan *scan);

/* Takes the next word, which ends at a blank or one of the characters in `stops`. */
struct scan_word scan_word(struct scan *scan, const char *stops);

/* Skips a mark such as '=' if it comes next. Returns whether it did. */
bool scan_mark(struct scan *scan, const char *mark);

bool scan_word_is(const struct scan_word *word, const char *text);

/* Copies a word as a string to print, and cuts a long one. Returns text. */
const char *scan_show(const struct scan_word *word, char text[SCAN_WORD_SIZE]);

/* A whole word as a string; too long is a mistake. `what` names the kind of word expected. */
bool scan_copy(struct scan *scan, const struct scan_word *word, const char *what,
	       char text[SCAN_WORD_SIZE]);

/* Parses a word of `least` to `most` hexadecimal digits, 8 at most. */
bool scan_hex(struct scan *scan, const struct scan_word *word, size_t least, size_t most,
	      uint32_t *number);

/* Finds the index of a word among those expected; `what` names the kind. */
bool scan_one_of(struct scan *scan, const struct scan_word *word, const char *what,
		 const struct words *words, unsigned int *index);

#endif
