/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/elf.h"

#include <elf.h>
#include <string.h>

#include "base/macros.h"

/* A field of a header: its offset in files of 32 and of 64 bits, from elf.h. */
struct field {
	uint8_t offset[2], width[2];
};

#define FIELD(structure, member) \
	{ \
		{ offsetof(Elf32_##structure, member), offsetof(Elf64_##structure, member) }, \
		{ sizeof(((Elf32_##structure *)NULL)->member), \
		  sizeof(((Elf64_##structure *)NULL)->member) } \
	}

static const struct field file_type = FIELD(Ehdr, e_type);
static const struct field section_offset = FIELD(Ehdr, e_shoff);
static const struct field section_entry = FIELD(Ehdr, e_shentsize);
static const struct field section_number = FIELD(Ehdr, e_shnum);
static const struct field section_strings = FIELD(Ehdr, e_shstrndx);
static const struct field section_name = FIELD(Shdr, sh_name);
static const struct field section_type = FIELD(Shdr, sh_type);
static const struct field section_address = FIELD(Shdr, sh_addr);
static const struct field section_place = FIELD(Shdr, sh_offset);
static const struct field section_bytes = FIELD(Shdr, sh_size);
static const struct field section_link = FIELD(Shdr, sh_link);
static const struct field symbol_name = FIELD(Sym, st_name);
static const struct field symbol_value = FIELD(Sym, st_value);
static const struct field symbol_size = FIELD(Sym, st_size);
static const struct field symbol_info = FIELD(Sym, st_info);
static const struct field symbol_section = FIELD(Sym, st_shndx);

uint64_t elf_number(const struct elf *elf, const struct elf_bytes *bytes, uint64_t at,
		    unsigned int width)
{
	uint64_t number = 0;

	for (unsigned int i = 0; i < width; i++)
		number |= (uint64_t)bytes->bytes[at + i] << 8 * (elf->is_big ? width - 1 - i : i);
	return number;
}

/* A field of the structure at an offset; 0 if the bytes end before it. */
static uint64_t get(const struct elf *elf, const struct elf_bytes *bytes, uint64_t at,
		    const struct field *field)
{
	unsigned int offset = field->offset[elf->is_64], width = field->width[elf->is_64];

	if (bytes->bytes == NULL || bytes->size < offset + width ||
	    at > bytes->size - offset - width)
		return 0;
	return elf_number(elf, bytes, at + offset, width);
}

/* A part of the file. False if the file does not contain all of it. */
static bool cut(const struct elf_bytes *file, uint64_t at, uint64_t size, struct elf_bytes *part)
{
	if (at > file->size || size > file->size - at)
		return false;
	*part = (struct elf_bytes) { file->bytes + at, size };
	return true;
}

static uint64_t header_at(const struct elf *elf, unsigned int number)
{
	return elf->sections + (uint64_t)number * elf->section_size;
}

/* The bytes of a section. False if they exceed the file. */
static bool section_cut(const struct elf *elf, unsigned int number, struct elf_bytes *part)
{
	uint64_t header = header_at(elf, number);
	uint64_t size = get(elf, &elf->file, header, &section_bytes);

	if (number >= elf->section_count)
		return false;
	if (get(elf, &elf->file, header, &section_type) == SHT_NOBITS) {
		*part = (struct elf_bytes) { NULL, size };
		return true;
	}
	return cut(&elf->file, get(elf, &elf->file, header, &section_place), size, part);
}

/* Whether this name, with its NUL, is at a place of a string table. */
static bool is_name(const struct elf_bytes *strings, uint64_t at, const char *name)
{
	size_t size = strlen(name) + 1;

	return strings->bytes != NULL && at < strings->size && size <= strings->size - at &&
	       memcmp(strings->bytes + at, name, size) == 0;
}

/* Finds the symbol table and its names. */
static enum elf_state find_symbols(struct elf *elf)
{
	for (unsigned int i = 0; i < elf->section_count; i++) {
		uint64_t header = header_at(elf, i);

		if (get(elf, &elf->file, header, &section_type) != SHT_SYMTAB)
			continue;
		return section_cut(elf, i, &elf->symbols) &&
		       section_cut(elf, (unsigned int)get(elf, &elf->file, header, &section_link),
				   &elf->names) ? ELF_FINE : ELF_DAMAGED;
	}
	return ELF_STRIPPED;
}

enum elf_state elf_open(const uint8_t *bytes, size_t size, struct elf *elf)
{
	struct elf_bytes headers;

	*elf = (struct elf) { .file = { bytes, size } };
	if (size < EI_NIDENT || memcmp(bytes, ELFMAG, SELFMAG) != 0 ||
	    (bytes[EI_CLASS] != ELFCLASS32 && bytes[EI_CLASS] != ELFCLASS64) ||
	    (bytes[EI_DATA] != ELFDATA2LSB && bytes[EI_DATA] != ELFDATA2MSB))
		return ELF_OTHER;
	elf->is_64 = bytes[EI_CLASS] == ELFCLASS64;
	elf->is_big = bytes[EI_DATA] == ELFDATA2MSB;
	elf->sections = get(elf, &elf->file, 0, &section_offset);
	elf->section_size = (unsigned int)get(elf, &elf->file, 0, &section_entry);
	elf->section_count = (unsigned int)get(elf, &elf->file, 0, &section_number);
	if (elf->section_size < (elf->is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)) ||
	    !cut(&elf->file, elf->sections, (uint64_t)elf->section_count * elf->section_size,
		 &headers) ||
	    !section_cut(elf, (unsigned int)get(elf, &elf->file, 0, &section_strings),
			 &elf->section_names))
		return ELF_DAMAGED;
	return find_symbols(elf);
}

bool elf_section(const struct elf *elf, const char *name, struct elf_bytes *found)
{
	for (unsigned int i = 0; i < elf->section_count; i++)
		if (is_name(&elf->section_names,
			    get(elf, &elf->file, header_at(elf, i), &section_name), name))
			return section_cut(elf, i, found) && found->bytes != NULL;
	return false;
}

/* Finds a symbol's offset in the table by type and name. False if there is none. */
static bool find_symbol(const struct elf *elf, const char *name, unsigned int type, uint64_t *at)
{
	const uint64_t size = elf->is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);

	for (*at = 0; elf->symbols.bytes != NULL && *at + size <= elf->symbols.size; *at += size)
		if (ELF64_ST_TYPE(get(elf, &elf->symbols, *at, &symbol_info)) == type &&
		    is_name(&elf->names, get(elf, &elf->symbols, *at, &symbol_name), name))
			return true;
	return false;
}

bool elf_object(const struct elf *elf, const char *name, struct elf_bytes *found)
{
	struct elf_bytes section;
	unsigned int number;
	uint64_t at, start, size;

	if (!find_symbol(elf, name, STT_OBJECT, &at))
		return false;
	number = (unsigned int)get(elf, &elf->symbols, at, &symbol_section);
	size = get(elf, &elf->symbols, at, &symbol_size);
	if (!section_cut(elf, number, &section))
		return false;
	/* in a relocatable file the value is an offset into the section */
	start = get(elf, &elf->symbols, at, &symbol_value);
	if (get(elf, &elf->file, 0, &file_type) != ET_REL)
		start -= get(elf, &elf->file, header_at(elf, number), &section_address);
	if (start > section.size || size > section.size - start)
		return false;
	*found = (struct elf_bytes) {
		.bytes = section.bytes != NULL ? section.bytes + start : NULL, .size = size,
	};
	return true;
}

bool elf_function(const struct elf *elf, const char *name)
{
	uint64_t at;

	return find_symbol(elf, name, STT_FUNC, &at);
}
