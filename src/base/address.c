/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/address.h"

#include <stdio.h>

#define DOMAIN_DIGITS_MIN 4
#define DOMAIN_DIGITS_MAX 8

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Parses at most `max` digits. Returns their number. */
static size_t hex_number(const char *text, size_t max, uint32_t *number)
{
	size_t digits;

	*number = 0;
	for (digits = 0; digits < max; digits++) {
		int digit = hex_digit(text[digits]);

		if (digit < 0)
			break;
		*number = *number << 4 | (uint32_t)digit;
	}
	return digits;
}

/* Parses BB:DD.F. Returns the characters parsed, or 0. */
static size_t parse_slot(const char *text, struct pci_address *address)
{
	uint32_t bus, device, function;

	if (hex_number(text, 2, &bus) != 2 || text[2] != ':')
		return 0;
	if (hex_number(text + 3, 2, &device) != 2 || device > 0x1f || text[5] != '.')
		return 0;
	if (hex_number(text + 6, 1, &function) != 1 || function > 7)
		return 0;
	if (hex_digit(text[7]) >= 0)
		return 0;
	address->bus = (uint8_t)bus;
	address->device = (uint8_t)device;
	address->function = (uint8_t)function;
	return 7;
}

size_t address_parse_prefix(const char *text, struct pci_address *address)
{
	struct pci_address parsed = { .domain = 0 };
	size_t taken, digits;

	digits = hex_number(text, DOMAIN_DIGITS_MAX, &parsed.domain);
	if (digits >= DOMAIN_DIGITS_MIN && text[digits] == ':') {
		taken = parse_slot(text + digits + 1, &parsed);
		if (taken != 0)
			taken += digits + 1;
	} else {
		parsed.domain = 0;
		taken = parse_slot(text, &parsed);
	}
	if (taken != 0)
		*address = parsed;
	return taken;
}

bool address_parse(const char *text, struct pci_address *address)
{
	struct pci_address parsed;
	size_t taken = address_parse_prefix(text, &parsed);

	if (taken == 0 || text[taken] != '\0')
		return false;
	*address = parsed;
	return true;
}

const char *address_format(const struct pci_address *address, char *text)
{
	snprintf(text, ADDRESS_TEXT_SIZE, "%04x:%02x:%02x.%x", (unsigned int)address->domain,
		 address->bus, address->device & 0x1fU, address->function & 7U);
	return text;
}

static uint64_t address_key(const struct pci_address *address)
{
	return (uint64_t)address->domain << 16 | (uint64_t)address->bus << 8 |
	       (uint64_t)address->device << 3 | address->function;
}

int address_compare(const struct pci_address *a, const struct pci_address *b)
{
	uint64_t key_a = address_key(a), key_b = address_key(b);

	return (key_a > key_b) - (key_a < key_b);
}
