/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/decoder.h"

#include <stdlib.h>
#include <zlib.h>

#include "access/system/library.h"
#include "base/macros.h"
#include "base/memory.h"

LIBRARY_NOTE("gzip", "Reads dumps and modules that gzip compressed", SONAME_ZLIB);

/* RFC 1952 has at most 15 bits of window; 16 more ask zlib for gzip's header and check sum. */
#define WINDOW_BITS (15 + 16)

struct zlib {
	__typeof__(inflateInit2_) *init;
	__typeof__(inflate) *run;
	__typeof__(inflateReset) *reset;
	__typeof__(inflateEnd) *end;
};

static struct zlib zlib;

static const char *load(void)
{
	static const struct library_symbol symbols[] = {
		{ "inflateInit2_",	offsetof(struct zlib, init) },
		{ "inflate",		offsetof(struct zlib, run) },
		{ "inflateReset",	offsetof(struct zlib, reset) },
		{ "inflateEnd",		offsetof(struct zlib, end) },
	};
	static void *library;
	const char *why = NULL;

	if (library == NULL)
		library = library_open(SONAME_ZLIB, symbols, ARRAY_LENGTH(symbols), &zlib, &why);
	return why;
}

/* zlib takes about 40 KiB, whatever the file says. */
static void *begin(size_t memory)
{
	z_stream *stream = memory_take_zeroed(1, sizeof(*stream));

	(void)memory;
	if (stream != NULL &&
	    zlib.init(stream, WINDOW_BITS, ZLIB_VERSION, (int)sizeof(*stream)) != Z_OK) {
		free(stream);
		return NULL;
	}
	return stream;
}

static enum decoder_step step(void *state, struct decoder_flow *flow)
{
	z_stream *stream = state;
	int result;

	stream->next_in = (z_const Bytef *)(uintptr_t)flow->in;
	stream->avail_in = (uInt)flow->in_count;
	stream->next_out = flow->out;
	stream->avail_out = (uInt)flow->out_room;
	result = zlib.run(stream, Z_NO_FLUSH);
	flow->in = stream->next_in;
	flow->in_count = stream->avail_in;
	flow->out = stream->next_out;
	flow->out_room = stream->avail_out;
	switch (result) {
	case Z_OK:
	case Z_BUF_ERROR:	/* nothing to read, or no room to write */
		return DECODER_GOES_ON;
	case Z_STREAM_END:
		return zlib.reset(stream) == Z_OK ? DECODER_AT_END : DECODER_BROKEN;
	case Z_MEM_ERROR:
		return DECODER_NO_MEMORY;
	default:
		return DECODER_BROKEN;
	}
}

static void end(void *state)
{
	zlib.end(state);
	free(state);
}

const struct decoder decoder_gzip = {
	.name = "gzip",
	.soname = SONAME_ZLIB,
	.magic_size = 3,
	.magic = { 0x1f, 0x8b, 0x08 },	/* RFC 1952: ID1, ID2, CM deflate */
	.load = load,
	.begin = begin,
	.step = step,
	.end = end,
};
