/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * HTML, SVG and XML on standard output. The only file that escapes for them: a format is
 * markup, and every text in it is data.
 */
#ifndef VFIO_CFGTOOL_FORMAT_MARKUP_H
#define VFIO_CFGTOOL_FORMAT_MARKUP_H

#include "base/macros.h"

/*
 * Prints markup with texts and numbers. The format has %s, %c, %u, %d and %x of printf();
 * numbers can have 0 and a width, or '*'. A text (%s, always whole) is escaped as by
 * markup_text(), so it can be between tags and in a quoted attribute.
 */
void markup_print(const char *format, ...) PRINTF_FORMAT(1, 2);

/*
 * Prints a text, and escapes '<', '>', '&' and both quotes. Each byte of a control character,
 * of one that changes the direction of text or that XML lacks, and of invalid UTF-8 becomes
 * \xNN.
 */
void markup_text(const char *text);

/* The same for a text of several lines, whose line ends stay. NULL prints nothing. */
void markup_lines(const char *text);

#endif
