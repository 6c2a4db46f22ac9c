/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The way of text to standard output. A printer may write strings from anywhere: hidden
 * characters become \xNN here (base/text.h), so no printer can forget that. Only
 * format/print.c writes text to standard output; only tables and JSON, which have their own
 * files, bypass it.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_PRINT_H
#define VFIO_CFGTOOL_OUTPUT_PRINT_H

#include <stdarg.h>

#include "format/report.h"

/* Prints a part of a line. A line end in it is data and becomes \x0a. */
void print_part(const char *format, ...) PRINTF_FORMAT(1, 2);

/* Prints the rest of a line, and its end. */
void print_line(const char *format, ...) PRINTF_FORMAT(1, 2);

/* Prints the separator of a completion's two columns, and a line end. */
void print_tab(void);
void print_end(void);

/* A part of a line that is not wrapped within. */
void print_whole(const char *format, ...) PRINTF_FORMAT(1, 2);

/* From now on lines are wrapped at so many columns (format/wrap.h); 0: they are not. */
void print_fit(unsigned int width);

/* Where the line is wrapped, the next ones begin at the column that it has reached. */
void print_hang(void);

/* Stops printing until the next call, around a table with tabs. */
void print_mute(bool mute);

/* A sequence of format/palette.h, if the run has colour. */
void print_color(const struct report_run *run, const char *sequence);

/* Prints whole lines that print_line_to() made. */
void print_lines(const char *text);

/* Writes a whole line to another stream. */
void print_line_to(FILE *stream, const char *format, ...) PRINTF_FORMAT(2, 3);

/* Prints a part of a line from a caller's arguments. */
void print_arguments(FILE *stream, const char *format, va_list arguments) PRINTF_FORMAT(2, 0);

#endif
