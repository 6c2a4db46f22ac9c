/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One line of a dump: bytes at an offset, the name of a function, or anything else. Pure.
 *
 *   00: 86 80 d3 10 ...			lspci -xxxx, pci=earlydump
 *   00000000: 86 80 d3 10 ...  ....		print_hex_dump(), xxd -g1
 *   00000000  86 80 d3 10 ...  |....|		hexdump -C, od -A x -t x1
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_ROW_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

/* The most bytes of a row. Programs print 16, some 32. */
#define DUMP_ROW_BYTES 64

enum dump_line_kind {
	DUMP_PROSE,		/* none of the others */
	DUMP_SLOT,		/* "01:00.0 ..." or "pci 0000:01:00.0: config space:" */
	DUMP_ROW,		/* an offset and bytes */
	DUMP_BROKEN_ROW,	/* it begins as a row and breaks; count 0: at the first byte */
	DUMP_END,		/* an offset alone, as at the end of hexdump and od */
	DUMP_REPEAT,		/* "*": repeats the last row up to the next offset */
};

struct dump_line {
	enum dump_line_kind kind;
	/* DUMP_SLOT */
	struct pci_address address;
	int vendor, product;	/* 16 bits each, as the kernel prints them; -1 if the line
				   lacks them */
	/* DUMP_ROW, DUMP_BROKEN_ROW, DUMP_END */
	uint32_t offset;	/* a multiple of 16 */
	unsigned int digits;	/* of the offset */
	bool has_colon;		/* after the offset */
	unsigned int count;	/* of bytes; of a broken row those before the break */
	uint8_t byte[DUMP_ROW_BYTES];
	bool known[DUMP_ROW_BYTES];	/* false: it is ?? there */
	const char *place;	/* in the text: a slot's address, a row's offset, or the place
				   of the break */
};

/* Parses a line; `text` ends with NUL and has passed clean_text.h. */
void dump_line_parse(const char *text, struct dump_line *line);

#endif
