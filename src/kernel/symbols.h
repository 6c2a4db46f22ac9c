/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Addresses of the kernel's functions and data, from the text of /proc/kallsyms. Pure. */
#ifndef VFIO_CFGTOOL_KERNEL_SYMBOLS_H
#define VFIO_CFGTOOL_KERNEL_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	const char *name;	/* to find; NULL: none, and nothing is found */
	bool listed;		/* the text has it */
	uint64_t address;	/* 0: not listed, or hidden from this user */
	uint64_t size;		/* bytes to the next symbol of the same module; 0: none follows */
};

/*
 * Fills the symbols that vfio_pci_core (before 5.15 vfio_pci) defines, as a module or built
 * in. If one of them belongs to the module, all do. `text` is NUL-terminated.
 */
void symbols_find(const char *text, struct symbol *symbols, size_t count);

#endif
