/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The address of one PCI function, written DDDD:BB:DD.F in lower-case
 * hexadecimal: domain (four to eight digits, always printed), bus, device,
 * function.
 */
#ifndef VFIO_CFGTOOL_BASE_ADDRESS_H
#define VFIO_CFGTOOL_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pci_address {
	uint32_t domain;
	uint8_t bus;
	uint8_t device;		/* 0 to 1f */
	uint8_t function;	/* 0 to 7 */
};

/* Bytes that the longest address takes, the final NUL among them. */
#define ADDRESS_TEXT_SIZE 17

/*
 * Reads "[DDDD:]BB:DD.F" from the start of text. Returns the number of
 * characters read, or 0 if there is no address; *address is then unchanged.
 * A missing domain is 0.
 */
size_t address_parse_prefix(const char *text, struct pci_address *address);

/* The same, but the whole text must be the address. */
bool address_parse(const char *text, struct pci_address *address);

/* Writes the address to text (ADDRESS_TEXT_SIZE bytes) and returns text. */
const char *address_format(const struct pci_address *address, char *text);

/* Orders addresses as the kernel lists them; <0, 0 or >0. */
int address_compare(const struct pci_address *a, const struct pci_address *b);

#endif
