/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/hex.h"

#include <string.h>

#include "format/print.h"

/* "0000:01:00.0 8086:10d3"; an unknown ID is ffff, which lspci -F accepts. */
static void print_slot(const struct device *device)
{
	char address[ADDRESS_TEXT_SIZE];

	print_line("%s %04x:%04x", address_format(&device->address, address),
		   (unsigned int)device->vendor & 0xffff, (unsigned int)device->product & 0xffff);
}

/*
 * Formats 16 bytes: the offset with two digits, three from 100 on; "??" for a byte that is not
 * in `known` (NULL: all are). Returns line.
 */
static const char *hex_row(const uint8_t *bytes, const bool *known, unsigned int offset, char *line)
{
	static const char digits[] = "0123456789abcdef";
	char *place = line;

	if (offset >= SPACE_SIZE)
		*place++ = digits[offset >> 8];
	*place++ = digits[offset >> 4 & 0xf];
	*place++ = digits[offset & 0xf];
	*place++ = ':';
	for (int i = 0; i < 16; i++) {
		*place++ = ' ';
		*place++ = known == NULL || known[i] ? digits[bytes[i] >> 4] : '?';
		*place++ = known == NULL || known[i] ? digits[bytes[i] & 0xf] : '?';
	}
	*place = '\0';
	return line;
}

int hex_map_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct map *map = report->map;
	char line[64];

	(void)run;
	(void)first;
	print_slot(report->device);
	if (map == NULL || map->state != MAP_BUILT)
		print_line("# %s: %s", fault_code_name(report->error.code),
			   report->error.message);
	else
		for (unsigned int offset = 0; offset < map->size; offset += 16)
			print_line("%s", hex_row(map->value + offset, NULL, offset, line));
	print_end();
	return 0;
}

/* Puts the bytes of a value into their place. */
static void put_value(const struct access_record *access, uint8_t *bytes, bool *known)
{
	for (unsigned int i = 0; i < access->place.width; i++) {
		bytes[access->place.offset + i] = (uint8_t)(access->value.value >> (8 * i));
		known[access->place.offset + i] = access->value.known;
	}
}

int hex_read_device(const struct report_run *run, const struct report *report, bool first)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED] = { 0 };
	bool known[SPACE_SIZE_EXTENDED] = { false };
	char line[64];

	(void)run;
	(void)first;
	print_slot(report->device);
	for (size_t i = 0; i < report->access_count; i++)
		put_value(&report->accesses[i], bytes, known);
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset += 16)
		if (memchr(known + offset, true, 16) != NULL)
			print_line("%s", hex_row(bytes + offset, known + offset, offset, line));
	print_end();
	return 0;
}
