/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a file that may be compressed by gzip, xz or zstd. What it is follows from its
 * first bytes and never from its name. One layer is taken off. The libraries are loaded when
 * a file needs them; their own memory is bounded.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_COMPRESSED_H
#define VFIO_CFGTOOL_ACCESS_FILES_COMPRESSED_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* The most bytes that a compressed file may become. */
#define COMPRESSED_DUMP_LIMIT	((size_t)256 << 20)
#define COMPRESSED_MODULE_LIMIT	((size_t)64 << 20)

/* The most memory that a decoder may take: xz -9 needs 65 MiB, zstd --ultra 128 MiB. */
#define COMPRESSED_MEMORY	((size_t)129 << 20)

/* Bytes at the start of a file that tell how it is compressed. */
#define COMPRESSED_MAGIC_SIZE	6

enum compression {
	COMPRESSION_NONE,
	COMPRESSION_GZIP,
	COMPRESSION_XZ,
	COMPRESSION_ZSTD,
};

/* How a file is compressed that begins with these bytes. */
enum compression compression_find(const uint8_t *bytes, size_t count);

/*
 * Loads the library that a compression needs, for as long as the process lives. Nothing to
 * do for COMPRESSION_NONE. Returns 0 or -errno with fault filled.
 */
int compression_load(enum compression compression, struct fault *fault);

/* Takes bytes of a file in their order. Returns 0 to go on, else -errno with its fault filled. */
struct compressed_taker {
	int (*take)(void *context, const uint8_t *bytes, size_t count, struct fault *fault);
	void *context;
};

/*
 * Reads a descriptor to its end and hands out the bytes, taken out of their compression, in
 * pieces of at most 64 KiB. A file that is not compressed has no limit here. Returns 0, or
 * -errno with fault filled: that of the taker, or why the file cannot be read.
 */
int compressed_read(int fd, size_t limit, const struct compressed_taker *taker,
		    struct fault *fault);

/*
 * The same into memory, where `limit` also holds for a file that is not compressed. *bytes is
 * the caller's, freed by free(). Returns 0 or -errno with fault filled.
 */
int compressed_read_whole(int fd, size_t limit, uint8_t **bytes, size_t *count,
			  struct fault *fault);

#endif
