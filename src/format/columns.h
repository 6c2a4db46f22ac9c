/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The columns of tables, and their names as --columns and --sort take them. */
#ifndef VFIO_CFGTOOL_FORMAT_COLUMNS_H
#define VFIO_CFGTOOL_FORMAT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

struct field;

/* Whether a name is a heading's, in any case of its letters, with '-' for its blanks. */
bool columns_is_named(const char *name, size_t length, const char *heading);

/*
 * Finds the columns of a table for `names` ("NAME,NAME", "+NAME" in addition to the usual
 * ones; NULL: the usual ones), each once, at most `room`. Ignores names of other tables.
 * Returns their number.
 */
size_t columns_choose(const char *names, const struct field *fields, const struct field **chosen,
		      size_t room);

/* Finds the first name that no table has: its place in names, or NULL. */
const char *columns_unknown(const char *names, const struct field *const *tables);

/* Column number `index` of all tables, each heading once; NULL after the last. */
const struct field *columns_at(const struct field *const *tables, size_t index);

#endif
