/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* SHA-256 (FIPS 180-4, section 6.2) of bytes that are added piece by piece. */
#ifndef VFIO_CFGTOOL_BASE_SHA256_H
#define VFIO_CFGTOOL_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32		/* bytes of a digest */
#define SHA256_BLOCK 64		/* bytes that are mixed in at once */
#define SHA256_HEX_SIZE (2 * SHA256_SIZE + 1)

/* A digest in progress. A plain value: a copy is independent. */
struct sha256 {
	uint32_t state[8];
	uint64_t length;		/* bytes added */
	uint8_t block[SHA256_BLOCK];	/* the last of them, less than a block */
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t size);

/* The digest of all bytes that were added. sha cannot be used further. */
void sha256_end(struct sha256 *sha, uint8_t digest[SHA256_SIZE]);

/* The digest as 64 hexadecimal digits in lower case, with a final NUL. Returns hex. */
const char *sha256_hex(const uint8_t digest[SHA256_SIZE], char hex[SHA256_HEX_SIZE]);

#endif
