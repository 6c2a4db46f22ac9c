/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Libraries that are loaded when they are needed, because most runs need none of them. A note
 * in the program's ELF file names each, so that packagers and image builders find them
 * (https://uapi-group.org/specifications/specs/elf_dlopen_metadata/).
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_LIBRARY_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The libraries. The dynamic linker searches for a soname. A build for a system where it
 * finds none defines a path; no option and no variable of the program changes it.
 */
#ifndef SONAME_KMOD
#define SONAME_KMOD	"libkmod.so.2"
#endif
#ifndef SONAME_LZMA
#define SONAME_LZMA	"liblzma.so.5"
#endif
#ifndef SONAME_ZLIB
#define SONAME_ZLIB	"libz.so.1"
#endif
#ifndef SONAME_ZSTD
#define SONAME_ZSTD	"libzstd.so.1"
#endif

/* A function of a library, and the offset of its address in the struct of functions. */
struct library_symbol {
	const char *name;
	size_t offset;
};

/*
 * Loads the library `soname` and writes the addresses of `count` functions into
 * `functions`. Returns the library, to be ended by dlclose(), or NULL with *why a text of
 * dlerror(), which is valid until the next call of dlopen() or dlsym() in this thread.
 */
void *library_open(const char *soname, const struct library_symbol *symbols, size_t count,
		   void *functions, const char **why);

/* Type of a note with metadata of dlopen(), and its owner, which is 4 bytes with its NUL. */
#define LIBRARY_NOTE_TYPE	0x407c0c0a
#define LIBRARY_NOTE_OWNER	"FDO"

/*
 * Puts the note of one library into the program. feature, description and soname are
 * string literals without quotes and backslashes. Use it at file level, once in a file.
 */
#define LIBRARY_NOTE(feature, description, soname)					\
	LIBRARY_NOTE_TEXT("[{\"feature\":\"" feature "\",\"description\":\"" description	\
			  "\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")
#define LIBRARY_NOTE_TEXT(text)								\
	static const struct {								\
		uint32_t owner_size, text_size, type;					\
		char owner[sizeof(LIBRARY_NOTE_OWNER)];					\
		_Alignas(uint32_t) char json[(sizeof(text) + 3) / 4 * 4];		\
	} library_note									\
	__attribute__((used, section(".note.dlopen"), aligned(4))) = {			\
		sizeof(LIBRARY_NOTE_OWNER), sizeof(text), LIBRARY_NOTE_TYPE,		\
		LIBRARY_NOTE_OWNER, text,						\
	}

#endif
