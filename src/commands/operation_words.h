/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of read, write and probe: what they ask for. */
#ifndef VFIO_CFGTOOL_COMMANDS_OPERATION_WORDS_H
#define VFIO_CFGTOOL_COMMANDS_OPERATION_WORDS_H

#include <stdio.h>

#include "call/options.h"
#include "tasks/operation.h"

/*
 * Parses `REGISTER|RANGE` (read), or `REGISTER` and `REGISTER=VALUE[:MASK][,VALUE...]`
 * (write) and appends it. False, with the reason in `why`.
 */
bool operation_parse_read(const char *text, struct operations *operations, char *why, size_t size);
bool operation_parse_write(const char *text, struct operations *operations, char *why, size_t size);

/*
 * Reads operations of write from a stream: one or more a line, `wait MILLISECONDS`,
 * comments behind #. False, with the reason and the number of the line in `why`.
 */
bool operations_from(FILE *stream, struct operations *operations, char *why, size_t size);

/* Reads operations of read from all words of a call. False if one is none, which has been said. */
bool operations_parse_reads(const struct options *options, struct operations *operations);

#endif
