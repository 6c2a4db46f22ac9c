/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The words of read, explain, policy, probe and write: what they ask for. */
#ifndef VFIO_CFGTOOL_INPUTS_OPERATION_WORDS_H
#define VFIO_CFGTOOL_INPUTS_OPERATION_WORDS_H

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
 * Reads words from a stream, one or more a line, with comments after #: words of read if
 * operations->reads is set, else words of write and `wait MILLISECONDS`. False, with the number
 * of the line and the reason in `why`.
 */
bool operations_from(FILE *stream, struct operations *operations, char *why, size_t size);

/*
 * Reads REGISTER, RANGE and `-` (standard input, which then has one at least) from all words of
 * a call. EXIT_DONE, EXIT_USAGE or EXIT_UNUSABLE, with the reason told.
 */
enum exit_status operations_parse_reads(const struct options *options,
					struct operations *operations);

#endif
