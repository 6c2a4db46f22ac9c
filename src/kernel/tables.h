/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's tables of capabilities, taken from its memory: lengths, and what
 * it does with each access. Reads memory only through what it is given.
 */
#ifndef VFIO_CFGTOOL_KERNEL_TABLES_H
#define VFIO_CFGTOOL_KERNEL_TABLES_H

#include "base/kernel_copy.h"
#include "base/permission.h"
#include "kernel/layout.h"
#include "kernel/symbols.h"

/* The symbols that are needed, by their place in an array of TABLE_SYMBOLS. */
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

/* Writes down the names that symbols_find() is to look for, and no more. */
void table_symbols_name(struct symbol symbols[TABLE_SYMBOLS]);

/* Whether the tables can be seen, or the first thing that stands in the way. */
enum table_sight {
	TABLES_SEEN,
	TABLES_NO_LIST,		/* the kernel lists no symbols */
	TABLES_HIDDEN,		/* it hides their addresses from this user */
	TABLES_NO_DATA,		/* it lists functions alone */
	TABLES_OTHER_NAMES,	/* neither functions nor tables have the names that we know */
	TABLES_OTHER_LAYOUT,	/* they are there, but not as we know them */
};

/* By the symbols alone, as symbols_find() left them. */
enum table_sight table_symbols_sight(const struct symbol symbols[TABLE_SYMBOLS]);

/* The kernel's memory, and where in it is what. Nothing is owned. */
struct table_source {
	/* Copies size bytes; returns 0 or -errno. */
	int (*copy)(const void *context, uint64_t from, void *to, size_t size);
	const void *context;
	const struct symbol *symbols;	/* TABLE_SYMBOLS of them, seen */
	const struct permission_layout *layout;
};

/*
 * Copies the lengths. False, and all of it 0: they are not to be seen, or not
 * laid out as we know.
 */
bool tables_read_lengths(const struct table_source *source, struct kernel_tables *tables);

/*
 * Copies the permissions; of virt and write as many bytes as the same table of
 * `predicted` has, for the kernel does not say how many there are. A table that
 * has none in the kernel gets size 0. Returns 0; -ENOTSUP where they are not
 * laid out as we know; another -errno of the copy.
 */
int tables_read_permissions(const struct table_source *source, const struct permissions *predicted,
			    struct permissions *permissions);

/*
 * Copies the struct perm_bits at an address that may be a device's own for MSI,
 * as many bytes of virt and write as it shows itself to have (c to 18 hex).
 * False: it has not the functions of one.
 */
bool tables_read_msi(const struct table_source *source, uint64_t address,
		     struct permission *msi);

#endif
