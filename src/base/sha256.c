/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/sha256.h"

#include <string.h>

#define LENGTH_SIZE 8		/* bytes of the length that ends the last block */

/* FIPS 180-4, 4.2.2 */
static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

/* FIPS 180-4, 5.3.3 */
static const uint32_t first_state[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
	0x5be0cd19,
};

static uint32_t rotated(uint32_t word, unsigned int right)
{
	return word >> right | word << (32 - right);
}

/* FIPS 180-4, 6.2.2, step 1: the block's 16 words and 48 derived ones. */
static void make_schedule(const uint8_t block[SHA256_BLOCK], uint32_t schedule[64])
{
	for (unsigned int i = 0; i < 16; i++)
		schedule[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
			      (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (unsigned int i = 16; i < 64; i++) {
		uint32_t near = schedule[i - 2], far = schedule[i - 15];

		schedule[i] = (rotated(near, 17) ^ rotated(near, 19) ^ near >> 10) +
			      schedule[i - 7] +
			      (rotated(far, 7) ^ rotated(far, 18) ^ far >> 3) + schedule[i - 16];
	}
}

/*
 * FIPS 180-4, 6.2.2, step 3, with its names of the eight words. Where they would all move one
 * place on after each round, their names move one place back: word a of round n is at -n.
 */
static inline void mix_round(uint32_t word[8], unsigned int round, uint32_t added)
{
	enum { A, B, C, D, E, F, G, H };
#define AT(name) word[((name) - round) % 8]
	uint32_t a = AT(A), e = AT(E);
	uint32_t first = AT(H) + added + ((e & AT(F)) ^ (~e & AT(G))) +
			 (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25));
	uint32_t second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) +
			  ((a & AT(B)) ^ (a & AT(C)) ^ (AT(B) & AT(C)));

	AT(D) += first;
	AT(H) = first + second;
#undef AT
}

static void mix_block(uint32_t state[8], const uint8_t block[SHA256_BLOCK])
{
	uint32_t schedule[64], word[8];

	make_schedule(block, schedule);
	memcpy(word, state, sizeof(word));
	for (unsigned int i = 0; i < 64; i++)
		mix_round(word, i, round_constants[i] + schedule[i]);
	for (unsigned int i = 0; i < 8; i++)
		state[i] += word[i];
}

void sha256_begin(struct sha256 *sha)
{
	*sha = (struct sha256) { .length = 0 };
	memcpy(sha->state, first_state, sizeof(sha->state));
}

void sha256_add(struct sha256 *sha, const void *bytes, size_t size)
{
	const uint8_t *next = bytes;

	while (size > 0) {
		size_t used = sha->length % SHA256_BLOCK;
		size_t taken = size < SHA256_BLOCK - used ? size : SHA256_BLOCK - used;

		memcpy(sha->block + used, next, taken);
		sha->length += taken;
		next += taken;
		size -= taken;
		if (used + taken == SHA256_BLOCK)
			mix_block(sha->state, sha->block);
	}
}

/* FIPS 180-4, 5.1.1: a bit 1, zeros, and the length in bits at the end of a block. */
void sha256_end(struct sha256 *sha, uint8_t digest[SHA256_SIZE])
{
	static const uint8_t padding[SHA256_BLOCK] = { 0x80 };
	uint64_t bits = 8 * sha->length;
	size_t used = sha->length % SHA256_BLOCK;
	uint8_t length[LENGTH_SIZE];

	for (unsigned int i = 0; i < LENGTH_SIZE; i++)
		length[i] = (uint8_t)(bits >> (8 * (LENGTH_SIZE - 1 - i)));
	sha256_add(sha, padding, (used < SHA256_BLOCK - LENGTH_SIZE ? 1U : 2U) * SHA256_BLOCK -
					 LENGTH_SIZE - used);
	sha256_add(sha, length, sizeof(length));
	for (unsigned int i = 0; i < SHA256_SIZE; i++)
		digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

const char *sha256_hex(const uint8_t digest[SHA256_SIZE], char hex[SHA256_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned int i = 0; i < SHA256_SIZE; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 0xf];
	}
	hex[2 * SHA256_SIZE] = '\0';
	return hex;
}
