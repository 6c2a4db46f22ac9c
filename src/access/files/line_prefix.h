/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Skips what precedes a pasted line: quote marks, list marks, the prefix of a log. Pure. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H
#define VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H

/* The first place where the text of a line can begin: after blanks, quote and list marks. */
const char *line_start(const char *text);

/* The most places after that. */
#define LINE_STARTS 2

/*
 * Finds the later places, the leftmost first: after a time stamp of dmesg, journald (with the
 * host) or ISO 8601; and after one "word:" or "word[n]:". `first` is the result of line_start()
 * and ends with NUL. Returns their number.
 */
unsigned int line_later_starts(const char *first, const char *starts[LINE_STARTS]);

#endif
