/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/tables.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "base/macros.h"

/* linux/pci_regs.h */
#define PCI_CAP_ID_PM	0x01
#define PCI_PM_PMC	2

/* How many entries of a table are read: one for each ID. */
#define ENTRIES 0x100

/* The largest struct perm_bits that is read, in bytes. */
#define ENTRY_SIZE 64

void table_symbols_name(struct symbol symbols[TABLE_SYMBOLS])
{
	static const char *const tables[] = {
		[SYMBOL_STANDARD_LENGTHS] = "pci_cap_length",
		[SYMBOL_EXTENDED_LENGTHS] = "pci_ext_cap_length",
		[SYMBOL_STANDARD] = "cap_perms",
		[SYMBOL_EXTENDED] = "ecap_perms",
		[SYMBOL_RAW] = "unassigned_perms",
		[SYMBOL_VIRT] = "virt_perms",
		[SYMBOL_UNKNOWN] = "direct_ro_perms",
	};

	memset(symbols, 0, TABLE_SYMBOLS * sizeof(*symbols));
	for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
		symbols[i].name = tables[i];
	for (int i = READ_UNKNOWN + 1; i < READ_FUNCTIONS; i++)
		symbols[SYMBOL_READ + i].name = read_function_name((enum read_function)i);
	for (int i = WRITE_NONE + 1; i < WRITE_FUNCTIONS; i++)
		symbols[SYMBOL_WRITE + i].name = write_function_name((enum write_function)i);
}

enum table_sight table_symbols_sight(const struct symbol symbols[TABLE_SYMBOLS])
{
	bool functions = false, hidden = false;

	for (int i = 0; i < TABLE_SYMBOLS; i++) {
		functions |= i > SYMBOL_READ && symbols[i].listed;
		hidden |= symbols[i].listed && symbols[i].address == 0;
	}
	if (hidden)
		return TABLES_HIDDEN;
	if (!functions)
		return TABLES_OTHER_NAMES;
	return symbols[SYMBOL_STANDARD].listed && symbols[SYMBOL_EXTENDED].listed ?
	       TABLES_SEEN : TABLES_NO_DATA;
}

/* A struct perm_bits. */
struct entry {
	uint64_t virt, write, read_function, write_function;
};

static uint64_t word_at(const uint8_t *bytes, int offset)
{
	uint64_t word;

	memcpy(&word, bytes + offset, sizeof(word));
	return word;
}

static int read_entry(const struct table_source *source, uint64_t address, struct entry *entry)
{
	const struct permission_layout *layout = source->layout;
	uint8_t bytes[ENTRY_SIZE];
	int error;

	if (layout->size > ENTRY_SIZE)
		return -ENOTSUP;
	error = source->copy(source->context, address, bytes, (size_t)layout->size);
	if (error == 0)
		*entry = (struct entry) {
			.virt = word_at(bytes, layout->virt),
			.write = word_at(bytes, layout->write),
			.read_function = word_at(bytes, layout->read_function),
			.write_function = word_at(bytes, layout->write_function),
		};
	return error;
}

/* Finds the symbol from `first` on that has the address; 0 (unknown) if there is none. */
static uint8_t function_of(const struct table_source *source, uint64_t address, int first,
			   int count)
{
	for (int i = 1; i < count; i++)
		if (address != 0 && source->symbols[first + i].address == address)
			return (uint8_t)i;
	return 0;
}

static uint8_t read_function_of(const struct table_source *source, uint64_t address)
{
	return function_of(source, address, SYMBOL_READ, READ_FUNCTIONS);
}

static uint8_t write_function_of(const struct table_source *source, uint64_t address)
{
	return address == 0 ? WRITE_NONE
			    : function_of(source, address, SYMBOL_WRITE, WRITE_FUNCTIONS);
}

/* Whether the bytes can only be a struct perm_bits; needed without type information. */
static bool proves_itself(const struct table_source *source, const struct entry *entry)
{
	bool masks = is_kernel_address(entry->virt) && is_kernel_address(entry->write);

	return read_function_of(source, entry->read_function) != READ_UNKNOWN &&
	       write_function_of(source, entry->write_function) != WRITE_UNKNOWN &&
	       (masks || (entry->virt == 0 && entry->write == 0));
}

static bool is_accepted(const struct table_source *source, const struct entry *entry)
{
	return source->layout->told || proves_itself(source, entry);
}

/*
 * Counts the entries of an array, one for each ID; 0 if that is not possible. Each entry has a
 * function that reads. The bytes between the last entry and the next symbol have none.
 */
static unsigned int read_entries(const struct table_source *source, enum table_symbol table,
				 struct entry entries[ENTRIES])
{
	const struct symbol *symbol = &source->symbols[table];
	uint64_t size = (uint64_t)source->layout->size, address = symbol->address;
	unsigned int count = 0;

	for (uint64_t left = symbol->size; left >= size && count < ENTRIES; left -= size) {
		if (read_entry(source, address, &entries[count]) != 0 ||
		    !is_kernel_address(entries[count].read_function))
			break;
		if (!is_accepted(source, &entries[count]))
			return 0;
		address += size;
		count++;
	}
	return count;
}

