/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Finds sections, and the objects that symbols name, in the bytes of an ELF file. Any class
 * and byte order. Trusts no value and interprets no code. Pure.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_ELF_H
#define VFIO_CFGTOOL_ACCESS_FILES_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum elf_state {
	ELF_FINE,
	ELF_OTHER,		/* not an ELF file */
	ELF_DAMAGED,		/* its headers point past its end */
	ELF_STRIPPED,		/* it has no symbol table */
};

/* Bytes of a file; owns nothing. */
struct elf_bytes {
	const uint8_t *bytes;	/* NULL: the file has no bytes of the section, as for .bss */
	uint64_t size;
};

struct elf {
	struct elf_bytes file;
	bool is_64, is_big;
	uint64_t sections;	/* offset of the first section header */
	unsigned int section_count, section_size;
	struct elf_bytes symbols, names;	/* of symbols */
	struct elf_bytes section_names;
};

/* Reads the headers of a file. *elf points into its bytes. */
enum elf_state elf_open(const uint8_t *bytes, size_t size, struct elf *elf);

/* Finds the section with this name. False if there is none. */
bool elf_section(const struct elf *elf, const char *name, struct elf_bytes *found);

/*
 * Finds the object (data) or the function with this name. False if there is none.
 * found->bytes is NULL for an object without bytes in the file.
 */
bool elf_object(const struct elf *elf, const char *name, struct elf_bytes *found);
bool elf_function(const struct elf *elf, const char *name);

/* A number of 1 to 8 bytes in the file's byte order; at + width must not exceed bytes->size. */
uint64_t elf_number(const struct elf *elf, const struct elf_bytes *bytes, uint64_t at,
		    unsigned int width);

#endif
