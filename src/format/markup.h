/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * HTML, SVG and XML on standard output. The only place that escapes for them: what stands
 * in a format is markup, and every text that goes into it is data.
 */
#ifndef VFIO_CFGTOOL_FORMAT_MARKUP_H
#define VFIO_CFGTOOL_FORMAT_MARKUP_H

#include "base/macros.h"

/*
 * Prints markup with texts and numbers in it: a format of printf() with %s, %c, %u, %d and
 * %x, of which the numbers can have 0 and a width, or '*'. A text (%s, always whole) is
 * escaped as markup_text() does, so it can stand between tags and in a quoted attribute.
 */
void markup_print(const char *format, ...) PRINTF_FORMAT(1, 2);

/*
 * Prints a text in which '<', '>', '&' and both quotes stand for themselves. Each byte of a
 * control character, of one that changes the direction of text or that XML does not have,
 * and of what is not UTF-8 becomes \xNN.
 */
void markup_text(const char *text);

/* The same of a text of several lines: its line ends stay. NULL prints nothing. */
void markup_lines(const char *text);

#endif
