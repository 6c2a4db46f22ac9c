/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strings from hardware, /proc, pci.ids and files are data: here they become
 * safe to print.
 */
#ifndef VFIO_CFGTOOL_BASE_TEXT_H
#define VFIO_CFGTOOL_BASE_TEXT_H

#include <stddef.h>

/*
 * Copies from into to (size bytes) with control bytes and bytes that are no
 * valid UTF-8 as \xNN; cut where it does not fit. Returns to.
 */
const char *text_printable(const char *from, char *to, size_t size);

/*
 * Copies from into to (size bytes) with each byte that is no valid UTF-8 as
 * U+FFFD; cut at a whole character where it does not fit. Returns to.
 */
const char *text_utf8(const char *from, char *to, size_t size);

#endif
