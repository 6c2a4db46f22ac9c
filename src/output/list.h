/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of list, which --columns names. */
#ifndef VFIO_CFGTOOL_OUTPUT_LIST_H
#define VFIO_CFGTOOL_OUTPUT_LIST_H

#include <stddef.h>

/* The name of a column, and what it says; NULL past the last one. */
const char *list_column(size_t index, const char **help);

/*
 * The first of several names, separated by ',', that is no column in any case of
 * its letters: its place in names, or NULL.
 */
const char *list_unknown_column(const char *names);

#endif
