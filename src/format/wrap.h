/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Lines that fit into a terminal: they are wrapped between words. Callers escape the text
 * (format/print.c, text_printable()): but for WRAP_GLUE and the sequences of format/palette.h,
 * which take no column, it is printable.
 */
#ifndef VFIO_CFGTOOL_FORMAT_WRAP_H
#define VFIO_CFGTOOL_FORMAT_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* A blank that lines are wrapped at only where what it holds together is longer than a line. */
#define WRAP_GLUE '\037'

/* The columns of the terminal that a stream goes to; 0: it goes to none. */
unsigned int wrap_terminal(FILE *stream);

/* The width of a page of help: 80, or less on a narrower terminal. */
unsigned int wrap_page(FILE *stream);

/* The columns that so many bytes of a text take. */
size_t wrap_columns(const char *text, size_t length);

/* Puts WRAP_GLUE into each command line of this program that stands in a text. */
void wrap_glue_commands(char *text);

/*
 * Writes a line and its end to a stream, in lines of at most `width` columns (0: in one). All
 * but the first begin with `hang` blanks. Only a word can be longer than a line.
 */
void wrap_print(FILE *stream, const char *line, unsigned int width, unsigned int hang);

#endif