bool tables_read_lengths(const struct table_source *source, struct kernel_tables *tables)
{
	struct entry standard[ENTRIES], extended[ENTRIES];
	const struct symbol *symbols = source->symbols;

	memset(tables, 0, sizeof(*tables));
	/* As many lengths as permissions; the arrays of lengths may be padded. */
	tables->standards = read_entries(source, SYMBOL_STANDARD, standard);
	tables->extendeds = read_entries(source, SYMBOL_EXTENDED, extended);
	if (tables->standards == 0 || tables->extendeds == 0 ||
	    source->copy(source->context, symbols[SYMBOL_STANDARD_LENGTHS].address,
			 tables->standard_length, tables->standards) != 0 ||
	    source->copy(source->context, symbols[SYMBOL_EXTENDED_LENGTHS].address,
			 tables->extended_length,
			 tables->extendeds * sizeof(tables->extended_length[0])) != 0) {
		memset(tables, 0, sizeof(*tables));
		return false;
	}
	tables->pmc_known = tables->standards > PCI_CAP_ID_PM &&
			    source->copy(source->context,
					 standard[PCI_CAP_ID_PM].virt + PCI_PM_PMC,
					 &tables->pmc_virtual, sizeof(tables->pmc_virtual)) == 0;
	/* masks have the byte order of configuration space; lengths have the kernel's */
	tables->pmc_virtual = le16toh(tables->pmc_virtual);
	return true;
}

/* Copies an entry, with `size` bytes of its masks if it has masks. */
static int take_entry(const struct table_source *source, const struct entry *entry, size_t size,
		      struct permission *permission)
{
	int error = 0;

	*permission = (struct permission) {
		.read_function = read_function_of(source, entry->read_function),
		.write_function = write_function_of(source, entry->write_function),
	};
	if (size > PERMISSION_SIZE)
		size = PERMISSION_SIZE;
	if (size == 0 || (entry->virt == 0 && entry->write == 0))
		return 0;
	error = source->copy(source->context, entry->virt, permission->virt, size);
	if (error == 0)
		error = source->copy(source->context, entry->write, permission->write, size);
	if (error == 0)
		permission->size = (uint8_t)size;
	return error;
}

/* Copies a single table. If the kernel does not have it, it stays unknown. */
static int read_single(const struct table_source *source, enum table_symbol table, size_t size,
		       struct permission *permission)
{
	const struct symbol *symbol = &source->symbols[table];
	struct entry entry;
	int error;

	if (symbol->address == 0)
		return 0;
	error = read_entry(source, symbol->address, &entry);
	if (error != 0)
		return error;
	if (!is_accepted(source, &entry))
		return -ENOTSUP;
	return take_entry(source, &entry, size, permission);
}

/* Copies the tables of all IDs; `predicted` has their sizes. */
static int read_array(const struct table_source *source, enum table_symbol table,
		      const struct permission predicted[ENTRIES], struct permission to[ENTRIES],
		      unsigned int *count)
{
	struct entry entries[ENTRIES];
	int error = 0;

	*count = read_entries(source, table, entries);
	for (unsigned int id = 0; id < *count && error == 0; id++)
		error = take_entry(source, &entries[id], predicted[id].size, &to[id]);
	return *count == 0 ? -ENOTSUP : error;
}

int tables_read_permissions(const struct table_source *source, const struct permissions *predicted,
			    struct permissions *permissions)
{
	struct permissions *to = permissions;
	int error;

	memset(to, 0, sizeof(*to));
	error = read_array(source, SYMBOL_STANDARD, predicted->standard, to->standard,
			   &to->standards);
	if (error == 0)
		error = read_array(source, SYMBOL_EXTENDED, predicted->extended, to->extended,
				   &to->extendeds);
	if (error == 0)
		error = read_single(source, SYMBOL_RAW, predicted->raw.size, &to->raw);
	if (error == 0)
		error = read_single(source, SYMBOL_VIRT, predicted->virt.size, &to->virt);
	if (error == 0)
		error = read_single(source, SYMBOL_UNKNOWN, predicted->unknown.size, &to->unknown);
	if (error != 0)
		memset(to, 0, sizeof(*to));
	return error;
}

/*
 * A table for MSI is c bytes long, 4 more with a 64-bit address, 8 more with mask and pending
 * bits. Its bits show which: those of the address's upper half are virtual, those of mask and
 * pending bits are writable but not virtual.
 */
static size_t msi_size_without_mask(const struct permission *msi)
{
	static const uint8_t address[4] = { 0xff, 0xff, 0xff, 0xff };

	return memcmp(msi->virt + 8, address, sizeof(address)) == 0 ? 0x10 : 0xc;
}

static bool has_mask(const struct permission *msi, size_t at)
{
	static const uint8_t hardware[8];
	static const uint8_t writable[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return memcmp(msi->virt + at, hardware, sizeof(hardware)) == 0 &&
	       memcmp(msi->write + at, writable, sizeof(writable)) == 0;
}

bool tables_read_msi(const struct table_source *source, uint64_t address, struct permission *msi)
{
	struct permission longer;
	struct entry entry;
	size_t size;

	memset(msi, 0, sizeof(*msi));
	if (read_entry(source, address, &entry) != 0 ||
	    read_function_of(source, entry.read_function) != READ_MSI ||
	    write_function_of(source, entry.write_function) != WRITE_MSI ||
	    take_entry(source, &entry, 0xc, msi) != 0)
		return false;
	size = msi_size_without_mask(msi);
	/* this may read past the table's end: bytes of other memory, or none */
	if (take_entry(source, &entry, size + 8, &longer) == 0 && has_mask(&longer, size))
		*msi = longer;
	else if (take_entry(source, &entry, size, msi) != 0)
		memset(msi, 0, sizeof(*msi));
	return msi->size > 0;
}
