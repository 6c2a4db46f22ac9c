/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * How text leaves for standard output. What a printer writes may have strings from
 * anywhere in it: here hidden characters become \xNN (base/text.h), so a printer
 * cannot forget it. Only format/print.c writes text to standard output; only
 * tables and JSON, which have an owner each, do not go through it.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_PRINT_H
#define VFIO_CFGTOOL_OUTPUT_PRINT_H

#include <stdarg.h>

#include "format/report.h"

/* A part of a line. A line end in it is data, and becomes \x0a. */
void print_part(const char *format, ...) PRINTF_FORMAT(1, 2);

/* The rest of a line, and its end. */
void print_line(const char *format, ...) PRINTF_FORMAT(1, 2);

/* What is between the two columns of a completion, and the end of a line. */
void print_tab(void);
void print_end(void);

/* From now on nothing is printed, or is again: around a table with tabs. */
void print_mute(bool mute);

/* A sequence of format/palette.h, if the run has colour. */
void print_color(const struct report_run *run, const char *sequence);

/* Whole lines that print_line_to() made. */
void print_lines(const char *text);

/* Writes a whole line to another stream. */
void print_line_to(FILE *stream, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A part of a line from a caller's arguments. */
void print_arguments(FILE *stream, const char *format, va_list arguments) PRINTF_FORMAT(2, 0);

#endif
