/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/dump_other.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"

#define HTML "it is HTML"
#define HTML_INSTEAD "send instead the text, as the page shows it"
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
	{ false, { "PCI Configuration Space (Segment:" }, true, "it is what WinDbg's !pci prints",
	  LSPCI },
	{ false, { "Memory Address ", " Bytes" }, true, "it is what the EFI shell prints", LSPCI },
	{ false, { "PCI Segment ", " Bus ", " Device ", " Func " }, true,
	  "it is what the EFI shell prints", LSPCI },
	{ true, { "(qemu) x" }, true, "it is memory, as QEMU's monitor prints it",
	  "send instead, from the guest or the host: sudo lspci -xxxx > FILE" },
	{ false, { "setpci -s" }, false, "it is of setpci, which shows single registers", LSPCI },
	{ false, { "pciconf -r" }, true, "it is of FreeBSD's pciconf",
	  "send instead, with the package pciutils: sudo lspci -xxxx > FILE" },
	{ true, { "=> pci h" }, false, "it is U-Boot's pci header",
	  "send instead: pci display.b BUS.DEVICE.FUNCTION 0 100" },
	{ true, { "pci", ", instance #" }, false, "it is a list of Solaris' prtconf", LSPCI },
	{ true, { "pci bus 0x", " cardnum 0x" }, false, "it is a list of scanpci", LSPCI },
	{ true, { "PCI configuration registers:" }, true, "it is what NetBSD's pcictl prints",
	  "send instead, with the package pciutils: sudo lspci -xxxx > FILE" },
	{ true, { "0x", ": Vendor ID: ", "Product ID: " }, true,
	  "it is what OpenBSD's pcidump prints",
	  "send instead, with the package pciutils: sudo lspci -xxxx > FILE" },
	{ true, { "bus info: pci@" }, false, "it is a list of lshw, which has no bytes", LSPCI },
	{ false, { "\\n10: " }, false, "it is a string of JSON or of a program",
	  "send instead the text in it, with real ends of lines" },
	{ false, { "&nbsp;" }, false, HTML, HTML_INSTEAD },
	{ false, { "&gt;" }, false, HTML, HTML_INSTEAD },
	{ false, { "<br" }, false, HTML, HTML_INSTEAD },
	{ false, { "<div" }, false, HTML, HTML_INSTEAD },
	{ false, { "<td" }, false, HTML, HTML_INSTEAD },
	{ false, { "<span" }, false, HTML, HTML_INSTEAD },
};

/* Rows that are not bytes of two digits each. */
static const struct other rows[] = {
	{ .what = "its rows are words of two bytes, as hexdump prints them",
	  .instead = "send instead: hexdump -C config > FILE" },
	{ .what = "its rows are pairs of bytes, as xxd prints them",
	  .instead = "send instead: xxd -g1 config > FILE" },
	{ .what = "its rows are not of bytes in two digits", .instead = LSPCI },
	{ .what = DUMP_OTHER_OD, .instead = DUMP_OTHER_OD_HINT },
	{ .what = "its rows have no offsets", .instead = LSPCI },
	{ .what = "its rows come after text that is not known, such as numbers of lines",
	  .instead = "send instead the rows as lspci prints them, with nothing before them" },
	{ .what = "its rows have no offsets", .instead = LSPCI },
	{ .what = "it is base64", .instead = "send instead the file: base64 -d > FILE" },
};

#define FOUND_HEXDUMP	(ARRAY_LENGTH(others) + 1)
#define FOUND_XXD	(ARRAY_LENGTH(others) + 2)
#define FOUND_ROWS	(ARRAY_LENGTH(others) + 3)
#define FOUND_OD	(ARRAY_LENGTH(others) + 4)
#define FOUND_BYTES	(ARRAY_LENGTH(others) + 5)
#define FOUND_INSIDE	(ARRAY_LENGTH(others) + 6)
#define FOUND_DIGITS	(ARRAY_LENGTH(others) + 7)	/* this and what follows can be a checksum */
#define FOUND_BASE64	(ARRAY_LENGTH(others) + 8)

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

/* Bytes of two digits with one blank between them, at the start of a text. */
static unsigned int count_bytes(const char *text)
{
	unsigned int count = 0;

	while (hex_digits(text) == 2 && (text[2] == ' ' || text[2] == '\0')) {
		count++;
		if (text[2] == '\0')
			break;
		text += 3;
	}
	return count;
}

/* Rows that a program prints have at least as many bytes. */
#define ROW_BYTES 8

/* "0000016 10 00 ...": the offset is no multiple of 16 in hexadecimal. */
static bool is_of_od(const char *text)
{
	return hex_digits(text) == DUMP_OTHER_OD_DIGITS && text[DUMP_OTHER_OD_DIGITS] == ' ' &&
	       count_bytes(text + DUMP_OTHER_OD_DIGITS + 1) >= ROW_BYTES;
}

