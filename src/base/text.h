/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Makes strings from hardware, /proc, pci.ids and files safe to print: they are
 * untrusted data.
 */
#ifndef VFIO_CFGTOOL_BASE_TEXT_H
#define VFIO_CFGTOOL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the first UTF-8 character of a text, which is not "". Returns its length in
 * bytes with its code in *code, or 0 if the bytes are not valid UTF-8.
 */
size_t text_character(const char *text, uint32_t *code);

/*
 * Whether a character must not reach a terminal: a control (also DEL and C1), one that
 * changes the direction of text or breaks lines, or an invisible one.
 */
bool text_is_hidden(uint32_t code);

/*
 * Copies `from` into `to` (size bytes). Each byte of a hidden character and each byte
 * that is not valid UTF-8 becomes \xNN. A text that does not fit is cut. Returns `to`.
 */
const char *text_printable(const char *from, char *to, size_t size);

/*
 * Copies the file name `from` into `to` (size bytes) as one word of a shell's command
 * line. It is quoted if necessary: in $'...', which bash, zsh and ksh know, if it has
 * hidden characters. "./" precedes a '-' that would begin an option. A name that does
 * not fit becomes FILE: if it were cut, it could name another file. Returns `to`.
 */
const char *text_shell_word(const char *from, char *to, size_t size);

#endif
