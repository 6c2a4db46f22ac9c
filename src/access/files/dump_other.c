/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/dump_other.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"

#define LSPCI "send instead, from Linux: sudo lspci -xxxx > FILE"

/* A line that has these words in order; only blanks precede the first. */
struct other {
	bool at_start;
	const char *words[4];
	bool owns_rows;		/* rows of bytes that follow are its own */
	const char *what, *instead;
};

static const struct other others[] = {
	{ true, { "-[", "]-" }, false, "it is a tree of lspci -t, which has no bytes", LSPCI },
	{ true, { "-+-[", "]-" }, false, "it is a tree of lspci -t, which has no bytes", LSPCI },
	{ false, { "@pci", ":", "class=" }, true, "it is a list of FreeBSD's pciconf",
	  "send instead, with the package pciutils: sudo lspci -xxxx > FILE" },
	{ false, { "Bus ", ", device ", ", function " }, true,
	  "it is QEMU's info pci, which has no bytes",
	  "send instead, from the guest or the host: sudo lspci -xxxx > FILE" },
	{ false, { "Bus ", ", Device ", ", Function " }, true, "it is a report of RWEverything",
	  LSPCI },
	{ false, { "RWEverything" }, true, "it is a report of RWEverything", LSPCI },
	{ false, { "RW-Everything" }, true, "it is a report of RWEverything", LSPCI },
	{ false, { "RW - Read" }, true, "it is a report of RWEverything", LSPCI },
	{ false, { "bus ", ", device ", ", function " }, true, "it is a report of CPU-Z", LSPCI },
	{ false, { "PCI\\VEN_", "&DEV_" }, false,
	  "it is a list of Windows' Device Manager, which has no bytes", LSPCI },
};

/* Rows that are not bytes of two digits each. */
static const struct other rows[] = {
	{ .what = "its rows are words of two bytes, as hexdump prints them",
	  .instead = "send instead: hexdump -C config > FILE" },
	{ .what = "its rows are pairs of bytes, as xxd prints them",
	  .instead = "send instead: xxd -g1 config > FILE" },
	{ .what = "its rows are not of bytes in two digits", .instead = LSPCI },
};

#define FOUND_HEXDUMP	(ARRAY_LENGTH(others) + 1)
#define FOUND_XXD	(ARRAY_LENGTH(others) + 2)
#define FOUND_ROWS	(ARRAY_LENGTH(others) + 3)

static bool has_words(const struct other *other, const char *text)
{
	const char *at = text + strspn(text, " \t");

	if (other->at_start && strncmp(at, other->words[0], strlen(other->words[0])) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(other->words) && other->words[i] != NULL; i++) {
		at = strstr(at, other->words[i]);
		if (at == NULL)
			return false;
		at += strlen(other->words[i]);
	}
	return true;
}

static size_t hex_digits(const char *text)
{
	size_t count = 0;

	while (ascii_hex_digit(text[count]) >= 0)
		count++;
	return count;
}

static const char *skip_0x(const char *text)
{
	return ascii_begins(text, strlen(text), "0x") ? text + 2 : text;
}

/*
 * An offset and words: "00000000: 8680 d310" (xxd), "0000000 8086 10d3" (hexdump), or bytes and
 * words of any size: "0x00: 0x10d38086", "00: 0x86 0x80", "40: 8680d310".
 */
static unsigned int find_words(const char *text)
{
	const char *offset = skip_0x(text + strspn(text, " \t")), *at;
	size_t digits = hex_digits(offset), word;
	bool colon = offset[digits] == ':';

	if (digits < 2 || digits > 8 || offset[digits - 1] != '0')
		return 0;
	at = offset + digits + colon;
	at += strspn(at, " \t");
	word = hex_digits(skip_0x(at));
	if (digits >= 6 && word == 4 && at[4] == ' ' && hex_digits(at + 5) == 4)
		return colon ? FOUND_XXD : FOUND_HEXDUMP;
	at = skip_0x(at) + word;
	return colon && (word == 2 || word == 4 || word == 8) && strchr(" \t,", *at) != NULL
	     ? FOUND_ROWS : 0;
}

void dump_other_look(struct dump_other *other, const char *text)
{
	for (unsigned int i = 0; i < ARRAY_LENGTH(others) && other->found == 0; i++)
		if (has_words(&others[i], text))
			other->found = i + 1;
	if (other->found == 0)
		other->found = find_words(text);
}

bool dump_other_owns_rows(const struct dump_other *other)
{
	return other->found != 0 && other->found <= ARRAY_LENGTH(others) &&
	       others[other->found - 1].owns_rows;
}

bool dump_other_has_rows(const struct dump_other *other)
{
	return other->found > ARRAY_LENGTH(others);
}

/* The table row of what the text contains, or NULL. */
static const struct other *found_row(const struct dump_other *other)
{
	if (dump_other_has_rows(other))
		return &rows[other->found - FOUND_HEXDUMP];
	return other->found != 0 ? &others[other->found - 1] : NULL;
}

int dump_other_fault(const struct dump_other *other, size_t binary, struct fault *fault)
{
	const struct other *row = found_row(other);

	if (row != NULL) {
		fault_set(fault, FAULT_NOT_FOUND, ENOENT, "no device in it: %s", row->what);
		fault_hint(fault, "%s", row->instead);
	} else if (binary != 0) {
		fault_set(fault, FAULT_NOT_FOUND, ENOENT,
			  "no device in it: it is %zu bytes and no text, and a config file has 64, 256 or 4096",
			  binary);
		fault_hint(fault, "copy it again: cp /sys/bus/pci/devices/ADDRESS/config FILE");
	} else {
		fault_set(fault, FAULT_NOT_FOUND, ENOENT, "no device in it");
		fault_hint(fault, "make one with: lspci -xxxx > FILE");
	}
	return -ENOENT;
}

void dump_other_blame(const struct dump_other *other, struct fault *fault)
{
	const struct other *row = found_row(other);

	fault_set(fault, FAULT_SHORT, EINVAL, "no byte of it can be read: %s", row->what);
	fault_hint(fault, "%s", row->instead);
}
