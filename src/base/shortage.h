/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The lack of file descriptors, in the process or in the machine. A file that cannot be opened
 * for this reason looks missing, so each open whose failure can mean that notes it. main()
 * reports it once and exits with EXIT_UNUSABLE.
 */
#ifndef VFIO_CFGTOOL_BASE_SHORTAGE_H
#define VFIO_CFGTOOL_BASE_SHORTAGE_H

/* Notes the errno of a failed open if it is EMFILE or ENFILE. Returns error. */
int shortage_note(int error);

/* The first noted errno, or 0. */
int shortage_noted(void);

/* What a person can do about EMFILE or ENFILE; "" for any other errno. */
const char *shortage_hint(int error);

#endif
