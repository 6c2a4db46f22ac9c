/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Letters and digits of names and numbers, independent of the locale. */
#ifndef VFIO_CFGTOOL_BASE_ASCII_H
#define VFIO_CFGTOOL_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether the first `length` bytes of text are the name, ignoring case. */
static inline bool ascii_is(const char *text, size_t length, const char *name)
{
	for (size_t i = 0; i < length; i++)
		if (name[i] == '\0' || ascii_lower(text[i]) != ascii_lower(name[i]))
			return false;
	return name[length] == '\0';
}

/* Whether the first `length` bytes of text begin with the name, ignoring case. */
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

/*
 * Reads a hexadecimal number of `length` digits; a number above ffff becomes 10000. False,
 * with *number undefined, for no digit or any other character.
 */
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

/* Eight bytes at once: a number of them, and one that is eight times the same. */
#define ASCII_EIGHT(byte) (UINT64_MAX / 0xff * (byte))

static inline uint64_t ascii_eight(const char *bytes)
{
	uint64_t eight;

	memcpy(&eight, bytes, sizeof(eight));
	return eight;
}

/*
 * 0 if all of them are from 20 to 7f (hexadecimal). Among bytes below 80 only one below 20
 * makes the subtraction borrow.
 */
static inline uint64_t ascii_odd_bits(uint64_t eight)
{
	return (eight | (eight - ASCII_EIGHT(0x20))) & ASCII_EIGHT(0x80);
}

/* 0 if none of them is this byte; all are below 80. */
static inline uint64_t ascii_equal_bits(uint64_t eight, unsigned char byte)
{
	return ((eight ^ ASCII_EIGHT(byte)) - ASCII_EIGHT(1)) & ASCII_EIGHT(0x80);
}

#endif
