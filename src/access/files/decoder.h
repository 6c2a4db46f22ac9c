/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* One library of compression, in the form that compressed.c uses. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DECODER_H
#define VFIO_CFGTOOL_ACCESS_FILES_DECODER_H

#include <stddef.h>
#include <stdint.h>

enum decoder_step {
	DECODER_GOES_ON,	/* it needs more input or more room for output */
	DECODER_AT_END,		/* a stream has ended; another one may follow */
	DECODER_BROKEN,		/* the bytes are not in the format */
	DECODER_NO_MEMORY,	/* it needs more memory than the limit */
};

/* Input, and room for output. Each step advances both. */
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
	/* Makes a state, which end() frees; NULL if memory is short. `memory`: bytes it may use. */
	void *(*begin)(size_t memory);
	enum decoder_step (*step)(void *state, struct decoder_flow *flow);
	void (*end)(void *state);
};

extern const struct decoder decoder_gzip, decoder_xz, decoder_zstd;

#endif
