// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any text as the kernel's list of symbols, and any bytes as its memory. The input: a byte
 * that chooses, two with the length of the text, the text, then memory that repeats
 * itself through all addresses.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "kernel/tables.h"
#include "model/vfio/permissions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
	const uint8_t *bytes;
	size_t size;
	bool has_holes;
};

static void wrong(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}

static int copy_memory(const void *context, uint64_t from, void *to, size_t size)
{
	const struct memory *memory = context;
	uint8_t *bytes = to;

	if (!is_kernel_address(from) || memory->size == 0 || size > SPACE_SIZE_EXTENDED ||
	    (memory->has_holes && (from >> 12 & 3) == 3))
		return -EFAULT;
	for (size_t i = 0; i < size; i++)
		bytes[i] = memory->bytes[(from + i) % memory->size];
	return 0;
}

static bool is_zero(const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < size; i++)
		if (byte[i] != 0)
			return false;
	return true;
}

static void check_permission(const struct permission *permission)
{
	if (permission->size > PERMISSION_SIZE || permission->read_function >= READ_FUNCTIONS ||
	    permission->write_function >= WRITE_FUNCTIONS)
		wrong("a permission that is none");
	for (unsigned int i = permission->size; i < PERMISSION_SIZE; i++)
		if (permission->virt[i] != 0 || permission->write[i] != 0)
			wrong("memory next to a table has left the kernel");
}

static void check_permissions(const struct permissions *permissions)
{
	if (permissions->standards > 0x100 || permissions->extendeds > 0x100)
		wrong("more tables than there is room for");
	for (unsigned int i = 0; i < 0x100; i++) {
		check_permission(&permissions->standard[i]);
		check_permission(&permissions->extended[i]);
	}
}

static void read_tables(const struct table_source *source, uint64_t address)
{
	static struct permissions predicted, found;
	struct kernel_tables tables;
	struct permission msi;
	struct rules rules;

	if (!tables_read_lengths(source, &tables) && !is_zero(&tables, sizeof(tables)))
		wrong("lengths that were not read");
	rules_for_release(&rules_newest, &rules);
	permissions_predict(&rules, &predicted);
	if (tables_read_permissions(source, &predicted, &found) != 0 &&
	    !is_zero(&found, sizeof(found)))
		wrong("permissions that were not read");
	check_permissions(&found);
	memset(&msi, 0xa5, sizeof(msi));
	if (tables_read_msi(source, address, &msi)) {
		check_permission(&msi);
		if (msi.size < 0xc || msi.size > 0x18)
			wrong("a table for MSI of another size");
	}
}

static bool is_pair(uint64_t map, uint64_t virtual_copy, void *context)
{
	uint8_t byte;

	return copy_memory(context, map, &byte, 1) == 0 && byte == 0 &&
	       copy_memory(context, virtual_copy, &byte, 1) == 0 && byte != 0;
}

static bool is_pci_device(uint64_t pci_device, void *context)
{
	(void)context;
	return pci_device % 3 == 0;
}

static void search_layout(struct memory *memory)
{
	const struct layout_questions questions = { is_pair, is_pci_device, memory };
	struct kernel_layout layout = KERNEL_LAYOUT_UNKNOWN;
	uint8_t structure[LAYOUT_SEARCH];

	if (copy_memory(memory, UINT64_C(1) << 63, structure, sizeof(structure)) != 0)
		return;
	if (layout_search(structure, &questions, &layout) &&
	    (layout.map < 0 || layout.virtual_copy <= layout.map ||
	     layout.virtual_copy + 8 > LAYOUT_SEARCH))
		wrong("a structure that is none");
}

/* Symbols by the text, or (choice 1) all of them at addresses in the memory. */
static void find_symbols(uint8_t choice, const char *text, struct symbol symbols[TABLE_SYMBOLS])
{
	table_symbols_name(symbols);
	symbols_find(text, symbols, TABLE_SYMBOLS);
	for (unsigned int i = 0; i < TABLE_SYMBOLS; i++) {
		if (symbols[i].address != 0 && !symbols[i].listed)
			wrong("an address of what is not there");
		if (choice & 1)
			symbols[i] = (struct symbol){ symbols[i].name, true,
						      (UINT64_C(0xfff) << 52) + 64 * i, 64U << (i % 8) };
	}
	table_symbols_sight(symbols);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP_FREE char *text = NULL;
	struct symbol symbols[TABLE_SYMBOLS];
	struct kernel_layout layout = KERNEL_LAYOUT_UNKNOWN;
	struct memory memory;
	size_t length;

	if (size < 3)
		return 0;
	length = (size_t)(data[1] | data[2] << 8);
	length = length < size - 3 ? length : size - 3;
	text = malloc(length + 1);
	memcpy(text, data + 3, length);
	text[length] = '\0';
	find_symbols(data[0], text, symbols);
	memory = (struct memory){ data + 3 + length, size - 3 - length, data[0] & 2 };
	layout.permission.told = data[0] & 4;
	if (data[0] & 8)
		layout.permission.size = 24 + (data[0] >> 4) * 8;
	if (layout.permission.size < 32)
		layout.permission.write_function = 16;
	read_tables(&(struct table_source){ copy_memory, &memory, symbols, &layout.permission },
		    (UINT64_C(0xfff) << 52) + data[0]);
	search_layout(&memory);
	return 0;
}
