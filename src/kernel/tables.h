/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The kernel's tables of capabilities, copied from its memory: lengths and permissions. Reads
 * memory only through table_source.copy().
 */
#ifndef VFIO_CFGTOOL_KERNEL_TABLES_H
#define VFIO_CFGTOOL_KERNEL_TABLES_H

#include "base/kernel_copy.h"
#include "base/permission.h"
#include "kernel/layout.h"
#include "kernel/symbols.h"

/* The needed symbols: indexes into an array of TABLE_SYMBOLS. */
enum table_symbol {
	SYMBOL_STANDARD_LENGTHS,	/* pci_cap_length */
	SYMBOL_EXTENDED_LENGTHS,	/* pci_ext_cap_length */
	SYMBOL_STANDARD,		/* cap_perms */
	SYMBOL_EXTENDED,		/* ecap_perms */
	SYMBOL_RAW,			/* unassigned_perms */
	SYMBOL_VIRT,			/* virt_perms */
	SYMBOL_UNKNOWN,			/* direct_ro_perms */
	SYMBOL_READ,			/* enum read_function on, */
	SYMBOL_WRITE = SYMBOL_READ + READ_FUNCTIONS,	/* enum write_function on */
	TABLE_SYMBOLS = SYMBOL_WRITE + WRITE_FUNCTIONS,
};

/* Sets the names for symbols_find(), and all else to 0. */
void table_symbols_name(struct symbol symbols[TABLE_SYMBOLS]);

/* Whether the tables can be seen, or the first reason why not. */
enum table_sight {
	TABLES_SEEN,
	TABLES_NO_LIST,		/* the kernel lists no symbols */
	TABLES_HIDDEN,		/* it hides their addresses from this user */
	TABLES_NO_DATA,		/* it lists only functions */
	TABLES_OTHER_NAMES,	/* functions or tables have unknown names */
	TABLES_OTHER_LAYOUT,	/* the tables exist, with an unknown layout */
};

/* Judges by the symbols alone, which symbols_find() has filled. */
enum table_sight table_symbols_sight(const struct symbol symbols[TABLE_SYMBOLS]);

/* Access to the kernel's memory, and the places in it. Nothing is owned. */
struct table_source {
	/* Copies size bytes; returns 0 or -errno. */
	int (*copy)(const void *context, uint64_t from, void *to, size_t size);
	const void *context;
	const struct symbol *symbols;	/* TABLE_SYMBOLS of them, with addresses */
	const struct permission_layout *layout;
};

/*
 * Copies the lengths. False, with *tables all 0, if they cannot be seen or have an unknown
 * layout.
 */
bool tables_read_lengths(const struct table_source *source, struct kernel_tables *tables);

/*
 * Copies the permissions. The kernel does not say how long virt and write are: each table gets
 * the size of the same table of `predicted`, or 0 if the kernel's has no masks. Returns 0,
 * -ENOTSUP for an unknown layout, or another -errno of the copy.
 */
int tables_read_permissions(const struct table_source *source, const struct permissions *predicted,
			    struct permissions *permissions);

/*
 * Copies the struct perm_bits at an address that may be a device's own for MSI. The masks show
 * their size: c to 18 (hex) bytes. False if its functions are not those of MSI.
 */
bool tables_read_msi(const struct table_source *source, uint64_t address,
		     struct permission *msi);

#endif
