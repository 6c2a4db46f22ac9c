/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of the kernel's own functions and data, from the text of /proc/kallsyms. Pure. */
#ifndef VFIO_CFGTOOL_KERNEL_SYMBOLS_H
#define VFIO_CFGTOOL_KERNEL_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	const char *name;	/* NULL: nothing is looked for, and nothing found */
	bool listed;		/* it is there */
	uint64_t address;	/* 0: not listed, or hidden from this user */
	uint64_t size;		/* bytes to the next symbol of the same module; 0: none follows */
};

/*
 * Fills in what the text says of symbols that vfio_pci_core (before 5.15
 * vfio_pci) defines, as a module or built in. Where one of them is the
 * module's, all of them are. `text` is NUL-terminated.
 */
void symbols_find(const char *text, struct symbol *symbols, size_t count);

#endif
