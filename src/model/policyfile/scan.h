/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of one line of a policy file. What is refused fills the mistake, with the
 * column of the word that is wrong, and returns false.
 */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_SCAN_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_SCAN_H

#include "base/macros.h"
#include "model/policyfile/rule.h"

/* Bytes of a word that a message repeats; the longest REGISTER or RANGE is shorter. */
#define SCAN_WORD_SIZE 64

/* A line that is being read; any bytes. */
struct scan {
	const char *start, *at, *end;
	struct policy_mistake *mistake;
};

struct scan_word {
	const char *text;
	size_t length;		/* 0: the line ends here */
};

/* Says that what stands at a place is wrong. */
bool scan_refuse(struct scan *scan, const char *at, const char *format, ...) PRINTF_FORMAT(3, 4);

bool scan_is_blank(char c);

/* Goes on to what is no blank. */
void scan_blanks(struct scan *scan);

/* Whether nothing but blanks is left. */
bool scan_is_at_end(struct scan *scan);

/* The next word, which ends at a blank or one of the characters in `stops`. */
struct scan_word scan_word(struct scan *scan, const char *stops);

/* Takes a mark such as '=', if it comes next. */
bool scan_mark(struct scan *scan, const char *mark);

bool scan_word_is(const struct scan_word *word, const char *text);

/* A word as a string to print; cut where it is long. Returns text. */
const char *scan_show(const struct scan_word *word, char text[SCAN_WORD_SIZE]);

/* A word as a string for who reads strings; `what` names what it should be. */
bool scan_copy(struct scan *scan, const struct scan_word *word, const char *what,
	       char text[SCAN_WORD_SIZE]);

/* Hexadecimal digits and nothing else, from `least` to `most` of them, 8 at most. */
bool scan_hex(struct scan *scan, const struct scan_word *word, size_t least, size_t most,
	      uint32_t *number);

/* One of the words that belong there; `what` names what they are. */
bool scan_one_of(struct scan *scan, const struct scan_word *word, const char *what,
		 const struct words *words, unsigned int *index);

#endif
