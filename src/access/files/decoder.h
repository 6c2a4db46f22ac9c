/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one library of compression offers to compressed.c, in one shape. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DECODER_H
#define VFIO_CFGTOOL_ACCESS_FILES_DECODER_H

#include <stddef.h>
#include <stdint.h>

enum decoder_step {
	DECODER_GOES_ON,	/* it wants more bytes, or more room for them */
	DECODER_AT_END,		/* a stream is over; another one may follow */
	DECODER_BROKEN,		/* the bytes are not what the format says */
	DECODER_NO_MEMORY,	/* it would take more memory than it may */
};

/* Bytes that go in and room for those that come out; a step moves both on. */
struct decoder_flow {
	const uint8_t *in;
	size_t in_count;
	uint8_t *out;
	size_t out_room;
};

struct decoder {
	const char *name;		/* "gzip": also the program that unpacks it */
	const char *soname;
	size_t magic_size;
	uint8_t magic[6];
	/* Loads the library, once. Returns NULL, or why it cannot be loaded. */
	const char *(*load)(void);
	/* A new state, to be ended by end(), or NULL where memory is short. */
	void *(*begin)(size_t memory);
	enum decoder_step (*step)(void *state, struct decoder_flow *flow);
	void (*end)(void *state);
};

extern const struct decoder decoder_gzip, decoder_xz, decoder_zstd;

#endif
