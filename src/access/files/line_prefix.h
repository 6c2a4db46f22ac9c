/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Skips what precedes a pasted line: quote marks, list marks, the prefix of a log. Pure. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H
#define VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H

/* The most places where the text of a line can begin. */
#define LINE_STARTS 4

/*
 * Finds the places where the text of a line can begin, the leftmost first: after blanks, quote
 * and list marks; after a time stamp of dmesg, journald (with the host) or ISO 8601; and after
 * one "word:" or "word[n]:". `text` ends with NUL. Returns their number, at least 1.
 */
unsigned int line_starts(const char *text, const char *starts[LINE_STARTS]);

#endif
