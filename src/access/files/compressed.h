/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Reads a file that may be compressed by gzip, xz or zstd. Its first bytes decide, not its
 * name. Removes one layer. Loads a library when a file needs it, and bounds its memory.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_COMPRESSED_H
#define VFIO_CFGTOOL_ACCESS_FILES_COMPRESSED_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* The most bytes that a compressed file may decompress to. */
#define COMPRESSED_DUMP_LIMIT	((size_t)256 << 20)
#define COMPRESSED_MODULE_LIMIT	((size_t)64 << 20)

/* The most memory that a decoder may take: xz -9 needs 65 MiB, zstd --ultra 128 MiB. */
#define COMPRESSED_MEMORY	((size_t)129 << 20)

/* Bytes at the start of a file that identify the compression. */
#define COMPRESSED_MAGIC_SIZE	6

enum compression {
	COMPRESSION_NONE,
	COMPRESSION_GZIP,
	COMPRESSION_XZ,
	COMPRESSION_ZSTD,
};

/* The compression of a file that begins with these bytes. */
enum compression compression_find(const uint8_t *bytes, size_t count);

/*
 * Loads the library that a compression needs; it stays loaded. Does nothing for
 * COMPRESSION_NONE. Returns 0 or -errno with fault filled.
 */
int compression_load(enum compression compression, struct fault *fault);

/* Takes bytes of a file in their order. Returns 0 to go on, else -errno with its fault filled. */
struct compressed_taker {
	int (*take)(void *context, const uint8_t *bytes, size_t count, struct fault *fault);
	void *context;
};

/*
 * Reads a descriptor to its end and passes the decompressed bytes on, in pieces of at most
 * 64 KiB. `limit` is for a compressed file only. Returns 0, or -errno with fault filled: the
 * taker's, or why the file cannot be read.
 */
int compressed_read(int fd, size_t limit, const struct compressed_taker *taker,
		    struct fault *fault);

/*
 * The same into memory; `limit` is for any file. The caller frees *bytes with free().
 * Returns 0 or -errno with fault filled.
 */
int compressed_read_whole(int fd, size_t limit, uint8_t **bytes, size_t *count,
			  struct fault *fault);

#endif
