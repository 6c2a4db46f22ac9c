/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/fingerprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

static bool is_whole(const struct prediction *prediction)
{
	const struct config_space *space = prediction->space;
	const struct map *map = &prediction->map;

	return prediction_opens(prediction) && space->view == VIEW_HARDWARE &&
	       space->read == space->size && !map->part && !map->standard_unseen &&
	       !map->extended_unseen;
}

static bool is_equal(const struct policy_effect *a, const struct policy_effect *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (a[i].offset != b[i].offset || a[i].width != b[i].width ||
		    a[i].mask != b[i].mask || a[i].effect != b[i].effect)
			return false;
	return true;
}

/* Mixes bytes into a key, eight at once. */
static uint64_t mix(uint64_t key, const uint8_t *bytes, size_t size)
{
	uint64_t eight;

	for (size_t i = 0; i + sizeof(eight) <= size; i += sizeof(eight)) {
		memcpy(&eight, bytes + i, sizeof(eight));
		key = (key ^ eight) * UINT64_C(0x9e3779b97f4a7c15);	/* 2^64 / the golden ratio */
		key ^= key >> 32;
	}
	return key;
}

static uint64_t key_of(const struct prediction *prediction)
{
	const struct policy *policy = &prediction->policy;
	size_t size = prediction->map.size;
	uint64_t key = mix(size, prediction->map.value, size);

	key = mix(key, policy->read_virtual, size);
	key = mix(key, policy->write, size);
	return mix(key, policy->write_virtual, size);
}

static bool is_of(const struct fingerprint *last, uint64_t key,
		  const struct prediction *prediction)
{
	const struct policy *policy = &prediction->policy;
	size_t size = prediction->map.size;

	return last->text[0] != '\0' && last->key == key && last->size == size &&
	       memcmp(last->map, prediction->map.value, size) == 0 &&
	       memcmp(last->read_virtual, policy->read_virtual, size) == 0 &&
	       memcmp(last->write, policy->write, size) == 0 &&
	       memcmp(last->write_virtual, policy->write_virtual, size) == 0 &&
	       last->effects == policy->effects &&
	       is_equal(last->effect, policy->effect, policy->effects);
}

/* Orders by offset, width, mask and name. */
static int compare(const void *left, const void *right)
{
	const struct policy_effect *a = left, *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->width != b->width)
		return a->width < b->width ? -1 : 1;
	if (a->mask != b->mask)
		return a->mask < b->mask ? -1 : 1;
	return strcmp(effect_name(a->effect), effect_name(b->effect));
}

static void take(struct fingerprint *last, uint64_t key, const struct prediction *prediction)
{
	const struct policy *policy = &prediction->policy;
	size_t size = prediction->map.size;

	last->key = key;
	last->size = prediction->map.size;
	memcpy(last->map, prediction->map.value, size);
	memcpy(last->read_virtual, policy->read_virtual, size);
	memcpy(last->write, policy->write, size);
	memcpy(last->write_virtual, policy->write_virtual, size);
	last->effects = policy->effects;
	memcpy(last->effect, policy->effect, policy->effects * sizeof(policy->effect[0]));
}

/* Adds a line with two digits for each byte. */
static void add_bytes(struct sha256 *sha, const uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * SPACE_SIZE_EXTENDED + 1];

	for (size_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 0xf];
	}
	text[2 * size] = '\n';
	sha256_add(sha, text, 2 * size + 1);
}

/* Hashes the lines that the manual lists under FINGERPRINTS. */
static void hash(struct fingerprint *last)
{
	struct policy_effect sorted[POLICY_EFFECTS];
	uint8_t digest[SHA256_SIZE];
	char hex[SHA256_HEX_SIZE], line[64];
	struct sha256 sha;

	sha256_begin(&sha);
	sha256_add(&sha, line, (size_t)snprintf(line, sizeof(line), "%u\n", last->size));
	add_bytes(&sha, last->map, last->size);
	add_bytes(&sha, last->read_virtual, last->size);
	add_bytes(&sha, last->write, last->size);
	add_bytes(&sha, last->write_virtual, last->size);
	memcpy(sorted, last->effect, last->effects * sizeof(sorted[0]));
	qsort(sorted, last->effects, sizeof(sorted[0]), compare);
	for (unsigned int i = 0; i < last->effects; i++)
		sha256_add(&sha, line, (size_t)snprintf(
			line, sizeof(line), "%u %u %0*x %s\n", sorted[i].offset, sorted[i].width,
			2 * sorted[i].width, sorted[i].mask, effect_name(sorted[i].effect)));
	sha256_end(&sha, digest);
	snprintf(last->text, sizeof(last->text), "1-%.16s", sha256_hex(digest, hex));
}

/* Slots that a key can have: the first of its own, or one of those after it. */
#define TRIES 8

const char *fingerprint_find(struct fingerprints *found, const struct prediction *prediction)
{
	struct fingerprint *first, *slot;
	uint64_t key;

	if (!is_whole(prediction))
		return NULL;
	key = key_of(prediction);
	first = slot = &found->slot[key % FINGERPRINT_SLOTS];
	for (unsigned int i = 1; !is_of(slot, key, prediction); i++) {
		if (slot->text[0] == '\0' || i == TRIES) {
			slot = slot->text[0] == '\0' ? slot : first;
			take(slot, key, prediction);
			hash(slot);
			break;
		}
		slot = &found->slot[(key + i) % FINGERPRINT_SLOTS];
	}
	return slot->text;
}
