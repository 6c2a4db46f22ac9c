/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/compressed.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "access/files/decoder.h"
#include "base/error_text.h"
#include "base/memory.h"

#define PIECE ((size_t)64 << 10)

#define MIB(bytes) ((bytes) >> 20)

/* One file on its way from the descriptor to the taker. */
struct reading {
	int fd;
	bool at_end;			/* the descriptor is at its end */
	size_t limit;
	size_t total;			/* bytes passed on */
	const struct decoder *decoder;
	void *state;			/* of the decoder */
	struct decoder_flow flow;
	const struct compressed_taker *taker;
	struct fault *fault;
	uint8_t in[PIECE];
	uint8_t out[PIECE];
};

static const struct decoder *decoder_of(enum compression compression)
{
	static const struct decoder *const decoders[] = {
		[COMPRESSION_NONE] = NULL,
		[COMPRESSION_GZIP] = &decoder_gzip,
		[COMPRESSION_XZ] = &decoder_xz,
		[COMPRESSION_ZSTD] = &decoder_zstd,
	};

	return decoders[compression];
}

enum compression compression_find(const uint8_t *bytes, size_t count)
{
	for (enum compression i = COMPRESSION_GZIP; i <= COMPRESSION_ZSTD; i++) {
		const struct decoder *decoder = decoder_of(i);

		if (count >= decoder->magic_size &&
		    memcmp(bytes, decoder->magic, decoder->magic_size) == 0)
			return i;
	}
	return COMPRESSION_NONE;
}

int compression_load(enum compression compression, struct fault *fault)
{
	/* a failed search is not repeated: the box may refuse it later */
	static struct fault failed[COMPRESSION_ZSTD + 1];
	struct fault *first = &failed[compression];
	const struct decoder *decoder = decoder_of(compression);
	const char *why = NULL;

	if (decoder != NULL && first->code == FAULT_NONE)
		why = decoder->load();
	if (why != NULL) {
		fault_set(first, FAULT_UNSUPPORTED, ENOTSUP,
			  "it is compressed by %s, and %s cannot be loaded: %s", decoder->name,
			  decoder->soname, why);
		fault_hint(first, "install the library, or unpack the file before: %s -d",
			   decoder->name);
	}
	if (first->code == FAULT_NONE)
		return 0;
	if (fault != NULL)
		*fault = *first;
	return -ENOTSUP;
}

static int out_of_memory(struct fault *fault)
{
	return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
}

/* Reads until `wanted` bytes are there or the file ends. */
static int fill(struct reading *reading, size_t wanted)
{
	size_t used = 0;

	while (used < wanted && !reading->at_end) {
		ssize_t got = read(reading->fd, reading->in + used, PIECE - used);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_set(reading->fault, FAULT_IO, errno, "cannot be read: %s",
					 error_text(errno));
		reading->at_end = got == 0;
		used += (size_t)got;
	}
	reading->flow.in = reading->in;
	reading->flow.in_count = used;
	return 0;
}

static int hand_out(struct reading *reading, const uint8_t *bytes, size_t count)
{
	return count == 0 ? 0 : reading->taker->take(reading->taker->context, bytes, count,
						     reading->fault);
}

static int broken(struct reading *reading, const char *how)
{
	fault_set(reading->fault, FAULT_IO, EINVAL, "what %s compressed %s",
		  reading->decoder->name, how);
	fault_hint(reading->fault, "the copy is damaged or not complete: copy the file again");
	return -EINVAL;
}

/* Passes on the decoder's output unless it exceeds the limit or is compressed again. */
static int flush(struct reading *reading)
{
	size_t count = PIECE - reading->flow.out_room;

	if (count > reading->limit - reading->total)
		return fault_set(reading->fault, FAULT_IO, EFBIG,
				 "unpacked, it has more than %zu MiB", MIB(reading->limit));
	if (reading->total == 0 && compression_find(reading->out, count) != COMPRESSION_NONE) {
		fault_set(reading->fault, FAULT_UNSUPPORTED, ENOTSUP, "it is compressed twice");
		fault_hint(reading->fault, "take one layer off: %s -d", reading->decoder->name);
		return -ENOTSUP;
	}
	reading->total += count;
	reading->flow.out = reading->out;
	reading->flow.out_room = PIECE;
	return hand_out(reading, reading->out, count);
}