/* A whole row of bytes without an offset; "00 01 02 ... 0f" is the heading of a table. */
static bool is_bytes(const char *text)
{
	return count_bytes(text) == 2 * ROW_BYTES && strncmp(text, "00 01 02", 8) != 0;
}

/* "8680d310..." of xxd -p, "0x86, 0x80, ..." of a program. */
static bool is_digits(const char *text)
{
	unsigned int listed = 0;

	if (hex_digits(text) >= 4 * ROW_BYTES && text[hex_digits(text)] == '\0')
		return true;
	while (ascii_begins(text, strlen(text), "0x") && hex_digits(text + 2) == 2 && text[4] == ',') {
		listed++;
		text += 5 + strspn(text + 5, " ");
	}
	return listed >= ROW_BYTES;
}

/* A line as long as base64 prints them, of its characters only. */
static bool is_base64(const char *text)
{
	static const char characters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t length = strspn(text, characters);

	return length >= 60 && length % 4 == 0 && text[length] == '\0';
}

/* A row of lspci that is not at the start of the line. */
static bool has_row_inside(const char *text)
{
	for (const char *colon = strchr(text, ':'); colon != NULL; colon = strchr(colon + 1, ':'))
		if (colon - text > 2 && colon[-1] == '0' && ascii_hex_digit(colon[-2]) >= 0 &&
		    colon[1] == ' ' && count_bytes(colon + 2) >= ROW_BYTES)
			return true;
	return false;
}

static unsigned int find_rows(const char *text)
{
	const char *start = text + strspn(text, " \t");

	if (is_of_od(start))
		return FOUND_OD;
	if (is_bytes(start))
		return FOUND_BYTES;
	if (is_digits(start))
		return FOUND_DIGITS;
	if (is_base64(start))
		return FOUND_BASE64;
	return has_row_inside(text) ? FOUND_INSIDE : find_words(text);
}

void dump_other_look(struct dump_other *other, const char *text)
{
	for (unsigned int i = 0; i < ARRAY_LENGTH(others) && other->found == 0; i++)
		if (has_words(&others[i], text))
			other->found = i + 1;
	if (other->found == 0)
		other->found = find_rows(text);
}

bool dump_other_owns_rows(const struct dump_other *other)
{
	if (other->found == FOUND_BYTES)
		return true;
	return other->found != 0 && other->found <= ARRAY_LENGTH(others) &&
	       others[other->found - 1].owns_rows;
}

bool dump_other_has_od(const struct dump_other *other)
{
	return other->found == FOUND_OD;
}

/* How files begin that are no text: the specifications of their formats. */
static const struct {
	unsigned int offset;
	const char *magic;
	const char *what;
} files[] = {
	{ 0, "PK\003\004", "a ZIP archive or a document in one" },
	{ 0, "7z\274\257\047\034", "a 7z archive" },
	{ 257, "ustar", "a tar archive" },
	{ 0, "BZh", "compressed by bzip2" },
	{ 0, "\004\042\115\030", "compressed by lz4" },
	{ 0, "%PDF-", "a PDF document" },
	{ 0, "{\\rtf", "an RTF document" },
	{ 0, "\211PNG", "a picture" },
	{ 0, "\377\330\377", "a picture" },
};

int dump_other_refuse(const void *start, size_t size, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		size_t length = strlen(files[i].magic);

		if (size < files[i].offset + length ||
		    memcmp((const char *)start + files[i].offset, files[i].magic, length) != 0)
			continue;
		fault_set(fault, FAULT_NOT_FOUND, EINVAL, "no device in it: it is %s",
			  files[i].what);
		fault_hint(fault, "send instead the text itself: sudo lspci -xxxx > FILE");
		return -EINVAL;
	}
	return 0;
}

/* What is where a row breaks, by what made it. */
static const struct {
	const char *at, *hint;
} breaks[] = {
	{ "<", HTML_INSTEAD },
	{ "$", "send the file itself, not what cat -A prints" },
	{ "^M", "send the file itself, not what cat -A prints" },
	{ "=", "send it as a file, without quoted-printable" },
	{ "\\n", "send instead the text in the string, with real ends of lines" },
};

const char *dump_other_hint(const char *place)
{
	for (size_t i = 0; i < ARRAY_LENGTH(breaks); i++)
		if (strncmp(place, breaks[i].at, strlen(breaks[i].at)) == 0)
			return breaks[i].hint;
	return NULL;
}

bool dump_other_has_rows(const struct dump_other *other)
{
	return other->found > ARRAY_LENGTH(others) && other->found < FOUND_DIGITS;
}

/* The table row of what the text contains, or NULL. */
static const struct other *found_row(const struct dump_other *other)
{
	if (other->found > ARRAY_LENGTH(others))
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
