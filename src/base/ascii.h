/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters and digits of names and numbers, whatever the locale is. */
#ifndef VFIO_CFGTOOL_BASE_ASCII_H
#define VFIO_CFGTOOL_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether length bytes of text are the name, in upper or lower case. */
static inline bool ascii_is(const char *text, size_t length, const char *name)
{
	for (size_t i = 0; i < length; i++)
		if (name[i] == '\0' || ascii_lower(text[i]) != ascii_lower(name[i]))
			return false;
	return name[length] == '\0';
}

/* Whether text begins with the name; with all of the name in any case. */
static inline bool ascii_begins(const char *text, size_t length, const char *name)
{
	for (size_t i = 0; name[i] != '\0'; i++)
		if (i == length || ascii_lower(text[i]) != ascii_lower(name[i]))
			return false;
	return true;
}

/* The value of a hexadecimal digit, or -1. */
static inline int ascii_hex_digit(char c)
{
	char lower = ascii_lower(c);

	if (c >= '0' && c <= '9')
		return c - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Reads hexadecimal digits and nothing else. What is above ffff becomes 10000. */
static inline bool ascii_hex(const char *text, size_t length, unsigned int *number)
{
	*number = 0;
	for (size_t i = 0; i < length; i++) {
		int digit = ascii_hex_digit(text[i]);

		if (digit < 0)
			return false;
		*number = *number << 4 | (unsigned int)digit;
		if (*number > 0xffff)
			*number = 0x10000;
	}
	return length > 0;
}

#endif
