/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What stands before a line that was pasted: quoted, in a list, from a log. Pure. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H
#define VFIO_CFGTOOL_ACCESS_FILES_LINE_PREFIX_H

/* Places in a line where its own text can begin, at most. */
#define LINE_STARTS 4

/*
 * Finds the places where the text of a line can begin, the leftmost first: behind blanks, quote
 * and list marks; behind a time stamp of dmesg, journald (with the host) or ISO 8601; and
 * behind one "word:" or "word[n]:" there. `text` ends with NUL. Returns how many there are, 1
 * at least.
 */
unsigned int line_starts(const char *text, const char *starts[LINE_STARTS]);

#endif
