/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* --columns, --noheadings and --sort of a command with tables. */
#ifndef VFIO_CFGTOOL_CALL_COLUMNS_H
#define VFIO_CFGTOOL_CALL_COLUMNS_H

#include "call/command.h"

/* Lists the columns of the command's tables. */
void call_columns_help(const struct command *command);

/* False, with the reason told, if a named column does not exist or the format is no table. */
bool call_columns_agree(const struct command *command, const struct options *options);

/* The command's tables, ends with NULL; NULL: it has none. */
const struct field *const *call_tables(const struct command *command);

#endif