/* Runs the decoder once. *between: one stream ended and no byte of the next one came. */
static int decode_step(struct reading *reading, bool *between)
{
	struct decoder_flow *flow = &reading->flow;

	/* tapes pad with zeros; xz allows that, too (xz-file-format.txt, 2.2) */
	while (*between && flow->in_count > 0 && *flow->in == 0) {
		flow->in++;
		flow->in_count--;
	}
	if (*between && flow->in_count == 0)
		return 0;
	*between = false;
	switch (reading->decoder->step(reading->state, flow)) {
	case DECODER_AT_END:
		*between = true;
		return 0;
	case DECODER_BROKEN:
		return broken(reading, "cannot be unpacked");
	case DECODER_NO_MEMORY:
		return fault_set(reading->fault, FAULT_UNSUPPORTED, ENOMEM,
				 "unpacking it takes more than %zu MiB of memory",
				 MIB(COMPRESSED_MEMORY));
	case DECODER_GOES_ON:
		break;
	}
	return 0;
}

static int decode(struct reading *reading)
{
	bool between = false;
	int error = 0;

	reading->flow.out = reading->out;
	reading->flow.out_room = PIECE;
	while (error == 0) {
		size_t room = reading->flow.out_room, count;

		if (reading->flow.in_count == 0 && !reading->at_end)
			error = fill(reading, 1);
		count = reading->flow.in_count;
		if (error == 0)
			error = decode_step(reading, &between);
		if (error != 0)
			break;
		if (between && count == 0 && reading->at_end)
			return flush(reading);
		if (reading->flow.out_room == 0)
			error = flush(reading);
		else if (!between && count == 0 && reading->at_end && reading->flow.out_room == room)
			error = broken(reading, "ends in the middle");
	}
	return error;
}

static int read_compressed(struct reading *reading, enum compression compression)
{
	int error = compression_load(compression, reading->fault);

	if (error != 0)
		return error;
	reading->decoder = decoder_of(compression);
	reading->state = reading->decoder->begin(COMPRESSED_MEMORY);
	if (reading->state == NULL)
		return out_of_memory(reading->fault);
	error = decode(reading);
	reading->decoder->end(reading->state);
	return error;
}

int compressed_read(int fd, size_t limit, const struct compressed_taker *taker,
		    struct fault *fault)
{
	CLEANUP_FREE struct reading *reading = memory_take(sizeof(*reading));
	enum compression compression;
	int error;

	if (reading == NULL)
		return out_of_memory(fault);
	*reading = (struct reading) { .fd = fd, .limit = limit, .taker = taker, .fault = fault };
	error = fill(reading, COMPRESSED_MAGIC_SIZE);
	if (error != 0)
		return error;
	compression = compression_find(reading->in, reading->flow.in_count);
	if (compression != COMPRESSION_NONE)
		return read_compressed(reading, compression);
	while (error == 0 && reading->flow.in_count > 0) {
		error = hand_out(reading, reading->in, reading->flow.in_count);
		if (error == 0)
			error = fill(reading, 1);
	}
	return error;
}

/* Bytes that grow; at most `limit`. */
struct whole {
	uint8_t *bytes;
	size_t count, room, limit;
};

static int take_whole(void *context, const uint8_t *bytes, size_t count, struct fault *fault)
{
	struct whole *whole = context;

	if (count > whole->limit - whole->count)
		return fault_set(fault, FAULT_IO, EFBIG, "has more than %zu MiB", MIB(whole->limit));
	if (count > whole->room - whole->count) {
		size_t room = (whole->count + count) * 2;
		uint8_t *grown = memory_grow(whole->bytes, 1, room);

		if (grown == NULL)
			return out_of_memory(fault);
		whole->bytes = grown;
		whole->room = room;
	}
	memcpy(whole->bytes + whole->count, bytes, count);
	whole->count += count;
	return 0;
}

int compressed_read_whole(int fd, size_t limit, uint8_t **bytes, size_t *count,
			  struct fault *fault)
{
	struct whole whole = { .limit = limit };
	const struct compressed_taker taker = { take_whole, &whole };
	int error = compressed_read(fd, limit, &taker, fault);

	if (error != 0) {
		free(whole.bytes);
		return error;
	}
	*bytes = whole.bytes;
	*count = whole.count;
	return 0;
}
