/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strings from hardware, /proc, pci.ids and files are data: here they become
 * safe to print.
 */
#ifndef VFIO_CFGTOOL_BASE_TEXT_H
#define VFIO_CFGTOOL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The character at the start of a text that is not "". Returns how many bytes of
 * UTF-8 it has, or 0 where there is none, and its code in *code.
 */
size_t text_character(const char *text, uint32_t *code);

/*
 * Whether a character is not to reach a terminal: a control (also DEL and C1), one
 * that changes the direction or the lines of what follows, or one that shows nothing.
 */
bool text_is_hidden(uint32_t code);

/*
 * Copies from into to (size bytes); each byte of a hidden character and each that
 * is no valid UTF-8 becomes \xNN. Cut where it does not fit. Returns to.
 */
const char *text_printable(const char *from, char *to, size_t size);

/*
 * Copies from into to (size bytes) as one word of a shell's command line, which
 * names the same file: between quotes where it needs them (in $'...', which bash,
 * zsh and ksh know, where it has hidden characters), with "./" before a '-' that
 * would begin an option. A word that does not fit becomes FILE, for the command would
 * else be about another file. Returns to.
 */
const char *text_shell_word(const char *from, char *to, size_t size);

#endif
