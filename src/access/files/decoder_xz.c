/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/decoder.h"

#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>

#include "access/system/library.h"
#include "base/macros.h"
#include "base/memory.h"

LIBRARY_NOTE("xz", "Reads dumps and modules that xz compressed", SONAME_LZMA);

struct lzma {
	__typeof__(lzma_stream_decoder) *init;
	__typeof__(lzma_code) *run;
	__typeof__(lzma_end) *end;
};

struct state {
	lzma_stream stream;
	size_t memory;
};

static struct lzma lzma;

static const char *load(void)
{
	static const struct library_symbol symbols[] = {
		{ "lzma_stream_decoder",	offsetof(struct lzma, init) },
		{ "lzma_code",			offsetof(struct lzma, run) },
		{ "lzma_end",			offsetof(struct lzma, end) },
	};
	static void *library;
	const char *why = NULL;

	if (library == NULL)
		library = library_open(SONAME_LZMA, symbols, ARRAY_LENGTH(symbols), &lzma, &why);
	return why;
}

static bool restart(struct state *state)
{
	return lzma.init(&state->stream, state->memory, 0) == LZMA_OK;
}

static void end(void *state)
{
	lzma.end(&((struct state *)state)->stream);
	free(state);
}

static void *begin(size_t memory)
{
	struct state *state = memory_take_zeroed(1, sizeof(*state));

	if (state == NULL)
		return NULL;
	state->memory = memory;
	if (!restart(state)) {
		end(state);
		return NULL;
	}
	return state;
}

static enum decoder_step step(void *own, struct decoder_flow *flow)
{
	struct state *state = own;
	lzma_stream *stream = &state->stream;
	lzma_ret result;

	stream->next_in = flow->in;
	stream->avail_in = flow->in_count;
	stream->next_out = flow->out;
	stream->avail_out = flow->out_room;
	result = lzma.run(stream, LZMA_RUN);
	flow->in = stream->next_in;
	flow->in_count = stream->avail_in;
	flow->out = stream->next_out;
	flow->out_room = stream->avail_out;
	switch (result) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:	/* nothing to read, or no room to write */
		return DECODER_GOES_ON;
	case LZMA_STREAM_END:
		return restart(state) ? DECODER_AT_END : DECODER_NO_MEMORY;
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
		return DECODER_NO_MEMORY;
	default:
		return DECODER_BROKEN;
	}
}

const struct decoder decoder_xz = {
	.name = "xz",
	.soname = SONAME_LZMA,
	.magic_size = 6,
	.magic = { 0xfd, '7', 'z', 'X', 'Z', 0x00 },	/* xz-file-format.txt, 2.1.1.1 */
	.load = load,
	.begin = begin,
	.step = step,
	.end = end,
};
