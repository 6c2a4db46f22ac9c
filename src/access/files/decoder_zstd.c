/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/decoder.h"

#include <zstd.h>
#include <zstd_errors.h>

#include "access/system/library.h"
#include "base/macros.h"

LIBRARY_NOTE("zstd", "Reads dumps and modules that zstd compressed", SONAME_ZSTD);

struct zstd {
	__typeof__(ZSTD_createDStream) *create;
	__typeof__(ZSTD_DCtx_setParameter) *set;
	__typeof__(ZSTD_decompressStream) *run;
	__typeof__(ZSTD_isError) *is_error;
	__typeof__(ZSTD_getErrorCode) *error_code;
	__typeof__(ZSTD_freeDStream) *free;
};

static struct zstd zstd;

static const char *load(void)
{
	static const struct library_symbol symbols[] = {
		{ "ZSTD_createDStream",		offsetof(struct zstd, create) },
		{ "ZSTD_DCtx_setParameter",	offsetof(struct zstd, set) },
		{ "ZSTD_decompressStream",	offsetof(struct zstd, run) },
		{ "ZSTD_isError",		offsetof(struct zstd, is_error) },
		{ "ZSTD_getErrorCode",		offsetof(struct zstd, error_code) },
		{ "ZSTD_freeDStream",		offsetof(struct zstd, free) },
	};
	static void *library;
	const char *why = NULL;

	if (library == NULL)
		library = library_open(SONAME_ZSTD, symbols, ARRAY_LENGTH(symbols), &zstd, &why);
	return why;
}

/* A frame's window determines the decoder's memory. zstd -d also allows 2^27 bytes at most. */
static void *begin(size_t memory)
{
	ZSTD_DStream *stream = zstd.create();
	int window = 10;	/* ZSTD_WINDOWLOG_MIN */

	while ((size_t)2 << window <= memory)
		window++;
	if (stream != NULL && zstd.is_error(zstd.set(stream, ZSTD_d_windowLogMax, window))) {
		zstd.free(stream);
		return NULL;
	}
	return stream;
}

static enum decoder_step step(void *state, struct decoder_flow *flow)
{
	ZSTD_inBuffer in = { flow->in, flow->in_count, 0 };
	ZSTD_outBuffer out = { flow->out, flow->out_room, 0 };
	size_t result = zstd.run(state, &out, &in);

	flow->in += in.pos;
	flow->in_count -= in.pos;
	flow->out += out.pos;
	flow->out_room -= out.pos;
	if (!zstd.is_error(result))
		return result == 0 ? DECODER_AT_END : DECODER_GOES_ON;
	switch (zstd.error_code(result)) {
	case ZSTD_error_memory_allocation:
	case ZSTD_error_frameParameter_windowTooLarge:
		return DECODER_NO_MEMORY;
	default:
		return DECODER_BROKEN;
	}
}

static void end(void *state)
{
	zstd.free(state);
}

const struct decoder decoder_zstd = {
	.name = "zstd",
	.soname = SONAME_ZSTD,
	.magic_size = 4,
	.magic = { 0x28, 0xb5, 0x2f, 0xfd },	/* RFC 8878, 3.1.1 */
	.load = load,
	.begin = begin,
	.step = step,
	.end = end,
};
