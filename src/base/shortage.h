/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the process or the machine runs short of: file descriptors. A file that cannot
 * be opened for that looks like one that is not there, so each open that could be
 * mistaken notes it; main tells of it once, and ends with EXIT_UNUSABLE.
 */
#ifndef VFIO_CFGTOOL_BASE_SHORTAGE_H
#define VFIO_CFGTOOL_BASE_SHORTAGE_H

/* Notes the errno of an open that failed, where it is EMFILE or ENFILE. Returns it. */
int shortage_note(int error);

/* The first that was noted: a positive errno, or 0. */
int shortage_noted(void);

/* What a person can do about it, or "" where it is another errno. */
const char *shortage_hint(int error);

#endif
